"""Find pages: in the reader's language first, then in German and English, then what was probably meant."""

from dataclasses import dataclass
from difflib import get_close_matches

from django.db.models import Q, QuerySet

from cms.search.models import SearchDocument
from cms.search.normaliser import words
from portal.shared.language import Text

LONGEST_QUESTION = 200
MOST_WORDS = 8
MOST_HITS = 30
# With fewer hits than this the other languages are asked too.
FEW = 3
SHORTEST_PART = 4


@dataclass(frozen=True)
class Hit:
    """One page that was found, in the language in which it was found."""

    title: Text
    summary: Text
    path: str
    kind: str


def hits_for(question: str, language: str) -> list[Hit]:
    """Return the pages for a question, the best first; never more than `MOST_HITS`."""
    question = question[:LONGEST_QUESTION]
    found = _found(question, language)
    if len(found) < FEW:
        found += [each for other in ("de", "en") if other != language for each in _found(question, other)]
    if not found:
        found = _rescued(question, language)
    return [_hit(each) for each in _once(found)][:MOST_HITS]


def terms_of(question: str, language: str) -> list[str]:
    """Return the words that are looked for; the order and repetitions do not matter."""
    return list(dict.fromkeys(words(question[:LONGEST_QUESTION], language)))[:MOST_WORDS]


def _found(question: str, language: str) -> list[SearchDocument]:
    terms = terms_of(question, language)
    rows = _matching([f" {term}" for term in terms], language)
    return sorted(rows, key=lambda row: (-_score(row, terms), row.path))


def _matching(parts: list[str], language: str) -> QuerySet[SearchDocument]:
    rows = SearchDocument.objects.filter(language=language)
    if not parts:
        return rows.none()
    for part in parts:
        rows = rows.filter(
            Q(title_words__contains=part) | Q(summary_words__contains=part) | Q(body_words__contains=part)
        )
    return rows.order_by("path")


def _score(row: SearchDocument, terms: list[str]) -> int:
    """Whole words above beginnings, the title above the summary above the body, services above guides."""
    score = 2 if row.kind == "service" else 0
    if row.title_words.split() == terms:
        score += 100
    for term in terms:
        score += 20 * (f" {term} " in row.title_words) + 10 * (f" {term}" in row.title_words)
        score += 4 * (f" {term} " in row.summary_words) + 2 * (f" {term}" in row.summary_words)
        score += 1 * (f" {term} " in row.body_words)
    return score


def _rescued(question: str, language: str) -> list[SearchDocument]:
    """Look inside words (compounds, prefixes written together), then for the nearest words we know."""
    for each in dict.fromkeys((language, "de", "en")):
        terms = [term for term in terms_of(question, each) if len(term) >= SHORTEST_PART]
        if not terms:
            continue
        rows = list(_matching(terms, each)) or list(_matching(_meant(terms, each), each))
        if rows:
            return rows
    return []


def _meant(terms: list[str], language: str) -> list[str]:
    known = _known_words(language)
    near = [get_close_matches(term, known, n=1, cutoff=0.75) for term in terms]
    return [f" {each[0]}" for each in near if each]


def _known_words(language: str) -> list[str]:
    columns = SearchDocument.objects.filter(language=language).values_list("title_words", "summary_words")
    return sorted({word for row in columns for text in row for word in text.split() if len(word) >= SHORTEST_PART})


def _once(rows: list[SearchDocument]) -> list[SearchDocument]:
    return list({(row.content_type_id, row.object_id): row for row in reversed(rows)}.values())[::-1]


def _hit(row: SearchDocument) -> Hit:
    return Hit(Text(row.title, row.language), Text(row.summary, row.language), row.path, row.kind)
