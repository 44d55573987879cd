"""Whether the catalogue does what a persona's file expects."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from portal.catalogue.definition import Definition
from portal.catalogue.needs import NeedsCheck, needs_from
from portal.catalogue.pack import read_needs
from portal.catalogue.personas.outcome import Advice, Outcome, advice_of, outcome_of
from portal.catalogue.personas.reading import Form, Needs
from portal.catalogue.queries.law import Law


@dataclass(frozen=True)
class Difference:
    """One part of the outcome that is not as expected; `part` is the name of a field of Outcome or Advice."""

    part: str
    # Expected, but not there.
    gone: tuple[str, ...] = ()
    # There, but not expected.
    new: tuple[str, ...] = ()

    @property
    def is_order(self) -> bool:
        """Say whether only the order is another one."""
        return not self.gone and not self.new


def differences(form: Form, definition: Definition, law: Law) -> list[Difference]:
    """Return how a form of the service differs from what the persona's file expects; nothing when all is well."""
    return list(_compared(form.expected, outcome_of(definition, form.answers, law)))


def needs_differences(needs: Needs, check: NeedsCheck, law: Law) -> list[Difference]:
    """Return the same for the needs check."""
    return list(_compared(needs.expected, advice_of(check, needs.answers, law)))


def needs_check() -> NeedsCheck:
    """Return the needs check as it stands in the packs."""
    return needs_from(read_needs())


def _compared(expected: Outcome | Advice, found: Outcome | Advice) -> Iterator[Difference]:
    wanted, there = asdict(expected), asdict(found)
    for part in wanted:
        if wanted[part] != there[part]:
            yield _difference(part, _listed(wanted[part]), _listed(there[part]))


def _listed(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _difference(part: str, wanted: tuple[str, ...], there: tuple[str, ...]) -> Difference:
    return Difference(
        part=part,
        gone=tuple(each for each in wanted if each not in there),
        new=tuple(each for each in there if each not in wanted),
    )
