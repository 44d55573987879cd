"""Making everything about an application unreadable, in one place: keys, answers, files, packages, kept forms."""

from functools import partial

from django.db import transaction

from portal.applications.actions.phone import end_passes
from portal.applications.models import Application, HeldForm, Receipt
from portal.documents import actions as documents
from portal.handoff import actions as handoff
from portal.uploads import actions as uploads
from portal.vault import actions as vault
from portal.vault import files


def erase(application: Application) -> None:
    """Erase what an application holds, in the caller's transaction; its row, states and journal stay."""
    for held in HeldForm.objects.filter(application=application):
        forget(held)
    end_passes(application, by=None)
    application.steps.all().delete()
    Application.objects.filter(pk=application.pk).update(sealed_promises=None)
    for name in Receipt.work.filter(application=application).exclude(file_name="").values_list("file_name", flat=True):
        transaction.on_commit(partial(files.remove, name))
    documents.erase(application.pk)
    uploads.erase(application.pk)
    handoff.erase(application.pk)
    vault.erase(application.pk)


def forget(held: HeldForm) -> None:
    """Erase a form that was kept for somebody whose session had ended."""
    vault.erase(held.pk)
    held.delete()
