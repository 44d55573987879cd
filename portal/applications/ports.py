"""What this room needs from the outside."""

from collections.abc import Mapping
from typing import Any, Protocol


class Printer(Protocol):
    """Turns a frozen receipt into a document to keep."""

    def receipt(self, content: Mapping[str, Any]) -> bytes:
        """Return a tagged PDF; PrintingError when that cannot be done now."""
