"""Switch a check off for an office, or on again."""

from django.db import transaction

from portal.accounts.models import Person
from portal.documents import policies
from portal.documents.models import Switch
from portal.journal import actions as journal
from portal.offices.models import Office


def switch_check(office: Office, check_id: str, *, is_on: bool, by: Person) -> None:
    """Run a check for the office's applicants from now on, or stop it; what was found stays until compared again.

    NotAllowedError unless the person leads the office or edits its texts.
    """
    policies.check_may_switch(by, office)
    with transaction.atomic():
        if is_on:
            Switch.objects.filter(office=office.slug, check_id=check_id).delete()
        else:
            Switch.objects.get_or_create(office=office.slug, check_id=check_id)
        journal.write("check.switched", office.pk, by=by, office=office, check=check_id, on=is_on)
