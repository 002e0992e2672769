import datetime as dt
import json
import os
from concurrent.futures import ThreadPoolExecutor
from errno import EIO
from pathlib import Path
from typing import Any

import pytest
from rubrics_for_tests import make_rubric, rate

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.errors import ConflictError, Problem, RubricError, StoreError
from dsds_audit.rubric import Rubric
from dsds_audit.store import Store, Stored
from dsds_audit.store.folder import FolderStore
from dsds_audit.store.journals import MOST_BYTES, copy_journal, journal_of, journal_problems
from dsds_audit.store.locks import hold_saving
from dsds_audit.votes import Opened, Vote

RUBRIC = make_rubric((3, 2))
LATER = make_rubric((3, 2), version="1.1.0")
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
OPENED = Opened(criterion="p1.c1", round=1, at=AT)


def rubric_of(ref: str) -> Rubric:
    for rubric in (RUBRIC, LATER):
        if ref == rubric.ref:
            return rubric
    raise RubricError(Problem("AUD020", f"the rubric {ref} is not there."))


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "w", rubric_of)


@pytest.fixture
def kept(store: FolderStore) -> Stored:
    return store.save(new(), RUBRIC)


def new(**fields: Any) -> Assessment:
    return rate(RUBRIC, digest=RUBRIC.digest, **fields)


def vote(number: int, level: int | None = 1) -> Vote:
    return Vote(criterion="p1.c1", round=1, at=AT, by=f"p-{number:06}", role="coach", level=level)


def journal(stored: Stored) -> Path:
    return journal_of(Path(stored.place))


def journals(store: FolderStore) -> list[str]:
    return sorted(path.relative_to(store.folder).as_posix() for path in store.folder.rglob("*.votes.jsonl"))


def test_what_is_appended_is_read_in_its_order(store: FolderStore, kept: Stored) -> None:
    promised: Store = store
    assert promised.votes(kept) == ()
    promised.append_votes(kept, [OPENED, vote(1)])
    promised.append_votes(kept, [vote(2, None), vote(1, 0)])
    assert promised.votes(kept) == (OPENED, vote(1), vote(2, None), vote(1, 0))
    assert FolderStore(store.folder, rubric_of).votes(kept) == promised.votes(kept)
    assert journals(store) == ["riverbend/2026-03-02.votes.jsonl"]
    assert list(store.all_assessments()) == [kept]


def test_nothing_to_append_makes_no_file(store: FolderStore, kept: Stored) -> None:
    store.append_votes(kept, [])
    assert journals(store) == []


def test_a_journal_says_whose_votes_it_holds(store: FolderStore, kept: Stored) -> None:
    store.append_votes(kept, [vote(1)])
    heading, entry = map(json.loads, journal(kept).read_text().splitlines())
    subject = {"site": "Riverbend", "program": None, "rubric": "small@1.0.0", "date": "2026-03-02"}
    assert heading == {"format": 1, "votes_of": subject}
    assert entry["kind"] == "vote"


def test_a_save_of_the_assessment_leaves_its_votes(store: FolderStore, kept: Stored) -> None:
    store.append_votes(kept, [vote(1)])
    before = journal(kept).read_bytes()
    saved = store.save(new(ratings={"p1.c1": Rating(level=1)}), RUBRIC, kept)
    assert journal(kept).read_bytes() == before
    assert store.votes(saved) == store.votes(kept) == (vote(1),)


@pytest.mark.parametrize(
    "changes",
    [
        [{"date": "2026-03-09"}],
        [{"site": "Oak Hill"}],
        [{"program": "Visits"}],
        [{"site": "Oak Hill", "date": "2026-03-09", "program": "Visits"}, {"site": "Elm"}, {}],
    ],
    ids=["date", "site", "program", "again and again"],
)
def test_votes_go_with_their_assessment(
    store: FolderStore, kept: Stored, changes: list[dict[str, Any]]
) -> None:
    store.append_votes(kept, [vote(1)])
    stored = kept
    for number, change in enumerate(changes, start=2):
        stored = store.save(new(**change), RUBRIC, stored)
        store.append_votes(stored, [vote(number)])
    assert store.votes(stored) == tuple(vote(number) for number in range(1, len(changes) + 2))
    assert store.folder / journals(store)[0] == journal(stored)
    assert sorted(path.name for path in store.folder.glob("[!.]*")) == [Path(stored.place).parent.name]
    assert len(journals(store)) == 1


def test_an_assessment_typed_where_another_has_been_gets_none_of_its_votes(
    store: FolderStore, kept: Stored
) -> None:
    store.append_votes(kept, [vote(1)])
    store.save(new(date="2026-03-09"), RUBRIC, kept)
    again = store.save(new(), RUBRIC)
    assert again.place == kept.place
    assert store.votes(again) == ()
    store.append_votes(again, [vote(2)])
    assert store.votes(again) == (vote(2),)


def test_an_assessment_typed_again_after_its_file_was_removed_begins_without_votes(
    store: FolderStore, kept: Stored
) -> None:
    store.append_votes(kept, [vote(1)])
    Path(kept.place).unlink()
    again = store.save(new(), RUBRIC)
    assert Path(again.place).name == "2026-03-02-2.yaml"
    assert store.votes(again) == ()
    assert journal(kept).is_file()


def test_votes_of_another_assessment_are_refused(store: FolderStore, kept: Stored) -> None:
    store.append_votes(kept, [vote(1)])
    other = store.save(new(program="Visits"), RUBRIC)
    journal(kept).rename(journal(other))
    before = journal(other).read_bytes()
    for refused in (lambda: store.votes(other), lambda: store.append_votes(other, [vote(2)])):
        with pytest.raises(StoreError, match=r"2\.votes\.jsonl: AUD084 holds the votes of another.*Please"):
            refused()
    assert journal(other).read_bytes() == before
    assert [problem.code for problem in journal_problems(other)] == ["AUD084"]
    assert journal_problems(kept) == ()


def test_votes_stay_with_the_questions_of_their_rubric_version(store: FolderStore, kept: Stored) -> None:
    store.append_votes(kept, [vote(1)])
    carried = store.save(rate(LATER), LATER, kept)
    assert store.votes(carried) == ()
    store.append_votes(carried, [vote(2)])
    assert store.votes(carried) == (vote(2),)
    back = store.save(new(), RUBRIC, carried)
    assert store.votes(back) == (vote(1),)
    store.append_votes(back, [vote(3)])
    assert store.votes(back) == (vote(1), vote(3))


def test_a_conflict_leaves_the_votes_with_the_file_that_was_there(store: FolderStore, kept: Stored) -> None:
    store.append_votes(kept, [vote(1)])
    theirs = store.save(new(ratings={"p1.c1": Rating(level=2)}), RUBRIC, kept)
    for after in (new(), new(date="2026-03-09")):
        with pytest.raises(ConflictError):
            store.save(after, RUBRIC, kept)
    assert store.votes(theirs) == (vote(1),)
    assert journals(store) == ["riverbend/2026-03-02.votes.jsonl"]


@pytest.mark.parametrize("torn", [b'{"kind": "vote", "crit', b"\xf0\x9f", b"{}", b"\0\0\0"])
def test_what_was_cut_short_is_taken_out_before_more_is_added(
    store: FolderStore, kept: Stored, torn: bytes
) -> None:
    store.append_votes(kept, [vote(1)])
    whole = journal(kept).read_bytes()
    journal(kept).write_bytes(whole + torn)
    assert store.votes(kept) == (vote(1),)
    store.append_votes(kept, [vote(2)])
    assert store.votes(kept) == (vote(1), vote(2))
    assert journal(kept).read_bytes().startswith(whole + b'{"kind": "vote"')


def test_a_heading_that_was_cut_short_is_written_anew(store: FolderStore, kept: Stored) -> None:
    journal(kept).write_bytes(b'{"format": 1, "vot')
    assert store.votes(kept) == ()
    store.append_votes(kept, [vote(1)])
    assert store.votes(kept) == (vote(1),)


def test_a_damaged_line_stops_no_vote_and_is_told(store: FolderStore, kept: Stored) -> None:
    store.append_votes(kept, [vote(1)])
    with journal(kept).open("ab") as file:
        file.write(b"<<<<<<< HEAD\n")
    store.append_votes(kept, [vote(2)])
    with pytest.raises(StoreError, match=r"2026-03-02\.votes\.jsonl:3: AUD083"):
        store.votes(kept)
    (problem,) = journal_problems(kept)
    assert (problem.code, problem.line, problem.place) == ("AUD083", 3, str(journal(kept)))
    moved = store.save(new(date="2026-03-09"), RUBRIC, kept)
    assert b"HEAD" in journal(moved).read_bytes()


def test_an_assessment_that_is_gone_gets_no_votes(store: FolderStore, kept: Stored) -> None:
    store.save(new(date="2026-03-09"), RUBRIC, kept)
    with pytest.raises(StoreError, match="AUD084 is not there any more"):
        store.append_votes(kept, [vote(1)])
    assert journals(store) == []


def test_what_is_no_plain_file_is_refused(store: FolderStore, kept: Stored) -> None:
    journal(kept).mkdir()
    for refused in (lambda: store.votes(kept), lambda: store.append_votes(kept, [vote(1)])):
        with pytest.raises(StoreError, match="AUD083 is no plain file"):
            refused()
    journal(kept).rmdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(journal(kept))
        with pytest.raises(StoreError, match="AUD083 is no plain file"):
            store.append_votes(kept, [vote(1)])


def test_a_link_that_leads_out_is_refused(store: FolderStore, kept: Stored, tmp_path: Path) -> None:
    outside = tmp_path / "outside.jsonl"
    outside.write_bytes(b"mine\n")
    journal(kept).symlink_to(outside)
    for refused in (lambda: store.votes(kept), lambda: store.append_votes(kept, [vote(1)])):
        with pytest.raises(StoreError, match="AUD050 leads out of the workspace"):
            refused()
    with pytest.raises(StoreError, match="AUD050 leads out of the workspace"):
        store.save(new(date="2026-03-09"), RUBRIC, kept)
    assert list(store.all_assessments()) == [kept]
    assert outside.read_bytes() == b"mine\n"


def test_a_journal_does_not_grow_without_end(
    store: FolderStore, kept: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dsds_audit.store.journals.MOST_BYTES", 1000)
    store.append_votes(kept, [vote(1)])
    before = journal(kept).read_bytes()
    with pytest.raises(StoreError, match="AUD083 is larger than 50 MiB"):
        store.append_votes(kept, [vote(number) for number in range(100)])
    assert journal(kept).read_bytes() == before
    with journal(kept).open("r+b") as file:
        file.truncate(1001)
    with pytest.raises(StoreError, match="AUD083 is larger than 50 MiB"):
        store.votes(kept)


def test_the_bound_is_what_the_message_says() -> None:
    assert MOST_BYTES == 50 * 1024 * 1024


def fail(*_: Any, **__: Any) -> None:
    raise OSError(EIO, os.strerror(EIO))


@pytest.mark.parametrize("step", ["os.write", "os.fsync", "os.open", "os.ftruncate"])
@pytest.mark.parametrize("begun", [False, True])
def test_a_failing_disk_leaves_the_journal_as_it_was(
    store: FolderStore, kept: Stored, monkeypatch: pytest.MonkeyPatch, step: str, begun: bool
) -> None:
    if begun:
        store.append_votes(kept, [vote(1)])
    before = store.votes(kept)
    with monkeypatch.context() as patched:
        patched.setattr(f"dsds_audit.store.journals.{step}", fail)
        with pytest.raises(StoreError, match="AUD050"):
            store.append_votes(kept, [vote(2)])
    assert store.votes(kept) == before
    assert len(journals(store)) == begun
    store.append_votes(kept, [vote(3)])
    assert store.votes(kept) == (*before, vote(3))


@pytest.mark.parametrize("links", [True, False], ids=["with hard links", "without"])
@pytest.mark.parametrize("step", ["write_atomically", "address_journal"])
def test_a_save_that_fails_leaves_the_votes_where_they_were(
    store: FolderStore, kept: Stored, monkeypatch: pytest.MonkeyPatch, step: str, links: bool
) -> None:
    store.append_votes(kept, [vote(1)])
    if not links:
        monkeypatch.setattr("dsds_audit.store.journals.os.link", fail)
    with monkeypatch.context() as patched:
        patched.setattr(f"dsds_audit.store.folder.{step}", fail)
        with pytest.raises(StoreError, match="AUD050"):
            store.save(new(site="Oak Hill"), RUBRIC, kept)
    assert journals(store) == ["riverbend/2026-03-02.votes.jsonl"]
    assert not (store.folder / "oak-hill").exists()
    assert store.votes(kept) == (vote(1),)
    saved = store.save(new(site="Oak Hill"), RUBRIC, kept)
    assert store.votes(saved) == (vote(1),)
    assert journals(store) == ["oak-hill/2026-03-02.votes.jsonl"]


def test_from_many_threads_at_once_nothing_is_lost(store: FolderStore, kept: Stored) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: store.append_votes(kept, [vote(number)]), range(60)))
    assert sorted(entry.by for entry in store.votes(kept) if isinstance(entry, Vote)) == [
        vote(number).by for number in range(60)
    ]


def test_a_copy_beside_a_kept_record_never_replaces_other_votes(store: FolderStore, kept: Stored) -> None:
    path, beside = Path(kept.place), store.folder / "riverbend" / "small-1.0.0" / "2026-03-02.yaml"
    beside.parent.mkdir()
    assert not copy_journal(store.folder, path, beside)
    for number in (1, 2):
        store.append_votes(kept, [vote(number)])
        assert copy_journal(store.folder, path, beside)
        assert journal_of(beside).read_bytes() == journal(kept).read_bytes()
    journal_of(beside).write_bytes(b"others\n")
    assert not copy_journal(store.folder, path, beside)
    assert journal_of(beside).read_bytes() == b"others\n"


def test_appending_waits_for_who_saves(store: FolderStore, kept: Stored) -> None:
    with ThreadPoolExecutor(1) as threads, hold_saving(store.folder):
        waiting = threads.submit(store.append_votes, kept, [vote(1)])
        assert not waiting.done()
        assert journals(store) == []
    assert store.votes(kept) == (vote(1),)
