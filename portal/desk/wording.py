"""The desk's words for states, moves, outcomes and findings."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

YES, NO = _("Yes"), _("No")

STATES: Words = {
    "new": pgettext_lazy("case", "New"),
    "in_review": _("In review"),
    "needs_more": _("Waiting for the applicant"),
    "decided": _("Decided"),
    "ready_to_collect": _("Ready to collect"),
    "closed": _("Closed"),
}
TONES: Mapping[str, str] = {
    "new": "info",
    "in_review": "neutral",
    "needs_more": "warning",
    "decided": "success",
    "ready_to_collect": "success",
    "closed": "neutral",
}
# Who in the office a case is for.
TALENT_CENTER, GENERAL = "talent_center", "general"
UNITS: Words = {TALENT_CENTER: _("International Talent Center"), GENERAL: _("All other cases")}
# What the button says.
MOVES: Words = {
    "review": _("Start the review"),
    "ask": _("Ask the applicant for something"),
    "decide": _("Record the decision"),
    "announce": _("The card is ready to collect"),
    "close": _("Close the case"),
    "reject": _("Return the application without a decision"),
}
# What the button says while the applicant is asked already.
ASK_AGAIN = _("Correct what you asked for")
# What asking for missing papers begins with; the papers follow in lines. Written in German, as all that clerks write.
PLEASE_SEND = _("We still need these papers from you:")
# What the timeline says.
DONE: Words = {
    "review": _("Review started"),
    "ask": _("Asked the applicant for something"),
    "decide": _("Decision recorded"),
    "announce": _("Ready to collect"),
    "close": _("Case closed"),
    "reject": _("Returned without a decision"),
    "withdraw": _("The applicant has withdrawn the application"),
}
BROUGHT = _("Papers were brought in person")
MORE_ARRIVED = _("The applicant has sent more documents")
OUTCOMES: Words = {
    "granted": _("Granted"),
    "granted_in_part": _("Granted in part"),
    "refused": _("Refused"),
}
RESULTS: Words = {
    "pass": _("Fits"),
    "warn": _("Please look"),
    "fail": _("Does not fit"),
    "skipped": _("Not checked"),
}
# Why the list is empty: title and what to do.
NOTHING: Mapping[str, tuple[Promise, Promise]] = {
    "fits": (_("No cases here"), _("Nothing matches. Choose another state or search by reference.")),
    "open": (_("No open cases"), _("Everything is done. To look at an old case, choose the state “Closed”.")),
    "yet": (_("No cases yet"), _("When somebody sends an application to your office, you find it here.")),
}
DELIVERY_STATES: Words = {
    "stuck": _("Given up after 14 days"),
    "refused": _("Not taken"),
}
