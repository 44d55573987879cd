"""The sentences of the checks: what was found, and the one thing to do next."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.catalogue import queries as catalogue
from portal.documents.checks import labels
from portal.documents.checks.advice import ADVICE

Sentence = str | Promise

STATES: Mapping[str, Sentence] = {
    "sealed": _("Being checked"),
    "held": _("Being checked"),
    "scanned": _("Being checked"),
    "normalised": _("Being checked"),
    "read": _("Being checked"),
    "checked": _("Checked"),
    "refused": _("Not accepted"),
    "removed": _("Removed"),
}
LOOK = _("We noticed something")
WAIT = _("We have received the file and are checking it. You can go on with your application meanwhile.")
WAIT_LONG = _(
    "We have received the file safely. The check takes longer than usual. "
    "You can go on with your application meanwhile."
)
FINE = _("This file is fine. You do not need to do anything.")
READ_WELL = _("We could read your document. Please compare the values below with it.")
SENT_ANYWAY = _("You send this file as it is. The office will look at it.")

REFUSALS: Mapping[str, Sentence] = {
    "infected": _(
        "Our virus scanner found something harmful in this file. We deleted it. "
        "Please take a new photo of the page, or upload another copy."
    ),
    "encrypted": _("This file is protected with a password. Save it without a password and upload it again."),
    "corrupt": _("We could not open this file. It may be damaged. Save or scan it again, or take a new photo."),
    "xfa": _(
        "This PDF is a form that only some programs can show. Open it, choose print, save it as PDF, upload that."
    ),
    "too-complex": _(
        "This file is too complicated for us to check. Print it and take a photo, or save it as a new PDF."
    ),
    "too-many-pixels": _("This picture has too many pixels. Take a new photo with the normal camera setting."),
    "too-many-pages": _("This PDF has more than 100 pages. Upload only the pages that we ask for."),
    "page-too-large": _("A page of this PDF is too large. Save it in A4 size and upload it again."),
    "gone": _("We could not keep this file. Please upload it again."),
}
# Why a file is not there, for staff.
REFUSED_FOR_STAFF: Mapping[str, Sentence] = {
    "infected": _("The virus scanner found something harmful in it: {signature}. It was not kept."),
    "encrypted": _("It is protected with a password. Nobody could check it, so it was not kept."),
}
UNREADABLE_FOR_STAFF = _("It could not be opened or checked. It was not kept.")
REFUSED = _("We cannot use this file. Please upload another one.")

LABELS: Mapping[str, Sentence] = {
    "zone": _("Machine-readable lines"),
    "expiry": _("Valid until"),
    "expiry_typed": _("End date as in the form"),
    "name": _("Name as in the form"),
    "birth": _("Date of birth as in the form"),
    "number": _("Number as in the form"),
    "text": _("Text"),
    "kind": _("Kind of document"),
    "date": _("Date of the paper"),
    "nationality": _("Nationality as in the form"),
    "copies": _("One document in the picture"),
    "language": _("Language of the paper"),
    "months": _("Number of payslips"),
    "pages": _("All pages and sides"),
    "code": _("Name in the bar code"),
}
# What staff read; the first whose values are there.
DETAILS: tuple[tuple[tuple[str, ...], Sentence], ...] = (
    (("found", "typed"), _("Read: {found}. In the form: {typed}.")),
    (("found", "wanted"), _("Looks like: {found}. Asked for: {wanted}.")),
    (("fields",), _("Corrected by check digits: {fields}.")),
    (("date", "until"), _("Date read: {date}. Wanted until: {until}.")),
    (("date",), _("Date read: {date}.")),
    (("typed",), _("In the form: {typed}.")),
)
# Fields of the zone in the order of a passport, each with its name in the zone's confidence.
READ_FIELDS = (
    ("family_name", "name"),
    ("given_names", "name"),
    ("number", "number"),
    ("nationality", "nationality"),
    ("date_of_birth", "birth"),
    ("sex", "sex"),
    ("expiry", "expiry"),
)
SEXES: Mapping[str, Sentence] = {"M": _("male (M)"), "F": _("female (F)"), "X": _("diverse or not stated (X)")}
READ_LABELS: Mapping[str, Sentence] = {
    "family_name": _("Family name"),
    "given_names": _("Given names"),
    "number": _("Number"),
    "nationality": _("Nationality"),
    "date_of_birth": _("Date of birth"),
    "sex": _("Sex"),
    "expiry": _("Valid until"),
}
# The zone's fields as staff know them.
FIELDS: Mapping[str, Sentence] = {
    "name": _("Name"),
    "number": _("Number"),
    "nationality": _("Nationality"),
    "birth": _("Date of birth"),
    "expiry": _("Valid until"),
    "sex": _("Sex"),
    "issuer": _("Issued by"),
    "code": _("Kind of document"),
    "given": _("Given names"),
    "optional": _("Further data"),
    "optional_two": _("Further data"),
    "office": _("Issued by"),
}
RESULTS: Mapping[str, Sentence] = {
    "pass": _("Fits"),
    "warn": _("Please look"),
    "fail": _("Does not fit"),
    "skipped": _("Not checked"),
}


# Values that are codes, and what they are called.
NAMES_OF: Mapping[str, Mapping[str, Sentence]] = {"kind": labels.LABELS, "sex": SEXES}


def advice(check: str, values: Mapping[str, Any]) -> str:
    """Return the sentence for a finding, with its values; empty when there is nothing to do."""
    found = ADVICE.get((check, str(values.get("case", ""))))
    if found is None:
        return ""
    # The plural is chosen by %, the values are put in by braces: a name may contain a per cent sign.
    template = str(found.sentence % values)
    return template.format_map({key: shown(check, value) for key, value in values.items()})


def drawing(check: str, values: Mapping[str, Any]) -> str:
    """Return the drawing that goes with a finding's sentence; empty for none."""
    found = ADVICE.get((check, str(values.get("case", ""))))
    return found.drawing if found else ""


def detail(check: str, values: Mapping[str, Any]) -> str:
    """Return what staff should know beyond "please look": both values, the date, the corrected fields."""
    filled = {key: shown(check, value) for key, value in values.items()}
    if "fields" in values:
        filled["fields"] = ", ".join(str(FIELDS.get(each, each)) for each in values["fields"])
    found = next((sentence for keys, sentence in DETAILS if all(filled.get(key) for key in keys)), "")
    return str(found).format_map(filled)


def refusal_for_staff(reason: str, signature: str) -> str:
    """Return why a file is not there, with what the scanner calls it."""
    sentence = str(REFUSED_FOR_STAFF.get(reason, UNREADABLE_FOR_STAFF))
    return sentence.format(signature=signature or "–")


def shown(check: str, value: object) -> str:
    """Write a value for people: dates and countries in the page's language, kinds by name, all else as it is."""
    if check == "nationality":
        return catalogue.place_name(str(value), get_language() or "de")
    named = NAMES_OF.get(check, {}).get(str(value))
    if named is not None:
        return str(named)
    try:
        return date_format(date.fromisoformat(str(value)), "DATE_FORMAT")
    except ValueError:
        return str(value)
