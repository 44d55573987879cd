"""Addresses of the site: where its tree begins, which words belong to the portal, which pages have to stay."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from django.urls import LocalePrefixPattern, URLPattern, URLResolver, get_resolver
from wagtail.models import Page, Site

from cms.translation.models import plain_rows

# The footer of every page links to these, as the law demands: see portal/templates/layout/_footer.html.
FOOTER = ("contact", "privacy", "imprint", "accessibility")
type Patterns = Iterable[URLPattern | URLResolver]
WORD = re.compile(r"[\w-]+")


def root_path() -> str:
    """Return the tree address of the start page, such as `/home/`; Wagtail keeps it in the cache."""
    roots = Site.get_site_root_paths()
    return str(roots[0].root_path) if roots else "/"


def is_start_page(page: Page) -> bool:
    """Say whether this is the start page: the pages below it share their first word with the portal."""
    return bool(page.url_path == root_path())


def has_to_stay(page: Page) -> bool:
    """Say whether other pages lead here by a fixed address; the published row counts, not a draft in memory."""
    root = root_path()
    kept = [root, *(f"{root}{slug}/" for slug in FOOTER)]
    return bool(page.pk) and plain_rows(Page).filter(pk=page.pk, url_path__in=kept).exists()


@cache
def words_of_the_portal() -> frozenset[str]:
    """Return the first words of the portal's own addresses: a page of that name could never be opened."""
    every = get_resolver().url_patterns
    below_a_language = [
        each.url_patterns
        for each in every
        if isinstance(each, URLResolver) and isinstance(each.pattern, LocalePrefixPattern)
    ]
    return frozenset(word for patterns in below_a_language for word in _first_words(patterns))


def _first_words(patterns: Patterns) -> Iterator[str]:
    for each in patterns:
        route = str(each.pattern)
        if not route and isinstance(each, URLResolver):
            yield from _first_words(each.url_patterns)
        elif word := WORD.match(route):
            yield word.group()


def is_taken(slug: str, parent: Page) -> bool:
    """Say whether the portal answers at this address already."""
    return slug in words_of_the_portal() and is_start_page(parent)
