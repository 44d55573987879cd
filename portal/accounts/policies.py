"""Who may do what with second factors."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from portal.accounts.models import MailedCode, Person


def has_fresh_password(request: HttpRequest) -> bool:
    """Say whether the password was typed in this session a short while ago."""
    oldest = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(each["method"] == "password" and each["at"] > oldest for each in records)


def may_use(person: Person, kind: type) -> bool:
    """Staff need something that a stolen mailbox does not open: no codes by e-mail for them."""
    return not (person.is_staff and kind is MailedCode)
