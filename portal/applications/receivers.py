"""What this room does when something happens elsewhere."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.core.signing import BadSignature, TimestampSigner
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.accounts.models import Person
from portal.applications import actions, signals, tasks
from portal.applications.models import Application, Receipt
from portal.documents.models import Document, Origin
from portal.documents.signals import document_checked, document_late
from portal.handoff import actions as handoff
from portal.handoff.models import Reply
from portal.handoff.signals import reply_arrived
from portal.journal import actions as journal
from portal.notices import actions as notices
from portal.shared.signals import refused

HELD_COOKIE = "held-form"


@receiver(refused)
def note_refused_access(person: Person, asked: str, **_kwargs: Any) -> None:
    """Write down who asked for what is not theirs, after the caller's transaction was undone."""
    journal.write("access.refused", asked, by=person if person.is_authenticated else None)


@receiver(signals.receipt_issued)
def print_it(receipt_id: str, **_kwargs: Any) -> None:
    tasks.print_receipt.enqueue(receipt_id)


@receiver(signals.receipt_printed)
def hand_over_now(receipt: Receipt, **_kwargs: Any) -> None:
    handoff.hurry(receipt.application_id)


@receiver(signals.answers_changed)
def tell_family(application: Application, codes: set[str], **_kwargs: Any) -> None:
    actions.keep_in_step(application, codes)


@receiver(document_checked)
def hand_over_checked(document: Document, **_kwargs: Any) -> None:
    handoff.hurry(document.subject)


@receiver(document_late)
def tell_late_verdict(document: Document, **_kwargs: Any) -> None:
    """Send the mail for a check that took long, in the verdict's own transaction."""
    application = Application.objects.select_related("person").filter(pk=document.subject).first()
    # What the desk took in, the desk sees.
    if application is not None and document.origin != Origin.DESK:
        notices.post("document_ready", application.person, subject=application.pk, context={})


@receiver(reply_arrived)
def apply_it(reply: Reply, **_kwargs: Any) -> None:
    actions.apply_reply(reply)


@receiver(user_logged_in)
def give_back_held_form(request: HttpRequest | None, user: Person, **_kwargs: Any) -> None:
    """Restore what was typed when the session ended; the cookie alone opens nothing, the person must fit."""
    signed = request.COOKIES.get(HELD_COOKIE) if request else None
    if request is None or not signed:
        return
    try:
        token = TimestampSigner(salt=HELD_COOKIE).unsign(signed, max_age=actions.HELD_FOR)
    except BadSignature:
        return
    if actions.restore(token, by=user) is not None:
        messages.success(request, _("You were signed out in the meantime. What you had typed is back in your form."))
