"""Archives inside a file: told to be harmless by their lists alone, so that no scanner has to give up on them.

A scanner that meets its own limits may pass what it has not seen. So whatever is encrypted, packed in a way that we do
not look into, packed too deep, or far larger unpacked than packed is refused. Nothing is written anywhere.
"""

import io
import zipfile

from portal.documents.adapters.reading.pictures import RefusedError

# Kinds that we do not look into, by their first bytes: 7z, rar, gzip, bzip2, xz, zstd, cab, arj, lzip, compress.
CLOSED = (
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
    b"\x60\xea",
    b"LZIP",
    b"\x1f\x9d",
)
TAR_AT, TAR = 257, b"ustar"
LHA_AT, LHA = 2, b"-lh"
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
MOST_MEMBERS = 500
MOST_UNPACKED = 64 * 1024 * 1024
# Text packs up to about 20 times, drawings of nothing up to 1 000 times.
MOST_RATIO, SMALL = 100, 1024 * 1024
MOST_DEPTH = 2
ENCRYPTED_FLAG, AES = 0x1, 99


def check(data: bytes, depth: int = 1) -> None:
    """Pass what is no archive, or a small plain one; RefusedError for the rest."""
    if data.startswith(CLOSED) or data[TAR_AT:].startswith(TAR) or data[LHA_AT:].startswith(LHA):
        raise RefusedError("too-complex")
    if data.startswith(ZIP_STARTS):
        _check_zip(data, depth)


def _check_zip(data: bytes, depth: int) -> None:
    if depth > MOST_DEPTH:
        raise RefusedError("too-complex")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_list(members, len(data))
            for each in members:
                check(_unpacked(archive, each), depth + 1)
    except RefusedError:
        raise
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as error:
        raise RefusedError("too-complex") from error


def _check_list(members: list[zipfile.ZipInfo], size: int) -> None:
    if any(each.flag_bits & ENCRYPTED_FLAG or each.compress_type == AES for each in members):
        raise RefusedError("encrypted")
    unpacked = sum(each.file_size for each in members)
    # Members that share their bytes are packed larger together than the archive is.
    is_shared = sum(each.compress_size for each in members) > size
    is_bomb = unpacked > max(SMALL, MOST_RATIO * size)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or is_shared or is_bomb:
        raise RefusedError("too-complex")


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Unpack a member, not a byte beyond what its list says."""
    with archive.open(member) as file:
        data = file.read(member.file_size + 1)
    if len(data) > member.file_size:
        raise RefusedError("too-complex")
    return data
