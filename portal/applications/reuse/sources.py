"""The earlier applications that may be drawn from: the same account, about the same person, content still held."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from portal.applications import family, queries
from portal.applications.models import Application, ApplicationQuerySet, StepAnswers
from portal.catalogue.definition import Definition
from portal.vault import actions as vault
from portal.vault.errors import ErasedError, TamperedError

# Older ones hold little that still fits.
MOST = 5


@dataclass(frozen=True)
class Source:
    """A sent application whose answers can still be read. `name`: whom it was about."""

    application: Application
    definition: Definition
    answers: Mapping[str, Any]
    name: str


def earlier_than(application: Application) -> ApplicationQuerySet:
    """Return what the same account sent about somebody in the same place, as far as answers are left, newest first.

    What was sent for a child is never offered for its parent's own application, nor the other way round.
    """
    rows = Application.objects.of(application.person_id).sent().exclude(pk=application.pk)
    rows = rows.filter(member__gt=0) if application.member else rows.filter(member=0)
    return rows.filter(Exists(StepAnswers.objects.filter(application=OuterRef("pk")))).order_by("-submitted_at")


def has_earlier(application: Application) -> bool:
    """Say, without opening anything, whether there is something to look at."""
    return earlier_than(application).exists()


def sources_of(application: Application, answers: Mapping[str, Any]) -> list[Source]:
    """Return the earlier applications about the same person, newest first; `answers` are those of the new one."""
    found = (_opened(each) for each in earlier_than(application).with_form()[:MOST])
    sources = [each for each in found if each is not None]
    if not application.member:
        return sources
    # Of the family, only the name says who is who.
    name = family.name_in(answers).casefold()
    return [each for each in sources if name and each.name.casefold() == name]


def _opened(application: Application) -> Source | None:
    """Open one; None when the content was erased after hand-over."""
    if not vault.holds(application.pk):
        return None
    try:
        answers = queries.answers_of(application)
    except (ErasedError, TamperedError):
        return None
    return Source(application, queries.definition_of(application), answers, family.name_in(answers))
