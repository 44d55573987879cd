"""What of a reading is kept for the checks: lines of the zone, dates, kinds, salted words; never the text itself."""

from typing import Any

from portal.documents.checks import words
from portal.documents.ports import Reading, ZoneFound


def kept(reading: Reading, quality: dict[str, Any], pages: int) -> dict[str, Any]:
    """Reduce a reading to plain JSON."""
    return {
        "zone": list(reading.zone.lines) if reading.zone else [],
        "zone_details": _details(reading.zone),
        "quality": quality | ({"pitch": reading.zone.pitch} if reading.zone else {}),
        "confidence": reading.confidence,
        "script": reading.script,
        "text": words.digest(reading.text, reading.script),
        "barcodes": [list(each) for each in reading.barcodes],
        "is_late": reading.is_late,
        "pages": pages,
    }


def _details(zone: ZoneFound | None) -> dict[str, Any]:
    if zone is None:
        return {}
    return {
        "is_sure": zone.is_sure,
        "page": zone.page,
        "corners": [list(each) for each in zone.corners],
        "confidence": zone.confidence,
        "repaired": list(zone.repaired),
        "others": zone.others,
    }
