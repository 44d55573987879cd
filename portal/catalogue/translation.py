"""Which texts of the catalogue are translated; an empty column is not published in that language."""

from modeltranslation.translator import TranslationOptions, register

from portal.catalogue.models import DocumentType, Fee, LegalSentence, Service, Threshold


@register(Service)
class ServiceTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(DocumentType)
class DocumentTypeTranslation(TranslationOptions):
    fields = ("title", "explanation")


@register(Fee)
class FeeTranslation(TranslationOptions):
    fields = ("title",)


@register(Threshold)
class ThresholdTranslation(TranslationOptions):
    fields = ("title",)


@register(LegalSentence)
class LegalSentenceTranslation(TranslationOptions):
    fields = ("text",)
