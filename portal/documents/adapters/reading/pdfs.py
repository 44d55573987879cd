"""PDFs: looked at for passwords and forms, then drawn; only the drawn pages go on, so nothing active survives."""

import io
import resource
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pikepdf
import pypdfium2
from PIL import Image

from portal.documents.adapters.reading import archives, pictures
from portal.documents.adapters.reading.pictures import RefusedError

MOST_PAGES = 100
# 200 inches, the format's own limit for older readers.
MOST_POINTS = 14_400
MOST_PAGE_PIXELS = 12_000_000
MOST_IMAGE_PIXELS = 400_000_000
# Letters read nearly as well at 150 (0.16 against 0.12 % of letters wrong) and a sixth quicker, but the lines of a
# passport on an A4 page need 18 pixels a letter and have 15 there.
DPI = 200
# Kilobytes, as the kernel counts.
MUCH_MEMORY = 600 * 1024
# Pages whose text layer is looked at, and the space all pages may take together.
LOOKED_AT = 15
MOST_OUTPUT = 64 * 1024 * 1024
HONEST_WORDS = 50
# What hangs in a file may be a file with something in it.
MOST_ATTACHED, MOST_ATTACHMENTS, MOST_DEPTH = 16 * 1024 * 1024, 20, 3
PDF, HEADER_WITHIN = b"%PDF-", 1024


@dataclass
class Drawn:
    """All pages as JPEG, the first one as pixels to measure, and each page's text layer that can be trusted.

    `text` is parted by form feeds, and empty for a page whose layer says little or may lie.
    """

    first: Image.Image
    pages: list[bytes] = field(default_factory=list)
    text: str = ""
    attachments: list[bytes] = field(default_factory=list)


def open_pdf(data: bytes, wind_up: Callable[[], None]) -> Drawn:
    """Draw every page, winding up the clock anew for each; RefusedError with the reason when that cannot be done."""
    attachments = _inspect(data)
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise RefusedError("encrypted" if "assword" in str(error) else "corrupt") from error
    if count == 0:
        raise RefusedError("corrupt")
    if count > MOST_PAGES:
        raise RefusedError("too-many-pages")
    drawn = _draw(document, count, wind_up)
    drawn.attachments = attachments
    return drawn


def blank() -> bytes:
    """Return a PDF of one empty page."""
    buffer = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(buffer)
    return buffer.getvalue()


def _inspect(data: bytes, depth: int = 1) -> list[bytes]:
    """Look for passwords, forms that only one program can show, memory-filling pictures; return attachments."""
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise RefusedError("encrypted") from error
    except pikepdf.PdfError:
        # What this parser cannot read, the drawing decides.
        return []
    with pdf:
        try:
            _refuse_xfa(pdf)
            _refuse_huge_pictures(pdf)
            return _attachments(pdf, depth)
        except (RefusedError, MemoryError):
            raise
        except Exception as error:
            # What hangs in it cannot be looked through, so nobody can say that it is harmless.
            raise RefusedError("too-complex") from error


def _attachments(pdf: pikepdf.Pdf, depth: int) -> list[bytes]:
    """Unpack the files inside the file, and those inside them; what cannot be looked through is refused."""
    found: list[bytes] = []
    for unpacked in _unpacked(pdf):
        archives.check(unpacked)
        found.append(unpacked)
        if PDF in unpacked[:HEADER_WITHIN]:
            if depth == MOST_DEPTH:
                raise RefusedError("too-complex")
            found += _inspect(unpacked, depth + 1)
    if len(found) > MOST_ATTACHMENTS or sum(map(len, found)) > MOST_ATTACHED:
        raise RefusedError("too-complex")
    return found


def _unpacked(pdf: pikepdf.Pdf) -> Iterator[bytes]:
    """Yield what is attached, however it hangs in the file."""
    space, seen = 0, set()
    for thing in pdf.objects:
        inner = thing.get("/EF") if isinstance(thing, pikepdf.Dictionary) else None
        found = inner.values() if isinstance(inner, pikepdf.Dictionary) else [thing]
        for stream in found:
            is_file = inner is not None or _is_embedded(stream)
            if not (is_file and isinstance(stream, pikepdf.Stream)) or stream.objgen in seen:
                continue
            seen.add(stream.objgen)
            unpacked = stream.read_bytes()
            space += len(unpacked)
            if space > MOST_ATTACHED:
                raise RefusedError("too-complex")
            yield unpacked


def _is_embedded(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Stream) and thing.get("/Type") == "/EmbeddedFile"


def _refuse_xfa(pdf: pikepdf.Pdf) -> None:
    form = pdf.Root.get("/AcroForm")
    is_dynamic = (
        pdf.Root.get("/NeedsRendering", False) or not len(form.get("/Fields", [])) if form is not None else False
    )
    if form is not None and "/XFA" in form and is_dynamic:
        raise RefusedError("xfa")


def _refuse_huge_pictures(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
            width, height = thing.get("/Width", 0), thing.get("/Height", 0)
            if int(width) * int(height) > MOST_IMAGE_PIXELS:
                raise RefusedError("too-complex")


def _draw(document: pypdfium2.PdfDocument, count: int, wind_up: Callable[[], None]) -> Drawn:
    space, words = 0, []
    drawn: Drawn | None = None
    for number in range(count):
        wind_up()
        try:
            page = document[number]
            image = _image(page)
        except (pypdfium2.PdfiumError, ValueError) as error:
            raise RefusedError("too-complex" if _has_filled_memory() else "corrupt") from error
        drawn = drawn or Drawn(image)
        drawn.pages.append(pictures.jpeg(image))
        space += len(drawn.pages[-1])
        if space > MOST_OUTPUT:
            raise RefusedError("too-complex")
        if number < LOOKED_AT:
            words.append(_honest_text(page))
    if drawn is None:
        raise RefusedError("corrupt")
    drawn.text = "\f".join(words) if any(words) else ""
    return drawn


def _has_filled_memory() -> bool:
    """Say whether drawing took more than any honest page: the library only says that it failed."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > MUCH_MEMORY


def _image(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    if max(width, height) > MOST_POINTS or min(width, height) <= 0:
        raise RefusedError("page-too-large")
    scale = min(DPI / 72, (MOST_PAGE_PIXELS / (width * height)) ** 0.5)
    drawn = page.render(scale=scale, may_draw_forms=True).to_pil()
    return drawn.convert("RGB")


def _honest_text(page: pypdfium2.PdfPage) -> str:
    """Return the text layer, unless it may lie: a scan may carry any text behind its picture."""
    text: str = page.get_textpage().get_text_bounded()
    is_scan = any(_fills(page, thing) for thing in page.get_objects(max_depth=2))
    return text if len(text.split()) >= HONEST_WORDS and not is_scan else ""


def _fills(page: pypdfium2.PdfPage, thing: pypdfium2.PdfObject) -> bool:
    if thing.type != pypdfium2.raw.FPDF_PAGEOBJ_IMAGE:
        return False
    left, bottom, right, top = thing.get_bounds()
    width, height = page.get_size()
    return bool((right - left) * (top - bottom) > width * height * 0.8)
