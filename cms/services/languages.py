"""The first page of a translator: which texts of which service are missing or older, language by language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.admin.ui.components import Component

from cms.services import older, words
from cms.services.access import CHANGE_RULES, CHANGE_TEXTS
from portal.catalogue.actions.standing import Standing, standings
from portal.catalogue.models import Service
from portal.catalogue.queries.older import SOURCE
from portal.shared.language import column

TARGETS = {code: name for code, name in words.LANGUAGES.items() if code != SOURCE}


@dataclass(frozen=True)
class Left:
    """What is left to do in one language: texts that are missing, texts older than the German ones."""

    language: str
    missing: int
    older: int


@dataclass(frozen=True)
class Work:
    """What is left to do in one service, in every language."""

    service: Service
    title: str
    left: list[Left]

    @property
    def is_done(self) -> bool:
        return not any(each.missing or each.older for each in self.left)


def work() -> list[Work]:
    """Return what is left to do in each service; those with something to do come first."""
    return sorted((_work(each) for each in standings()), key=lambda each: each.is_done)


def _work(standing: Standing) -> Work:
    late = older.older_texts(standing.service) if standing.older else {}
    missing = {each.language: each.missing for each in standing.languages}
    title = getattr(standing.service, column("title", SOURCE)) or standing.service.slug
    left = [Left(name, missing[code], len(late.get(name, ()))) for code, name in TARGETS.items()]
    return Work(standing.service, title, left)


def in_law() -> list[tuple[str, int]]:
    """Return how many translations of the law's tables are older than their German text, by language."""
    return [(name, len(found)) for name, found in older.older_in_law().items()]


class LanguagesPanel(Component):
    """The list on the first page of the admin, for people who change texts alone."""

    name = "services_languages"
    template_name = "cms_services/languages_panel.html"
    order = 40

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        if not user.has_perm(CHANGE_TEXTS) or user.has_perm(CHANGE_RULES):
            return {}
        return {"work": work(), "languages": TARGETS.values(), "in_law": in_law()}
