"""One finding of a check, before it is written down."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Result = Literal["pass", "warn", "fail", "skipped"]
URGENCY = ("fail", "warn", "pass", "skipped")
# Of several warnings the one that changes what to do comes first.
MIXED_UP = ("kind", "copies")
WEIGHT = ("kind", "copies", "zone", "text", "language", "name")


@dataclass(frozen=True)
class Outcome:
    """What one check says: `values["case"]` picks the sentence, the other values fill it (dates as ISO text).

    `confidence` (0-100) is how sure the reading behind it is; None where that says nothing.
    """

    check: str
    result: Result
    values: dict[str, Any] = field(default_factory=dict)
    confidence: int | None = None

    @property
    def rank(self) -> tuple[int, int]:
        """Return where it stands in a list: what is urgent first."""
        weight = WEIGHT.index(self.check) if self.check in WEIGHT else len(WEIGHT)
        is_mixed_up = self.check in MIXED_UP and self.result == "warn"
        return 0 if is_mixed_up else URGENCY.index(self.result), weight

    @property
    def case(self) -> str:
        """Return the name of the case; empty when there is nothing to say."""
        return str(self.values.get("case", ""))


def compared(check: str, found: date | str | None, typed: date | str | None, sure: int | None = None) -> Outcome:
    """Compare a value that was read with the one typed; skipped where one of them is missing."""
    if not found or not typed:
        return Outcome(check, "skipped", confidence=sure)
    if found == typed:
        return Outcome(check, "pass", confidence=sure)
    return Outcome(check, "warn", {"case": "differs", "found": str(found), "typed": str(typed)}, sure)
