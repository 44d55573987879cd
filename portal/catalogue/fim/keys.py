"""The forms of the keys that FIM gives out (fimportal.de). Only the catalogue knows whether a key exists."""

import re

LEIKA_KEY = re.compile(r"99[0-9]{12}")
FIELD_ID = re.compile(r"F[0-9]{8,12}(V[0-9]{1,4}(\.[0-9]{1,4}){0,2})?")


def is_leika_key(text: str) -> bool:
    """Say whether a text has the form of a service key (Leistungsschlüssel): 14 digits, the first two 99.

    Source of the keys: FIM, Baustein Leistungen. The key has no check digit.
    """
    return LEIKA_KEY.fullmatch(text) is not None


def is_fim_field_id(text: str) -> bool:
    """Say whether a text has the form of a data field's id: F and 8 digits (XDatenfelder 2) or 11 (3), if known V and
    the version: F60000227V1.1.

    Source of the ids: FIM, Baustein Datenfelder.
    """
    return FIELD_ID.fullmatch(text) is not None
