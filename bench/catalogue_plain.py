"""The floor of a step: a plain Django form with the same fields and choices, in the same frame."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils.translation import get_language

from portal.applications.models import Application
from portal.catalogue import queries
from portal.shared.language import pick

PAGE = """{% extends "layout/base.html" %}{% block content %}
<form method="post">{% csrf_token %}{{ form }}</form>{% endblock %}"""
_classes: dict[tuple[str, str], type[forms.Form]] = {}


def form_class(application: Application, code: str) -> type[forms.Form]:
    """Return the form as somebody would have written it by hand, once."""
    key = (application.service.slug, code)
    if key not in _classes:
        step = queries.definition_of(application.version).step(code)
        _classes[key] = type(
            "PlainForm", (forms.Form,), {each.code: _field(each) for each in step.questions if not each.when}
        )
    return _classes[key]


def _field(question) -> forms.Field:
    words = {"label": str(pick(question.label)), "help_text": str(pick(question.hint)), "required": question.required}
    if question.kind == "yes_no":
        return forms.ChoiceField(choices=[("yes", "Ja"), ("no", "Nein")], widget=forms.RadioSelect, **words)
    if question.choices:
        pairs = [(each.code, str(pick(each.label))) for each in question.choices]
        return forms.ChoiceField(choices=pairs, widget=forms.RadioSelect, **words)
    if question.kind in {"country", "nationality"}:
        return forms.ChoiceField(choices=queries.countries(get_language()), **words)
    if question.kind == "long_text":
        return forms.CharField(widget=forms.Textarea, **words)
    return forms.CharField(**words)


def plain(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Fetch the application and show the form."""
    application = Application.objects.with_form().get(pk=id, person=request.user)
    form = form_class(application, request.GET["step"])()
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))
