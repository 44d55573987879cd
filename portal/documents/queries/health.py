"""How scanner and reader are."""

from portal.documents.ports import Health
from portal.shared.registry import adapter


def scanner_health() -> Health:
    """Ask the scanner how it is."""
    health: Health = adapter("SCANNER").health()
    return health


def reader_health() -> Health:
    """Ask the reader how it is."""
    health: Health = adapter("READER").health()
    return health
