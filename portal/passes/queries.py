"""How passes stand: for the device that made one, and for the one that opened it."""

import hashlib
import math
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Person
from portal.documents import queries as documents
from portal.documents.queries import Report
from portal.passes import states
from portal.passes.errors import NoPassError, UnknownPassError
from portal.passes.models import Pass, PassFile
from portal.passes.ports import Taker, Wanted
from portal.shared import clock
from portal.uploads import queries as uploads
from portal.uploads.models import Upload

# Findings that speak of the picture alone; all others compare it with what the applicant typed.
ABOUT_THE_PICTURE = frozenset({"quality", "zone", "text", "kind", "pages"})
# Where a session keeps codes.
CODES = "pass-codes"
LOOK_AT_HOME = _("We noticed something. You see what it is on your computer.")


@dataclass(frozen=True)
class SentFile:
    """A file as the other device sees it: its own name, how it stands, what to do with the camera."""

    report: Report
    advice: str | Promise


@dataclass(frozen=True)
class Standing:
    """How a pass stands now. `minutes` left, rounded up; `mark` changes whenever something shown does.

    `is_receiving`: a file that began in time is still on its way, although nothing new may begin.
    """

    permit: Pass
    is_live: bool
    is_receiving: bool
    minutes: int
    files: list[SentFile]

    @property
    def is_waiting(self) -> bool:
        """Say whether a device can still open it."""
        return self.is_live and self.permit.state == states.WAITING

    @property
    def is_open(self) -> bool:
        """Say whether something may still arrive by it."""
        return self.is_live or self.is_receiving

    @property
    def is_finished(self) -> bool:
        """Say whether the person has pressed "I am finished" on the other device."""
        return self.permit.state == states.FINISHED

    @property
    def is_settled(self) -> bool:
        """Say whether nothing changes any more by itself."""
        return not self.is_open and all(each.report.is_final for each in self.files)

    @property
    def mark(self) -> str:
        """Return a short fingerprint of what is shown."""
        files = [f"{each.report.document.pk}{each.report.document.state}" for each in self.files]
        shown = "|".join([self.permit.state, str(self.is_live), str(self.is_open), str(self.minutes), *files])
        return hashlib.sha256(shown.encode()).hexdigest()[:12]


def address_of(token: str) -> str:
    """Return the address that a code leads to, in the language of now; from the settings, never from a request."""
    return urljoin(settings.PORTAL_URL, reverse("passes:start", args=[token]))


def hash_of(secret: str) -> str:
    """Return what is stored of a code or a browser's key."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def by_token(token: str) -> Pass:
    """Return the pass of a code, typed in any case; UnknownPassError when there is none."""
    found = Pass.objects.select_related("maker").filter(token_hash=hash_of(token.lower())).first()
    if found is None:
        raise UnknownPassError
    return found


def of_browser(key: str) -> Pass:
    """Return the pass that a browser has opened, whatever became of it; NoPassError when it brings no key of ours."""
    found = Pass.objects.select_related("maker").filter(browser_hash=hash_of(key)).first() if key else None
    if found is None:
        raise NoPassError
    return found


def renewed(permit: Pass) -> Pass:
    """Return a pass as it stands now."""
    return Pass.objects.select_related("maker").get(pk=permit.pk)


def is_opened_by(token: str, key: str) -> bool:
    """Say whether this browser has opened the pass of this code itself: it may come back by the same way."""
    return bool(key) and Pass.objects.filter(token_hash=hash_of(token.lower()), browser_hash=hash_of(key)).exists()


def made_by(person: Person, subject: UUID, pass_id: UUID) -> Pass:
    """Return a pass that this person has made for an application; UnknownPassError otherwise."""
    found = Pass.objects.select_related("maker").filter(pk=pass_id, subject=subject, maker=person).first()
    if found is None:
        raise UnknownPassError
    return found


def remembered(session: SessionBase, permit: Pass) -> str:
    """Return the code of a pass in the browser that made it; empty in every other."""
    return str(session.get(CODES, {}).get(str(permit.pk), ""))


def upload_of(permit: Pass, upload_id: UUID) -> Upload:
    """Return an upload that came by this pass; UnknownUploadError for every other, ExpiredUploadError."""
    return uploads.upload_of(permit.maker, permit.subject, permit.requirement, upload_id, permit=permit.pk)


def may_send(key: str) -> bool:
    """Say whether a browser may send a file now; asked before its first byte is kept."""
    found = Pass.objects.select_related("maker").filter(browser_hash=hash_of(key)).first() if key else None
    return found is not None and found.state == states.OPENED and is_live(found)


def is_live(permit: Pass) -> bool:
    """Say whether it still opens or takes something."""
    return permit.state in states.LIVE and permit.ends_at > clock.now() and is_still_trusted(permit)


def is_still_trusted(permit: Pass) -> bool:
    """Say whether the maker's account is as it was: same password, not signed out everywhere, not closed."""
    return permit.maker.is_active and permit.sessions_hash == sessions_hash(permit.maker)


def sessions_hash(person: Person) -> str:
    """Return a fingerprint that all sessions of a person have in common."""
    return hash_of(person.get_session_auth_hash())


def taker_of(permit: Pass) -> Taker:
    """Return the room that gave out the pass."""
    found: Taker = import_string(settings.PASS_TAKERS[permit.purpose])()
    return found


def wanted_by(permit: Pass) -> Wanted:
    """Return what is asked for; a RefusedError of that room when it does not take it any more."""
    return taker_of(permit).wanted(permit.subject, permit.requirement, by=permit.maker)


def standing_of(permit: Pass) -> Standing:
    """Put together how a pass stands."""
    found = PassFile.objects.filter(permit=permit).select_related("document")
    return Standing(
        permit=permit,
        is_live=is_live(permit),
        is_receiving=_is_receiving(permit),
        minutes=max(0, math.ceil((permit.ends_at - clock.now()) / timedelta(minutes=1))),
        files=[_sent(documents.report_of(each.document)) for each in found],
    )


def _is_receiving(permit: Pass) -> bool:
    return permit.state == states.OPENED and is_still_trusted(permit) and uploads.is_on_its_way_by(permit.pk)


def _sent(report: Report) -> SentFile:
    about_picture = (each.text for each in report.findings if each.check in ABOUT_THE_PICTURE and each.text)
    is_told_elsewhere = report.tone == "warning"
    return SentFile(report, next(about_picture, LOOK_AT_HOME if is_told_elsewhere else report.advice))
