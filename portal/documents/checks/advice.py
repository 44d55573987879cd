"""What the person can do about a finding: one sentence, one small drawing.

Keys are (check, case). `{found}`, `{typed}`, `{date}` and the like are filled with what was read and typed.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

Sentence = str | Promise


class Advice(NamedTuple):
    """The sentence, and which drawing of components/drawing.html goes with it (empty: none)."""

    sentence: Sentence
    drawing: str = ""


_SHARP = Advice(
    _(
        "We could not read the lines at the bottom. Hold the phone still and closer. "
        "The lines of letters must be sharp and complete."
    ),
    "zone",
)
_SHARP_CARD = Advice(
    _(
        "We could not read the lines of letters on the back of the card. Take a photo of the back, "
        "hold the phone still and closer."
    ),
    "back",
)
_SHARP_VISA = Advice(
    _("We could not read the lines of letters on the visa. Hold the phone still and closer, without reflections."),
    "zone",
)
_DARK = Advice(_("The photo is too dark to read. Take it again in brighter light, without flash."), "light")
_SMALL = Advice(_("The photo is too small to read. Go closer, so that the page fills the picture."), "closer")
_GLARE = Advice(
    _("Light is reflected on the page. Tilt the phone or the page a little until the bright spot is gone."), "glare"
)
_BLURRED = Advice(_("The photo is not sharp. Lay the page flat, hold the phone still with both hands."), "still")
_UNSURE = Advice(
    _("Some characters were hard to read. Please compare what we read with your document, letter by letter."),
    "compare",
)
_FURTHER = Advice(
    _("We take this as a further page of the document and have not checked what it says. The office looks at it.")
)

ADVICE: Mapping[tuple[str, str], Advice] = {
    **{("zone", f"{case}-passport"): each for case, each in (("blurred", _SHARP), ("no-zone", _SHARP))},
    **{("zone", f"{case}-card"): each for case, each in (("blurred", _SHARP_CARD), ("no-zone", _SHARP_CARD))},
    **{("zone", f"{case}-visa"): each for case, each in (("blurred", _SHARP_VISA), ("no-zone", _SHARP_VISA))},
    **{
        ("zone", f"{case}-{kind}"): each
        for kind in ("passport", "card", "visa")
        for case, each in (("dark", _DARK), ("small", _SMALL), ("glare", _GLARE))
    },
    ("zone", "digits"): Advice(
        _(
            "We are not sure that we read the lines at the bottom correctly. "
            "Take a sharper photo without reflections, or send this one anyway."
        ),
        "zone",
    ),
    ("zone", "compare"): _UNSURE,
    ("zone", "no-lines-passport"): Advice(
        _("We do not see the page with your photo and the two lines of letters. Take a photo of that page, too."),
        "zone",
    ),
    ("zone", "other-page"): _FURTHER,
    ("kind", "other-page"): _FURTHER,
    ("copies", "two-documents"): Advice(
        _("There are two documents in this picture. Take one photo of each, and upload each for itself."), "one"
    ),
    ("expiry", "ended"): Advice(
        _("Your document ended on {date}. Upload one that is still valid, or send this one anyway."), "calendar"
    ),
    ("expiry", "before-stay"): Advice(
        _(
            "Your passport ends on {date}, before {until}. "
            "A permit is usually not valid for longer than the passport. "
            "Think about a new passport soon. You can send this one."
        ),
        "calendar",
    ),
    ("expiry_typed", "differs"): Advice(
        _("The document says it is valid until {found}, you typed {typed}. Please check the date in the form."),
        "compare",
    ),
    ("name", "differs"): Advice(
        _("The document says {found}, you typed {typed}. Please check the name in the form."), "compare"
    ),
    ("name", "script"): Advice(
        _("Type your name in the form with Latin letters, exactly as it stands in your passport."), "compare"
    ),
    ("name", "not-on-page"): Advice(
        _("We could not find the name {typed} on this page. Check that it is your certificate, or send it anyway."),
        "person",
    ),
    ("birth", "differs"): Advice(
        _("The document says you were born on {found}, you typed {typed}. Please check the date in the form."),
        "compare",
    ),
    ("nationality", "differs"): Advice(
        _("The document says {found} as nationality, you chose {typed}. Please check the form."), "compare"
    ),
    ("number", "differs"): Advice(
        _("The document has the number {found}, you typed {typed}. Please check the number in the form."), "compare"
    ),
    ("number", "twins"): Advice(
        _(
            "We read the number {found}, you typed {typed}. Letters and figures look alike, such as O and 0. "
            "Please compare both with your document."
        ),
        "compare",
    ),
    ("text", "unreadable"): Advice(
        _("We could not read this page. Take a sharper photo in bright light, or upload the PDF."), "still"
    ),
    ("text", "dark"): _DARK,
    ("text", "small"): _SMALL,
    ("text", "glare"): _GLARE,
    ("text", "blurred"): _BLURRED,
    ("text", "empty"): Advice(_("We see no text on this page. Is it the back of the paper?"), "back"),
    ("text", "late"): Advice(
        _(
            "This page takes us too long to read. A person at the office will look at it. "
            "You do not need to do anything."
        )
    ),
    ("language", "script"): Advice(
        _(
            "Our computer cannot read this script. A person at the office will look at it. "
            "Usually the office needs a translation by a sworn translator. Add it here if you have one."
        ),
        "translate",
    ),
    ("language", "translation"): Advice(
        _(
            "This paper is not in German or English. The office usually needs a translation by a sworn translator. "
            "Add the translation here, or send this one anyway."
        ),
        "translate",
    ),
    ("kind", "other"): Advice(
        _("This looks like another paper: {found}. We need: {wanted}. Upload the right one, or send this one anyway."),
        "other",
    ),
    ("kind", "unlike"): Advice(
        _("We could not recognise this paper as: {wanted}. Check that it is the right one, or send it anyway."),
        "other",
    ),
    ("date", "old"): Advice(
        ngettext_lazy(
            "This paper is from {date}. Upload one that is not older than {months} month, or send it anyway.",
            "This paper is from {date}. Upload one that is not older than {months} months, or send it anyway.",
            "months",
        ),
        "calendar",
    ),
    ("date", "ended"): Advice(
        _("This paper was valid until {date}. Upload a newer one, or send this one anyway."), "calendar"
    ),
    ("date", "semester-over"): Advice(
        _(
            "This certificate is for a semester that ended on {date}. "
            "Upload the one for this semester, or send it anyway."
        ),
        "calendar",
    ),
    ("date", "missing"): Advice(
        _("We could not find a date on this page. Check that the whole page is in the picture."), "whole"
    ),
    ("months", "few"): Advice(
        ngettext_lazy(
            "We need payslips of {wanted_count} month.",
            "We need payslips of {wanted_count} different months. Please add the missing ones.",
            "wanted_count",
        ),
        "calendar",
    ),
    ("pages", "both-sides"): Advice(
        _("We need both sides of the card. Take a photo of the other side, too, and add it here."), "back"
    ),
    ("pages", "few"): Advice(_("Pages seem to be missing. Add the other pages here, or send it anyway."), "whole"),
}
