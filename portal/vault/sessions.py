"""Sessions at rest: sealed, because a sign-in under way keeps an address and a code in them."""

import json
from typing import Any

from django.conf import settings

from portal.vault import crypto

CONTEXT = b"session"


class SealedSerializer:
    """JSON under the newest key of the ring; rotating keys signs people out when the old key is removed."""

    def dumps(self, value: Any) -> bytes:
        """Seal a session."""
        key_id = next(iter(settings.VAULT_KEYS))
        sealed = crypto.encrypt(settings.VAULT_KEYS[key_id], json.dumps(value).encode(), CONTEXT)
        return key_id.encode() + b":" + sealed

    def loads(self, data: bytes) -> Any:
        """Open a session; Django treats every error as a session that is over."""
        key_id, _, sealed = data.partition(b":")
        return json.loads(crypto.decrypt(settings.VAULT_KEYS[key_id.decode()], sealed, CONTEXT))
