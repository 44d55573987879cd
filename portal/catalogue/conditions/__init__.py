"""Conditions: when a question is asked, a document needed, a fee due, a hint given, a file routed (CEL)."""

from portal.catalogue.conditions.checker import Kind, Variable, problems_of
from portal.catalogue.conditions.facts import Amounts, Facts, condition_from
from portal.catalogue.conditions.syntax import Condition

__all__ = ["Amounts", "Condition", "Facts", "Kind", "Variable", "condition_from", "problems_of"]
