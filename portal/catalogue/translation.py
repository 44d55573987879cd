"""Registers the translated texts of the catalogue; an empty column is not published in that language."""

from modeltranslation.translator import TranslationOptions, translator

from portal.catalogue.shape import TRANSLATED

for model, fields in TRANSLATED.items():
    translator.register(model, type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": fields}))
