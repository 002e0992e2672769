import datetime as dt
import os
from pathlib import Path

import pytest
from rubrics_for_tests import make_rubric, rate

from dsds_audit.assessment_files import render_assessment
from dsds_audit.errors import AssessmentError, AuditError, ConflictError, PlanError, RubricError, StoreError
from dsds_audit.rubric import Rubric
from dsds_audit.store.folder import FolderStore
from dsds_audit.store.folder_home import FolderHome, other_files
from dsds_audit.store.homes import Held, Kind
from dsds_audit.store.paths import revision_of

RUBRIC = make_rubric((3, 2))


def rubric_of(ref: str) -> Rubric:
    assert ref == RUBRIC.ref
    return RUBRIC


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "w", rubric_of)


@pytest.fixture
def home(tmp_path: Path) -> FolderHome:
    return FolderHome(tmp_path / "w", rubric_of)


def document(
    content: bytes | str, name: str = "riverbend/2026-03-02.yaml", kind: Kind = "assessment"
) -> tuple[Held, bytes]:
    data = content.encode() if isinstance(content, str) else content
    return Held(kind, name, revision_of(data)), data


def record(site: str = "Riverbend", date: str = "2026-03-02") -> bytes:
    return b"# as typed\n" + render_assessment(rate(RUBRIC, site=site, date=date), RUBRIC)


def votes(site: str = "Riverbend") -> bytes:
    heading = f'{{"votes_of": {{"site": "{site}", "rubric": "{RUBRIC.ref}", "date": "2026-03-02"}}}}\n'
    return heading.encode()


def test_what_is_written_is_held_and_read_byte_for_byte(home: FolderHome) -> None:
    documents = [
        document(record()),
        document("site: Riverbend  # ours\n", "riverbend/plan.yaml", "plan"),
        document(votes(), "riverbend/2026-03-02.votes.jsonl", "votes"),
        document(b"# theirs\n" + record(), "riverbend/2026-03-02.conflict-1.yaml", "conflict"),
    ]
    home.write(documents)
    order = [documents[0], documents[3], documents[1], documents[2]]
    assert list(home.held()) == [held for held, _ in order]
    assert list(home.read([held for held, _ in documents])) == documents
    home.write(documents)  # Written already.
    found = FolderStore(home.folder, rubric_of).find("Riverbend")
    assert [one.assessment.date for one in found] == [dt.date(2026, 3, 2)]


def test_an_empty_home(home: FolderHome) -> None:
    assert list(home.held()) == []
    assert list(home.read([document(record())[0]])) == []
    assert not home.folder.exists()


def test_everything_of_a_store_is_held_and_nothing_else(store: FolderStore, home: FolderHome) -> None:
    saved = store.save(rate(RUBRIC, site="Riverbend", date="2026-03-02"), RUBRIC)
    store.change_plan(
        "Riverbend", lambda plan: plan.model_copy(update={"next_assessment": dt.date(2026, 9, 1)})
    )
    folder = Path(saved.place).parent
    (folder / "2026-03-02.votes.jsonl").write_bytes(votes() + b'{"cut off')
    (folder / "2020-01-01.votes.jsonl").write_bytes(votes())  # of no assessment
    for name in ("rubrics/own/1.0.0.yaml", "rubrics/own/1.0.0--1.1.0.yaml", "rubrics/own/notes.yaml"):
        (home.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (home.folder / name).write_text("id: own\n")
    (folder / "small-0.9.0").mkdir()
    (folder / "small-0.9.0" / "2026-03-02.yaml").write_text("set aside")
    (folder / "notes.txt").write_text("ours")
    names = [held.name for held in home.held()]
    assert names == [
        "rubrics/own/1.0.0--1.1.0.yaml",
        "rubrics/own/1.0.0.yaml",
        "riverbend/2026-03-02.yaml",
        "riverbend/plan.yaml",
        "riverbend/2026-03-02.votes.jsonl",
    ]
    journals = home.read([held for held in home.held() if held.kind == "votes"])
    assert [content for _, content in journals] == [votes()]
    assert other_files(home.folder) == [
        "riverbend/2020-01-01.votes.jsonl",
        "riverbend/notes.txt",
        "riverbend/small-0.9.0/2026-03-02.yaml",
    ]


def test_all_or_nothing_is_written(home: FolderHome) -> None:
    good, damaged = document(record()), document("site: Hill\n", "hill/2026-03-02.yaml")
    with pytest.raises(AssessmentError, match=r"hill/2026-03-02\.yaml"):
        home.write([good, damaged])
    assert list(home.held()) == []


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (document("items: 3\n", "riverbend/plan.yaml", "plan"), PlanError),
        (document(b"no json\n", "riverbend/2026-03-02.votes.jsonl", "votes"), StoreError),
        (document("id: own\n", "rubrics/own/1.0.0.yaml", "rubric"), RubricError),
        (document("was: [\n", "rubrics/own/1.0.0--1.1.0.yaml", "rubric"), AuditError),
    ],
)
def test_what_is_damaged_is_not_taken(
    wrong: tuple[Held, bytes], error: type[AuditError], home: FolderHome
) -> None:
    home.write([document(record())])
    with pytest.raises(error):
        home.write([wrong])
    assert len(list(home.held())) == 1


@pytest.mark.parametrize(
    "second",
    [
        document(record() + b"# more\n"),
        document(record("RIVERBEND"), "elsewhere/first.yaml"),
        document("site: Riverbend\nitems: []\n", "elsewhere/plan.yaml", "plan"),
        document(votes(), "riverbend/2020-01-01.votes.jsonl", "votes"),
    ],
)
def test_a_name_or_identity_that_is_taken_is_left_alone(second: tuple[Held, bytes], home: FolderHome) -> None:
    first = [document(record()), document("site: Riverbend\n", "riverbend/plan.yaml", "plan")]
    for _ in range(2):  # Whether this home wrote it, or found it.
        FolderHome(home.folder, rubric_of).write(first)
        with pytest.raises(ConflictError, match="AUD112"):
            home.write([second])
    assert list(home.read([held for held, _ in first])) == first
    assert len(list(home.held())) == 2


def test_two_of_one_identity_do_not_come_together(home: FolderHome) -> None:
    with pytest.raises(ConflictError, match="AUD112"):
        home.write([document(record()), document(record(), "riverbend/again.yaml")])
    assert list(home.held()) == []


@pytest.mark.parametrize(
    "name",
    [
        "../2026-03-02.yaml",
        "/tmp/2026-03-02.yaml",
        "riverbend/.hidden.yaml",
        ".git/config.yaml",
        "riverbend\\2026.yaml",
        "riverbend/2026\x00.yaml",
        "a/b/c.yaml",
        "loose.yaml",
        "",
        "out/2026-03-02.yaml",
    ],
)
def test_no_name_leads_out_of_the_folder(name: str, home: FolderHome, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    home.folder.mkdir()
    (home.folder / "out").symlink_to(outside)
    with pytest.raises(ConflictError):
        home.write([document(record(), name)])
    assert list(outside.iterdir()) == []
    assert [path.name for path in home.folder.iterdir() if path.name != ".locks"] == ["out"]


def test_a_full_disk_leaves_nothing_half(home: FolderHome, monkeypatch: pytest.MonkeyPatch) -> None:
    link, calls = os.link, iter(range(10))

    def refuse_second(*names: str) -> None:
        if next(calls) == 1:
            raise FileExistsError(28, "No space left on device", names[1])
        link(*names)

    monkeypatch.setattr(os, "link", refuse_second)
    with pytest.raises(StoreError, match="AUD050"):
        home.write([document(record()), document(record("Hill"), "hill/2026-03-02.yaml")])
    assert list(home.folder.rglob("*.yaml")) == []


def test_what_cannot_be_read_has_no_digest_and_is_left_out(home: FolderHome) -> None:
    home.write([document(record())])
    (home.folder / "riverbend" / "2026-09-14.yaml").mkdir()
    held = list(home.held())
    assert [one.digest == "" for one in held] == [False, True]
    assert [one.name for one, _ in home.read(held)] == ["riverbend/2026-03-02.yaml"]
