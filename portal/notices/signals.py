"""What happened here; the worker is woken up by it."""

from django.dispatch import Signal

# mail_id: UUID. Sent on commit.
mail_queued = Signal()
