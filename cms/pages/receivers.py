"""Whatever changes what the public sees renews the index and empties the page cache."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.pages import cache
from cms.pages.indexing import index_page
from cms.pages.models import PAGE_TYPES, TranslatedPage
from cms.search.actions import forget
from cms.translation.signals import translation_published

# Rows that public pages draw from; named, because the portal never knows of this site.
DRAWN_FROM = (
    "catalogue.Service",
    "catalogue.ServiceVersion",
    "catalogue.DocumentType",
    "catalogue.Fee",
    "offices.Office",
)
EDITORS = "Redaktion"


@receiver([page_published, translation_published])
def renew(instance: Any, **_: Any) -> None:
    """Index a page anew after its texts changed."""
    if isinstance(instance, TranslatedPage):
        index_page(instance)
    cache.bump()


@receiver([post_page_move, page_slug_changed])
def renew_below(instance: Any, **_: Any) -> None:
    """Index a page and all below it anew after their addresses changed."""
    for page in instance.get_descendants(inclusive=True).live().specific():
        if isinstance(page, TranslatedPage):
            index_page(page)
    cache.bump()


@receiver(page_unpublished)
def take_off(instance: Any, **_: Any) -> None:
    """Stop finding a page that is no longer public."""
    forget(instance.specific)
    cache.bump()


def forget_deleted(instance: Any, **_: Any) -> None:
    """Stop finding a page that is gone."""
    forget(instance)
    cache.bump()


def source_changed(**_: Any) -> None:
    """Let readers see a change of the catalogue or of an office at once."""
    cache.bump()


def let_editors_in(instance: Any, **_: Any) -> None:
    """Give a person with the editor's role the rights of the editors' group."""
    group = Group.objects.filter(name=EDITORS).first()
    if instance.kind == "editor" and group:
        instance.person.groups.add(group)


def connect() -> None:
    """Listen to rows of other rooms."""
    for model in PAGE_TYPES:
        post_delete.connect(forget_deleted, sender=model)
    for name in DRAWN_FROM:
        post_save.connect(source_changed, sender=apps.get_model(name))
        post_delete.connect(source_changed, sender=apps.get_model(name))
    post_save.connect(let_editors_in, sender=apps.get_model("accounts.Role"))
