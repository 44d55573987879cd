"""Ports to products: a setting names the adapter, this loads it once."""

from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string


@cache
def _load(path: str, options: tuple[tuple[str, Any], ...]) -> Any:
    return import_string(path)(**dict(options))


def adapter(setting: str, alias: str | None = None) -> Any:
    """Return the adapter that the setting names: {"ADAPTER": path, "OPTIONS": {...}}, or one alias of several."""
    config = getattr(settings, setting)
    if alias is not None:
        config = config[alias]
    return _load(config["ADAPTER"], tuple(sorted(config.get("OPTIONS", {}).items())))


def _forget(**_kwargs: Any) -> None:
    _load.cache_clear()


setting_changed.connect(_forget)
