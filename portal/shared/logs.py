"""What no log may hold although an address does: the codes of receipts and upload passes."""

import logging
import re

# Django logs the path of every answer from 400 on; anybody with a code may open what it is for.
CODES = re.compile(r"(/(?:p|status/verify)/)[^/\s?\"']+")


class WithoutSecrets(logging.Filter):
    """Cut the codes out of all that is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = CODES.sub(r"\1…", record.getMessage()), ()
        return True
