"""The results page."""

import logging

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe

from cms.search.queries import Hit, hits_for, terms_of
from portal.shared import language
from portal.shared.guards import public

logger = logging.getLogger("cms.search.misses")
DAY = 24 * 60 * 60
# A question that fewer people asked than this may be about a person; it is never written down.
SHARED_BY = 3


@public
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found; show the way to people when nothing was."""
    question = request.GET.get("q", "").replace("\0", "").strip()
    hits = hits_for(question, language.current()) if question else []
    if question and not hits:
        note_miss(question, language.current())
    response = render(request, "cms_search/results.html", {"question": question[:200], "hits": _labelled(hits)})
    response["X-Robots-Tag"] = "noindex"
    return response


def _labelled(hits: list[Hit]) -> list[tuple[Hit, str]]:
    here = language.current()
    return [(hit, "" if hit.title.language == here else language.native_name(hit.title.language)) for hit in hits]


def note_miss(question: str, code: str) -> None:
    """Log a question without results once several readers asked it: until then only a keyed hash is counted."""
    folded = " ".join(terms_of(question, code))
    key = f"miss:{salted_hmac('search.miss', f'{code} {folded}', algorithm='sha256').hexdigest()}"
    cache.add(key, 0, DAY)
    if cache.incr(key) == SHARED_BY:
        logger.info("No page found: language=%s words=%s", code, folded)
