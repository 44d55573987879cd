"""Who can sign in to the demonstration, with the codes that are good right now."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_otp.oath import TOTP

from portal.accounts.models import Role
from portal.demo.actions import data, secret_of
from portal.shared import clock
from portal.shared.language import native_name
from portal.status.states import PLAIN

ROLES: dict[str, str | Promise] = {
    Role.Kind.CLERK: _("Clerk: works on applications"),
    Role.Kind.LEAD: _("Lead of the clerks"),
    Role.Kind.EDITOR: _("Editor of the information pages"),
    Role.Kind.TRANSLATOR: _("Translator of the information pages"),
    Role.Kind.OFFICE_IT: _("IT of the office"),
    Role.Kind.AUDITOR: _("Auditor"),
    "operator": _("Operator of the whole portal"),
}


@dataclass(frozen=True)
class Login:
    """One account of the demonstration; `code` is the second factor, empty where it comes by mail."""

    email: str
    what: str | Promise
    language: str
    code: str = ""

    @property
    def language_name(self) -> str:
        """Return the name of the person's language, as its readers write it."""
        return native_name(self.language)


def staff_logins() -> list[Login]:
    """Return the staff, each with the code of this half minute."""
    return [
        Login(row["email"], ROLES[row.get("role", "operator")], "de", code_of(row["email"])) for row in data("staff")
    ]


def applicant_logins() -> list[Login]:
    """Return the applicants with the state of their application."""
    return [Login(row["email"], PLAIN[row["until"]].title, row["language"]) for row in data("applicants")]


def code_of(email: str) -> str:
    """Return the code that the demo account's authenticator app would show now."""
    totp = TOTP(secret_of(email))
    totp.time = clock.now().timestamp()
    return f"{totp.token():06d}"
