"""Send queued mails. The rows are the truth; a task is only a wake-up."""

from uuid import UUID

from django.tasks import task

from portal.notices import actions, queries, states
from portal.notices.errors import MailServerAwayError, RecipientRefusedError
from portal.notices.models import OutgoingMail
from portal.shared.registry import adapter


@task()
def send(mail_id: str) -> None:
    """Try to send one mail; running twice is harmless."""
    mail = OutgoingMail.claim(UUID(mail_id))
    if mail is None or mail.state != states.WAITING:
        return
    try:
        adapter("MESSENGER").deliver(queries.letter_of(mail))
    except MailServerAwayError as error:
        actions.record_trouble(mail, error)
    except RecipientRefusedError as error:
        actions.record_refusal(mail, error)
    else:
        actions.record_sent(mail)


def sweep(limit: int = 200) -> int:
    """Wake the worker for every mail that is due; returns how many."""
    due = [str(pk) for pk in OutgoingMail.work.due().values_list("pk", flat=True)[:limit]]
    for pk in due:
        send.enqueue(pk)
    return len(due)
