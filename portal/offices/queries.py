"""Questions about offices."""

from portal.offices.models import Office


def office_for(postcode: str) -> Office | None:
    """Return the office responsible for a postcode, or None when no office here is."""
    return Office.objects.filter(active=True, areas__postcode=postcode.strip()).first()


def active_offices() -> list[Office]:
    """Return all offices that take applications here, by name."""
    return list(Office.objects.filter(active=True))
