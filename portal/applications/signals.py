"""What this room tells others, after commit."""

from django.dispatch import Signal

# receipt_id: a receipt is on the page; its PDF is to be printed.
receipt_issued = Signal()
# receipt: the PDF can be downloaded now, and sent along with the application.
receipt_printed = Signal()
# application, codes: these answers of somebody who applies together with others are not what they were
answers_changed = Signal()
