import re
from pathlib import Path

import pytest

from dsds_audit.catalogue import bundled_folder
from dsds_audit.errors import RubricError
from dsds_audit.rubric_files import parse_rubric, read_rubric, review_rubric

BAD = sorted((Path(__file__).parent / "bad_rubrics").glob("*.yaml"))
BUNDLED = sorted(bundled_folder().glob("*/*[0-9].yaml"))
UNUSABLE = re.compile(r"AUD0([0-2]\d|3\d)")


def problems_of(path):
    try:
        return review_rubric(path)
    except RubricError as error:
        return error.problems


def marked(text, word):
    """What the first comment lines of a broken rubric say that must be found."""
    return re.findall(rf"^# {word}: (.*)$", text, re.MULTILINE)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_broken_rubric_is_told_what_is_wrong_and_where(path):
    text = path.read_text(encoding="utf-8")
    problems = problems_of(path)
    wanted = sorted(marked(text, "expect"))
    shown = "\n".join(str(problem) for problem in problems)
    found = sorted(f"{p.code}:*" if f"{p.code}:*" in wanted else f"{p.code}:{p.line}" for p in problems)
    assert wanted, "a broken rubric says what is expected: # expect: CODE:line"
    assert found == wanted, shown
    for sentence in marked(text, "says"):
        assert sentence in shown
    for problem in problems:
        assert problem.place == str(path)
        assert "Please" in problem.message, "an error names the way out"
        assert "\n" not in str(problem)
    assert [p.line or 0 for p in problems] == sorted(p.line or 0 for p in problems)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_broken_rubric_cannot_be_read_and_a_weak_one_can(path):
    codes = [line.partition(":")[0] for line in marked(path.read_text(encoding="utf-8"), "expect")]
    if any(UNUSABLE.fullmatch(code) for code in codes):
        with pytest.raises(RubricError) as caught:
            read_rubric(path)
        assert {p.code for p in caught.value.problems} <= set(codes)
    else:
        assert read_rubric(path).id == "bad"


def test_there_are_enough_broken_rubrics():
    assert len(BAD) >= 40


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: f"{path.parent.name}@{path.stem}")
def test_a_bundled_rubric_has_no_weakness(path):
    assert review_rubric(path) == ()
    assert read_rubric(path).ref == f"{path.parent.name}@{path.stem}"


def test_comments_order_line_ends_and_a_byte_order_mark_change_no_rubric():
    path = BUNDLED[0]
    content = path.read_bytes()
    digest = read_rubric(path).digest
    assert parse_rubric(b"# another comment\n" + content, "p").digest == digest
    assert parse_rubric(content.replace(b"\n", b"\r\n"), "p").digest == digest
    assert parse_rubric(b"\xef\xbb\xbf" + content, "p").digest == digest
    first, rest = content.split(b"title: ", 1)
    title, rest = rest.split(b"\n", 1)
    assert parse_rubric(first + rest + b"\ntitle: " + title + b"\n", "p").digest == digest


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"# only a comment\n",
        b"null",
        b"just text",
        b"[]",
        b"{}",
        b"42",
        b"\x00",
        b"\xff\xfe\x00",
        b"a: b: c",
        b"{" * 2000,
    ],
)
def test_what_is_no_rubric_is_refused_without_a_traceback(content):
    with pytest.raises(RubricError) as caught:
        parse_rubric(content, "mine.yaml")
    assert caught.value.problems
    assert all(p.place == "mine.yaml" and p.code.startswith("AUD0") for p in caught.value.problems)


def test_a_bomb_of_aliases_is_refused_at_once():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(RubricError) as caught:
        parse_rubric("\n".join(lines).encode(), "bomb.yaml")
    assert [p.code for p in caught.value.problems] == ["AUD004"]


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path):
    for path in (tmp_path / "nowhere.yaml", tmp_path):
        with pytest.raises(RubricError) as caught:
            read_rubric(path)
        assert [(p.code, p.place) for p in caught.value.problems] == [("AUD001", str(path))]
        with pytest.raises(RubricError):
            review_rubric(path)


def test_json_is_yaml_too(tmp_path):
    rubric = read_rubric(BUNDLED[0])
    content = rubric.model_dump_json(exclude_defaults=True).encode()
    assert parse_rubric(content, "p.json").digest == rubric.digest
