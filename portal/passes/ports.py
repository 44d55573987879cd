"""What this room needs from the rooms that give out passes (settings.PASS_TAKERS names them by purpose)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise

from portal.accounts.models import Person
from portal.shared.language import Text
from portal.uploads.actions import Announced
from portal.vault.uploads import SealedUpload


@dataclass(frozen=True)
class Wanted:
    """All that the other device may know: which paper is asked for and why; nothing about anybody."""

    title: Text
    why: Text
    explanation: Text
    has_room: bool


class NotTaken(Protocol):
    """A file that was not taken, and the sentence that says what to do."""

    @property
    def name(self) -> str: ...
    @property
    def sentence(self) -> str | Promise: ...


class Taker(Protocol):
    """Takes the files of a pass as if `by`, who made it, had brought them."""

    def wanted(self, subject: UUID, requirement: str, *, by: Person) -> Wanted:
        """Describe the paper; a RefusedError when it is not taken (any more)."""
        ...

    def announce(self, subject: UUID, requirement: str, file: Announced, *, by: Person) -> None:
        """Ask before its first byte whether a file may come: a RefusedError when it could not be taken anyway.

        Called inside the transaction that makes room for it.
        """
        ...

    def take(
        self, subject: UUID, requirement: str, uploads: Sequence[SealedUpload], *, by: Person
    ) -> Sequence[NotTaken]:
        """Take each file or discard it; a RefusedError when nothing is taken (any more)."""
        ...
