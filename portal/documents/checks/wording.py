"""The sentences of the checks: what was found, and the one thing to do next."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
REFUSED = _("We cannot use this file. Please upload another one.")

_SHARP = _(
    "We could not read the lines at the bottom. Hold the phone still and closer. "
    "The lines of letters must be sharp and complete."
)
_SHARP_CARD = _(
    "We could not read the lines of letters on the back of the card. Take a photo of the back, "
    "hold the phone still and closer."
)
_DARK = _("The photo is too dark to read. Take it again in brighter light, without flash.")
_SMALL = _("The photo is too small to read. Go closer, so that the page fills the picture.")

# (check, case) -> what to do next. Warnings and failures only.
ADVICE: Mapping[tuple[str, str], Sentence] = {
    ("zone", "dark-passport"): _DARK,
    ("zone", "dark-card"): _DARK,
    ("zone", "small-passport"): _SMALL,
    ("zone", "small-card"): _SMALL,
    ("zone", "blurred-passport"): _SHARP,
    ("zone", "blurred-card"): _SHARP_CARD,
    ("zone", "no-zone-passport"): _SHARP,
    ("zone", "no-zone-card"): _SHARP_CARD,
    ("zone", "digits"): _(
        "We are not sure that we read the lines at the bottom correctly. "
        "Take a sharper photo without reflections, or send this one anyway."
    ),
    ("expiry", "ended"): _("Your document ended on {date}. Upload one that is still valid, or send this one anyway."),
    ("expiry_typed", "differs"): _(
        "The document says it is valid until {found}, you typed {typed}. Please check the date in the form."
    ),
    ("name", "differs"): _("The document says {found}, you typed {typed}. Please check the name in the form."),
    ("name", "script"): _("Type your name in the form with Latin letters, exactly as it stands in your passport."),
    ("name", "not-on-page"): _(
        "We could not find the name {typed} on this page. Check that it is your certificate, or send it anyway."
    ),
    ("birth", "differs"): _(
        "The document says you were born on {found}, you typed {typed}. Please check the date in the form."
    ),
    ("number", "differs"): _(
        "The document has the number {found}, you typed {typed}. Please check the number in the form."
    ),
    ("text", "unreadable"): _("We could not read this page. Take a sharper photo in bright light, or upload the PDF."),
    ("kind", "enrolment"): _(
        "This does not look like a certificate of enrolment. Upload the certificate of your university, "
        "or send this one anyway."
    ),
    ("kind", "insurance"): _(
        "This does not look like a certificate of your health insurance. "
        "Upload the certificate, or send this one anyway."
    ),
    ("date", "old-6"): _(
        "This certificate is from {date}. Upload one that is not older than 6 months, or send it anyway."
    ),
    ("date", "old-3"): _(
        "This certificate is from {date}. Upload one that is not older than 3 months, or send it anyway."
    ),
    ("date", "semester-over"): _(
        "This certificate is for a semester that ended on {date}. Upload the one for this semester, or send it anyway."
    ),
    ("date", "missing"): _("We could not find a date on this page. Check that the whole page is in the picture."),
}
LABELS: Mapping[str, Sentence] = {
    "zone": _("Machine-readable lines"),
    "expiry": _("Valid until"),
    "expiry_typed": _("End date as in the form"),
    "name": _("Name as in the form"),
    "birth": _("Date of birth as in the form"),
    "number": _("Number as in the form"),
    "text": _("Text"),
    "kind": _("Kind of document"),
    "date": _("Date of the certificate"),
}
RESULTS: Mapping[str, Sentence] = {
    "pass": _("Fits"),
    "warn": _("Please look"),
    "fail": _("Does not fit"),
    "skipped": _("Not checked"),
}


def advice(check: str, values: Mapping[str, Any]) -> str:
    """Return the sentence for a finding, with its values; empty when there is nothing to do."""
    sentence = ADVICE.get((check, str(values.get("case", ""))))
    return "" if sentence is None else str(sentence).format_map({key: shown(value) for key, value in values.items()})


def shown(value: object) -> str:
    """Write a value for people: ISO dates as dates of the page's language, all else as it is."""
    try:
        return date_format(date.fromisoformat(str(value)), "DATE_FORMAT")
    except ValueError:
        return str(value)
