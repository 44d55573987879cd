"""What leaves an application, frozen: the content of the package for the office, and the applicant's receipt."""

from portal.applications.package.applicant import (
    Readable,
    later_files_of,
    readable,
    receipt_of,
    verify_address,
)
from portal.applications.package.office import content_of, entry_of, files_of, open_file, sections_of, supplement_of

__all__ = [
    "Readable",
    "content_of",
    "entry_of",
    "files_of",
    "later_files_of",
    "open_file",
    "readable",
    "receipt_of",
    "sections_of",
    "supplement_of",
    "verify_address",
]
