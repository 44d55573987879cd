"""What every page needs to know about itself: language, direction, the same page in other languages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.shared import language


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the language picker."""

    code: str
    name: str
    dir: str
    url: str
    is_current: bool


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `page_language`, `page_dir`, `language_links`, `demo`, `theme`, `is_cms_page`."""
    code = language.current()
    return {
        "page_language": code,
        "page_dir": language.direction(code),
        "language_links": [_link(request, each, code) for each in language.CODES],
        "demo": settings.DEMO,
        # After our own style sheet, and outside its layers: what it says wins.
        "theme": "theme/theme.css" if settings.THEME_FOLDER else "",
        "is_cms_page": False,
    }


def _link(request: HttpRequest, code: str, current: str) -> LanguageLink:
    return LanguageLink(
        code,
        language.native_name(code),
        language.direction(code),
        same_page_in(request.get_full_path(), code),
        code == current,
    )


def same_page_in(path: str, code: str) -> str:
    """Return the address of the same page in another language: only the first path part differs."""
    parts = path.split("/", 2)
    if len(parts) > 2 and parts[1] in language.CODES:  # noqa: PLR2004
        return f"/{code}/{parts[2]}"
    return f"/{code}/"
