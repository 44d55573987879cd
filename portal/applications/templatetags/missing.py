"""What a sent application still lacks, for every page that tells how it stands."""

from typing import Any

from django import template

from portal.applications import queries, states
from portal.applications.models import Application
from portal.applications.steps import requirements

register = template.Library()


@register.inclusion_tag("applications/_missing.html")
def missing_papers(application: Application) -> dict[str, Any]:
    """Name the documents that are asked for and not there, as long as the office takes documents."""
    if application.state not in states.OPEN:
        return {}
    cards = requirements.cards_of(application, queries.answers_of(application))
    return {"application": application, "missing": [each for each in cards if each.is_missing]}
