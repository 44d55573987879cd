"""A service's draft as its editors read it: a tree of pages and questions, then everything else, row by row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.formats import number_format

from cms.services import words
from cms.services.names import shortened
from cms.services.parts import PARTS, Part
from portal.catalogue import queries as catalogue
from portal.catalogue.actions.standing import draft_definition
from portal.catalogue.models import Choice, Fee, FeeRule, Question, Service, ServiceGuide, Step, in_force
from portal.catalogue.queries import Change
from portal.shared import clock
from portal.shared.language import column


@dataclass(frozen=True)
class Row:
    """One row of the workbench. `facts` are short words beside it."""

    part: Part
    pk: int
    code: str
    text: str
    facts: list[str]
    when: str = ""
    because: str = ""
    below: list["Row"] = field(default_factory=list)

    is_group: bool = False
    # Of a fee: what it comes to today, and where that amount is changed.
    price: str = ""
    price_url: str = ""

    @property
    def anchor(self) -> str:
        return f"{self.part.name}-{self.pk}"


@dataclass(frozen=True)
class Section:
    """All rows of one sort, with the part that a new one would be."""

    part: Part
    title: str
    rows: list[Row]

    @property
    def is_ordered(self) -> bool:
        return self.part.name != "status"


SECTIONS = {
    "document": "Dokumente",
    "fee": "Gebühren",
    "hint": "Hinweise",
    "note": "Merksätze",
    "guide-step": "Schritte des Ratgebers",
    "status": "Statustexte",
}


def pages_of(service: Service) -> list[Row]:
    """Return the pages of the form with their questions below them, in order; four queries however large it is."""
    questions = list(Question.objects.filter(step__service=service).prefetch_related("choices"))
    return [
        _row(PARTS["page"], step, below=[_question(each, questions) for each in questions if _is_on(each, step)])
        for step in Step.objects.filter(service=service)
    ]


def _is_on(question: Question, step: Step) -> bool:
    return question.step_id == step.pk and question.group_id is None


def _question(row: Question, rows: list[Question]) -> Row:
    members = [_question(each, rows) for each in rows if each.group_id == row.pk]
    return _row(PARTS["member" if row.group_id else "question"], row, below=members)


def sections_of(service: Service) -> list[Section]:
    """Return documents, fees, hints, notes, steps of the guide and status texts."""
    return [Section(PARTS[name], title, _rows(PARTS[name], service)) for name, title in SECTIONS.items()]


def _rows(part: Part, service: Service) -> list[Row]:
    return [_row(part, each) for each in part.model._default_manager.filter(service=service)]  # noqa: SLF001


def guide_of(service: Service) -> ServiceGuide:
    """Return a service's guide; it is made when somebody first wants to write it."""
    return ServiceGuide.objects.get_or_create(service=service)[0]


def _row(part: Part, row: Any, below: Iterable[Row] = ()) -> Row:
    return Row(
        part=part,
        pk=row.pk,
        code=code_of(row),
        text=_german(row, "label", "title", "why", "reason", "text"),
        facts=list(_facts(row)),
        when=getattr(row, "when", ""),
        because=_german(row, "because"),
        below=list(below),
        is_group=getattr(row, "kind", "") == "group",
        **_priced(row),
    )


def _priced(row: Any) -> dict[str, str]:
    if not isinstance(row, FeeRule):
        return {}
    if not row.fee_key:
        return {"price": "nichts zu zahlen"}
    price = Fee.objects.filter(in_force(clock.today()), key=row.fee_key).first()
    if price is None:
        return {"price": f"kein Betrag für {row.fee_key}", "price_url": reverse("cms_services:law") + "#law-fee"}
    amount = number_format(price.amount, 2)
    return {"price": f"{amount} €", "price_url": f"{reverse('cms_services:law')}#law-fee-{price.pk}"}


def code_of(row: Any) -> str:
    """Return what a row is known by, or "" when it has no code."""
    found = (getattr(row, name, "") for name in ("code", "state", "fee_key", "key"))
    return next((str(each) for each in found if each), "")


def called(row: Any) -> str:
    """Return a page or a question by its German text with its code, or "" where it has none."""
    text = _german(row, "label", "title") if isinstance(row, Question | Step) else ""
    return f"„{shortened(text)}“ ({row.code})" if text else ""


def _german(row: models.Model, *fields: str) -> str:
    found = (getattr(row, column(name, "de"), "") for name in fields)
    return next((text for text in found if text), "")


def _facts(row: Any) -> Iterator[str]:
    if isinstance(row, Question):
        yield words.KINDS.get(row.kind, row.kind)
        if choices := row.choices.all():
            yield words.listed(_choice(each) for each in choices)
    if hasattr(row, "document_type"):
        yield words.listed([row.document_type, *row.alternatives])
    if not getattr(row, "required", True):
        yield "freiwillig"
    if getattr(row, "surcharge", False):
        yield "Zuschlag"
    if getattr(row, "law", ""):
        yield row.law


def _choice(choice: Choice) -> str:
    label = getattr(choice, column("label", "de"))
    return f"{label} ({choice.code})" if label else choice.code


def linked(problems: Iterable[str], rows: Iterable[Row]) -> list[tuple[str, str]]:
    """Return each problem with the anchor of the row that it names, or ""."""
    found = [each for row in rows for each in _all(row)]
    anchors, names = {each.code: each.anchor for each in found}, {each.code: each.text for each in found if each.text}
    return [(spoken(problem, names), _anchor(problem, anchors)) for problem in problems]


def spoken(problem: str, names: Mapping[str, str] | None = None) -> str:
    """Return a problem with its place in words: "Seite „job“ › Frage „Wie viel?“ (salary) › Text: …"."""
    place, colon, rest = problem.partition(": ")
    parts = place.split(".")
    if not colon or parts[0] not in words.PLACES:
        return problem
    found: list[str] = []
    for part in parts:
        # A list and the code of one of its rows belong together.
        if found and found[-1] in words.ROWS:
            name = shortened((names or {}).get(part, ""))
            found[-1] = f"{found[-1]} „{name}“ ({part})" if name else f"{found[-1]} „{part}“"
        else:
            found.append(words.PLACES.get(part, part))
    return f"{' › '.join(found)}: {rest}"


def faults_of(service: Service) -> list[str]:
    """Return what of a draft nobody can be shown, in words."""
    return [spoken(each) for each in catalogue.faults_of(draft_definition(service))]


def _all(row: Row) -> Iterator[Row]:
    yield row
    for each in row.below:
        yield from _all(each)


def _anchor(problem: str, anchors: dict[str, str]) -> str:
    """Return where the last code in a problem's place ("steps.job.salary.label: …") stands."""
    place = problem.partition(":")[0].split(".")
    return next((anchors[each] for each in reversed(place) if each in anchors), "")


# -- what a comparison shows ----------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """One thing that differs, with the fields that do."""

    thing: str
    place: str
    way: str
    fields: list["FieldChange"]
    # What it is called in German, "" where only its code tells.
    name: str = ""


@dataclass(frozen=True)
class FieldChange:
    """A field before and after, as text; `language` when it is one."""

    name: str
    old: str
    new: str
    language: str


def differences(changes: Iterable[Change], names: Mapping[str, str] | None = None) -> list[Difference]:
    """Gather changes by the thing that they touch; `names` are the German ones by place, where they are known."""
    found: dict[str, Difference] = {}
    for change in changes:
        whole = not change.field
        place = change.place.partition(".")[2].replace(".", " → ")
        way = words.WAYS[change.kind if whole else "changed"]
        name = (names or {}).get(change.place, "")
        entry = found.setdefault(change.place, Difference(words.THINGS[change.what], place, way, [], name))
        entry.fields.extend(_whole(change) if whole else [_field(change.field, change.old, change.new)])
    return list(found.values())


def _whole(change: Change) -> Iterator[FieldChange]:
    for name, value in (change.new or change.old).items():
        # Of what went the German text is enough to know it; what is new is read in all languages before it is public.
        if change.kind == "added" or "." not in name or name.endswith(".de"):
            yield _field(name, *((None, value) if change.kind == "added" else (value, None)))


def _field(name: str, old: Any, new: Any) -> FieldChange:
    language = name.partition(".")[2]
    return FieldChange(
        words.name_of_field(name),
        _shown(old, name),
        _shown(new, name),
        language if language in words.LANGUAGES else "",
    )


def _shown(value: Any, name: str) -> str:
    known = words.VALUES.get(name, {})
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, list):
        return words.listed(known.get(each, each) for each in value)
    if isinstance(value, dict):
        return words.listed(f"{words.LANGUAGES.get(key, key)}: {known.get(each, each)}" for key, each in value.items())
    return "" if value is None else str(known.get(value, value))
