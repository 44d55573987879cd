"""How well the checks work: what they said, how often people overruled them, which an office has switched off."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from portal.documents.models import Switch, Tally

# Fewer runs than this say nothing about a check, and could point at a person.
LEAST_RUNS = 5


@dataclass(frozen=True)
class CheckRow:
    """One check on one kind of paper in one language: how often it ran, warned, and was overruled."""

    document_type: str
    check_id: str
    language: str
    ran: int
    told: int
    overruled: int

    @property
    def told_share(self) -> float:
        """Return how often it warned, of all runs (0-1)."""
        return self.told / self.ran if self.ran else 0.0

    @property
    def overruled_share(self) -> float:
        """Return how often its warnings were overruled (0-1): high numbers say that the check is wrong."""
        return self.overruled / self.told if self.told else 0.0


def quality_of(offices: Collection[str], since: date) -> list[CheckRow]:
    """Return the checks of some offices since a month, the most often overruled first; few runs are left out."""
    rows = (
        Tally.objects.filter(office__in=offices, month__gte=since)
        .values("document_type", "check_id", "language")
        .annotate(ran=Sum("ran"), told=Sum("told"), overruled=Sum("overruled"))
    )
    found = [CheckRow(**row) for row in rows]
    shown = [each for each in found if each.ran >= LEAST_RUNS]
    return sorted(shown, key=lambda each: (-each.overruled_share, -each.told, each.document_type, each.check_id))


def switched_off(office: str) -> frozenset[str]:
    """Return the checks that an office does not want."""
    return frozenset(Switch.objects.filter(office=office).values_list("check_id", flat=True))
