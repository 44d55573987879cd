"""Texts that all services share, for the reader."""

from django.core.cache import cache

from portal.catalogue.models import StandardText
from portal.catalogue.queries.law import texts_of
from portal.shared.language import Text, pick

# How long an old wording may still be shown, in seconds.
KEPT_FOR = 60


def hints_intro() -> Text:
    """Return what stands above hints: they never keep anybody from applying. No query while it is remembered."""
    found = cache.get("catalogue:hints-intro")
    if found is None:
        row = StandardText.objects.filter(key="hints_intro").first()
        found = texts_of(row, "text") if row else {}
        cache.set("catalogue:hints-intro", found, KEPT_FOR)
    return pick(found)
