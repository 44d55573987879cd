"""Papers of fictional people, painted with Pillow; every one says that it is a specimen."""

import io
import unicodedata
from datetime import date, timedelta
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from portal.demo.ports import Papers

OCR_B = Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf")
MONO = Path("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf")
THREE_LETTERS = {
    "SY": "SYR", "UA": "UKR", "TR": "TUR", "KZ": "KAZ", "NG": "NGA", "IN": "IND", "TN": "TUN", "BR": "BRA",
}  # fmt: skip
# ICAO 9303-3, section 4.9: check digits weigh 7, 3, 1.
WEIGHTS = (7, 3, 1)
INK, PAPER, TINT = (25, 25, 60), (246, 244, 236), (214, 224, 238)


class PicturePainter:
    """Paints on a calm background, large enough for a reader."""

    def paint(self, kind: str, papers: Papers) -> bytes:
        """Return a JPEG of a `passport` or an `enrolment` certificate."""
        picture = _passport(papers) if kind == "passport" else _certificate(papers)
        content = io.BytesIO()
        picture.save(content, "JPEG", quality=88)
        return content.getvalue()


def zone_of(papers: Papers) -> tuple[str, str]:
    """Return the two lines of a passport's machine-readable zone (ICAO 9303-4)."""
    country = THREE_LETTERS.get(papers.nationality, "UTO")
    names = f"P<{country}{_latin(papers.family_name)}<<{_latin(papers.given_names)}".ljust(44, "<")[:44]
    number, birth, expiry = papers.number.ljust(9, "<"), f"{papers.birth:%y%m%d}", f"{papers.expiry:%y%m%d}"
    sex = papers.sex if papers.sex in "MF" else "<"
    number, birth, expiry = (part + check_digit(part) for part in (number, birth, expiry))
    optional = "<" * 14 + "0"
    line = f"{number}{country}{birth}{sex}{expiry}{optional}"
    return names, line + check_digit(number + birth + expiry + optional)


def check_digit(text: str) -> str:
    """Return the check digit of a field."""
    values = (int(each, 36) if each != "<" else 0 for each in text)
    return str(sum(value * WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


def _latin(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ł", "l"))
    letters = "".join(each for each in plain if not unicodedata.combining(each)).upper()
    return "".join(each if each.isascii() and each.isalpha() else "<" for each in letters)


def _passport(papers: Papers) -> Image.Image:
    picture = Image.new("RGB", (1600, 1130), TINT)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, 1560, 1090), fill=PAPER)
    draw.rectangle((90, 230, 470, 730), fill=TINT)
    draw.ellipse((200, 300, 360, 470), fill=INK)
    draw.pieslice((130, 490, 430, 960), 180, 360, fill=INK)
    draw.rectangle((90, 725, 470, 965), fill=PAPER)
    _lines(draw, (90, 80), 44, ["PASSPORT   SPECIMEN   NOT A REAL DOCUMENT"])
    _lines(draw, (530, 220), 36, _printed(papers))
    font = _font(OCR_B, 55)
    for row, text in enumerate(zone_of(papers)):
        _spaced(draw, (75, 900 + row * 80), text, font)
    return picture


def _printed(papers: Papers) -> list[str]:
    return [
        f"Surname: {papers.family_name}",
        f"Given names: {papers.given_names}",
        f"Nationality: {THREE_LETTERS.get(papers.nationality, 'UTO')}",
        f"Date of birth: {papers.birth:%d.%m.%Y}",
        f"Sex: {papers.sex}",
        f"Passport No.: {papers.number}",
        f"Date of expiry: {papers.expiry:%d.%m.%Y}",
    ]


def _certificate(papers: Papers) -> Image.Image:
    picture = Image.new("RGB", (1240, 1754), PAPER)
    draw = ImageDraw.Draw(picture)
    issued = date(papers.expiry.year, papers.expiry.month, papers.expiry.day) - timedelta(days=1830)
    _lines(
        draw,
        (110, 120),
        40,
        ["Hochschule Lindenfurt", "", "Immatrikulationsbescheinigung", "(Muster, kein echtes Dokument)"],
    )
    _lines(
        draw,
        (110, 480),
        32,
        [
            f"{papers.given_names} {papers.family_name}",
            f"geboren am {papers.birth:%d.%m.%Y}",
            "",
            "ist an der Hochschule Lindenfurt eingeschrieben.",
            "Studiengang: Umwelttechnik (Bachelor)",
            "Fachsemester: 4",
            "",
            f"Lindenfurt, den {issued:%d.%m.%Y}",
        ],
    )
    return picture


def _lines(draw: ImageDraw.ImageDraw, at: tuple[int, int], size: int, lines: list[str]) -> None:
    font = _font(MONO, size)
    for row, text in enumerate(lines):
        draw.text((at[0], at[1] + row * size * 1.8), text, fill=INK, font=font)


def _spaced(draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, font: ImageFont.FreeTypeFont) -> None:
    """Print letters in cells of one width, as the standard asks (10 to the inch)."""
    for place, letter in enumerate(text):
        draw.text((at[0] + place * 33, at[1]), letter, fill=INK, font=font)


def _font(wanted: Path, size: int) -> ImageFont.FreeTypeFont:
    for place in (wanted, MONO):
        if place.exists():
            return ImageFont.truetype(str(place), size)
    return ImageFont.load_default(size)  # type: ignore[return-value]
