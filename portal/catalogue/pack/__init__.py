"""Packs: services and the law's tables as YAML files, so that offices can share them."""

from portal.catalogue.pack.loading import MOST_BYTES, parsed
from portal.catalogue.pack.reading import FOLDER, TABLES, Packs, read_needs, read_packs, read_service
from portal.catalogue.pack.writing import written

__all__ = ["FOLDER", "MOST_BYTES", "TABLES", "Packs", "parsed", "read_needs", "read_packs", "read_service", "written"]
