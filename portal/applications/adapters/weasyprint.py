"""The receipt as a tagged PDF (PDF/UA) by WeasyPrint, in Noto fonts of the machine. Nothing is fetched."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Never

from django.template.loader import render_to_string
from django.utils.translation import override
from weasyprint import CSS, HTML

from portal.applications import package
from portal.applications.errors import PrintingError
from portal.shared.adapters import segno

# It tells every step of every page.
logging.getLogger("weasyprint").setLevel(logging.WARNING)
STYLE = Path(__file__).with_name("receipt.css")


class WeasyPrinter:
    """Prints German first, then the applicant's language."""

    def receipt(self, content: Mapping[str, Any]) -> bytes:
        """Return the PDF of a frozen receipt."""
        languages = list(dict.fromkeys(["de", content["language"]]))
        pages = [self._page(content, language) for language in languages]
        with override("de"):
            html = render_to_string(
                "applications/print/receipt.html", {"pages": pages, "reference": content["reference"]}
            )
        try:
            printed = HTML(string=html, url_fetcher=_refuse).write_pdf(
                stylesheets=[CSS(STYLE)], pdf_variant="pdf/ua-1", pdf_tags=True
            )
        except (OSError, ValueError, MemoryError) as error:
            raise PrintingError from error
        return bytes(printed)

    def _page(self, content: Mapping[str, Any], language: str) -> str:
        with override(language):
            context = {
                "content": package.readable(content),
                "language": language,
                "code": segno.svg(package.verify_address(content["token"])),
            }
            return render_to_string("applications/print/_page.html", context)


def _refuse(_url: str, *_args: Any, **_kwargs: Any) -> Never:
    raise ValueError("A receipt fetches nothing.")
