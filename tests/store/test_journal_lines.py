import json
import time

import pytest
import strategies as given_some
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.errors import StoreError
from dsds_audit.store.journal_lines import (
    parse_journal,
    parse_subjects,
    render_entries,
    render_heading,
    whole_lines,
)
from dsds_audit.votes import Vote

RUBRIC = make_rubric((3, 2))
HEADING = render_heading(rate(RUBRIC))
ENTRY = b'{"kind": "revealed", "criterion": "p1.c1", "round": 1, "at": "2026-03-02T09:00:00Z"}\n'
VOTE = (
    '{"kind": "vote", "criterion": "p1.c1", "round": 1, "at": "2026-03-02T09:00:00Z", "by": "p-abc123", '
    '"role": "coach", "level": 1}'
)


def problems_of(content: bytes) -> list[str]:
    with pytest.raises(StoreError) as caught:
        parse_journal(content, "a.votes.jsonl")
    return [str(problem) for problem in caught.value.problems]


@examples(100)
@given(st.data())
def test_what_is_written_is_read_as_it_was(data: st.DataObject) -> None:
    rubric = data.draw(given_some.rubrics())
    one, other = (data.draw(given_some.assessments(rubric)) for _ in range(2))
    first, second = (tuple(data.draw(given_some.journals(rubric))) for _ in range(2))
    content = render_heading(one) + render_entries(first) + render_heading(other) + render_entries(second)
    journal = parse_journal(content, "")
    assert journal.entries_of(rubric.ref) == (*first, *second)
    assert [subject.is_identity_of(a) for subject, a in zip(journal.subjects, (one, other), strict=True)] == [
        True,
        True,
    ]
    assert parse_subjects(content, "") == journal.subjects
    assert content.count(b"\n") == 2 + len(first) + len(second)


@examples(100)
@given(given_some.journals(RUBRIC), st.data())
def test_a_line_that_was_cut_short_counts_as_not_there(entries: list[Vote], data: st.DataObject) -> None:
    content = HEADING + render_entries(entries)
    cut = content[: data.draw(st.integers(0, len(content)))]
    whole = cut.count(b"\n")
    assert parse_journal(cut, "").entries_of(RUBRIC.ref) == tuple(entries[: max(whole - 1, 0)])
    assert whole_lines(cut) == b"".join(content.splitlines(keepends=True)[:whole])


def test_entries_belong_to_the_rubric_version_above_them() -> None:
    later = render_heading(rate(make_rubric((3, 2), version="1.1.0")))
    journal = parse_journal(HEADING + ENTRY + later + ENTRY + ENTRY + HEADING + ENTRY, "")
    assert [len(journal.entries_of(f"small@{version}")) for version in ("1.0.0", "1.1.0", "2.0.0")] == [
        2,
        2,
        0,
    ]


def test_what_an_editor_adds_without_harm_is_accepted() -> None:
    content = b"\xef\xbb\xbf" + (HEADING + ENTRY).replace(b"\n", b"\r\n") + b"\n  \n"
    assert len(parse_journal(content, "").entries) == 1
    assert parse_journal(b"", "").subjects == ()
    assert parse_subjects(b"\n", "") == ()


HOSTILE = {
    "no JSON": b"vote: 1",
    "empty object": b"{}",
    "a list": b"[1, 2]",
    "a number": b"1",
    "null": b"null",
    "another kind": VOTE.replace('"vote"', '"delete"').encode(),
    "no kind": VOTE.replace('"kind": "vote", ', "").encode(),
    "kind is a list": VOTE.replace('"vote"', "[1]").encode(),
    "an unknown field": VOTE.replace('"level"', '"name": "Ann", "level"').encode(),
    "a field twice": VOTE.replace('"level": 1', '"level": 1, "level": 2').encode(),
    "a huge number": VOTE.replace('"level": 1', f'"level": 1{"0" * 5000}').encode(),
    "a large number": VOTE.replace('"level": 1', '"level": 1e400').encode(),
    "not a number": VOTE.replace('"level": 1', '"level": NaN').encode(),
    "endless": VOTE.replace('"level": 1', '"level": -Infinity').encode(),
    "a broken number": VOTE.replace('"level": 1', '"level": 1.5').encode(),
    "a level below": VOTE.replace('"level": 1', '"level": -1').encode(),
    "a truth": VOTE.replace('"level": 1', '"level": true').encode(),
    "a person's name": VOTE.replace("p-abc123", "Ann Smith").encode(),
    "a path": VOTE.replace("p1.c1", "../../etc/passwd").encode(),
    "no such day": VOTE.replace("03-02", "02-30").encode(),
    "a local time": VOTE.replace("00Z", "00+02:00").encode(),
    "no time zone": VOTE.replace("00Z", "00").encode(),
    "round 3": VOTE.replace('"round": 1', '"round": 3').encode(),
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep in a field": VOTE.replace('"level": 1', f'"level": {"[" * 50_000}{"]" * 50_000}').encode(),
    "deeper still": b'{"a":' * 40_000,
    "too long": VOTE.replace("coach", "c" * 300_000).encode(),
    "Latin 1": VOTE.replace("coach", "ch\xe9f").encode("latin-1"),
    "UTF-16": VOTE.encode("utf-16"),
    "zeros": b"\0" * 4096,
    "half a character": b'{"kind": "\xf0\x9f\x91"}',
    "half a surrogate": VOTE.replace("coach", "\\ud800").encode(),
    "half a surrogate in a note": (
        b'{"kind": "agreed", "criterion": "p1.c1", "round": 1, "at": "2026-03-02T09:00:00Z", "level": 1, '
        b'"minority": "\\ud800"}'
    ),
    "steering signs": b"\x1b[2J\x07",
    "a damaged heading": b'{"votes_of": {"site": "Riverbend"}}',
    "a heading of a later format": HEADING.replace(b'"format": 1', b'"format": 2').rstrip(),
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_a_line_that_cannot_be_read_is_named(line: bytes) -> None:
    (told,) = problems_of(HEADING + ENTRY + line + b"\n" + ENTRY)
    assert told.startswith("a.votes.jsonl:3: AUD083 this line of the votes cannot be read: ")
    assert ". Please bring back" in told
    assert told.isprintable()
    assert len(told) < 700


def test_every_line_that_cannot_be_read_is_named() -> None:
    told = problems_of(HEADING + b"a\n" + ENTRY + b"b\n" * 100)
    assert [problem.split(":")[1] for problem in told] == ["2", *map(str, range(4, 23))]


@pytest.mark.parametrize("first", [ENTRY, b"a\n", b'{"format": 1}\n', b'{"votes_of": null}\n'])
def test_whose_votes_they_are_has_to_be_said_first(first: bytes) -> None:
    (told,) = problems_of(first + ENTRY * 3)
    assert ":1: AUD083" in told
    with pytest.raises(StoreError, match=":1: AUD083"):
        parse_subjects(first + ENTRY, "a")


def test_a_damaged_heading_is_named_with_its_own_line() -> None:
    with pytest.raises(StoreError, match=r"^a:4: AUD083"):
        parse_subjects(HEADING + ENTRY * 2 + b'{"votes_of": 1}\n', "a")


def test_words_in_an_entry_are_no_heading() -> None:
    agreed = {**json.loads(ENTRY), "kind": "agreed", "level": 1, "minority": '{"votes_of": 1}'}
    alone = {**agreed, "minority": "votes_of"}
    content = HEADING + b"".join(json.dumps(entry).encode() + b"\n" for entry in (agreed, alone))
    assert len(parse_journal(content, "").entries) == 2
    assert parse_subjects(content, "") == parse_journal(HEADING, "").subjects


@examples(200)
@given(st.lists(st.binary(max_size=60) | st.sampled_from([HEADING, ENTRY, *HOSTILE.values()]), max_size=6))
def test_whatever_a_file_holds_is_read_or_refused_in_words(lines: list[bytes]) -> None:
    content = b"".join(line if line.endswith(b"\n") else line + b"\n" for line in lines)
    for read in (parse_journal, parse_subjects):
        try:
            read(content, "a")
        except StoreError as error:
            assert {problem.code for problem in error.problems} == {"AUD083"}  # noqa: PT017


def test_many_votes_are_read_quickly() -> None:
    content = HEADING + VOTE.encode().join([b"", *[b"\n"] * 10_000])
    begun = time.process_time()
    assert len(parse_journal(content, "").entries) == 10_000
    assert time.process_time() - begun < 3
