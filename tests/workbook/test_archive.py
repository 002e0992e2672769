import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsds_audit.workbook.archive import MOST_ENTRIES, TooMuchError, pack_plainly, unpack

ENTRIES = st.dictionaries(st.text("abcé/._", min_size=1, max_size=20), st.binary(max_size=200), max_size=5)


@given(ENTRIES)
def test_what_is_packed_plainly_unpacks_to_the_same(entries: dict[str, bytes]) -> None:
    packed = pack_plainly(entries)
    assert unpack(packed) == entries
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == entries


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@given(ENTRIES)
def test_what_others_packed_unpacks_to_the_same(entries: dict[str, bytes]) -> None:
    assert unpack(zipped(entries)) == entries


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(method: int) -> None:
    with pytest.raises(ValueError, match="not known here"):
        unpack(zipped({"a": b"a" * 100}, method))


def test_too_many_entries_are_too_much() -> None:
    with pytest.raises(TooMuchError):
        unpack(zipped({str(number): b"" for number in range(MOST_ENTRIES + 1)}))


@given(st.binary(max_size=200))
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        unpack(content)
