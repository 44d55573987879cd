"""What may be uploaded: type, size, number. The content decides; name and declared type must agree with it."""

import re
import unicodedata
from datetime import timedelta
from pathlib import PurePosixPath

from django.db.models import QuerySet, Sum

from portal.accounts.models import Person, Role
from portal.documents import errors
from portal.documents.models import Document
from portal.offices.models import Office
from portal.shared.errors import NotAllowedError
from portal.vault.errors import NoRoomError
from portal.vault.uploads import SealedUpload

MOST_BYTES = 25 * 1024 * 1024
MOST_FILES = 20
MOST_BYTES_OF_PERSON = 200 * 1024 * 1024
MOST_NAME = 120
# Pages that are read; the office reads the rest.
MOST_READ = 5
# How long the removal of a file can be undone.
UNDO = timedelta(minutes=10)
SWITCH_CHECKS = (Role.Kind.LEAD, Role.Kind.EDITOR)

PDF, JPEG, PNG, HEIF = "application/pdf", "image/jpeg", "image/png", "image/heif"
ENDINGS = {
    "pdf": PDF,
    "jpg": JPEG,
    "jpeg": JPEG,
    "jpe": JPEG,
    "jfif": JPEG,
    "mpo": JPEG,
    "png": PNG,
    "heic": HEIF,
    "heif": HEIF,
    "hif": HEIF,
}
DECLARED = {
    "application/pdf": PDF,
    "application/x-pdf": PDF,
    "image/jpeg": JPEG,
    "image/jpg": JPEG,
    "image/pjpeg": JPEG,
    "image/mpo": JPEG,
    "image/png": PNG,
    "image/x-png": PNG,
    "image/heic": HEIF,
    "image/heif": HEIF,
    "image/heic-sequence": HEIF,
    "image/heif-sequence": HEIF,
}
# Browsers that do not know a type say one of these.
UNDECLARED = ("", "application/octet-stream", "binary/octet-stream")
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
# Invisible marks that turn the direction of a name around ("exe.pdf" tricks), and everything that is not text.
BIDI_AND_CONTROLS = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)


def check_upload(upload: SealedUpload) -> str:
    """Return the type that the content has; DocumentRefusedError when this upload is not one for us."""
    if upload.no_room:
        raise NoRoomError
    if upload.too_large or (upload.size or 0) > MOST_BYTES:
        raise errors.TooLargeError
    if not upload.size:
        raise errors.EmptyFileError
    return check_type(upload.head, upload.name or "", upload.content_type or "")


def check_type(head: bytes, name: str, declared: str) -> str:
    """Compare content, ending and declared type; all that are given must agree."""
    found = type_of(head)
    ending = PurePosixPath(clean_name(name)).suffix.lower().lstrip(".")
    declared = declared.partition(";")[0].strip().lower()
    if ending not in ENDINGS and (ending or found is None):
        raise errors.TypeNotAllowedError
    if declared not in DECLARED and declared not in UNDECLARED:
        raise errors.TypeNotAllowedError
    if found is None or {ENDINGS.get(ending, found), DECLARED.get(declared, found)} != {found}:
        raise errors.TypeMismatchError
    return found


def type_of(head: bytes) -> str | None:
    """Tell the type by the first bytes; the header must stand at the very beginning."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"%PDF-"):
        return PDF
    return HEIF if _is_heif(head) else None


def _is_heif(head: bytes) -> bool:
    if head[4:8] != b"ftyp":
        return False
    box = head[8 : min(int.from_bytes(head[:4]), 256)]
    brands = {box[at : at + 4] for at in range(0, len(box), 4)}
    is_av1 = bool(brands & {b"avif", b"avis"})
    return box[:4] in HEIF_BRANDS and not is_av1


def clean_name(name: str) -> str:
    """Make a file's name fit to be shown: no path, no marks that turn the reading direction, not too long."""
    name = unicodedata.normalize("NFC", name.encode(errors="replace").decode()).replace("\\", "/")
    name = " ".join(BIDI_AND_CONTROLS.sub("", name.rsplit("/", 1)[-1]).split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if dot and len(name) > MOST_NAME:
        name = f"{stem[: MOST_NAME - len(ending[:10]) - 2]}….{ending[:10]}"
    return name[:MOST_NAME] or "document"


def check_new(document: Document, sha256: str) -> None:
    """Refuse what was uploaded before for the same requirement: one copy is enough."""
    others = Document.objects.present().filter(subject=document.subject, requirement=document.requirement)
    if others.filter(sha256=sha256).exists():
        raise errors.DuplicateError


def check_quota(subject: object, person: Person, size: int) -> None:
    """Refuse what would be too much; call with the person's row locked, so that no race slips through."""
    if Document.objects.waiting().filter(subject=subject).count() >= MOST_FILES:
        raise errors.TooManyFilesError
    used = Document.objects.visible().exclude(file="").filter(uploader=person).aggregate(sum=Sum("size"))["sum"] or 0
    if used + size > MOST_BYTES_OF_PERSON:
        raise errors.QuotaError


def offices_of(person: Person) -> QuerySet[Office]:
    """Return the offices whose checks this member of staff may look at."""
    return Office.objects.filter(staff__person=person, staff__kind__in=Role.LOOK_AT_QUALITY).distinct()


def may_switch(person: Person, office: Office) -> bool:
    """Say whether the person decides which checks an office runs."""
    return person.roles.filter(office=office, kind__in=SWITCH_CHECKS).exists()


def check_may_switch(person: Person, office: Office) -> None:
    """NotAllowedError unless the person leads the office or edits its texts."""
    if not may_switch(person, office):
        raise NotAllowedError
