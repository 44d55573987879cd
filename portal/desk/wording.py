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
# A state with how it came out; by state and outcome, or the move that closed the case.
OUTCOME_STATES: Mapping[tuple[str, str], Promise] = {
    ("decided", "granted"): _("Decided: granted"),
    ("decided", "granted_in_part"): _("Decided: granted in part"),
    ("decided", "refused"): _("Decided: refused"),
    ("closed", "granted"): _("Closed: granted"),
    ("closed", "granted_in_part"): _("Closed: granted in part"),
    ("closed", "refused"): _("Closed: refused"),
    ("closed", "reject"): _("Closed: returned without a decision"),
    ("closed", "withdraw"): _("Closed: withdrawn"),
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
# What the buttons say while the applicant is asked already.
WHILE_ASKED: Words = {
    "review": _("End the request and go on with the review"),
    "ask": _("Correct what was asked for"),
}
# What was noticed on a paper that is there, with its day; by check and case.
NOTICED: Mapping[tuple[str, str], Promise] = {
    ("expiry", "ended"): _("expired on %(day)s"),
    ("expiry", "before-stay"): _("valid until %(day)s only"),
    ("date", "ended"): _("expired on %(day)s"),
    ("date", "semester-over"): _("ended on %(day)s"),
    ("date", "old"): _("issued on %(day)s"),
}
# A paper that is asked for again, in what the applicant reads.
ONCE_MORE = _("%(paper)s, please once more (%(noticed)s)")
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
    "take": _("Case taken"),
}
# What was done since a page was opened: by a colleague, and by the applicant.
MEANWHILE: Words = {
    "review": _("Meanwhile %(name)s has gone on with the review."),
    "ask": _("Meanwhile %(name)s has asked the applicant for something."),
    "decide": _("Meanwhile %(name)s has recorded the decision."),
    "announce": _("Meanwhile %(name)s has announced that the card is ready to collect."),
    "close": _("Meanwhile %(name)s has closed the case."),
    "reject": _("Meanwhile %(name)s has returned the application without a decision."),
    "take": _("Meanwhile %(name)s has taken the case."),
}
WITHDRAWN_MEANWHILE = _("Meanwhile the applicant has withdrawn the application.")
ARRIVED_MEANWHILE = _("Meanwhile more papers have arrived.")
LOOK_AGAIN = _("See whether your step still fits.")
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
