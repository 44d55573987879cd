"""Part of the information site."""

from django.apps import AppConfig


class BlocksConfig(AppConfig):
    name = "cms.blocks"
    label = "cms_blocks"
