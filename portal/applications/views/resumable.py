"""The doors for uploads that survive a broken connection. What counts as arrived, portal.uploads says."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.accounts.models import Person
from portal.applications import actions, queries
from portal.applications.models import Application
from portal.applications.steps import requirements
from portal.applications.views import pages
from portal.shared.guards import second_factor_required
from portal.uploads import queries as uploads
from portal.uploads import tus
from portal.uploads.models import Upload


@tus.speaks_tus
@require_http_methods(["POST"])
@second_factor_required
def begin(request: HttpRequest, id: UUID, requirement: str) -> HttpResponse:  # noqa: A002
    """Begin an upload, perhaps with its first bytes; the answer says where to send the rest."""
    person = pages.person(request)
    application = queries.own(person, id)
    wanted = requirements.requirement_of(application, requirement)
    upload = actions.begin_upload(application, wanted, tus.announced(request), by=person)
    where = reverse("applications:upload", kwargs={"id": id, "requirement": requirement, "upload": upload.pk})
    return tus.begun(request, upload, where, *_ways(application, upload, person))


@tus.speaks_tus
@require_http_methods(["HEAD", "PATCH", "DELETE"])
@second_factor_required
def upload(request: HttpRequest, id: UUID, requirement: str, upload: UUID) -> HttpResponse:  # noqa: A002
    """Say how far an upload is, take the next bytes, or let it go."""
    person = pages.person(request)
    application = queries.own(person, id)
    found = uploads.upload_of(person, application.pk, requirement, upload)
    return tus.went_on(request, found, *_ways(application, found, person))


def _ways(application: Application, found: Upload, person: Person) -> tuple[tus.Adds, tus.LetsGo]:
    add = partial(actions.add_to_upload, application, found, by=person)
    return add, partial(actions.cancel_upload, application, found, by=person)
