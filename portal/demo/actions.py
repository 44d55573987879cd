"""Load the demonstration: offices, staff, applicants. Loading it again changes nothing."""

import hashlib
import uuid
from base64 import b32encode
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from portal.accounts import actions as accounts
from portal.accounts.models import AuthenticatorApp, MailedCode, Person
from portal.catalogue import actions as catalogue
from portal.demo.errors import NoDemoError
from portal.offices.models import Area, Office
from portal.shared import clock
from portal.shared.language import column

FOLDER = Path(__file__).parent / "data"
# The same for everybody, printed at every start: nothing real may ever be typed into a demonstration.
PASSWORD = "anlaufpunkt-demo"  # noqa: S105
NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "https://anlaufpunkt.example/demo")


def load_offices_and_people() -> None:
    """Make what the applications of the demonstration need."""
    if not settings.DEMO:
        raise NoDemoError
    catalogue.load_packs()
    with transaction.atomic():
        offices = {row["slug"]: _office(row) for row in data("offices")}
        for row in data("staff"):
            _staff(row, offices)
        for row in data("applicants"):
            _applicant(row)


@cache
def data(name: str) -> Any:
    """Read one file of the demonstration."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def id_of(name: str) -> uuid.UUID:
    """Return the id that a thing of the demonstration always has."""
    return uuid.uuid5(NAMES, name)


def secret_of(email: str) -> bytes:
    """Return the secret of a demo account's authenticator app."""
    return hashlib.sha256(f"demonstration {email}".encode()).digest()[:20]


def day(text: str) -> str:
    """Turn "today+400" into a date; other text stays."""
    for sign in "+-":
        head, found, days = text.partition(sign)
        if found and head == "today":
            return (clock.today() + timedelta(days=int(f"{sign}{days}"))).isoformat()
    return text


def logins() -> str:
    """Return the text that a newcomer gets: who can sign in, and how."""
    lines = [f"Password of every demo account: {PASSWORD}", ""]
    lines += [_line(row["email"], row.get("role", "operator")) for row in data("staff")]
    lines += [
        "",
        "Staff need a code as well: the page /de/demo/ shows it, or put the secret into an authenticator app.",
    ]
    lines += ["", *(_line(row["email"], f"applicant, {row['until']}") for row in data("applicants"))]
    lines += ["", "Applicants get their code by mail: read it in the mailbox of the demonstration."]
    return "\n".join(lines) + "\n"


def _line(email: str, what: str) -> str:
    is_staff = not email.endswith("@example.org")
    secret = b32encode(secret_of(email)).decode() if is_staff else ""
    return f"  {email:<34} {what:<28} {secret}".rstrip()


def _office(row: Mapping[str, Any]) -> Office:
    fields = {key: value for key, value in row.items() if key not in {"slug", "areas", "hours", "note"}}
    for field in ("hours", "note"):
        fields |= {column(field, code): text for code, text in row[field].items()}
    office, _ = Office.objects.update_or_create(slug=row["slug"], defaults=fields, create_defaults=_new(row, fields))
    for postcode, place in row["areas"]:
        Area.objects.get_or_create(office=office, postcode=postcode, place=place)
    return office


def _new(row: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": id_of(f"office {row['slug']}"), "slug": row["slug"], **fields}


def _staff(row: Mapping[str, Any], offices: Mapping[str, Office]) -> None:
    person = _person(row, is_staff=True, is_superuser=row.get("superuser", False), language="de")
    if "role" in row:
        accounts.grant_role(person, offices[row["office"]], row["role"], by=None)
    if not AuthenticatorApp.objects.filter(user=person).exists():
        accounts.add_app(person, secret_of(person.email), confirmed=True)


def _applicant(row: Mapping[str, Any]) -> None:
    names = {"first_name": row["answers"]["given_names"], "last_name": row["answers"]["family_name"]}
    person = _person({"email": row["email"], **names}, language=row["language"])
    MailedCode.objects.get_or_create(user=person, defaults={"confirmed": True})


def _person(row: Mapping[str, Any], **fields: Any) -> Person:
    """Return the account; its password is set once, so that loading again changes no row."""
    person = Person.objects.filter(email=row["email"]).first()
    if person is None:
        names = {"first_name": row["first_name"], "last_name": row["last_name"]}
        person = Person.objects.create_user(row["email"], PASSWORD, id=id_of(row["email"]), **names, **fields)
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    return person
