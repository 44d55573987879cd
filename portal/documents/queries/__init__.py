"""How documents stand, what they show, and what to tell the applicant about them."""

from portal.documents.queries.contents import (
    copy_of,
    open_original,
    open_page,
    original_name,
    page_count,
    plain_pages,
    reading_of,
    sealed_bytes,
)
from portal.documents.queries.health import reader_health, scanner_health
from portal.documents.queries.quality import CheckRow, quality_of, switched_off
from portal.documents.queries.reports import (
    FindingLine,
    ReadRow,
    Report,
    check_detail,
    check_label,
    is_passport,
    is_same_person,
    refusal_for_staff,
    report_of,
    shown_reading,
)
from portal.documents.queries.reuse import Worth, worth_of
from portal.documents.queries.rows import (
    Asked,
    documents_of,
    file_names,
    is_complete,
    is_known,
    is_settled,
    just_removed,
    missing,
)

__all__ = [
    "Asked",
    "CheckRow",
    "FindingLine",
    "ReadRow",
    "Report",
    "Worth",
    "check_detail",
    "check_label",
    "copy_of",
    "documents_of",
    "file_names",
    "is_complete",
    "is_known",
    "is_passport",
    "is_same_person",
    "is_settled",
    "just_removed",
    "missing",
    "open_original",
    "open_page",
    "original_name",
    "page_count",
    "plain_pages",
    "quality_of",
    "reader_health",
    "reading_of",
    "refusal_for_staff",
    "report_of",
    "scanner_health",
    "sealed_bytes",
    "shown_reading",
    "switched_off",
    "worth_of",
]
