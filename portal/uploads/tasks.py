"""The broom: uploads that nobody finished, and staged files that no row knows."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from portal.uploads import actions, queries

# A staged file without a row may belong to an upload that is just being begun.
ORPHAN_AGE = timedelta(hours=2)


def sweep() -> int:
    """Let go of expired uploads and of files without a row; returns how many things went."""
    orphans = [path for path in _old_files() if not queries.is_known(path.name)]
    for path in orphans:
        path.unlink(missing_ok=True)
    return actions.drop_expired() + len(orphans)


def _old_files() -> Iterator[Path]:
    oldest = time.time() - ORPHAN_AGE.total_seconds()
    for path in Path(settings.SEALED_ROOT).glob(f"{actions.MARK}?/{actions.MARK}*"):
        if path.stat().st_mtime < oldest:
            yield path
