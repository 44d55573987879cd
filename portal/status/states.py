"""The applicant's words for every state of an application: what it is, who acts next, what happens next."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.applications import states

YOU, OFFICE, NOBODY = _("You"), _("The office"), _("Nobody has to do anything")


@dataclass(frozen=True)
class Plain:
    """One state in plain words. `tone` colours its badge."""

    title: str | Promise
    text: str | Promise
    who: str | Promise
    next: str | Promise
    tone: str = "info"


PLAIN: dict[str, Plain] = {
    states.DRAFT: Plain(
        _("Not sent yet"),
        _("Your application is a draft. The office cannot see it yet."),
        YOU,
        _("Answer the open questions and send the application."),
        "neutral",
    ),
    states.SUBMITTED: Plain(
        _("Received"),
        _("We have received your application. It is being sent to the office now."),
        _("Nobody, it is being sent"),
        _("The office confirms that it has your application. This usually takes a few minutes."),
        "success",
    ),
    states.DELIVERED: Plain(
        _("At the office"),
        _("The office has your application."),
        OFFICE,
        _("Somebody at the office looks at your application and your documents."),
        "success",
    ),
    states.IN_REVIEW: Plain(
        _("Being reviewed"),
        _("Somebody at the office is working on your application."),
        OFFICE,
        _("The office decides, or asks you for something that is missing."),
    ),
    states.ACTION_REQUIRED: Plain(
        _("The office needs something from you"),
        _("Something is missing. The office can only go on when it has it."),
        YOU,
        _(
            "Send what is missing by the date that the office names: press “Send documents” and upload it. "
            "You need more time? Tell the office now."
        ),
        "warning",
    ),
    states.DECIDED: Plain(
        _("Decided"),
        _("The office has decided on your application."),
        OFFICE,
        _("The office sends you the decision as a letter. Read it carefully: it says what you can do now."),
        "success",
    ),
    states.READY_TO_COLLECT: Plain(
        _("Ready to collect"),
        _("Your document is ready at the office."),
        YOU,
        _("Collect your document at the office. Bring your passport and your old card."),
        "success",
    ),
    states.CLOSED: Plain(
        _("Closed"),
        _("Your application is closed."),
        NOBODY,
        _("Nothing more happens. Keep your receipt and the letters of the office."),
        "neutral",
    ),
    states.WITHDRAWN: Plain(
        _("Deleted"),
        _("You have deleted this draft. Nobody can read it any more."),
        NOBODY,
        _("Nothing more happens. You can start a new application at any time."),
        "neutral",
    ),
    states.REJECTED: Plain(
        _("Not accepted by the office"),
        _("The office could not accept your application. This is not a decision about your right to stay."),
        YOU,
        _("Read the message of the office. Then call the office, or send a new application."),
        "danger",
    ),
}

# What the office has decided, in a sentence; the letter says the rest.
OUTCOMES: dict[str, str | Promise] = {
    "granted": _("The office has granted your application."),
    "granted_in_part": _("The office has granted a part of your application."),
    "refused": _("The office has refused your application."),
}
# Where the outcome is still news.
AFTER_DECISION = (states.DECIDED, states.READY_TO_COLLECT, states.CLOSED)

# What usually comes, in this order; states that were skipped are not promised.
USUAL_PATH = (
    states.SUBMITTED,
    states.DELIVERED,
    states.IN_REVIEW,
    states.DECIDED,
    states.READY_TO_COLLECT,
    states.CLOSED,
)
