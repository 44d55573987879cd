"""The only place that reads os.environ: typed readers with clear errors."""

import base64
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Return the variable, or the default; a missing one without default stops the start with its name."""
    value = os.environ.get(name, default)
    if value is None:
        message = f"Set the environment variable {name}."
        raise ImproperlyConfigured(message)
    return value


def flag(name: str, *, default: bool) -> bool:
    """Read a switch: 1/true/yes/on and 0/false/no/off."""
    return text(name, "yes" if default else "no").lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """Read a whole number."""
    return int(text(name, str(default)))


def words(name: str, default: str = "") -> list[str]:
    """Read a comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def kept(name: str, file: Path, value: str) -> None:
    """Give the variable a value made once and kept in a private file: for machines without a secret store."""
    if name in os.environ:
        return
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
        file.write_text(value)
    os.environ[name] = file.read_text()


def new_signing_key() -> str:
    """Make a P-256 key (PEM) for machines that have none: development and tests."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def preset(**values: str) -> None:
    """Give variables that are not set a value, before base.py reads them."""
    for name, value in values.items():
        os.environ.setdefault(name, value)


def key_ring(name: str, default: str | None = None) -> dict[str, bytes]:
    """Read `id:base64,id:base64`, newest first; each key has 32 bytes (AES-256)."""
    ring = {}
    for item in text(name, default).split(","):
        key_id, _, encoded = item.strip().partition(":")
        ring[key_id] = base64.urlsafe_b64decode(encoded)
    return ring


def database(name: str, sqlite_file: Path) -> dict[str, Any]:
    """Read a postgresql:// address; without one, SQLite in WAL mode serves the whole product."""
    address = urlsplit(text(name, ""))
    if address.scheme.startswith("postgres"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(address.path.lstrip("/")),
            "USER": unquote(address.username or ""),
            "PASSWORD": unquote(address.password or ""),
            "HOST": address.hostname or "",
            "PORT": str(address.port or ""),
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
        }
    sqlite_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": sqlite_file,
        # Opening the file and setting it up costs more than most pages' queries.
        "CONN_MAX_AGE": 300,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; "
                "PRAGMA cache_size=-16000; PRAGMA secure_delete=ON;"
            ),
        },
    }
