"""Questions about a visitor: answers of the needs check, what follows from them, the checklist, the calculators."""

from portal.needs.queries.calculators import CALCULATORS, calculator_panel, calculator_questions
from portal.needs.queries.check import (
    Place,
    carried,
    counting,
    is_by_machine,
    marks,
    needs_check,
    next_question,
    offered_before,
    place_of,
)
from portal.needs.queries.checklist import Checklist, Sheet, checklist, sheet_of
from portal.needs.queries.offered import offered
from portal.needs.queries.result import Match, Permit, Result, result_of

__all__ = [
    "CALCULATORS",
    "Checklist",
    "Match",
    "Permit",
    "Place",
    "Result",
    "Sheet",
    "calculator_panel",
    "calculator_questions",
    "carried",
    "checklist",
    "counting",
    "is_by_machine",
    "marks",
    "needs_check",
    "next_question",
    "offered",
    "offered_before",
    "place_of",
    "result_of",
    "sheet_of",
]
