"""Which texts of a page are translated. At most 16 per model: a row has to fit the database's page."""

from modeltranslation.translator import TranslationOptions, register

from cms.pages.models import PAGE_TYPES


@register(list(PAGE_TYPES))
class PageTranslation(TranslationOptions):
    """German is required; an empty column is a language that is not published."""

    fields = ("heading", "summary", "body", "keywords")
    required_languages = ("de",)
