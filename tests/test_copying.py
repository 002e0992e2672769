import os
import random
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from databases_for_tests import postgres_server, postgres_url, running_postgres, url_of  # noqa: F401
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import make_rubric, rate

from dsds_audit import copying
from dsds_audit.assessment_files import render_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.copying import Copied, copy_documents
from dsds_audit.errors import AssessmentError, ConflictError, Problem, StoreError
from dsds_audit.rubric import Rubric
from dsds_audit.store.folder_home import FolderHome
from dsds_audit.store.homes import KINDS, Held, Kind
from dsds_audit.store.opening import open_home
from dsds_audit.store.paths import revision_of
from dsds_audit.store.where import Database, Where, where_of

RUBRIC = make_rubric((3, 2))
DATES = ["2026-03-02", "2026-09-14"]


def rubric_of(ref: str) -> Rubric:
    assert ref == RUBRIC.ref
    return RUBRIC


@dataclass
class Shelf:
    """A home in memory; ``fails_after`` documents its server is gone, and ``spoils`` what it writes."""

    documents: dict[str, tuple[Kind, bytes]] = field(default_factory=dict)
    refuses: frozenset[str] = frozenset()
    fails_after: int | None = None
    spoils: frozenset[str] = frozenset()
    writings: list[int] = field(default_factory=list)

    def held(self) -> Iterator[Held]:
        known = sorted(self.documents.items(), key=lambda item: (KINDS.index(item[1][0]), item[0]))
        return (Held(kind, name, revision_of(content)) for name, (kind, content) in known)

    def read(self, wanted: Sequence[Held]) -> Iterator[tuple[Held, bytes]]:
        for held in wanted:
            if held.name in self.documents:
                content = self.documents[held.name][1]
                yield Held(held.kind, held.name, revision_of(content)), content

    def write(self, documents: Sequence[tuple[Held, bytes]]) -> None:
        if self.fails_after is not None and len(self.documents) + len(documents) > self.fails_after:
            raise StoreError(Problem("AUD107", "the server is gone."))
        for held, _ in documents:
            if held.name in self.refuses:
                raise AssessmentError(Problem("AUD004", "is damaged.", held.name))
            if held.name in self.documents:
                raise ConflictError(Problem("AUD112", "is taken.", held.name))
        self.writings.append(len(documents))
        for held, content in documents:
            spoilt = content + b"!" if held.name in self.spoils else content
            self.documents[held.name] = (held.kind, spoilt)


def shelf(count: int) -> Shelf:
    return Shelf({f"site/{number:03}.yaml": ("assessment", b"%d" % number) for number in range(count)})


def last(steps: Iterator[Copied]) -> Copied:
    return list(steps)[-1]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "BATCH", 4)


@pytest.mark.usefixtures("small_batches")
def test_everything_is_copied_once_in_batches() -> None:
    source, target = shelf(10), Shelf()
    steps = list(copy_documents(source, target))
    assert [(step.seen, step.total) for step in steps] == [(0, 10), (4, 10), (8, 10), (10, 10)]
    assert steps[-1].written == {"assessment": 10}
    assert target.documents == source.documents
    again = last(copy_documents(source, target))
    assert (again.written, again.there, again.refused) == ({}, 10, ())
    assert target.writings == [4, 4, 2]


def test_what_others_rest_on_comes_first() -> None:
    kinds: dict[str, tuple[Kind, bytes]] = {f"{kind}.yaml": (kind, b"") for kind in reversed(KINDS)}
    target = Shelf()
    last(copy_documents(Shelf(kinds), target))
    assert [kind for kind, _ in target.documents.values()] == list(KINDS)


@given(
    st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)), st.integers(1, 9)
)
def test_each_document_is_copied_or_named(
    damaged: set[int], differing: set[int], there: set[int], batch: int
) -> None:
    source = shelf(31)
    names = list(source.documents)
    target = Shelf({names[n]: source.documents[names[n]] for n in there})
    target.documents |= {names[n]: ("assessment", b"theirs") for n in differing}
    target.refuses = frozenset(names[n] for n in damaged)
    before = dict(target.documents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copying, "BATCH", batch)
        done = last(copy_documents(source, target))
    left_out = {held.name: problems[0].code for held, problems in done.refused}
    assert done.seen == done.total == 31
    assert {name for name, code in left_out.items() if code == "AUD116"} == {names[n] for n in differing}
    assert {name for name, code in left_out.items() if code == "AUD004"} == {
        names[n] for n in damaged - differing - there
    }
    assert before.items() <= target.documents.items()
    for name in names:
        assert (name in left_out) != (target.documents.get(name) == source.documents[name])


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("kept", range(0, 13, 3))
def test_a_server_that_goes_ends_the_copy_and_the_next_one_goes_on(kept: int) -> None:
    source, target = shelf(12), Shelf(fails_after=kept)
    seen: list[int] = []
    with pytest.raises(StoreError, match="AUD107") if kept < 12 else pytest.MonkeyPatch.context():
        seen.extend(step.seen for step in copy_documents(source, target))
    assert seen[-1] == len(target.documents) == kept - kept % 4
    target.fails_after = None
    done = last(copy_documents(source, target))
    assert done.there == kept - kept % 4
    assert done.refused == ()
    assert target.documents == source.documents


def test_what_reads_back_differently_is_named() -> None:
    target = Shelf(spoils=frozenset({"site/001.yaml"}))
    done = last(copy_documents(shelf(3), target))
    assert done.written == {"assessment": 2}
    assert [(problem.place, problem.code) for problem in done.problems] == [("site/001.yaml", "AUD117")]


def test_what_is_changed_or_taken_away_meanwhile(small_batches: None) -> None:
    source, target = shelf(6), Shelf()
    steps = copy_documents(source, target)
    next(steps)
    source.documents["site/001.yaml"] = ("assessment", b"changed since")
    del source.documents["site/005.yaml"]
    done = list(steps)[-1]
    assert done.written == {"assessment": 5}
    assert target.documents == source.documents
    assert [problem.code for problem in done.problems] == ["AUD117"]


def fill(folder: Path, sites: int = 3) -> None:
    for number in range(sites):
        for date in DATES:
            path = folder / f"site-{number}" / f"{date}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            text = render_assessment(rate(RUBRIC, site=f"Site {number}", date=date), RUBRIC)
            path.write_bytes(b"# " + date.encode() + b" by hand\n" + text)


def test_a_folder_is_copied_byte_for_byte_but_for_what_is_damaged(tmp_path: Path) -> None:
    fill(tmp_path / "w")
    (tmp_path / "w" / "site-1" / f"{DATES[0]}.yaml").write_text("site: Site 1\nratings: [")
    (tmp_path / "w" / "site-2" / "again.yaml").write_bytes(
        (tmp_path / "w" / "site-2" / f"{DATES[0]}.yaml").read_bytes()
    )
    source, target = (FolderHome(tmp_path / name, rubric_of) for name in ("w", "v"))
    done = last(copy_documents(source, target))
    assert done.written == {"assessment": 5}
    assert [held.name for held, _ in done.refused] == [f"site-1/{DATES[0]}.yaml", "site-2/again.yaml"]
    for path in (tmp_path / "v").glob("*/*.yaml"):
        assert path.read_bytes() == (tmp_path / "w" / path.relative_to(tmp_path / "v")).read_bytes()
    assert len(list((tmp_path / "v").glob("*/*.yaml"))) == 5


EXAMPLE = Path(__file__).resolve().parents[1] / "dsds_audit" / "examples" / "riverbend" / "2026-09-14.yaml"
ATTEMPTS = 6


def received(folder: Path, count: int) -> Path:
    """A workspace of that many assessments, each with votes on it and a comment in it."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for number in range(count):
        path = folder / f"site-{number}" / "2026-09-14.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text.replace("Riverbend Family Center", f"Site {number}"), encoding="utf-8")
        heading = f'{{"votes_of": {{"site": "Site {number}", "program": "Parents as Partners home visiting", '
        journal = f'{heading}"rubric": "dsds@1.0.0", "date": "2026-09-14"}}}}\n'
        (path.parent / "2026-09-14.votes.jsonl").write_text(journal)
    return folder


def prepared(where: Where) -> Where:
    if isinstance(where, Database):
        from dsds_audit.store.sql import bring_up_to_date

        bring_up_to_date(where.url)
    return where


def run_copy(source: Where, target: Where) -> Copied:
    return last(copy_documents(open_home(source, Catalogue()), open_home(target, Catalogue())))


def begin_copy(source: Where, target: Where) -> tuple[int, int]:
    """A process that copies, a few documents at a time, and the pipe into which it writes after each time."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        copying.BATCH = 3
        try:
            for step in copy_documents(open_home(source, Catalogue()), open_home(target, Catalogue())):
                os.write(writing, f"{step.seen}\n".encode())
        except StoreError as error:
            os.write(writing, f"{error}\n".encode())
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def contents(where: Where) -> dict[str, bytes]:
    home = open_home(where, Catalogue())
    return {held.name: content for held, content in home.read(list(home.held()))}


@pytest.fixture(params=["folder", "sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    """An empty workspace in every kind of home."""
    if request.param == "folder":
        return tmp_path / "target"
    sqlite = f"sqlite:///{tmp_path / 'audits.db'}"
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else sqlite
    return prepared(where_of(url))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_moment_nothing_is_lost_or_doubled(empty: Where, tmp_path: Path) -> None:
    source, dice = received(tmp_path / "source", 20), random.Random(5)
    for _ in range(ATTEMPTS):
        child, reading = begin_copy(source, empty)
        with os.fdopen(reading, "rb") as pipe:
            lines = [pipe.readline() for _ in range(dice.randint(1, 3))]
            time.sleep(dice.uniform(0, 0.02))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            lines += pipe.read().splitlines()
        there = contents(empty)
        assert len(there) >= int(lines[-1])
        assert there.items() <= contents(source).items()
    done = run_copy(source, empty)
    assert (done.refused, done.seen) == ((), 40)
    assert contents(empty) == contents(source)
    assert run_copy(source, empty).there == 40


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_server_killed_in_the_middle_is_told_and_the_copy_goes_on(tmp_path: Path) -> None:
    source = received(tmp_path / "source", 20)
    with TemporaryDirectory(prefix="dsds-pg-") as folder, running_postgres(Path(folder)) as server:
        target = prepared(where_of(url_of(server, "postgres")))
        child, reading = begin_copy(source, target)
        with os.fdopen(reading, "rb") as pipe:
            lines = [pipe.readline(), pipe.readline()]
            os.kill(server.get_pid(), signal.SIGQUIT)  # It ends at once, as a crash does.
            lines += pipe.read().splitlines()
        os.waitpid(child, 0)
        assert b"AUD107" in lines[-1]
        server.ensure_postgres_running()
        there = contents(target)
        assert int(lines[-2]) <= len(there) < 40
        assert there.items() <= contents(source).items()
        done = run_copy(source, target)
        assert (done.refused, done.there) == ((), len(there))
        assert contents(target) == contents(source)
