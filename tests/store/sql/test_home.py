import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import strategies as given_some
from databases_for_tests import postgres_server, postgres_url, sqlite_url  # noqa: F401
from homes_for_tests import Place, prepared, write_rubrics
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rubrics_for_tests import make_rubric, rate

from dsds_audit.assessment_files import render_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AssessmentError, AuditError, ConflictError, PlanError, StoreError
from dsds_audit.plan import Plan
from dsds_audit.plan_files import render_plan
from dsds_audit.store.homes import KINDS, Held, Kind
from dsds_audit.store.journal_lines import render_entries, render_heading
from dsds_audit.store.paths import revision_of
from dsds_audit.store.sql import SqlHome, open_sql_store, rubric_folder
from dsds_audit.votes import Vote

RUBRIC = make_rubric((3, 2))
VOTE = Vote(
    criterion="p1.c1",
    round=1,
    at=dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC),
    by="p-voter1",
    role="coach",
    level=1,
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return write_rubrics(tmp_path / "own", (RUBRIC,))


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, catalogue: Catalogue) -> Place:
    return prepared(request.getfixturevalue(f"{request.param}_url"), catalogue)


@pytest.fixture
def home(place: Place) -> Iterator[SqlHome]:
    store = open_sql_store(place.where, place.catalogue)
    yield SqlHome(store)
    store.close()


def document(kind: Kind, name: str, content: bytes) -> tuple[Held, bytes]:
    return Held(kind, name, revision_of(content)), content


def assessed(site: str, name: str, comment: bytes = b"") -> tuple[Held, bytes]:
    return document("assessment", name, comment + render_assessment(rate(RUBRIC, site=site), RUBRIC))


def everything(catalogue: Catalogue) -> list[tuple[Held, bytes]]:
    votes = render_heading(rate(RUBRIC)) + render_entries([VOTE, VOTE])
    return [
        document("rubric", "rubrics/small/1.0.0.yaml", catalogue.path_of(RUBRIC.ref).read_bytes()),
        assessed("Oak", "oak/Spring & Summer.yaml", b"\xef\xbb\xbf# why\n"),
        assessed("Riverbend", "riverbend/2026-03-02.yaml"),
        document("conflict", "riverbend/2026-03-02.conflict-1.yaml", b"site: Riverbend  # the other\n"),
        document("plan", "riverbend/plan.yaml", b"# ours\n" + render_plan(Plan(site="Riverbend"))),
        document("votes", "riverbend/2026-03-02.votes.jsonl", votes),
    ]


def test_what_is_written_is_held_and_read_byte_for_byte(home: SqlHome, catalogue: Catalogue) -> None:
    documents = everything(catalogue)
    home.write(documents)
    held = list(home.held())
    assert held == [held for held, _ in documents]
    assert sorted({one.kind for one in held}, key=KINDS.index) == list(KINDS)
    assert list(home.read(held[::-1])) == documents[::-1]
    (stored,) = home.store.find("Riverbend")
    assert home.store.votes(stored) == (VOTE, VOTE)
    assert home.store.plan("riverbend") is not None
    assert len(list(home.store.all_assessments())) == 2


def test_what_is_there_already_counts_as_written(home: SqlHome, catalogue: Catalogue) -> None:
    documents = everything(catalogue)
    home.write(documents[:3])
    home.write(documents)
    home.write(documents)
    assert list(home.held()) == [held for held, _ in documents]


def test_what_is_not_there_is_left_out(home: SqlHome) -> None:
    home.write([assessed("Oak", "oak/a.yaml")])
    kinds = [Held(kind, "no/such.yaml", "") for kind in KINDS]
    assert [held.name for held, _ in home.read([*kinds, Held("assessment", "oak/a.yaml", "")])] == [
        "oak/a.yaml"
    ]


@pytest.mark.parametrize("index", range(1, 6))
def test_nothing_is_written_over_and_then_nothing_at_all(
    home: SqlHome, catalogue: Catalogue, index: int
) -> None:
    documents = everything(catalogue)
    home.write(documents)
    held, content = documents[index]
    content = content.replace(b"# ", b"#  ") if b"# " in content else content + b"\n"
    if held.kind == "votes":
        content = documents[index][1] + render_entries([VOTE])
    with pytest.raises(ConflictError, match="AUD112"):
        home.write([assessed("New", "new/a.yaml"), document(held.kind, held.name, content)])
    assert list(home.held()) == [held for held, _ in documents]


def test_a_rubric_that_is_in_use_never_changes(home: SqlHome, catalogue: Catalogue) -> None:
    home.write(everything(catalogue)[:1])
    with pytest.raises(ConflictError, match=r"AUD112 .* a rubric that is in use never changes"):
        home.write([document("rubric", "rubrics/small/1.0.0.yaml", b"id: small\n")])


def test_two_of_one_identity_are_refused(home: SqlHome) -> None:
    with pytest.raises(ConflictError, match=r"b.yaml: AUD112 is of the same site, .* as oak/a.yaml"):
        home.write([assessed("Oak", "oak/a.yaml"), assessed("OAK", "oak/b.yaml")])
    home.write([assessed("Oak", "oak/a.yaml")])
    with pytest.raises(ConflictError, match=r"b.yaml: AUD112 is of the same site, .* as oak/a.yaml"):
        home.write([assessed("oak", "oak/b.yaml")])
    home.write([document("plan", "oak/plan.yaml", render_plan(Plan(site="Oak")))])
    with pytest.raises(ConflictError, match="AUD112"):
        home.write([document("plan", "elm/plan.yaml", render_plan(Plan(site="oak")))])


@pytest.mark.parametrize(
    ("wrong", "error", "told"),
    [
        (document("assessment", "a/b.yaml", b"site: A\n"), AssessmentError, "a/b.yaml"),
        (assessed("A\0B", "a/b.yaml"), StoreError, "AUD110"),
        (assessed("A", "a/\udcff.yaml"), StoreError, "AUD110"),
        (document("plan", "a/plan.yaml", b"items: 1\n"), PlanError, "a/plan.yaml"),
        (document("votes", "a/b.votes.jsonl", b"no\n"), StoreError, "AUD083"),
        (
            document("votes", "a/b.votes.jsonl", render_heading(rate(RUBRIC)) + render_entries([VOTE])),
            StoreError,
            "AUD084",
        ),
        (document("rubric", "rubrics/../../x.yaml", b"id: x\n"), StoreError, "AUD110"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_all_that_came_with_it(
    home: SqlHome, wrong: tuple[Held, bytes], error: type[AuditError], told: str
) -> None:
    with pytest.raises(error, match=told):
        home.write([assessed("Oak", "oak/a.yaml"), wrong])
    assert list(home.held()) == []


def test_a_note_may_hold_what_a_name_may_not(home: SqlHome) -> None:
    content = render_assessment(rate(RUBRIC, {"p1.c1": {"level": 1, "note": "a\0b"}}), RUBRIC)
    home.write([document("assessment", "a/b.yaml", content)])
    (stored,) = home.store.find("Riverbend")
    assert stored.assessment.ratings["p1.c1"].note == "a\0b"


@settings(deadline=None, max_examples=10, suppress_health_check=list(HealthCheck))
@given(st.lists(given_some.assessments(RUBRIC), min_size=1, max_size=4))
def test_any_assessments_come_back_as_they_went(home: SqlHome, assessments: list[object]) -> None:
    from dsds_audit.assessment import Assessment

    known = {held.name for held in home.held()}
    texts = {}
    for assessment in assessments:
        assert isinstance(assessment, Assessment)
        content = render_assessment(assessment, RUBRIC)
        if "\0" not in f"{assessment.site}{assessment.program}{assessment.group}":
            name = f"a/{revision_of(content)[7:]}.yaml"
            texts[name] = content
    documents = [
        document("assessment", name, content) for name, content in texts.items() if name not in known
    ]
    try:
        home.write(documents)
    except ConflictError:
        return
    assert list(home.read([held for held, _ in documents])) == documents


def test_rubrics_of_ones_own_come_out_as_a_catalogue_reads_them(
    home: SqlHome, place: Place, catalogue: Catalogue
) -> None:
    home.store.save(rate(RUBRIC), RUBRIC)
    folder = rubric_folder(place.where)
    assert Catalogue((folder,)).load("small@1.0.0") == RUBRIC
    with Place(place.where, Catalogue((folder,))).opened() as elsewhere:
        assert elsewhere.latest("Riverbend").assessment.rubric == RUBRIC.ref
