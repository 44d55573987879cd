"""What a sent application still lacks, for every page that tells how it stands."""

from django import template

from portal.applications import queries, states
from portal.applications.models import Application
from portal.applications.steps import requirements
from portal.applications.steps.requirements import Card

register = template.Library()


@register.simple_tag
def missing_papers(application: Application) -> list[Card]:
    """Return the documents that are asked for and not there, as long as the office takes documents."""
    if application.state not in states.OPEN:
        return []
    cards = requirements.cards_of(application, queries.answers_of(application))
    return [each for each in cards if each.is_missing]
