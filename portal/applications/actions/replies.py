"""What the office answers."""

from django.db import transaction

from portal.applications import states
from portal.applications.models import Application
from portal.handoff.models import Reply
from portal.journal import actions as journal
from portal.notices import actions as notices
from portal.shared.errors import WrongStateError


def apply_reply(reply: Reply) -> bool:
    """Let an office's reply move the application; False for one that is known, late or about nothing of ours."""
    with transaction.atomic():
        application = Application.objects.locked().filter(pk=reply.case_id).first()
        move = states.MOVE_OF_REPLY.get(reply.kind)
        if application is None or move is None:
            return False
        application.office_reference = str(reply.payload.get("officeReference") or application.office_reference)[:80]
        try:
            application._advance(move, None)
        except WrongStateError:
            journal.write("application.reply_ignored", application.pk, office=application.office_id, reply=reply.kind)
            return False
        notices.post(
            "status_changed", application.person, subject=application.pk, context={"state": application.state}
        )
    return True
