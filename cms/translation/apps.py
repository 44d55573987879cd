"""Part of the information site."""

from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "cms.translation"
    label = "cms_translation"
