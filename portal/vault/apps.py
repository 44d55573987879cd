"""Encryption at rest; keys, sealed values, sealed files."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "portal.vault"
    label = "vault"
