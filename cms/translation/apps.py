"""How texts in other languages get onto the site: columns that hold published text only."""

from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "cms.translation"
    label = "cms_translation"
