"""Re-wrap all data keys with the newest key of the ring; afterwards the old key may leave the settings."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.vault import actions


class Command(BaseCommand):
    help = "Wrap every data key with the newest key of VAULT_KEYS. Safe while the portal runs."

    def handle(self, *_args: Any, **_options: Any) -> None:
        total = 0
        while done := actions.rotate():
            total += done
        self.stdout.write(f"{total} data keys re-wrapped.")
