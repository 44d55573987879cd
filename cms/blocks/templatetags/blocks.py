"""Tags for texts that editors write."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

register = template.Library()

_TERM = re.compile(r"\[\[([^\[\]<>]{1,80})\]\]")


@register.filter
def terms(text: str) -> SafeString:
    """Escape a text and print [[official German terms]] as German, isolated from the writing direction around them."""
    markup = _TERM.sub(r'<bdi lang="de">\1</bdi>', str(conditional_escape(text)))
    return mark_safe(markup)  # noqa: S308 - escaped above; the pattern adds only its own element


@register.filter
def without_terms(text: str) -> str:
    """Take the [[marks]] away where no element can stand: titles, descriptions, the search index."""
    return _TERM.sub(r"\1", text)


@register.filter
def rich(text: RichText) -> SafeString:
    """Print an editor's rich text: stored markup was cleaned when it was saved."""
    return terms(mark_safe(expand_db_html(text.source)))  # noqa: S308 - cleaned by the editor's converter
