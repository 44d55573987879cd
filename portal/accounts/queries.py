"""Who may work where, and which second factors a person has."""

from django.db.models import QuerySet
from django_otp import devices_for_user
from django_otp.models import Device

from portal.accounts.models import AuthenticatorApp, MailedCode, Person, RecoveryCodes, Role
from portal.offices.models import Office

KINDS: dict[type[Device], str] = {AuthenticatorApp: "app", MailedCode: "mail", RecoveryCodes: "codes"}


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


def has_second_factor(person: Person) -> bool:
    """Say whether anything is set up."""
    return any(True for _ in devices_for_user(person))


def kinds_of(person: Person) -> set[str]:
    """Return what kinds are set up: `app`, `mail`, `codes`, `passkey`."""
    return {kind_of(device) for device in devices_for_user(person)}


def kind_of(device: Device) -> str:
    """Return the short name of a kind of second factor."""
    return KINDS.get(type(device), "passkey")


def unconfirmed(person: Person, kind: str) -> Device | None:
    """Return what the person is setting up just now."""
    model = {name: model for model, name in KINDS.items()}[kind]
    return model.objects.filter(user=person, confirmed=False).first()
