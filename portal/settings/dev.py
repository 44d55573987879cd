"""For `make run`: keys made once and kept in var/, the demo office, mails readable in the browser."""

import base64
import secrets
from pathlib import Path

from portal.settings import env

_VAR = Path(env.text("ANLAUFPUNKT_VAR", str(Path(__file__).resolve().parents[2] / "var")))

env.kept("SECRET_KEY", _VAR / "keys" / "secret", secrets.token_urlsafe(50))
env.kept("VAULT_KEYS", _VAR / "keys" / "vault", "dev:" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
env.kept("WOP_SIGNING_KEY", _VAR / "keys" / "signing", env.new_signing_key())
env.preset(
    ANLAUFPUNKT_DEMO="yes",
    ALLOWED_HOSTS="localhost,127.0.0.1,[::1]",
    MAIL_BACKEND="portal.notices.adapters.mailbox.MailboxBackend",
)

from portal.settings.base import *  # noqa: E402, F403

# All who look at a demonstration may come from one address; measurements and stories surely do.
LIMITS["site"] = [(env.number("SITE_LIMIT", 300), 300)]  # noqa: F405
LIMITS["site-session"] = [(max(env.number("SITE_LIMIT", 300), 3_000), 300)]  # noqa: F405
MAILERS["transport"] = {"BACKEND": "portal.notices.adapters.mailbox.MailboxBackend"}  # noqa: F405
