"""Who can sign in to the demonstration, with the codes that are good right now."""

from dataclasses import dataclass

from django_otp.oath import TOTP

from portal.demo.actions import data, secret_of
from portal.shared import clock


@dataclass(frozen=True)
class Login:
    """One account of the demonstration; `code` is the second factor, empty where it comes by mail."""

    email: str
    what: str
    language: str
    code: str


def staff_logins() -> list[Login]:
    """Return the staff, each with the code of this half minute."""
    return [Login(row["email"], row.get("role", "operator"), "de", code_of(row["email"])) for row in data("staff")]


def applicant_logins() -> list[Login]:
    """Return the applicants with the state of their application."""
    return [Login(row["email"], row["until"], row["language"], "") for row in data("applicants")]


def code_of(email: str) -> str:
    """Return the code that the demo account's authenticator app would show now."""
    totp = TOTP(secret_of(email))
    totp.time = clock.now().timestamp()
    return f"{totp.token():06d}"
