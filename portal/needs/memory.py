"""What a session remembers of a visitor: answers and marks, for a day. Nothing of it stands in an address or a row."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

from portal.shared import clock

KEY = "needs"
# Seconds after the first answer. A session of somebody who is signed in may end sooner.
KEPT_FOR = 24 * 60 * 60


def recalled(session: SessionBase, part: str) -> dict[str, Any]:
    """Return the answers or marks that are not older than a day."""
    found = _kept(session).get(part)
    return dict(found) if isinstance(found, dict) else {}


def remember(session: SessionBase, part: str, values: Mapping[str, Any]) -> None:
    """Keep answers or marks; the first ones begin the day, and only now is there a session cookie."""
    kept = _kept(session) or {"since": clock.now().timestamp()}
    session[KEY] = {**kept, part: dict(values)}
    if SESSION_KEY not in session:
        session.set_expiry(KEPT_FOR)


def forget(session: SessionBase) -> None:
    """Erase all of it."""
    session.pop(KEY, None)


def _kept(session: SessionBase) -> dict[str, Any]:
    kept = session.get(KEY)
    if not isinstance(kept, dict) or clock.now().timestamp() - kept.get("since", 0) > KEPT_FOR:
        return {}
    return kept
