"""FIM (Föderales Informationsmanagement): takes a data scheme of the public catalogue in as a new draft service."""

from portal.catalogue.fim.elements import Unknown
from portal.catalogue.fim.keys import is_fim_field_id, is_leika_key
from portal.catalogue.fim.reading import Imported, read

__all__ = ["Imported", "Unknown", "is_fim_field_id", "is_leika_key", "read"]
