"""Who applies together, and what is the same for all of them: shared answers, shared papers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.applications import queries, states
from portal.applications.models import Application
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Question, Requirement, Step
from portal.documents import queries as documents
from portal.documents.models import Document
from portal.vault import actions as vault
from portal.vault.errors import ErasedError, TamperedError

# A family lives at one address and is reached at one place, whatever a form says about sharing.
CONTACT = frozenset(("street", "house_number", "care_of", "postcode", "city", "email", "phone"))
# The service that spouses and children of somebody who applies for another one need.
FAMILY_SERVICE = "family-reunion"
# Whom they join, when that is the one who applies first for something else: that person's own answers, by question.
SPONSOR = {
    "sponsor_family_name": "family_name",
    "sponsor_given_names": "given_names",
    "sponsor_date_of_birth": "date_of_birth",
}
# More people than any family that applies together; the counter helps with larger ones.
MOST = 12
# The kind of paper that may be anything: two of them are not the same paper.
ANYTHING = "SONST"


@dataclass(frozen=True)
class Elsewhere:
    """A paper for the whole family that lies with another application: with whose, and its files."""

    application: Application
    name: str
    files: list[Document]


@dataclass(frozen=True)
class Said:
    """An answer that somebody of the family has given and that holds for the others, too. `name`: whose it is."""

    value: Any
    name: str


def is_shared(question: Question) -> bool:
    """Say whether a question has one answer for the whole family."""
    return question.shared or question.code in CONTACT


def suits(definition: Definition) -> bool:
    """Say whether a family can apply together for a service: something of it is the same for all."""
    is_one_paper = any(each.shared for each in definition.requirements)
    return is_one_paper or any(each.shared for each in definition.questions())


def mates_of(application: Application) -> list[Application]:
    """Return the other applications of the family, in order; none for somebody who applies alone."""
    if application.bundle_id is None:
        return []
    rows = Application.objects.of(application.person_id).filter(bundle=application.bundle_id).with_form()
    return list(rows.exclude(pk=application.pk).exclude(state=states.WITHDRAWN).order_by("member", "created"))


def everybody(application: Application) -> list[Application]:
    """Return the applications of a family, this one among them, in order."""
    return sorted([application, *mates_of(application)], key=lambda each: (each.member, each.created))


def name_in(answers: Mapping[str, Any]) -> str:
    """Return what somebody is called in lists of the family; "" before a name is typed, or after it is erased."""
    return str(answers.get("given_names") or answers.get("family_name") or "")


def name_of(application: Application) -> str:
    """Open what was typed, for the name in it."""
    return name_in(answers_of(application))


def answers_of(application: Application) -> dict[str, Any]:
    """Open what was typed; empty when it is erased or damaged, so that one never keeps the others from going on."""
    try:
        return queries.answers_of(application) if vault.holds(application.pk) else {}
    except (ErasedError, TamperedError):
        return {}


def shared_questions(definition: Definition) -> dict[str, tuple[Step, Question]]:
    """Return the questions with one answer for all, by code."""
    return {each.code: (step, each) for step in definition.steps for each in step.questions if is_shared(each)}


def may_be_said(question: Question) -> bool:
    """Say whether somebody else of the family may have answered a question already."""
    return is_shared(question) or question.code in SPONSOR


def said_by(applications: Iterable[Application]) -> dict[str, Said]:
    """Return what some of a family say that holds for the others: what is the same for all, and whom they join.

    What stands in a draft is newer than what was sent; and what somebody typed counts more than what we conclude.
    """
    found: dict[str, Said] = {}
    for each in sorted(applications, key=lambda each: each.is_draft):
        answers = answers_of(each)
        shared = {code: answers[code] for code in shared_questions(queries.definition_of(each)) if code in answers}
        name = name_in(answers)
        joined = {code: Said(value, name) for code, value in _joined(each, answers).items()}
        found = joined | found | {code: Said(value, name) for code, value in shared.items()}
    return found


def _joined(application: Application, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers about whom a family joins, from what the first of them says about themselves."""
    if application.member or application.service.slug == FAMILY_SERVICE:
        return {}
    return {code: answers[own] for code, own in SPONSOR.items() if own in answers}


def common(one: Definition, other: Definition) -> dict[str, Step]:
    """Return the questions that two forms share, by code, each with its step in the other form."""
    here, there = shared_questions(one), shared_questions(other)
    return {code: step for code, (step, each) in there.items() if code in here and here[code][1].kind == each.kind}


def papers_elsewhere(application: Application) -> dict[str, list[Elsewhere]]:
    """Return by requirement the papers for the whole family that count as handed in with another application."""
    wanted = [each for each in queries.definition_of(application).requirements if each.shared]
    mates = mates_of(application) if wanted else []
    if not mates:
        return {}
    files = list(Document.objects.filter(subject__in=[each.pk for each in mates]).present().order_by("position", "pk"))
    found = {each.code: list(_papers(each, mates, files)) for each in wanted} if files else {}
    return {code: papers for code, papers in found.items() if papers}


def _papers(requirement: Requirement, mates: Iterable[Application], files: list[Document]) -> Iterable[Elsewhere]:
    for mate in mates:
        same = {each.code for each in queries.definition_of(mate).requirements if is_same_paper(requirement, each)}
        there = [each for each in files if each.subject == mate.pk and each.requirement in same]
        if there:
            yield Elsewhere(mate, name_of(mate), there)


def references(application: Application, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return for the package the documents asked for that lie with another, sent application of the family."""
    elsewhere = papers_elsewhere(application)
    if not elsewhere:
        return []
    own = set(documents.documents_of(application.pk).present().values_list("requirement", flat=True))
    asked = catalogue.open_requirements(queries.definition_of(application), answers)
    return [
        {
            "requirement": each.code,
            "docType": each.document_type,
            "sharedWith": paper.application.reference,
            "caseId": str(paper.application.pk),
            "files": [str(file.pk) for file in paper.files],
        }
        for each in asked
        if each.code not in own
        for paper in elsewhere.get(each.code, [])
        if paper.application.reference
    ]


def is_same_paper(one: Requirement, other: Requirement) -> bool:
    """Say whether two requirements ask for one paper of the family."""
    is_one_kind = one.document_type == other.document_type != ANYTHING
    return one.shared and other.shared and (one.code == other.code or is_one_kind)
