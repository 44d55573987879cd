"""What stands above the questions of a step when there is more than this one application."""

from typing import Any

from django import template
from django.forms import Form

from portal.applications import family, queries, reuse
from portal.applications.models import Application
from portal.catalogue.definition import Question, Step
from portal.shared.language import Text, pick

register = template.Library()


@register.inclusion_tag("applications/_company.html")
def company(application: Application, step: Step, form: Form) -> dict[str, Any]:
    """Offer earlier answers on the first page, and name the answers that are the same for the whole family.

    One query on the first page as long as nothing stands in it, and one more in a family; none elsewhere.
    """
    is_first = queries.definition_of(application).steps[0].code == step.code
    may_reuse = is_first and not any(form.initial.values()) and reuse.has_earlier(application)
    # What depends on another answer may not be there to see.
    always = [each for each in step.questions if each.when is None]
    shared = _shared(application, always)
    return {
        "application": application,
        "may_reuse": may_reuse,
        "shared": shared,
        "is_all": len(shared) == len(always),
    }


def _shared(application: Application, questions: list[Question]) -> list[Text]:
    labels = [pick(each.label) for each in questions if family.is_shared(each)]
    return labels if labels and family.mates_of(application) else []


@register.filter
def suits_families(application: Application) -> bool:
    """Say whether a family can apply together for what this application is for."""
    return family.suits(queries.definition_of(application))
