"""How many uploads a person may have under way, and what may go on."""

from portal.accounts.models import Person
from portal.uploads.errors import OffsetError, TooManyUploadsError, TooMuchError
from portal.uploads.models import Upload

MOST_UNDER_WAY = 20


def check_count(owner: Person) -> None:
    """TooManyUploadsError when the person has as many under way as one may."""
    if Upload.objects.of(owner).under_way().count() >= MOST_UNDER_WAY:
        raise TooManyUploadsError


def check_goes_on(upload: Upload, at: int, size: int) -> None:
    """OffsetError when bytes for `at` do not continue what is here; TooMuchError when they go beyond the end."""
    if at != upload.offset or upload.taken_at is not None:
        raise OffsetError
    if at + size > upload.length:
        raise TooMuchError
