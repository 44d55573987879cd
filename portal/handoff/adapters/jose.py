"""Signatures by joserfc: ES256, detached, key id = RFC 7638 thumbprint."""

import base64
from functools import cached_property
from typing import Any

from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import ECKey

ALGORITHM = "ES256"


class JoseSigner:
    """Holds one P-256 key, given as PEM or as JWK (JSON)."""

    def __init__(self, key: str) -> None:
        self.key = ECKey.import_key(key)

    @cached_property
    def kid(self) -> str:
        return self.key.thumbprint()

    def sign(self, payload: bytes) -> str:
        """Return `header..signature`."""
        header = {"alg": ALGORITHM, "kid": self.kid}
        return jws.detach_content(jws.serialize_compact(header, payload, self.key, algorithms=[ALGORITHM]))

    def verify(self, payload: bytes, signature: str) -> bool:
        """Check against our own public key."""
        return verify(payload, signature, self.jwks())

    def jwks(self) -> dict[str, Any]:
        """Return the public half only."""
        public = self.key.as_dict(private=False)
        return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": ALGORITHM}]}


def verify(payload: bytes, signature: str, jwks: dict[str, Any]) -> bool:
    """Say whether a detached signature over the payload was made by a key of the set."""
    header = jws.extract_compact(_attached(payload, signature)).headers()
    keys = [key for key in jwks["keys"] if key["kid"] == header.get("kid")]
    if not keys:
        return False
    try:
        jws.deserialize_compact(_attached(payload, signature), ECKey.import_key(keys[0]), algorithms=[ALGORITHM])
    except BadSignatureError:
        return False
    return True


def _attached(payload: bytes, signature: str) -> bytes:
    header, _, proof = signature.partition("..")
    return f"{header}.{_base64url(payload)}.{proof}".encode()


def _base64url(payload: bytes) -> str:
    """Encode without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(payload).rstrip(b"=").decode()
