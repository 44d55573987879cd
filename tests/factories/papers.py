"""Invented papers of every kind, drawn: as a PDF with text, as a scan, as a photograph taken with a phone.

Nobody named here exists. Names and dates are given by the caller, so that tests know what must be found.
"""

import io
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import weasyprint
import yaml
from PIL import Image, ImageDraw, ImageFont

TEXTS = Path(__file__).resolve().parents[1] / "data" / "papers.yaml"
PAGE = "size: A4; margin: 22mm 20mm"
DPI = 200


@dataclass(frozen=True)
class Paper:
    """One invented paper: the code of its kind, its language, a heading and its lines (a tuple is a table's row)."""

    kind: str
    language: str
    letterhead: str
    title: str
    lines: tuple[str | tuple[str, ...], ...]

    @property
    def name(self) -> str:
        """The paper's name in test reports."""
        return f"{self.kind}-{self.language}"


def html(paper: Paper) -> str:
    """Lay a paper out as an office or a company would."""
    rows = "".join(
        f"<p>{line}</p>"
        if isinstance(line, str)
        else "<table><tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr></table>"
        for line in paper.lines
    )
    return (
        f"<style>@page {{{PAGE}}} body {{font: 11pt 'Noto Sans', 'DejaVu Sans', sans-serif}} h1 {{font-size: 17pt}}"
        " header {border-bottom: 1px solid; margin-bottom: 12mm} td {width: 45mm; padding: 1mm}</style>"
        f"<header>{paper.letterhead}</header><h1>{paper.title}</h1>{rows}"
    )


@cache
def pdf(paper: Paper) -> bytes:
    """A PDF with a text layer, as portals of universities and companies make them."""
    made: bytes = weasyprint.HTML(string=html(paper)).write_pdf()
    return made


def text(paper: Paper) -> str:
    """The text layer of the PDF."""
    page = pypdfium2.PdfDocument(pdf(paper))[0]
    return str(page.get_textpage().get_text_bounded())


def plain(paper: Paper) -> str:
    """The words alone, for tests that need no picture."""
    lines = (line if isinstance(line, str) else "  ".join(line) for line in paper.lines)
    return "\n".join([paper.letterhead, paper.title, *lines])


def drawn(paper: Paper) -> Image.Image:
    """The page in grey at 200 dpi."""
    return pypdfium2.PdfDocument(pdf(paper))[0].render(scale=DPI / 72).to_pil().convert("L")


def scan(paper: Paper, seed: int = 1) -> Image.Image:
    """The page from an office scanner: slightly turned, noisy, compressed."""
    chance = _chance(seed)
    grey = np.asarray(drawn(paper).rotate(chance.uniform(-0.8, 0.8), fillcolor=255, resample=Image.Resampling.BICUBIC))
    noise = np.random.default_rng(seed).normal(0, 7, grey.shape)
    return _compressed(np.clip(grey.astype(np.float32) + noise, 0, 255).astype(np.uint8), 60).convert("RGB")


def phone(paper: Paper, seed: int = 1) -> Image.Image:
    """The page on a table, photographed by hand: from the side, with a shadow, slightly out of focus."""
    return photographed(drawn(paper), seed)


def photographed(page: Image.Image, seed: int = 1) -> Image.Image:
    """Photograph a drawn page."""
    chance, random_ = _chance(seed), np.random.default_rng(seed)
    grey = np.asarray(page.convert("L"))
    height, width = 2800, 2100
    corners = [(230, 260), (1880, 220), (1930, 2560), (180, 2600)]
    target = np.array([(x + chance.randint(-50, 50), y + chance.randint(-50, 50)) for x, y in corners], np.float32)
    source = np.array([(0, 0), (grey.shape[1], 0), grey.shape[::-1], (0, grey.shape[0])], np.float32)
    table = np.full((height, width, 3), (96, 118, 140), np.float32) + random_.normal(0, 10, (height, width, 1))
    matrix = cv2.getPerspectiveTransform(source, target)
    laid = cv2.warpPerspective(np.repeat(grey[..., None], 3, 2), matrix, (width, height), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.ones_like(grey), matrix, (width, height))[..., None]
    shade = np.linspace(1.0, chance.uniform(0.6, 0.75), width, dtype=np.float32)[None, :, None]
    photo = np.where(mask > 0, laid * 0.93, table) * shade + random_.normal(0, 4, (height, width, 3))
    blurred = cv2.GaussianBlur(np.clip(photo, 0, 255).astype(np.uint8), (0, 0), chance.uniform(0.6, 1.0))
    return _compressed(blurred, 75)


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - noise, no secrets


def _compressed(pixels: np.ndarray, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)


def empty() -> Image.Image:
    """A blank sheet from a scanner."""
    noise = np.random.default_rng(1).normal(248, 3, (2339, 1654))
    return Image.fromarray(np.clip(noise, 0, 255).astype(np.uint8)).convert("RGB")


def tigrinya() -> Image.Image:
    """A page in Tigrinya (Ethiopic script)."""
    words = "ምስክር ወረቀት ልደት እዚ ከም መረጋገጺ ኮይኑ የገልግል ስም ሓረስ ዕለት ከተማ ኣስመራ ኤርትራ ቤት ጽሕፈት ምምሕዳር ሰነድ ወለዲ ኣቦ ኣደ"
    return _lettered(words.split(), "NotoSansEthiopic-Regular.ttf")


def tibetan() -> Image.Image:
    """A page in Tibetan."""
    words = "སྐྱེས་པའི་ ལག་ཁྱེར། མིང་དང་ ཕ་མའི་ མིང་། བོད་ཀྱི་ སྐད་ཡིག་གི་ ཤོག་བུ་ ཞིག་ཡིན། ལོ་ཟླ་ ཚེས་གྲངས་ ས་གནས་ སྲིད་གཞུང་"
    return _lettered(words.split(), "NotoSerifTibetan-Regular.ttf")


def _lettered(words: list[str], font: str) -> Image.Image:
    page, chance = Image.new("L", (1654, 2339), 255), _chance(3)
    pen, letters = ImageDraw.Draw(page), ImageFont.truetype(font, 40)
    for number in range(22):
        line = " ".join(chance.choices(words, k=chance.randint(4, 7)))
        pen.text((150, 150 + 85 * number), line, fill=0, font=letters)
    return page.convert("RGB")


def blurred(pages: int = 48) -> bytes:
    """A scan of many pages that nobody can read, as a PDF."""
    page = drawn(PAPERS[0])
    unreadable = page.resize((page.width // 8, page.height // 8)).resize((page.width // 2, page.height // 2))
    buffer = io.BytesIO()
    copies = [unreadable] * pages
    copies[0].save(buffer, "PDF", save_all=True, append_images=copies[1:], resolution=100, quality=40)
    return buffer.getvalue()


def paper(name: str) -> Paper:
    """Return the paper of that name, such as `enrolment-de`."""
    return next(each for each in PAPERS if each.name == name)


def _listed() -> tuple[Paper, ...]:
    raw = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    rows = [[tuple(line.split("|")) if "|" in line else line for line in each.pop("lines")] for each in raw]
    return tuple(Paper(lines=tuple(lines), **each) for each, lines in zip(raw, rows, strict=True))


PAPERS = _listed()
