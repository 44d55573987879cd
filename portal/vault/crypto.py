"""AES-256-GCM with a random 96-bit nonce before the ciphertext (NIST SP 800-38D)."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.vault.errors import TamperedError

NONCE = 12
KEY = 32


def new_key() -> bytes:
    """Return 256 random bits."""
    return secrets.token_bytes(KEY)


def encrypt(key: bytes, plain: bytes, context: bytes) -> bytes:
    """Return nonce + ciphertext + tag; `context` is bound to it but not stored."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def decrypt(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Return the plain bytes; TamperedError when key, context or bytes do not fit."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], context)
    except InvalidTag as error:
        raise TamperedError from error
