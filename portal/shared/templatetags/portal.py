"""Template tags that every template may use without loading."""

from django import template
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.shared.language import Text, current, text_of

register = template.Library()


@register.filter
def spoken(text: Text) -> SafeString:
    """Print a text; when it is not in the page's language, wrap it with its own lang and dir."""
    if not text.value or text.language == current():
        return format_html("{}", text.value)
    return format_html('<span lang="{}" dir="{}">{}</span>', text.language, text.dir, text.value)


@register.simple_tag
def text(row: models.Model, field: str) -> SafeString:
    """Print a translated field of a row in the reader's language or its fallback: `{% text office "note" %}`."""
    return spoken(text_of(row, field))
