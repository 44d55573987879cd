"""The ten golden personas, held against what is published and against the drafts, in the editors' words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from portal.catalogue.actions.standing import draft_definition
from portal.catalogue.definition import Definition
from portal.catalogue.errors import ConditionError
from portal.catalogue.models import Service, ServiceVersion
from portal.catalogue.personas import (
    OPTIONAL,
    Difference,
    Form,
    Persona,
    differences,
    needs_check,
    needs_differences,
    personas,
)
from portal.catalogue.queries import Law, definition_of, law_on

PARTS = {
    "questions": "Fragen",
    "documents": "Dokumente",
    "fees": "Gebühr",
    "total": "Summe in Euro",
    "hints": "Hinweise",
    "notes": "Merksätze",
    "services": "Vorgeschlagene Leistungen",
    "information": "Auskünfte",
    "missing": "Gefragt, aber in der Datei ohne Antwort",
    "unasked": "In der Datei beantwortet, aber nicht gefragt",
}
NO_SERVICE = "Diese Leistung gibt es hier nicht."
KINDS = {"fee": "Gebühr", "surcharge": "Zuschlag", "reduction": "Ermäßigung", "note": "Auf Bitte"}


@dataclass(frozen=True)
class Finding:
    """One part that is not as expected: what is gone, what is new, as the page shows it."""

    part: str
    gone: list[str]
    new: list[str]


@dataclass(frozen=True)
class Verdict:
    """How one form did. `name` says which one; `trouble` why it could not be tried."""

    name: str
    findings: list[Finding]
    trouble: str = ""

    @property
    def is_sound(self) -> bool:
        return not self.findings and not self.trouble


@dataclass(frozen=True)
class Trial:
    """What a persona tried, with a verdict on each version; `slug` of the service, "" for the needs check."""

    slug: str
    verdicts: list[Verdict]

    @property
    def has_workbench(self) -> bool:
        return bool(self.slug) and [each.trouble for each in self.verdicts] != [NO_SERVICE]


@dataclass(frozen=True)
class Case:
    """A persona with all trials."""

    persona: Persona
    trials: list[Trial]

    @property
    def is_sound(self) -> bool:
        return all(verdict.is_sound for trial in self.trials for verdict in trial.verdicts)


def cases() -> list[Case]:
    """Try all personas, each on their own day."""
    services = {each.slug: each for each in Service.objects.all()}
    forms_of = cache(lambda slug: _forms_of(services.get(slug)))
    return [_case(persona, forms_of) for persona in personas()]


# The forms of a service by name; a text instead where there is none.
type _Forms = list[tuple[str, Definition | str]]


def _forms_of(service: Service | None) -> _Forms:
    if service is None:
        return [("Entwurf", NO_SERVICE)]
    version = ServiceVersion.objects.current(service.slug).first()
    published: tuple[str, Definition | str] = (
        (f"Fassung {version.number}", definition_of(version))
        if version
        else ("Veröffentlicht", "Noch keine Fassung veröffentlicht.")
    )
    return [published, ("Entwurf", _draft(service))]


def _draft(service: Service) -> Definition | str:
    try:
        return draft_definition(service)
    except ConditionError as error:
        return f"Eine Bedingung lässt sich nicht lesen: {error}."


def _case(persona: Persona, forms_of: Callable[[str], _Forms]) -> Case:
    law = law_on(persona.today)
    needs = Verdict("wie im Paket", _findings(needs_differences(persona.needs, needs_check(), law)))
    tried = (
        Trial(form.service, [_verdict(form, law, *each) for each in forms_of(form.service)]) for form in persona.forms
    )
    return Case(persona, [Trial("", [needs]), *tried])


def _verdict(form: Form, law: Law, name: str, definition: Definition | str) -> Verdict:
    if isinstance(definition, str):
        return Verdict(name, [], definition)
    return Verdict(name, _findings(differences(form, definition, law)))


def _findings(found: Iterable[Difference]) -> list[Finding]:
    return [Finding(PARTS[each.part], _shown(each.part, each.gone), _shown(each.part, each.new)) for each in found]


def _shown(part: str, texts: Iterable[str]) -> list[str]:
    if part == "fees":
        return [f"{KINDS.get(kind, kind)} {rest}" for kind, _space, rest in (each.partition(" ") for each in texts)]
    return [each.replace(OPTIONAL, "(freiwillig)") for each in texts]
