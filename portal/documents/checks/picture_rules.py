"""What is wrong with a picture on which too little could be read: dark, small, blurred, glaring, empty."""

from typing import Any

from portal.documents.checks import kinds
from portal.documents.checks.kinds import Kind
from portal.documents.checks.outcome import Outcome

# Below these a photograph is hard to read (measured on phone photographs).
DARK, SMALL, BLURRED, FLAT = 50, 900, 60, 40
# A share of the picture that is white without drawing.
GLARE = 0.12
OCR_POOR = 60
# So many words were read that the picture itself is good.
PAGE_OF_TEXT = 12
# Scripts (ISO 15924) that the reader knows; the empty one is "cannot tell".
READ_SCRIPTS = ("", "Zyyy", "Latn", "Cyrl", "Arab")
# Sheets that are right where a card is asked for, and carry no zone.
WITHOUT_ZONE = ("card_front", "supplementary_sheet", "interim_certificate")
# Kinds that share the sentences of another one.
FAMILY = {"previous_passport": "passport"}
PICTURE_CASES = ("dark", "small", "blurred", "glare")


def trouble(quality: dict[str, Any]) -> str:
    """Tell why little could be read, as far as the picture shows it; empty when nothing stands out."""
    if quality.get("mean", 128) < DARK:
        return "dark"
    if quality.get("long", SMALL) < SMALL:
        return "small"
    if quality.get("glare", 0) > GLARE and quality.get("mean", 128) < 200:  # noqa: PLR2004 - a white sheet is no glare
        return "glare"
    return "blurred" if quality.get("sharp", BLURRED) < BLURRED else ""


def no_zone(kind: Kind, reading: dict[str, Any]) -> Outcome:
    """Say what to do when no zone could be read: another paper, a bad picture, or the wrong side."""
    if reading.get("is_late"):
        return Outcome("text", "skipped", {"case": "late"})
    seen = recognised(reading)
    verdict = kinds.verdict(kind, seen)
    if verdict == "other":
        return Outcome("kind", "warn", {"case": "other", "found": seen.code, "wanted": kind.code})
    if verdict == "same" and seen.code in WITHOUT_ZONE:
        return Outcome("kind", "pass", {"case": seen.code})
    family, quality = FAMILY.get(kind.code, kind.code), reading.get("quality", {})
    words = int(reading.get("text", {}).get("count", 0))
    if not words and quality.get("range", FLAT) < FLAT:
        return Outcome("text", "warn", {"case": "empty"})
    if words >= PAGE_OF_TEXT and family == "passport":
        return Outcome("zone", "warn", {"case": f"no-lines-{family}"})
    return Outcome("zone", "warn", {"case": f"{trouble(quality) or 'no-zone'}-{family}"})


def recognised(reading: dict[str, Any]) -> kinds.Recognised:
    """Tell which paper a page looks like, by its words and its zone."""
    lines = reading.get("zone", ())
    return kinds.recognise(reading.get("text", {}), has_zone=bool(lines), zone_code=lines[0][:2] if lines else "")


def no_text(reading: dict[str, Any]) -> Outcome | None:
    """Say what to do when no text could be read; None when enough was."""
    if reading.get("is_late"):
        return Outcome("text", "skipped", {"case": "late"})
    text, sure = reading.get("text", {}), int(reading.get("confidence", 100))
    if text.get("count") and sure >= OCR_POOR:
        return None
    if not text.get("count") and reading.get("script", "") not in READ_SCRIPTS:
        return Outcome("language", "skipped", {"case": "script"})
    quality = reading.get("quality", {})
    if not text.get("count") and quality.get("range", FLAT) < FLAT:
        return Outcome("text", "warn", {"case": "empty"}, sure)
    return Outcome("text", "warn", {"case": trouble(quality) or "unreadable"}, sure)
