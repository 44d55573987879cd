"""Questions about the catalogue: services, forms, documents, fees, the law's amounts."""

from portal.catalogue.diff import Change, changed_questions, changes
from portal.catalogue.places import countries, language_name, languages, nationalities, place_name
from portal.catalogue.queries.documents import (
    ChecklistItem,
    checklist_item,
    checklist_of,
    document_titles,
    is_of_sponsor,
    open_requirements,
    whose,
)
from portal.catalogue.queries.faults import faults_of
from portal.catalogue.queries.fees import FeeLine, fees_of, known_total, lines_for, lines_so_far, possible_fees, total
from portal.catalogue.queries.forms import (
    current_version,
    definition_of,
    hints_for,
    known_of,
    notes_for,
    receipt_sentence,
    relevant_answers,
    service_by_slug,
    service_cards,
    services,
    visible_questions,
)
from portal.catalogue.queries.law import Law, law_on
from portal.catalogue.queries.panels import Panel, panel_of
from portal.catalogue.queries.pending import hangs_on, pending_questions
from portal.catalogue.queries.texts import hints_intro

__all__ = [
    "Change",
    "ChecklistItem",
    "FeeLine",
    "Law",
    "Panel",
    "changed_questions",
    "changes",
    "checklist_item",
    "checklist_of",
    "countries",
    "current_version",
    "definition_of",
    "document_titles",
    "faults_of",
    "fees_of",
    "hangs_on",
    "hints_for",
    "hints_intro",
    "is_of_sponsor",
    "known_of",
    "known_total",
    "language_name",
    "languages",
    "law_on",
    "lines_for",
    "lines_so_far",
    "nationalities",
    "notes_for",
    "open_requirements",
    "panel_of",
    "pending_questions",
    "place_name",
    "possible_fees",
    "receipt_sentence",
    "relevant_answers",
    "service_by_slug",
    "service_cards",
    "services",
    "total",
    "visible_questions",
    "whose",
]
