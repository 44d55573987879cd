"""Put the seed texts on the site. Twice gives the same rows; what editors changed meanwhile stays."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import override
from wagtail.models import GroupPagePermission, Locale, Page, Site

from cms.pages.models import (
    ContactPage,
    GuidePage,
    HomePage,
    LegalPage,
    ServicePage,
    TopicEntry,
    TopicPage,
    TranslatedPage,
)
from cms.pages.offered import seeds_of_services
from cms.pages.receivers import EDITORS
from cms.pages.seed import Seed, in_order, origin_of, seeds
from cms.translation.actions import publish_translation
from cms.translation.models import SOURCE
from portal.shared.language import CODES, column

TYPES: dict[str, type[TranslatedPage]] = {
    model.kind: model for model in (HomePage, TopicPage, GuidePage, ServicePage, LegalPage, ContactPage)
}
EDITORS_MAY = ("add_page", "change_page", "publish_page")


@transaction.atomic
def load_content(*, renew: bool = False) -> int:
    """Make the pages that are missing and return how many; `renew` also puts back the seed texts of the others."""
    with override(SOURCE):
        Locale.objects.get_or_create(language_code=SOURCE)
        pages: dict[str, TranslatedPage] = {}
        made = 0
        wanted = _wanted()
        for seed in wanted:
            page, is_new = _page(seed, _parent(seed, pages))
            pages[seed.slug] = page
            made += is_new
            if seed.type == HomePage.kind:
                # Addresses below the start page exist only once the site knows it.
                _site(page)
            if is_new or renew:
                _fill(page, seed)
        for seed in wanted:
            _connect(pages[seed.slug], seed, pages)
        _editors(pages["home"])
    return made


def _wanted() -> list[Seed]:
    """Return the pages of the files, and one for every other service of the catalogue."""
    found = seeds()
    return in_order([*found, *seeds_of_services({each.service for each in found})])


def _parent(seed: Seed, pages: dict[str, TranslatedPage]) -> Page:
    if seed.parent:
        # Fresh from the database: the tree counts its children there.
        return Page.objects.get(pk=pages[seed.parent].pk)
    root = Page.get_first_root_node()
    return root or Page.add_root(title="Root", slug="root")


def _page(seed: Seed, parent: Page) -> tuple[TranslatedPage, bool]:
    model = TYPES[seed.type]
    found = model.objects.child_of(parent).filter(slug=seed.slug).first()
    if found:
        return found, False
    _clear_greeting(seed, parent)
    page = model(title=seed.title, slug=seed.slug, **_source_columns(seed), **_neutral(seed))
    parent.add_child(instance=page)
    return page, True


def _clear_greeting(seed: Seed, parent: Page) -> None:
    """Take away the page that a new Wagtail puts where the start page belongs."""
    for each in parent.get_children().filter(slug=seed.slug, content_type__model="page"):
        each.delete()
        parent.refresh_from_db()


def _source_columns(seed: Seed) -> dict[str, object]:
    return {column(name, SOURCE): value for name, value in seed.columns(SOURCE).items()}


def _neutral(seed: Seed) -> dict[str, object]:
    fields: dict[str, object] = {"is_top_task": seed.top_task, "origins": {SOURCE: "human"}}
    if seed.type == "topic":
        fields["is_way_in"] = seed.way_in
    if seed.type == "service":
        fields["service_slug"] = seed.service
    return fields


def _fill(page: TranslatedPage, seed: Seed) -> None:
    for name, value in {**_source_columns(seed), **_neutral(seed)}.items():
        setattr(page, name, value)
    page.save_revision().publish()
    for language in CODES:
        if language != SOURCE and language in seed.texts:
            publish_translation(page, language, seed.columns(language), by=None, origin=origin_of(language))


def _connect(page: TranslatedPage, seed: Seed, pages: dict[str, TranslatedPage]) -> None:
    for number, slug in enumerate(seed.entries):
        TopicEntry.objects.get_or_create(topic_id=page.pk, page_id=pages[slug].pk, defaults={"sort_order": number})
    if seed.next and isinstance(page, GuidePage) and page.next_page_id is None:
        page.next_page_id = pages[seed.next].pk
        page.save(update_fields=["next_page"])


def _site(home: TranslatedPage) -> None:
    values = {"hostname": "localhost", "root_page_id": home.pk, "site_name": settings.WAGTAIL_SITE_NAME}
    Site.objects.update_or_create(is_default_site=True, defaults=values)


def _editors(home: TranslatedPage) -> None:
    """Let editors write, publish and see the admin, and nothing else."""
    group, _made = Group.objects.get_or_create(name=EDITORS)
    group.permissions.add(*Permission.objects.filter(codename="access_admin", content_type__app_label="wagtailadmin"))
    for permission in Permission.objects.filter(codename__in=EDITORS_MAY, content_type__app_label="wagtailcore"):
        GroupPagePermission.objects.get_or_create(group=group, page_id=home.pk, permission=permission)
    for role in apps.get_model("accounts.Role").objects.filter(kind="editor").select_related("person"):
        role.person.groups.add(group)
