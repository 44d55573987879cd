"""Who paints the papers of fictional people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, Self


@dataclass(frozen=True)
class Papers:
    """What stands on a person's papers."""

    family_name: str
    given_names: str
    nationality: str
    birth: date
    sex: str
    number: str
    expiry: date

    @classmethod
    def of(cls, answers: Mapping[str, str]) -> Self:
        """Take the papers from what the person answers."""
        return cls(
            answers["family_name"],
            answers["given_names"],
            answers["nationality"],
            date.fromisoformat(answers["date_of_birth"]),
            answers["sex"],
            answers["passport_number"],
            date.fromisoformat(answers["passport_valid_until"]),
        )


class Painter(Protocol):
    """Paints a paper as a phone would photograph it."""

    def paint(self, kind: str, papers: Papers) -> bytes:
        """Return a JPEG of a `passport` or an `enrolment` certificate."""
        ...
