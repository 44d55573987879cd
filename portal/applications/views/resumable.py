"""The doors for uploads that survive a broken connection. What counts as arrived, portal.uploads says."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.applications import actions, queries
from portal.applications.models import Application
from portal.applications.steps import requirements
from portal.applications.views import pages, tus
from portal.shared.errors import RefusedError
from portal.shared.guards import second_factor_required
from portal.uploads import queries as uploads
from portal.uploads.errors import OffsetError
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
    if tus.has_bytes(request):
        _take_first(request, application, upload)
    where = reverse("applications:upload", kwargs={"id": id, "requirement": requirement, "upload": upload.pk})
    return tus.standing(upload, 201, Location=where)


@tus.speaks_tus
@require_http_methods(["HEAD", "PATCH", "DELETE"])
@second_factor_required
def upload(request: HttpRequest, id: UUID, requirement: str, upload: UUID) -> HttpResponse:  # noqa: A002
    """Say how far an upload is, take the next bytes, or let it go."""
    person = pages.person(request)
    application = queries.own(person, id)
    found = uploads.upload_of(person, application.pk, requirement, upload)
    if request.method == "HEAD":
        return tus.standing(found, 200)
    if request.method == "DELETE":
        actions.cancel_upload(application, found, by=person)
        return HttpResponse(status=204)
    _take(request, application, found)
    return tus.standing(found, 204)


def _take_first(request: HttpRequest, application: Application, found: Upload) -> None:
    try:
        _take(request, application, found, at=0)
    except RefusedError:
        # Nobody learns the address of this upload, so nobody could go on with it.
        actions.cancel_upload(application, found, by=pages.person(request))
        raise


def _take(request: HttpRequest, application: Application, found: Upload, at: int | None = None) -> None:
    at = tus.offset(request) if at is None else at
    if at != found.offset:
        raise OffsetError
    for piece in tus.pieces(request, found.length - at):
        actions.add_to_upload(application, found, piece, at=at, by=pages.person(request))
        at += len(piece)
    found.refresh_from_db()
