"""What other parts of the site hear from here."""

from django.dispatch import Signal

# Sent inside the publishing transaction with `instance` and `language`.
translation_published = Signal()
