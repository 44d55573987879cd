"""What a sent application still lacks, for every page that tells how it stands."""

from dataclasses import dataclass
from datetime import date

from django import template

from portal.applications import queries, states
from portal.applications.models import Application
from portal.applications.steps import requirements
from portal.catalogue import queries as catalogue
from portal.catalogue.queries import ChecklistItem

register = template.Library()


@dataclass(frozen=True)
class Missing:
    """A document that is asked for and not there; `whose` it is, where several people apply or are asked about."""

    item: ChecklistItem
    promised: date | None
    whose: str


@register.simple_tag
def missing_papers(application: Application) -> list[Missing]:
    """Return the documents that are asked for and not there, as long as the office takes documents."""
    if application.state not in states.OPEN:
        return []
    answers = queries.answers_of(application)
    cards = requirements.cards_of(application, answers)
    is_family = application.bundle_id is not None or any(
        catalogue.is_of_sponsor(each.item.requirement) for each in cards
    )
    return [
        Missing(each.item, each.promised, catalogue.whose(each.item, answers) if is_family else "")
        for each in cards
        if each.is_missing
    ]
