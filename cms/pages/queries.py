"""Find pages for readers with few and narrow queries."""

from dataclasses import dataclass
from functools import cached_property

from django.db import models
from wagtail.models import Page

from cms.pages.addresses import root_path
from cms.pages.cache import version
from cms.pages.models import PAGE_TYPES, WIDE_FIELDS, TopicPage, TranslatedPage
from cms.translation.models import plain_rows, translated_fields
from portal.catalogue.definition import Guide
from portal.catalogue.queries import (
    ChecklistItem,
    FeeLine,
    checklist_of,
    current_version,
    definition_of,
    possible_fees,
    service_by_slug,
)
from portal.shared import clock, language
from portal.shared.language import Text, column, other_columns, text_of

STEP = Page.steplen


@dataclass(frozen=True)
class Node:
    """A live page as lists, crumbs and navigation show it."""

    pk: int
    kind: str
    tree_path: str
    # Below the language prefix: "ratgeber/umzug/".
    path: str
    heading: Text
    summary: Text
    languages: tuple[str, ...]
    is_top_task: bool
    is_way_in: bool


@dataclass(frozen=True)
class Outline:
    """The live tree in one language; made once per publication, so that pages ask nothing for their surroundings."""

    nodes: tuple[Node, ...]

    @cached_property
    def by_pk(self) -> dict[int, Node]:
        return {node.pk: node for node in self.nodes}

    @cached_property
    def home(self) -> Node | None:
        return next((node for node in self.nodes if node.kind == "home"), None)

    def children(self, tree_path: str) -> list[Node]:
        """Return the pages right below a page, in the order of the tree."""
        depth = len(tree_path) + STEP
        return [each for each in self.nodes if len(each.tree_path) == depth and each.tree_path.startswith(tree_path)]

    def ancestors(self, tree_path: str) -> list[Node]:
        """Return the pages above a page, the start page first."""
        return [each for each in self.nodes if tree_path.startswith(each.tree_path) and each.tree_path != tree_path]

    def top_tasks(self) -> list[Node]:
        return [each for each in self.nodes if each.is_top_task]

    def ways_in(self) -> list[Node]:
        return [each for each in self.nodes if each.is_way_in]


_outlines: dict[str, tuple[str, Outline]] = {}


def outline(code: str | None = None) -> Outline:
    """Return the tree in a language; kept in the process until something is published."""
    code = code or language.current()
    now = version()
    if code not in _outlines or _outlines[code][0] != now:
        _outlines[code] = (now, _outline(code))
    return _outlines[code][1]


def _outline(code: str) -> Outline:
    root = root_path()
    nodes = [_node(page, code, root) for model in PAGE_TYPES for page in _rows_for_lists(model, code)]
    return Outline(tuple(sorted((each for each in nodes if each), key=lambda node: node.tree_path)))


def _rows_for_lists(model: type[TranslatedPage], code: str) -> models.QuerySet[TranslatedPage]:
    headings = [column("heading", each) for each in language.CODES]
    summaries = [column("summary", each) for each in language.chain(code)]
    own = ["is_way_in"] if model is TopicPage else []
    return plain_rows(model).filter(live=True).only("path", "url_path", "is_top_task", *own, *headings, *summaries)


def _node(page: TranslatedPage, code: str, root: str) -> Node | None:
    if not page.url_path.startswith(root):
        return None
    return Node(
        pk=page.pk,
        kind=page.kind,
        tree_path=page.path,
        path=page.url_path.removeprefix(root),
        heading=text_of(page, "heading", code),
        summary=text_of(page, "summary", code),
        languages=tuple(page.published_languages),
        is_top_task=page.is_top_task,
        is_way_in=getattr(page, "is_way_in", False),
    )


def page_at(path: str, code: str | None = None) -> TranslatedPage | None:
    """Return the live page at an address below the language prefix, with this reader's columns only."""
    found = plain_rows(Page).filter(url_path=f"{root_path()}{path}", live=True).only("pk", "content_type").first()
    if found is None or found.specific_class not in PAGE_TYPES:
        return None
    return _rows_for_reader(found.specific_class, code or language.current()).filter(pk=found.pk).first()


def _rows_for_reader(model: type[TranslatedPage], code: str) -> models.QuerySet[TranslatedPage]:
    # The base columns are never read at all.
    return plain_rows(model).defer(*translated_fields(model), *other_columns(WIDE_FIELDS, code))


def topic_pages(topic: TopicPage) -> list[Node]:
    """Return the pages of a topic: the chosen ones first, then those below it."""
    tree = outline()
    chosen = topic.entries.values_list("page_id", flat=True)
    nodes = [tree.by_pk[pk] for pk in chosen if pk in tree.by_pk]
    return list(dict.fromkeys([*nodes, *tree.children(topic.path)]))


# -- services ---------------------------------------------------------------


@dataclass(frozen=True)
class ServiceFacts:
    """What the catalogue says about a service today."""

    slug: str
    legal_basis: str
    guide: Guide
    checklist: list[ChecklistItem]
    fees: list[FeeLine]


def facts_of_service(slug: str) -> ServiceFacts | None:
    """Return the same facts that the form uses, or None while the service is not offered."""
    if service_by_slug(slug) is None:
        return None
    definition = definition_of(current_version(slug))
    return ServiceFacts(
        slug=slug,
        legal_basis=definition.legal_basis,
        guide=definition.guide,
        checklist=checklist_of(definition),
        fees=possible_fees(definition, clock.today()),
    )
