"""Golden personas: ten people as they come, and what the catalogue owes each of them.

What stands in their files follows from the law, not from the rules in the packs: where the two differ, one is wrong.
"""

from portal.catalogue.personas.outcome import OPTIONAL, Advice, Outcome, advice_of, outcome_of
from portal.catalogue.personas.reading import FOLDER, Form, Needs, Persona, personas
from portal.catalogue.personas.verdict import Difference, differences, needs_check, needs_differences

__all__ = [
    "FOLDER",
    "OPTIONAL",
    "Advice",
    "Difference",
    "Form",
    "Needs",
    "Outcome",
    "Persona",
    "advice_of",
    "differences",
    "needs_check",
    "needs_differences",
    "outcome_of",
    "personas",
]
