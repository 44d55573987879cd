"""Who may work on services: editors do everything, translators change texts."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.db.models.signals import post_migrate, post_save

EDITORS, TRANSLATORS = "Redaktion", "Übersetzung"
GROUPS = {"editor": EDITORS, "translator": TRANSLATORS}
# What editors alone may touch: versions, samples and cut-offs are made by actions, never by hand.
BY_HAND = (
    *("service", "serviceguide", "guidestep", "step", "question", "choice", "documentrequirement", "feerule"),
    *("hint", "note", "statustext", "standardtext", "documenttype", "legalsentence"),
)
LAW = ("fee", "feereduction", "threshold")
OPEN_ADMIN = Q(content_type__app_label="wagtailadmin", codename="access_admin")


def give_permissions(**_: Any) -> None:
    """Give both groups what they need; whatever else an office gave them stays."""
    _give(EDITORS, OPEN_ADMIN | _of((*BY_HAND, *LAW), ("add", "change", "delete", "view")))
    _give(TRANSLATORS, OPEN_ADMIN | _of((*BY_HAND, *LAW), ("change", "view")))
    for role in apps.get_model("accounts.Role").objects.filter(kind__in=GROUPS).select_related("person"):
        join(role)


def _of(models: tuple[str, ...], actions: tuple[str, ...]) -> Q:
    names = [f"{action}_{model}" for model in models for action in actions]
    return Q(content_type__app_label="catalogue", codename__in=names)


def _give(group: str, permissions: Q) -> None:
    Group.objects.get_or_create(name=group)[0].permissions.add(*Permission.objects.filter(permissions))


def join(instance: Any, **_: Any) -> None:
    """Let a person with a role into its group."""
    group = Group.objects.filter(name=GROUPS.get(instance.kind, "")).first()
    if group:
        instance.person.groups.add(group)


def connect() -> None:
    """Listen: roles are given at any time; permissions exist once all apps are migrated."""
    post_save.connect(join, sender=apps.get_model("accounts.Role"))
    post_migrate.connect(give_permissions, sender=apps.get_app_config("auth"))
