"""Seal, open, erase, rotate. A sealed value is bound to its subject and to a context (where it belongs)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from portal.vault import crypto
from portal.vault.errors import ErasedError, KeyInUseError
from portal.vault.models import DataKey


def seal(subject: UUID, plain: bytes, context: str) -> bytes:
    """Encrypt bytes under the subject's data key, which is made at first use."""
    return crypto.encrypt(_data_key(subject, make=True), plain, _bound(subject, context))


def unseal(subject: UUID, sealed: "bytes | memoryview[int]", context: str) -> bytes:
    """Decrypt; ErasedError when the data key is gone, TamperedError when the bytes do not fit."""
    return crypto.decrypt(_data_key(subject), bytes(sealed), _bound(subject, context))


def seal_json(subject: UUID, value: Any, context: str) -> bytes:
    """Seal a JSON value."""
    return seal(subject, json.dumps(value, ensure_ascii=False).encode(), context)


def unseal_json(subject: UUID, sealed: "bytes | memoryview[int]", context: str) -> Any:
    """Open a sealed JSON value."""
    return json.loads(unseal(subject, sealed, context))


@dataclass(frozen=True, repr=False)
class Box:
    """A subject's opened data key: many values sealed or opened for one look into the database."""

    subject: UUID
    key: bytes

    def seal_json(self, value: Any, context: str) -> bytes:
        """Seal a JSON value."""
        return crypto.encrypt(self.key, json.dumps(value, ensure_ascii=False).encode(), _bound(self.subject, context))

    def unseal_json(self, sealed: "bytes | memoryview[int]", context: str) -> Any:
        """Open a sealed JSON value."""
        return json.loads(crypto.decrypt(self.key, bytes(sealed), _bound(self.subject, context)))


def box(subject: UUID) -> Box:
    """Open the subject's data key, made at first use; keep the box no longer than the request."""
    return Box(subject, _data_key(subject, make=True))


_OPEN: ContextVar[Box | None] = ContextVar("open_box", default=None)


@contextmanager
def opened(subject: UUID) -> Iterator[Box]:
    """Open the subject's data key once for all that is sealed or unsealed for it in the block, in any room."""
    found = box(subject)
    token = _OPEN.set(found)
    try:
        yield found
    finally:
        _OPEN.reset(token)


def holds(subject: UUID) -> bool:
    """Say whether what was sealed for a subject can still be opened; asking makes no key."""
    return DataKey.objects.filter(pk=subject).exists()


def erase(subject: UUID) -> None:
    """Delete the data key: everything sealed for the subject is unreadable from now on, backups included."""
    if _opened_key(subject):
        _OPEN.set(None)
    DataKey.objects.filter(pk=subject).delete()


def rotate(limit: int = 1000) -> int:
    """Re-wrap up to `limit` data keys that an older key wraps; returns how many (0: nothing left)."""
    newest = next(iter(settings.VAULT_KEYS))
    stale = DataKey.objects.exclude(wrapped_by=newest).values_list("pk", flat=True)[:limit]
    return sum(_rewrap(subject, newest) for subject in list(stale))


def check_removable(key_id: str) -> None:
    """KeyInUseError while data keys are still wrapped by this key of the ring."""
    if DataKey.objects.filter(wrapped_by=key_id).exists():
        raise KeyInUseError(key=key_id)


def _rewrap(subject: UUID, newest: str) -> int:
    with transaction.atomic():
        row = DataKey.objects.select_for_update(of=("self",)).filter(pk=subject).first()
        if row is None:
            return 0
        row.wrapped, row.wrapped_by = _wrap(subject, _unwrap(row), newest), newest
        row.save(update_fields=["wrapped", "wrapped_by"])
        return 1


def _data_key(subject: UUID, *, make: bool = False) -> bytes:
    if key := _opened_key(subject):
        return key
    row = DataKey.objects.filter(pk=subject).first()
    if row is None and make:
        row = _make(subject)
    if row is None:
        raise ErasedError(subject=str(subject))
    return _unwrap(row)


def _opened_key(subject: UUID) -> bytes | None:
    found = _OPEN.get()
    return found.key if found is not None and found.subject == subject else None


def _make(subject: UUID) -> DataKey:
    newest = next(iter(settings.VAULT_KEYS))
    wrapped = _wrap(subject, crypto.new_key(), newest)
    try:
        with transaction.atomic():
            return DataKey.objects.create(subject=subject, wrapped=wrapped, wrapped_by=newest)
    except IntegrityError:
        # Somebody else was quicker: theirs is the key.
        return DataKey.objects.get(pk=subject)


def _wrap(subject: UUID, key: bytes, key_id: str) -> bytes:
    return crypto.encrypt(settings.VAULT_KEYS[key_id], key, subject.bytes)


def _unwrap(row: DataKey) -> bytes:
    return crypto.decrypt(settings.VAULT_KEYS[row.wrapped_by], bytes(row.wrapped), row.pk.bytes)


def _bound(subject: UUID, context: str) -> bytes:
    return subject.bytes + context.encode()
