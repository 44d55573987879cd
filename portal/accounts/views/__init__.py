"""Doors: the account itself (door), the second factor (factor), the passkey ceremony (passkey)."""

from django.http import HttpRequest

from portal.accounts.models import Person


class SignedInRequest(HttpRequest):
    """What a view behind the door gets; SessionLimits has put the seconds that are left."""

    user: Person
    session_left: int
