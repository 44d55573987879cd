"""What stands above the questions of a step when there is more than this one application."""

from typing import Any

from django import template

from portal.applications import family, queries, reuse
from portal.applications.models import Application
from portal.catalogue.definition import Step
from portal.shared.language import Text, pick

register = template.Library()


@register.inclusion_tag("applications/_company.html")
def company(application: Application, step: Step) -> dict[str, Any]:
    """Offer earlier answers on the first page, and name the answers that are the same for the whole family.

    One query on the first page, and one more in a family; none elsewhere.
    """
    is_first = queries.definition_of(application).steps[0].code == step.code
    may_reuse = is_first and reuse.has_earlier(application)
    return {"application": application, "may_reuse": may_reuse, "shared": _shared(application, step)}


def _shared(application: Application, step: Step) -> list[Text]:
    labels = [pick(each.label) for each in step.questions if family.is_shared(each)]
    return labels if labels and family.mates_of(application) else []


@register.filter
def suits_families(application: Application) -> bool:
    """Say whether a family can apply together for what this application is for."""
    return family.suits(queries.definition_of(application))
