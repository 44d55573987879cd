"""Which texts of an office are translated."""

from modeltranslation.translator import TranslationOptions, register

from portal.offices.models import Office


@register(Office)
class OfficeTranslation(TranslationOptions):
    """Columns per language; empty column = not published in that language."""

    fields = ("hours", "note")
