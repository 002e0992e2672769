from itertools import islice

import pytest

from dsds_audit.names import folded, numbered


@pytest.mark.parametrize(
    ("one", "other"), [("Riverbend", "RIVERBEND"), ("é", "e\u0301"), ("ẞ", "ss"), ("Ａ", "a")]
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_names_that_differ() -> None:
    assert len({folded(name) for name in ("a", "á", "a b", "a-b", None)}) == 5


def test_numbers_are_put_behind() -> None:
    assert list(islice(numbered("a"), 3)) == ["a", "a-2", "a-3"]
