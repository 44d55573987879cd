"""Change the order of a service's rows."""

from typing import Any

from django.db import transaction

from cms.services.parts import Part


@transaction.atomic
def move(part: Part, row: Any, *, up: bool) -> bool:
    """Let a row change places with the one before or after it, and say whether it may go on that way.

    At the end of the list nothing happens.
    """
    rows = list(part.beside(row).order_by("position", "pk").select_for_update())
    place = rows.index(row)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    for number, each in enumerate(rows):
        if each.position != number:
            each.position = number
            each.save(update_fields=["position"])
    return rows.index(row) > 0 if up else rows.index(row) < len(rows) - 1
