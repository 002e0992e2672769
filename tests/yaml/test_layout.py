import pytest

from dsds_audit.yaml.files import Span, parse_yaml
from dsds_audit.yaml.layout import Layout, UnfitError


def layout(text: str) -> Layout:
    return Layout(text, parse_yaml(text.encode(), ""))


def test_comments_are_told_from_texts() -> None:
    text = "# one\na: b#c  # two\nd: 'x # y'# three\ne: |  # four\n  # text\n\n# five\n"
    text += 'f: ["#", # six\n  1] # seven'
    comments = layout(text).comments
    assert [comment.text for comment in comments] == [
        f"# {n}" for n in ["one", "two", "three", "four", "five", "six", "seven"]
    ]
    assert all(text.startswith(comment.text, comment.start) for comment in comments)


def test_comments_in_between() -> None:
    found = layout("a: 1 # x\nb: 2 # y\nc: 3 # z\n")
    assert [comment.text for comment in found.comments_in(8, 18)] == ["# y"]


@pytest.mark.parametrize(
    ("text", "step", "dash"),
    [
        ("a: 1\n", 2, 2),
        ("a:\n    b: 1\n", 4, 2),
        ("a:\n- 1\n", 2, 0),
        ("a:\n   - b: 1\n     c:\n      d: 2\n", 1, 3),
        ("a: {b: {c: 1}}\n", 2, 2),
    ],
)
def test_indentation_is_that_of_the_text(text: str, step: int, dash: int) -> None:
    assert (layout(text).step, layout(text).dash) == (step, dash)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_line_ends(newline: str) -> None:
    found = layout(f"a: 1{newline}b: 2")
    assert (found.newline, found.complete, found.text) == (newline, False, f"a: 1{newline}b: 2{newline}")
    assert layout(f"a: 1{newline}").complete


def test_where_entries_begin_and_end() -> None:
    text = "x:\n  # above\n  a:\n    b: |\n      text\n\n    # inside\n\n      # deeper\n  # next\n  c: 1\n"
    found = layout(text)
    assert text[found.top_of(("x", "a")) :].startswith("  # above")
    assert text[: found.end_of(("x", "a"))].endswith("text")
    assert text[found.bottom_of(("x", "a"), 2) :].startswith("  # next")
    assert text[found.bottom_of(("x", "a", "b"), 4) :].startswith("\n    # inside")
    assert found.prefix_of(("x", "c")) == "  "
    assert found.value_at(("x", "c")) == "1"
    assert text[: found.after_colon(found.spans["x", "c"])].endswith("c:")
    assert found.bottom_of(("x", "c"), 0) == found.next_line(len(text) - 2) == len(text)


def test_a_key_without_a_colon_does_not_fit() -> None:
    with pytest.raises(UnfitError):
        layout("a\n").after_colon(Span(1, 1, key_end=(0, 1)))
