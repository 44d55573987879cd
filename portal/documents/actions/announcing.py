"""What is said about a file before its bytes are sent: nobody should wait for an upload that cannot be taken."""

from pathlib import PurePosixPath
from uuid import UUID

from portal.accounts.models import Person
from portal.documents import errors, policies


def check_announced(name: str, declared: str, size: int) -> None:
    """DocumentRefusedError when name, declared type or size (in bytes) will not do."""
    if size > policies.MOST_BYTES:
        raise errors.TooLargeError
    if not size:
        raise errors.EmptyFileError
    ending = PurePosixPath(policies.clean_name(name)).suffix.lower().lstrip(".")
    kind = declared.partition(";")[0].strip().lower()
    if (ending and ending not in policies.ENDINGS) or kind not in {*policies.DECLARED, *policies.UNDECLARED}:
        raise errors.TypeNotAllowedError


def check_space(subject: UUID, size: int, *, by: Person) -> None:
    """DocumentRefusedError when this many bytes more are too much. Call with the person's row locked."""
    policies.check_quota(subject, by, size)
