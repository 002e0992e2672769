import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import strategies as given_some
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from dsds_audit.yaml.text import (
    is_literal,
    render_entry,
    render_inline,
    render_item,
    render_mapping,
    render_scalar,
)

TEXTS = st.one_of(st.sampled_from(given_some.ODD_TEXTS), st.text(st.characters(exclude_categories=["Cs"])))


@settings(deadline=None)
@given(TEXTS)
def test_a_text_is_a_text_to_every_reader(text: str) -> None:
    for flow in (False, True):
        for pure in (False, True):
            written = f"[{render_scalar(text, flow=True)}]" if flow else f"- {render_scalar(text)}\n"
            assert YAML(typ="safe", pure=pure).load(written) == [text]
    old = YAML(typ="safe", pure=True)
    old.version = (1, 1)
    assert old.load(f"a: {render_scalar(text)}\n") == {"a": text}


@settings(deadline=None)
@given(
    st.dictionaries(TEXTS, TEXTS | st.lists(TEXTS, max_size=3), max_size=4),
    st.integers(1, 6),
    st.integers(0, 4),
)
def test_blocks_of_any_indentation_read_back(data: dict[str, Any], step: int, dash: int) -> None:
    short = {key[:100]: value for key, value in data.items()}
    text = "".join(f"{line}\n" for line in render_mapping({"top": short}, 0, step, dash))
    assert YAML(typ="safe").load(text) == {"top": short}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Home visitors, aides", "Home visitors, aides"),
        ("12 staff trained", "12 staff trained"),
        ("Zoë's list (v2)", "Zoë's list (v2)"),
        ("https://example.org/a#b", "https://example.org/a#b"),
        ("東京", "東京"),
        ("no", '"no"'),
        ("007", '"007"'),
        ("2026-03-02", '"2026-03-02"'),
        ('say "hi": now', "'say \"hi\": now'"),
        ("C:\\temp: it's", "'C:\\temp: it''s'"),
        ("", '""'),
        ("a\u2028b\x07", '"a\\u2028b\\u0007"'),
        ("a\ufeff\U0001f600\x7f\x85: ", '"a\\uFEFF\U0001f600\\x7F\\x85: "'),
        (None, "null"),
        (True, "true"),
        (7, "7"),
        (Decimal("1E+2"), "100"),
        (Decimal("72.50"), "72.50"),
        (dt.date(2026, 3, 2), "2026-03-02"),
    ],
)
def test_how_single_values_are_written(value: Any, text: str) -> None:
    assert render_scalar(value) == text


def test_collections_on_one_line() -> None:
    assert (
        render_inline({"level": 2, "checks": ("a", "no"), "note": "a, b"})
        == '{level: 2, checks: [a, "no"], note: "a, b"}'
    )
    assert render_inline({"level": 2}, " ") == "{ level: 2 }"
    assert render_inline({}, " ") == "{}"


def test_short_collections_stand_on_one_line_and_others_below() -> None:
    assert render_entry("a.b", {"level": 2}, 2) == ["  a.b: {level: 2}"]
    assert render_entry("a", {"b": "text"}, 0) == ["a:", "  b: text"]
    assert render_entry("a", ["x"] * 60, 0)[:2] == ["a:", "  - x"]
    assert render_entry("a", [], 0) == ["a: []"]
    assert render_entry("a", [{"b": 1, "c": "d"}], 0, 4, 0) == ["a:", "- b: 1", "  c: d"]
    assert render_item("a: b", 2) == ['  - "a: b"']


def test_lines_stand_in_a_block_where_they_may() -> None:
    assert render_entry("a", "b\n\n c", 2, 4) == ["  a: |-", "      b", "", "       c"]
    assert not any(
        is_literal(text) for text in ("a", " a\nb", "a\nb ", "a\r\nb", "a\x00\nb", "a\u2028\nb", None)
    )
