"""How an application stands, put together for its applicant; and what a stranger with a receipt may know."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.applications import queries as applications
from portal.applications import states
from portal.applications.models import Application, Receipt
from portal.catalogue import queries as catalogue
from portal.handoff.models import Reply
from portal.journal.models import Entry
from portal.notices import queries as notices
from portal.notices.models import Notice
from portal.notices.queries import Message
from portal.shared.language import Text, current, pick
from portal.status.states import AFTER_DECISION, OUTCOMES, PLAIN, USUAL_PATH, Plain
from portal.vault.errors import ErasedError

DONE, CURRENT, OPEN = "done", "current", "open"
CLERKS_LANGUAGE = "de"


@dataclass(frozen=True)
class Step:
    """One entry of the timeline."""

    title: str | Promise
    state: str
    at: datetime | None = None
    text: str | Promise = ""
    # What the office wrote at that time.
    quote: str = ""


@dataclass(frozen=True)
class Ask:
    """What the office wrote with a move; clerks write German."""

    note: str
    until: date | None
    outcome: str

    @property
    def decided(self) -> str:
        """Return the outcome in the reader's language; empty when nothing was decided."""
        return str(OUTCOMES.get(self.outcome, ""))

    @property
    def is_foreign(self) -> bool:
        """Say whether the note is in another language than the page."""
        return bool(self.note) and current() != CLERKS_LANGUAGE

    @property
    def told(self) -> str:
        """Return what the timeline says of it, but for the note itself."""
        until = _("The office asked for it by %(day)s.") % {"day": date_format(self.until)} if self.until else ""
        foreign = _("The office wrote this text in German.") if self.is_foreign else ""
        return " ".join(filter(None, [self.decided, until, foreign]))


@dataclass(frozen=True)
class Standing:
    """Everything the page of one application shows."""

    application: Application
    plain: Plain
    title: Text
    after: Text
    # What the service says of this state; empty where it says nothing of its own.
    of_service: Text
    steps: list[Step]
    office_says: Ask | None
    # What was decided, in a sentence; empty before.
    decided: str
    messages: list[Message]
    receipt: Receipt | None

    @property
    def is_under_way(self) -> bool:
        """Say whether the usual way still lies ahead."""
        return self.application.state in (states.DRAFT, *states.OPEN)

    @property
    def takes_papers(self) -> bool:
        """Say whether the office still takes documents."""
        return self.application.state in states.OPEN


@dataclass(frozen=True)
class Proof:
    """What anybody who holds a receipt may check: no name, no service."""

    reference: str
    since: datetime
    office: str
    is_open: bool


def standing_of(application: Application) -> Standing:
    """Put together how an application stands."""
    definition, said = applications.definition_of(application), _said(application)
    return Standing(
        application=application,
        plain=_plain(application, said),
        title=pick(definition.title),
        after=pick(definition.guide.after),
        of_service=pick(definition.status.get(application.state, {})),
        steps=timeline_of(application, said),
        office_says=said.get(application.state),
        decided=_decided(application, said),
        messages=[_told(each) for each in notices.notices_of(application.person, application.pk)],
        receipt=Receipt.work.filter(application=application).first(),
    )


def notes_of(application: Application) -> list[tuple[Text, str]]:
    """Return the rules that this applicant should know, each with its law."""
    definition = applications.definition_of(application)
    found = catalogue.notes_for(definition, applications.answers_of(application))
    return [(pick(each.text), each.law) for each in found]


def timeline_of(application: Application, said: Mapping[str, Ask]) -> list[Step]:
    """Return what happened and what the office wrote then, where it stands, and what usually follows."""
    past = [(state, at) for state, at in _past(application) if state != application.state]
    steps = [_step(state, at, said.get(state)) for state, at in past]
    now = PLAIN[application.state]
    text = _decided(application, said) if application.state == states.DECIDED else ""
    steps.append(Step(now.title, CURRENT, application.state_since, text or now.text))
    ahead = _ahead(application.state, is_refused=_is_refused(said))
    return steps + [Step(PLAIN[state].title, OPEN) for state in ahead]


def proof_of(token: str) -> Proof | None:
    """Return what the holder of a receipt's code may know; None for codes that we do not know."""
    receipt = applications.receipt_by_token(token)
    if receipt is None or receipt.application.state == states.WITHDRAWN:
        return None
    application = receipt.application
    is_open = application.state not in states.FINAL
    return Proof(str(application.reference), receipt.issued_at, application.office.name, is_open)


def _step(state: str, at: datetime, ask: Ask | None) -> Step:
    """Return one entry of the past, with what the office said then."""
    title = PLAIN[state].title
    return Step(title, DONE, at, ask.told, ask.note) if ask else Step(title, DONE, at)


def _decided(application: Application, said: Mapping[str, Ask]) -> str:
    """Return the outcome in a sentence, from the decision on."""
    ask = said.get(states.DECIDED)
    return ask.decided if ask and application.state in AFTER_DECISION else ""


def _plain(application: Application, said: Mapping[str, Ask]) -> Plain:
    """Return the state's words; a refusal is not coloured as a success."""
    plain, is_refusal = PLAIN[application.state], _is_refused(said) and application.state == states.DECIDED
    return replace(plain, tone="neutral") if is_refusal else plain


def _is_refused(said: Mapping[str, Ask]) -> bool:
    ask = said.get(states.DECIDED)
    return ask is not None and ask.outcome == "refused"


def _told(message: Message) -> Message:
    """Say what the application had become, instead of only that there is news."""
    plain = PLAIN.get(message.state)
    if plain is None or message.kind != Notice.Kind.STATUS_CHANGED:
        return message
    text = message.text if message.state == states.DRAFT else str(plain.text)
    return replace(message, title=str(plain.title), text=text)


def _past(application: Application) -> list[tuple[str, datetime]]:
    """Return the states it has been in since it was sent, each with its last beginning, in order."""
    kinds = [f"application.{name}" for name in states.LIFE.moves]
    entries = Entry.objects.filter(subject=str(application.pk), kind__in=kinds).order_by("at", "pk")
    found: dict[str, datetime] = {}
    for entry in entries:
        state = entry.detail.get("state")
        if state in PLAIN:
            found.pop(state, None)
            found[state] = entry.at
    return list(found.items())


def _ahead(state: str, *, is_refused: bool) -> tuple[str, ...]:
    """Return the states that usually follow; after a refusal there is nothing to collect."""
    if state in (states.DRAFT, *states.FINAL):
        return USUAL_PATH if state == states.DRAFT else ()
    state = states.IN_REVIEW if state == states.ACTION_REQUIRED else state
    ahead = USUAL_PATH[USUAL_PATH.index(state) + 1 :]
    return tuple(each for each in ahead if not (is_refused and each == states.READY_TO_COLLECT))


def _said(application: Application) -> dict[str, Ask]:
    """Return what the office wrote, by the state that the application came into; the newest words count."""
    replies = Reply.objects.filter(case_id=application.pk, kind__in=states.MOVE_OF_REPLY).order_by("received_at", "pk")
    try:
        asks = {states.LIFE.moves[states.MOVE_OF_REPLY[each.kind]].target: _ask(each.payload) for each in replies}
    except ErasedError:
        return {}
    return {state: ask for state, ask in asks.items() if ask.note or ask.until or ask.decided}


def _ask(payload: Mapping[str, Any]) -> Ask:
    return Ask(str(payload.get("note") or ""), _day(payload.get("until")), str(payload.get("outcome") or ""))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
