"""A zip archive unpacked within bounds, whatever it says of itself, and packed again as what was checked."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

LARGEST_FILE = 16_000_000  # bytes, as it is sent
LARGEST_CONTENT = 64_000_000  # bytes, unpacked
MOST_ENTRIES = 500
_ENCRYPTED = 0x1
_HEADER = struct.Struct("<4s22xHH")
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_IN_UTF8 = 0x800
_DAMAGED = (zipfile.BadZipFile, NotImplementedError, struct.error, UnicodeDecodeError, OverflowError)


class TooMuchError(ValueError):
    """An archive that would unpack to more than a workbook can hold."""


def unpack(content: bytes, left_packed: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Every entry of an archive by its name; those whose names begin with ``left_packed`` are there, empty.

    What the archive says of sizes is not believed: unpacking stops at the limit. Raises TooMuchError beyond
    it, and ValueError where the archive is damaged, encrypted or packed in another way than workbooks are.
    """
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except _DAMAGED as error:
        raise ValueError(str(error)) from error
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_CONTENT:
        raise TooMuchError
    unpacked: dict[str, bytes] = {}
    left = LARGEST_CONTENT
    for entry in entries:
        if entry.filename in unpacked:
            raise ValueError("two entries have one name")
        is_left = left_packed and entry.filename.startswith(left_packed)
        unpacked[entry.filename] = b"" if is_left else _unpack_entry(content, entry, left)
        left -= len(unpacked[entry.filename])
    return unpacked


def pack_plainly(entries: Mapping[str, bytes]) -> bytes:
    """An archive of these entries, not compressed: it unpacks to exactly them, in no time."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, entry in entries.items():
        title, check, size = name.encode(), zlib.crc32(entry), len(entry)
        head = _LOCAL.pack(b"PK\x03\x04", 20, _IN_UTF8, 0, 0, 0x21, check, size, size, len(title), 0)
        shared = (20, 20, _IN_UTF8, 0, 0, 0x21, check, size, size, len(title), 0, 0, 0, 0, 0, at)
        directory.append(_CENTRAL.pack(b"PK\x01\x02", *shared) + title)
        parts += [head, title, entry]
        at += len(head) + len(title) + size
    listed = b"".join(directory)
    count = len(directory)
    return b"".join([*parts, listed, _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), at, 0)])


def _unpack_entry(content: bytes, entry: zipfile.ZipInfo, left: int) -> bytes:
    head = content[entry.header_offset : entry.header_offset + _HEADER.size]
    if len(head) < _HEADER.size or entry.flag_bits & _ENCRYPTED:
        raise ValueError("an entry cannot be read")
    mark, name, extra = _HEADER.unpack(head)
    start = entry.header_offset + _HEADER.size + name + extra
    packed = content[start : start + entry.compress_size]
    if mark != b"PK\x03\x04" or len(packed) != entry.compress_size:
        raise ValueError("an entry is cut off")
    found = packed if entry.compress_type == zipfile.ZIP_STORED else _inflate(packed, entry, left)
    if len(found) > left:
        raise TooMuchError
    if len(found) != entry.file_size or zlib.crc32(found) != entry.CRC:
        raise ValueError("an entry is not what it says")
    return found


def _inflate(packed: bytes, entry: zipfile.ZipInfo, left: int) -> bytes:
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise ValueError("an entry is packed in a way that is not known here")
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        found = stream.decompress(packed, left + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(found) <= left and not stream.eof:
        raise ValueError("an entry is cut off")
    return found
