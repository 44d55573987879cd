"""What we told a person, and the mails on their way.

Texts and addresses are sealed; rows keep only dates and states.
"""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal.journal import actions as journal
from portal.notices import states
from portal.shared.work import Work


class Notice(models.Model):
    """A message to a person about a subject (an application, or the person's own account)."""

    class Kind(models.TextChoices):
        APPLICATION_RECEIVED = "application_received", _("We have received your application")
        DOCUMENTS_RECEIVED = "documents_received", _("We have received your documents")
        STATUS_CHANGED = "status_changed", _("There is news about your application")
        DOCUMENT_READY = "document_ready", _("One of your documents has been checked")
        RECEIPT_READY = "receipt_ready", _("Your receipt is ready")
        SECOND_FACTOR_CHANGED = "second_factor_changed", _("The security of your account has changed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    subject = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=40, choices=Kind)
    # What the text needs to be written out in the reader's language; sealed under the subject's data key.
    sealed_context = models.BinaryField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created", "pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class OutgoingMail(Work):
    """One mail to one recipient. Content is sealed under the mail's own id and erased when it has left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, default=states.WAITING, db_index=True)
    sealed_letter = models.BinaryField()
    created = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=states.MAIL.states()), name="mail_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=states.WAITING) | models.Q(due_at__isnull=True), name="mail_due_only_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"

    def _advance(self, move: str, by: object = None) -> None:
        with transaction.atomic():
            locked = OutgoingMail.work.select_for_update(of=("self",)).get(pk=self.pk)
            self.state = states.MAIL.after(locked.state, move)
            self.save()
            journal.write(f"mail.{move}", self.pk, by=by)


class ReadableMail(models.Model):
    """Demo only: a mail that the mailbox page shows. Sealed like everything else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The letter's id: a repeat of the same letter is the same mail. Not the key, which the outbox erases.
    letter = models.UUIDField(unique=True)
    sealed_letter = models.BinaryField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created", "pk")

    def __str__(self) -> str:
        return str(self.pk)
