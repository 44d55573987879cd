"""What a page's body is made of: text, steps, questions, notices and the way to an office."""

from django.apps import AppConfig


class BlocksConfig(AppConfig):
    name = "cms.blocks"
    label = "cms_blocks"
