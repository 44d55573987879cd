"""Who may work where, and which second factors a person has."""

from django.db.models import QuerySet
from django_otp import devices_for_user
from django_otp.models import Device

from portal.accounts.models import Person, Role
from portal.offices.models import Office


def offices_of(person: Person, *kinds: str) -> QuerySet[Office]:
    """Return the offices in which the person has one of the roles, or any role."""
    roles = Role.objects.filter(person=person)
    if kinds:
        roles = roles.filter(kind__in=kinds)
    return Office.objects.filter(pk__in=roles.values("office"))


def has_role(person: Person, office: Office, *kinds: str) -> bool:
    """Say whether the person has one of the roles, or any, in the office."""
    return offices_of(person, *kinds).filter(pk=office.pk).exists()


def second_factors_of(person: Person) -> list[Device]:
    """Return what the person has set up and can use."""
    return list(devices_for_user(person))
