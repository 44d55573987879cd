"""The doors for families: who applies together, add somebody, send all. And how lists show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.applications import actions, queries
from portal.applications import family as families
from portal.applications.member_form import MemberForm
from portal.applications.models import Application
from portal.applications.steps import requirements, standing
from portal.applications.steps.standing import Standing
from portal.applications.views import pages
from portal.catalogue import queries as catalogue
from portal.shared.guards import second_factor_required
from portal.shared.language import Text, text_of

# A family is more than one.
LEAST = 2


@dataclass(frozen=True)
class Member:
    """One application in a family's list, with whose it is; `standing` for drafts."""

    application: Application
    name: str
    standing: Standing | None


@dataclass(frozen=True)
class Family:
    """Applications that belong together, in order."""

    members: list[Member]

    @property
    def applications(self) -> list[Application]:
        """Return the applications themselves."""
        return [each.application for each in self.members]

    @property
    def drafts(self) -> list[Member]:
        """Return what is not sent yet."""
        return [each for each in self.members if each.standing is not None]


def families_in(rows: Iterable[Application], *, may_open: bool) -> list[Family]:
    """Return the families among one person's applications; what was sent is opened for its name only if `may_open`."""
    found: dict[object, list[Application]] = {}
    for each in rows:
        if each.bundle_id is not None:
            found.setdefault(each.bundle_id, []).append(each)
    return [family_of(each, may_open=may_open) for each in found.values() if len(each) >= LEAST]


def family_of(applications: Iterable[Application], *, may_open: bool) -> Family:
    """Put a family together for a page."""
    return Family([_member(each, may_open=may_open) for each in sorted(applications, key=_place)])


def _place(application: Application) -> tuple[int, Any]:
    return application.member, application.created


def _member(application: Application, *, may_open: bool) -> Member:
    if application.is_draft:
        stands = standing.standing_of(application)
        return Member(application, families.name_in(stands.answers), stands)
    return Member(application, families.name_of(application) if may_open else "", None)


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_required
def family(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Show who applies together, or add somebody."""
    application = queries.own(pages.person(request), id)
    if request.method != "POST":
        return _page(request, application, _form(application))
    form = _form(application, request.POST)
    if not form.is_valid():
        return _page(request, application, form, status=422)
    draft = actions.add_member(application, form.member, by=pages.person(request))
    return redirect("applications:step", id=draft.pk, step=standing.standing_of(draft).next_step.code)


@dataclass(frozen=True)
class Ready:
    """One complete draft, as people see it before all are sent: what it costs, and which papers are missing."""

    member: Member
    fees: list[catalogue.FeeLine]
    missing: list[Text]

    @property
    def total(self) -> Decimal:
        """Return what it costs in EUR."""
        return catalogue.total(self.fees)


@dataclass(frozen=True)
class Summary:
    """What one button will send, and what stays because something is not filled in yet."""

    family: Family

    @cached_property
    def ready(self) -> list[Ready]:
        """Return what will be sent."""
        drafts = ((each, each.standing) for each in self.family.drafts)
        return [_ready(each, stands) for each, stands in drafts if stands is not None and stands.is_complete]

    @property
    def staying(self) -> list[Member]:
        """Return what stays a draft."""
        return [each for each in self.family.drafts if each.standing is not None and not each.standing.is_complete]

    @property
    def total(self) -> Decimal:
        """Return what all of them cost together, in EUR."""
        return sum((each.total for each in self.ready), Decimal(0))


def _ready(member: Member, stands: Standing) -> Ready:
    cards = requirements.cards_of(member.application, stands.answers)
    fees = catalogue.lines_for(stands.definition, stands.weighed.facts, catalogue.law_on())
    return Ready(member, fees, [each.item.title for each in cards if each.is_missing])


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_required
def send(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Show once more what goes to the office and what it costs; then send all that lack nothing."""
    application = queries.own(pages.person(request), id)
    return _send(request, application) if request.method == "POST" else _summary(request, application)


def _summary(request: HttpRequest, application: Application) -> HttpResponse:
    everybody = [actions.brought_up_to_date(each) for each in families.everybody(application)]
    summary = Summary(family_of(everybody, may_open=True))
    if not summary.family.drafts:
        return redirect("applications:family", id=application.pk)
    return render(request, "applications/family_send.html", {"application": application, "summary": summary})


def _send(request: HttpRequest, application: Application) -> HttpResponse:
    found = actions.send_together(application, by=pages.person(request))
    if found.sent:
        text = _("Sent: %(numbers)s. You find each receipt below.")
        messages.success(request, text % {"numbers": ", ".join(str(each.reference) for each in _fresh(found.sent))})
    if found.incomplete:
        names = ", ".join(families.name_of(each) or str(text_of(each.service, "title")) for each in found.incomplete)
        text = _("Not sent, because something is still missing: %(names)s. It stays here as a draft.")
        messages.warning(request, text % {"names": names})
    return redirect("applications:family", id=application.pk)


def _fresh(sent: list[Application]) -> Iterable[Application]:
    return Application.objects.filter(pk__in=[each.pk for each in sent]).order_by("member")


def _form(application: Application, data: Any = None) -> MemberForm:
    slugs = actions.services_for(application)
    offered = [each for each in catalogue.service_cards() if each.slug in slugs]
    return MemberForm(data, services=sorted(offered, key=lambda each: slugs.index(each.slug)))


def _page(request: HttpRequest, application: Application, form: MemberForm, *, status: int = 200) -> HttpResponse:
    found = family_of(families.everybody(application), may_open=True)
    context = {"application": application, "family": found, "form": form}
    context |= {"suits": families.suits(queries.definition_of(application))}
    return render(request, "applications/family.html", context, status=status)
