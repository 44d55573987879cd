"""What happens at the front door, for whoever writes it down."""

from django.dispatch import Signal

# person, asked: somebody asked for an id that is not theirs, or is nobody's; the answer does not tell which.
refused = Signal()
