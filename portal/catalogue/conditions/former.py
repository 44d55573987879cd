"""The notation of the first published versions (nested mappings), read as CEL: versions are never changed."""

from collections.abc import Mapping
from typing import Any

from portal.catalogue.errors import ConditionError

MAX_DEPTH = 6
SIGNS = {"eq": "==", "gt": ">", "lt": "<"}


def in_cel(data: Mapping[str, Any], depth: int = MAX_DEPTH) -> str:
    """Return the same condition in CEL; ConditionError for what the old notation did not know."""
    if depth == 0:
        raise ConditionError(f"nested deeper than {MAX_DEPTH} levels (or without end)")
    match dict(data):
        case {"all": members}:
            return _joined(" && ", members, depth)
        case {"any": members}:
            return _joined(" || ", members, depth)
        case {"not": member}:
            return f"!({in_cel(member, depth - 1)})"
        case {"field": str(field), **rest} if len(rest) == 1:
            ((operator, value),) = rest.items()
            return _comparison(field, operator, value)
    raise ConditionError("cannot be read")


def _joined(sign: str, members: Any, depth: int) -> str:
    return "(" + sign.join(in_cel(each, depth - 1) for each in members) + ")"


def _comparison(field: str, operator: str, value: Any) -> str:
    match operator:
        case "eq" | "gt" | "lt":
            return _equal(field, value) if operator == "eq" else f"{field} {SIGNS[operator]} {value}"
        case "gt_field" | "lt_field":
            return f"{field} {SIGNS[operator[:2]]} {value}"
        case "in":
            return f"{field} in {_listed(value)}"
        case "nationality_in":
            return f"nationality_in({field}, {_listed(value)})"
        case "before_date":
            return f"is_before({field}, {value if value == 'today' else _quoted(value)})"
        case "age_at":
            ((sign, years),) = value.items()
            return f"age_at({field}, today) {SIGNS[sign]} {years}"
    raise ConditionError(f"knows no {operator}")


def _equal(field: str, value: Any) -> str:
    if isinstance(value, bool):
        return field if value else f"!{field}"
    return f"{field} == {value if isinstance(value, int | float) else _quoted(value)}"


def _listed(values: Any) -> str:
    return f"[{', '.join(_quoted(each) for each in values)}]"


def _quoted(value: Any) -> str:
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
