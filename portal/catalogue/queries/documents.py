"""Questions about the documents that a form asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.catalogue.definition import Answers, Definition, Requirement, Texts
from portal.catalogue.models import DocumentType
from portal.catalogue.queries.forms import known_of
from portal.shared.language import CODES, Text, column, pick, text_of

# What the codes of the papers of, and the questions about, the person whom an applicant joins begin with.
SPONSOR = "sponsor_"


@dataclass(frozen=True)
class ChecklistItem:
    """A document as the reader's list shows it. `conditional`: not everybody needs it."""

    requirement: Requirement
    title: Text
    why: Text
    explanation: Text
    required: bool
    conditional: bool
    # Titles of other papers that do as well.
    alternatives: tuple[Text, ...] = ()


# -- documents --------------------------------------------------------------


def open_requirements(definition: Definition, answers: Answers) -> list[Requirement]:
    """Return the documents that these answers ask for, optional ones included."""
    facts, _kept = known_of(definition, answers)
    return [each for each in definition.requirements if facts.holds(each.when)]


def checklist_of(definition: Definition, answers: Answers | None = None) -> list[ChecklistItem]:
    """Return the list of documents: everything that may be asked for, or only what these answers ask for."""
    wanted = definition.requirements if answers is None else open_requirements(definition, answers)
    codes = {code for each in wanted for code in (each.document_type, *each.alternatives)}
    types = {row.code: row for row in DocumentType.objects.filter(code__in=codes)}
    return [_item(each, types) for each in wanted]


def is_of_sponsor(requirement: Requirement) -> bool:
    """Say whether it is a paper of the person whom the applicant joins; codes of questions about them begin alike."""
    return requirement.code.startswith(SPONSOR)


def whose(item: ChecklistItem, answers: Mapping[str, Any]) -> str:
    """Return whose paper it is: the name that was typed; for a sponsor without a name what the form says of it.

    "" for papers that are the same for the whole family.
    """
    is_sponsors = is_of_sponsor(item.requirement)
    if item.requirement.shared and not is_sponsors:
        return ""
    names = (answers.get(f"{SPONSOR if is_sponsors else ''}{each}") for each in ("given_names", "family_name"))
    return " ".join(str(each) for each in names if each) or (item.why.value if is_sponsors else "")


def checklist_item(requirement: Requirement) -> ChecklistItem:
    """Return one document's entry, also for a requirement that no form names."""
    return _item(requirement, {row.code: row for row in DocumentType.objects.filter(code=requirement.document_type)})


def _item(requirement: Requirement, types: Mapping[str, DocumentType]) -> ChecklistItem:
    row = types[requirement.document_type]
    return ChecklistItem(
        requirement=requirement,
        title=text_of(row, "title"),
        why=pick(requirement.why),
        explanation=text_of(row, "explanation"),
        required=requirement.required,
        conditional=requirement.when is not None,
        alternatives=tuple(text_of(types[code], "title") for code in requirement.alternatives if code in types),
    )


def document_titles() -> dict[str, Texts]:
    """Return every document type's title in all languages, by code."""
    columns = [column("title", code) for code in CODES]
    rows = DocumentType.objects.values_list("code", *columns)
    return {code: dict(zip(CODES, (text or "" for text in texts), strict=True)) for code, *texts in rows}
