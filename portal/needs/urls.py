"""Addresses before sign-in. None of them holds anything about a person: answers come by POST, into the session."""

from django.urls import path

from portal.needs.queries import CALCULATORS
from portal.needs.views import calculators, check, papers

app_name = "needs"
urlpatterns = [
    path("", check.start, name="start"),
    path("questions/<slug:code>/", check.question, name="question"),
    path("result/", check.result, name="result"),
    path("again/", check.again, name="again"),
    path("checklist/<slug:slug>/", papers.checklist, name="checklist"),
    path("checklist/<slug:slug>/print/", papers.sheet, name="sheet"),
    *(path(f"{name}/", calculators.calculator, {"name": name}, name=name) for name in CALCULATORS),
]
