"""What page templates draw from the tree, the catalogue and the offices."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from cms.blocks.templatetags.blocks import terms
from cms.pages import queries
from cms.pages.addresses import root_path
from cms.pages.models import ServicePage, TopicPage, TranslatedPage
from portal.offices.models import Office
from portal.offices.queries import active_offices
from portal.shared import language
from portal.shared.templatetags.portal import spoken

register = template.Library()


@dataclass(frozen=True)
class Alternate:
    """The same page in a language in which it is published."""

    code: str
    url: str


@register.filter
def own(page: TranslatedPage, field: str) -> SafeString:
    """Print a page's text with its own lang where it is not the page's language; official German terms isolated."""
    return marked(page.texts(field))


@register.filter
def marked(text: language.Text) -> SafeString:
    """Print a text with its own lang where it is not the page's, and its official German terms as German."""
    return spoken(language.Text(terms(text.value), text.language))


@register.inclusion_tag("cms_pages/_crumbs.html")
def crumbs(page: TranslatedPage) -> dict[str, Any]:
    """Show the way from the start page to here."""
    return {"nodes": queries.outline().ancestors(page.path), "page_language": language.current()}


@register.inclusion_tag("cms_pages/_cards.html")
def topic_cards(page: TopicPage) -> dict[str, Any]:
    """Show the pages of a topic."""
    return _cards(queries.topic_pages(page), "h2")


@register.inclusion_tag("cms_pages/_cards.html")
def ways_in() -> dict[str, Any]:
    """Show the ways in of the start page."""
    return _cards(queries.outline().ways_in())


@register.inclusion_tag("cms_pages/_top_tasks.html")
def top_tasks() -> dict[str, Any]:
    """List what most people need."""
    return _cards(queries.outline().top_tasks())


@register.inclusion_tag("cms_pages/_next.html")
def next_step(pk: int | None) -> dict[str, Any]:
    """Show where to go from here."""
    return {"node": queries.outline().by_pk.get(pk or 0), "page_language": language.current()}


@register.inclusion_tag("cms_pages/_service_facts.html")
def service_facts(page: ServicePage) -> dict[str, Any]:
    """Show checklist, fees, steps and deadline from the catalogue."""
    return {"facts": queries.facts_of_service(page.service_slug), "page_language": language.current()}


@register.simple_tag
def offices() -> list[Office]:
    """Return the offices that take applications here."""
    return active_offices()


@register.inclusion_tag("blocks/_offices.html")
def contact_box(level: str = "h3") -> dict[str, Any]:
    """Show how to reach the offices."""
    code = language.current()
    return {"offices": active_offices(), "level": level, "page_language": code, "page_dir": language.direction(code)}


@register.inclusion_tag("cms_pages/_body.html")
def body(page: TranslatedPage) -> dict[str, Any]:
    """Show the body in the language it is in."""
    stream, code = page.stream()
    here = language.current()
    return {
        "stream": stream,
        "body_language": code,
        "body_dir": language.direction(code),
        "page_language": here,
        "page_dir": language.direction(here),
    }


@register.inclusion_tag("cms_pages/_language_notes.html")
def language_notes(page: TranslatedPage) -> dict[str, Any]:
    """Say in which language the text is, who made the translation, and which text is binding."""
    here = language.current()
    stream, body_language = page.stream()
    shown = [page.texts("heading"), *([language.Text("", body_language)] if stream else [])]
    return {
        "other": next((text for text in shown if text.is_fallback), None),
        "by_machine": here in page.published_languages and page.origins.get(here) == "machine",
        "is_source": here == settings.LANGUAGE_CODE,
        "source_url": _address(page, settings.LANGUAGE_CODE),
    }


@register.inclusion_tag("cms_pages/_head.html")
def head(page: TranslatedPage) -> dict[str, Any]:
    """Tell search engines the page's languages, and which address is the real one."""
    shown = page.texts("heading")
    codes = page.published_languages
    return {
        "summary": page.texts("summary").value,
        "canonical": settings.PORTAL_URL + _address(page, shown.language),
        "alternates": [Alternate(code, settings.PORTAL_URL + _address(page, code)) for code in codes],
        "default": settings.PORTAL_URL + _address(page, settings.LANGUAGE_CODE),
        "is_fallback": shown.is_fallback,
    }


def _address(page: TranslatedPage, code: str) -> str:
    return f"/{code}/{page.url_path.removeprefix(root_path())}"


def _cards(nodes: list[queries.Node], level: str = "h3") -> dict[str, Any]:
    return {"nodes": nodes, "level": level, "page_language": language.current()}
