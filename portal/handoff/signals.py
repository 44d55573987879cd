"""What others may hear: sent after the commit."""

from django.dispatch import Signal

# delivery: a row is ready to be sent.
delivery_queued = Signal()
# reply: a stored Reply; a receiver that fails hears it again, so it must ignore what it has seen.
reply_arrived = Signal()
