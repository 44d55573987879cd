"""Handing papers over to the applicant's own phone: what the application has to say before a pass is made."""

from portal.accounts.models import Person
from portal.applications import policies
from portal.applications.models import Application
from portal.catalogue.definition import Requirement
from portal.passes import actions as passes
from portal.passes.models import Pass

PURPOSE = "applicant"


def make_pass(application: Application, requirement: Requirement, *, by: Person) -> tuple[Pass, str]:
    """Make a pass for one requirement; returns it with its code. TooManyPassesError, TooManyError."""
    policies.check_may_add(by, application)
    return passes.make(application.pk, requirement.code, purpose=PURPOSE, by=by)


def end_passes(application: Application, *, by: Person | None) -> None:
    """End the passes of an application that is sent or gone: what comes later would lie there unseen."""
    passes.revoke_all(application.pk, purpose=PURPOSE, by=by)
