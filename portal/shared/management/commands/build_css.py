"""Joins the stylesheets, in the order of their cascade layers, into the one that pages link: css/site.css.

Deliberately no more than joining and squeezing white space: the sources are plain CSS that a browser takes as it is.
"""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

CSS = Path(settings.BASE_DIR) / "portal" / "static" / "css"
LAYERS = "@layer tokens,base,layout,components,utilities;"
FIRST = ("tokens.css", "fonts.css", "base.css", "layout.css")
LAST = ("utilities.css",)


def site_css() -> str:
    """Return the joined stylesheet; the same sources give the same bytes."""
    components = sorted((CSS / "components").glob("*.css"))
    sources = [*(CSS / name for name in FIRST), *components, *(CSS / name for name in LAST)]
    return LAYERS + "\n" + "\n".join(squeeze(path.read_text()) for path in sources) + "\n"


def squeeze(css: str) -> str:
    """Take out comments (licence notices, `/*!`, stay) and white space that means nothing."""
    notices = re.findall(r"/\*!.*?\*/", css, flags=re.DOTALL)
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};]) ?", r"\1", css).replace(";}", "}")
    css = re.sub(r"([{;][a-z-]+): ", r"\1:", css)
    return "\n".join([*notices, css.strip()])


class Command(BaseCommand):
    help = "Join the stylesheets into css/site.css."

    def handle(self, *_args: object, **_options: object) -> None:
        (CSS / "site.css").write_text(site_css())
