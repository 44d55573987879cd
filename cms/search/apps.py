"""Finds published pages by words, in the reader's language first."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "cms.search"
    label = "cms_search"
