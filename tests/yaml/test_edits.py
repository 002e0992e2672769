from typing import Any

import pytest

from dsds_audit.yaml.edits import edit_text
from dsds_audit.yaml.files import parse_yaml
from dsds_audit.yaml.layout import Layout, UnfitError


def edited(text: str, after: dict[str, Any]) -> str:
    document = parse_yaml(text.encode(), "")
    return edit_text(Layout(text, document), document.data, after)


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("a: 1 # x\nb: 2\n", {"a": "c", "b": "2"}, "a: c # x\nb: 2\n"),
        ("a: 1 # x\nb: 2\n", {"b": "2"}, "# x\nb: 2\n"),
        ("a: 1 # x\nb: 2", {"a": "1", "b": "2", "c": "d"}, "a: 1 # x\nb: 2\nc: d"),
        ("b: 2\n", {"a": "c", "b": "2"}, "a: c\nb: 2\n"),
        ("  # x\n# y\nb: 2\n", {"a": "c\nd", "b": "2"}, "  # x\na: |-\n  c\n  d\n# y\nb: 2\n"),
        ("# x\n\n# y\nb: 2\n", {"a": "c", "b": "2"}, "# x\n\na: c\n# y\nb: 2\n"),
        ("a: |- # x\n  text\n  more\nb: 2\n", {"a": "c", "b": "2"}, "# x\na: c\nb: 2\n"),
        ("a: b # x\n", {"a": "c\nd"}, "a: |- # x\n  c\n  d\n"),
        ("a: b # x\n  # y\n", {"a": "c\nd"}, 'a: "c\\nd" # x\n  # y\n'),
        ("a: 'b\n  c' # x\n", {"a": "d"}, "a: d # x\n"),
        ("a:\n  - b\n  - c # x\n  - d\n", {"a": ["b", "d"]}, "a:\n  - b\n  # x\n  - d\n"),
        ("a:\n- b\n- d\n", {"a": ["x", "b", "c", "d"]}, "a:\n- x\n- b\n- c\n- d\n"),
        ("a:\n- b\n- d # x\n", {"a": ["b", "e", "f"]}, "a:\n- b\n- e # x\n- f\n"),
        ("a:\n- b # x\n", {"a": []}, "a: [] # x\n"),
        ("a:\n- b: 1 # x\n  c: 2\n", {"a": [{"c": "2"}]}, 'a:\n- c: "2"\n  # x\n'),
        ("a:\n-\n  b: 1 # x\n", {"a": [{"b": "1"}, {"c": "e"}]}, 'a: # x\n- b: "1"\n- c: e\n'),
        ("a: {b: 1, c: [1, 2]} # x\n", {"a": {"b": "e", "c": ["1", "2"]}}, "a: {b: e, c: [1, 2]} # x\n"),
        ("a: { b: 1 } # x\n", {"a": {"b": "e", "c": "d"}}, "a: { b: e, c: d } # x\n"),
        ("a: {b: 1} # x\n", {"a": {"b": "e" * 100, "c": "d"}}, f"a: # x\n  b: {'e' * 100}\n  c: d\n"),
        ("a: {b: 1, # x\n  c: 2} # y\n", {"a": {"b": "e"}}, "# x\na: {b: e} # y\n"),
        ("a: {b: [1, 2]}\n", {"a": {"b": ["c"]}}, "a: {b: [c]}\n"),
        ("a: # x\nb: 1\n", {"a": {"c": "d"}, "b": "1"}, "a: # x\n  c: d\nb: 1\n"),
        ("a:\nb: 1\n", {"a": "e", "b": "1"}, "a: e\nb: 1\n"),
        ("a:\n    b: 1\n", {"a": {"b": "1"}, "c": {"d": ["e f"]}}, "a:\n    b: 1\nc:\n    d:\n      - e f\n"),
        ("a:\n  b: 1\n    # x\n  # y\n", {"a": {"b": "1", "c": "d"}}, "a:\n  b: 1\n    # x\n  c: d\n  # y\n"),
        ("a:\n  b: 1 # x\n", {"a": "c"}, "a: c # x\n"),
        ("a: 1\r\nb: 2\r\n", {"a": "1", "b": "x\ny"}, "a: 1\r\nb: |-\r\n  x\r\n  y\r\n"),
        ('"a" : 1\n', {"a": "c"}, '"a" : c\n'),
        ("a:\n  - - 1\n", {"a": [["1", "b"]]}, 'a:\n  - ["1", b]\n'),
    ],
)  # fmt: skip
def test_only_what_changed_is_written(text: str, after: dict[str, Any], expected: str) -> None:
    result = edited(text, after)
    assert parse_yaml(result.encode(), "").data == after
    assert result == expected


@pytest.mark.parametrize("text", ["{a: 1}\n", "? a\n: 1\n", ""])
def test_what_cannot_be_changed_in_place(text: str) -> None:
    document = parse_yaml(text.encode(), "")
    with pytest.raises(UnfitError):
        edit_text(Layout(text, document), {"a": "1"}, {"a": "b"})
