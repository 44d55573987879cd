"""Wake-ups: the rows say what is to be done."""

from django.tasks import task

from portal.applications import actions, queries
from portal.applications.models import Receipt
from portal.catalogue import actions as catalogue
from portal.shared import registry
from portal.shared.errors import UnavailableError


@task
def print_receipt(receipt_id: str) -> None:
    """Print one receipt: claim, look, call, record."""
    receipt = Receipt.claim(receipt_id)
    if receipt is None:
        return
    try:
        pdf = registry.adapter("PRINTER").receipt(queries.receipt_content(receipt))
    except UnavailableError as error:
        actions.print_later(receipt, error)
    else:
        actions.keep_print(receipt, pdf)


def sweep_receipts() -> None:
    """Wake receipts that nobody printed."""
    for pk in Receipt.work.due().values_list("pk", flat=True)[:100]:
        print_receipt.enqueue(str(pk))


def tidy_drafts() -> None:
    """Warn about, then delete, drafts that nobody comes back to; forget kept forms and, in time, old samples."""
    actions.warn_abandoned()
    actions.delete_abandoned()
    actions.forget_old()
    catalogue.delete_old_samples()
