"""What the search knows of a page: its published columns, language by language."""

from collections.abc import Iterator

from cms.blocks.templatetags.blocks import without_terms
from cms.pages.addresses import root_path
from cms.pages.models import TranslatedPage
from cms.search.actions import Entry, forget, index
from portal.shared.language import column


def index_page(page: TranslatedPage) -> None:
    """Renew a page's rows in the index; a page that is not live is not found."""
    if page.live:
        index(page, entries_of(page))
    else:
        forget(page)


def entries_of(page: TranslatedPage) -> Iterator[Entry]:
    """Yield one entry for each language in which the page is published."""
    for code in page.published_languages:
        body = getattr(page, column("body", code))
        yield Entry(
            language=code,
            kind=page.kind,
            title=without_terms(_text(page, "heading", code)),
            summary=without_terms(_text(page, "summary", code)),
            path=page.url_path.removeprefix(root_path()),
            body=without_terms(" ".join(map(str, body.stream_block.get_searchable_content(body)) if body else "")),
            keywords=_text(page, "keywords", code),
        )


def _text(page: TranslatedPage, field: str, code: str) -> str:
    return getattr(page, column(field, code)) or ""
