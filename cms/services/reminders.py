"""What editors are reminded of: amounts that are missing for a year, and sources nobody has looked at for a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from cms.services.access import CHANGE_RULES
from portal.catalogue.queries.watch import Due, due_for_review

NAMES = {"fee": "Gebühr", "reduction": "Ermäßigung", "threshold": "Betragsgrenze"}
MOST = 12


@dataclass(frozen=True)
class Reminder:
    """A sentence, with the form where it is put right."""

    sentence: str
    url: str
    is_missing: bool


def reminders() -> list[Reminder]:
    """Return everything that is due today."""
    return [_reminder(each) for each in due_for_review()]


def _reminder(due: Due) -> Reminder:
    url = reverse("cms_services:edit", args=[f"law-{due.table}", due.pk])
    name = f"{NAMES[due.table]} „{due.key}“ ({due.law})"
    if due.reason == "missing":
        sentence = f"{name}: Für {due.year} steht noch kein Betrag. Tragen Sie ihn als neue Zeile ein."
    else:
        sentence = f"{name}: seit {due.since:%d.%m.%Y} nicht mehr mit der Quelle verglichen."
    return Reminder(sentence, url, due.reason == "missing")


class ReminderPanel(Component):
    """The reminders on the first page of the admin."""

    name = "services_reminders"
    template_name = "cms_services/reminder_panel.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        found = reminders() if parent_context["request"].user.has_perm(CHANGE_RULES) else []
        return {"reminders": found[:MOST], "more": max(0, len(found) - MOST)}
