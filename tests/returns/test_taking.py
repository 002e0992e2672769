import datetime as dt
import json
from pathlib import Path

import pytest
from databases_for_tests import sqlite_url
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import assessments

from dsds_audit.assessment import Rating
from dsds_audit.consensus import summarize_votes
from dsds_audit.errors import StoreError
from dsds_audit.polls import polls_of
from dsds_audit.returns.groups import group_returned
from dsds_audit.returns.taking import Intake, Taken, count_fates, tell_alike
from dsds_audit.store import Store, Stored
from dsds_audit.store.names import key_of
from tests.homes_for_tests import Place, prepared, write_rubrics
from tests.returns.voices import NOW, RUBRIC, rated, sent, shown

__all__ = ["sqlite_url"]


@pytest.fixture(params=["folder", "sqlite"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    catalogue = write_rubrics(tmp_path / "rubrics", [RUBRIC])
    folder = request.param == "folder"
    where = str(tmp_path / "workspace") if folder else request.getfixturevalue("sqlite_url")
    return prepared(where, catalogue)


def take(store: Store, *returned, dry: bool = False, at: dt.datetime = NOW) -> list[Taken]:
    intake = Intake(store, lambda ref: RUBRIC, dry=dry)
    return [intake.take(group, at) for group in group_returned(returned)]


def kept_in(store: Store) -> dict:
    return {key_of(s.assessment): s for s in store.all_assessments() if isinstance(s, Stored)}


PEOPLE = [sent(rated(2, 1), "Ana"), sent(rated(0, 1), "Ben", "leader"), sent(rated(1), role=None)]


def test_three_people_become_one_assessment_with_votes_and_no_file_is_written_twice(place: Place) -> None:
    with place.opened() as store:
        (taken,) = take(store, *PEOPLE)
        assert (taken.decision.fate, taken.decision.people) == ("save", 3)
    names = place.names("assessment"), place.names("votes")
    assert names == (["riverbend/2026-03-02.yaml"], ["riverbend/2026-03-02.votes.jsonl"])
    with place.opened() as store:
        (stored,) = kept_in(store).values()
        assert stored.assessment.claims == {}
        summary = summarize_votes(RUBRIC, polls_of(store.votes(stored)))
        assert [votes.criterion for votes in summary.talk_first] == ["p1.c1"]
        assert dict(summary.criteria[0].tallies[0].levels) == {0: 1, 1: 1, 2: 1}
        before = store.votes(stored)
        again = take(store, *PEOPLE, at=NOW + dt.timedelta(days=1))
        assert [one.decision.fate for one in again] == ["same"]
        assert store.votes(stored) == before
        assert kept_in(store)[key_of(stored.assessment)].revision == stored.revision


def test_the_second_person_comes_a_day_later(place: Place) -> None:
    with place.opened() as store:
        assert count_fates(take(store, PEOPLE[0])) == {"new": 1}
        assert count_fates(take(store, *PEOPLE[:2])) == {"votes": 1}
        (stored,) = kept_in(store).values()
        assert (stored.assessment.finished, len(polls_of(store.votes(stored)))) == (False, 2)
        assert count_fates(take(store, *PEOPLE)) == {"conflict": 1}
    assert place.names("conflict") == []


def test_a_dry_run_says_the_same_and_writes_nothing(place: Place) -> None:
    twice = [
        *PEOPLE,
        sent(rated(2, site="Hill"), personal=False),
        sent(rated(2, site="Hill"), personal=False),
    ]
    with place.opened() as store:
        imagined = take(store, *twice, dry=True)
        assert kept_in(store) == {}
        real = take(store, *twice)
        fates = [one.decision.fate for one in imagined]
        assert fates == [one.decision.fate for one in real] == ["save", "save", "same"]


def test_votes_that_could_not_be_kept_are_kept_the_next_time(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place.opened() as store:
        with monkeypatch.context() as broken:

            def full(*_: object) -> None:
                raise StoreError([])

            broken.setattr(type(store), "append_votes", full)
            (refused,) = take(store, *PEOPLE)
            assert refused.kept is None
        assert count_fates(take(store, *PEOPLE)) == {"votes": 1}
        (stored,) = kept_in(store).values()
        assert len(polls_of(store.votes(stored))) == 2


def test_someone_at_it_meanwhile_is_left_in_peace(place: Place) -> None:
    with place.opened() as store, place.opened() as other:
        take(store, PEOPLE[0])
        with other.lock(rated()):
            (taken,) = take(store, *PEOPLE[:2])
        assert [problem.code for problem in taken.decision.problems] == ["AUD052"]
        assert kept_in(store).popitem()[1].assessment == rated(2, 1)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(assessments(RUBRIC), max_size=4, unique_by=key_of))
def test_any_assessments_are_in_the_workspace_afterwards(
    tmp_path_factory: pytest.TempPathFactory, some
) -> None:
    folder = tmp_path_factory.mktemp("any")
    place = prepared(str(folder / "w"), write_rubrics(folder / "rubrics", [RUBRIC]))
    returned = [sent(one, personal=False) for one in some]
    with place.opened() as store:
        assert count_fates(take(store, *returned)) == ({"new": len(some)} if some else {})
    with place.opened() as store:
        kept = kept_in(store)
        assert {key: stored.assessment for key, stored in kept.items()} == {key_of(one): one for one in some}
        assert count_fates(take(store, *returned)) == ({"same": len(some)} if some else {})


def test_no_name_stands_in_the_journal(tmp_path: Path) -> None:
    place = prepared(str(tmp_path / "w"), write_rubrics(tmp_path / "rubrics", [RUBRIC]))
    with place.opened() as store:
        take(store, *PEOPLE)
    (journal,) = (tmp_path / "w").rglob("*.jsonl")
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    assert "Ana" not in journal.read_text()
    assert {line.get("by") for line in lines if line.get("kind") == "vote"} == {"p-person1", "p-person2"}


def test_an_unknown_rubric_and_a_damaged_file_stop_no_other(tmp_path: Path) -> None:
    place = prepared(str(tmp_path / "w"), write_rubrics(tmp_path / "rubrics", [RUBRIC]))
    (tmp_path / "w" / "x").mkdir(parents=True)
    (tmp_path / "w" / "x" / "2026-01-01.yaml").write_text("site: [")
    strange = rated(2, site="Strange").model_copy(update={"rubric": "gone@1.0.0"})
    with place.opened() as store:
        intake = Intake(store, place.catalogue.load)
        taken = [intake.take(group, NOW) for group in group_returned([sent(strange), sent(rated(2), "Ana")])]
    assert [one.decision.fate for one in taken] == ["conflict", "save"]
    assert str(taken[0].decision.problems[0]).startswith("kobo.csv: None: AUD020")


def test_evidence_of_everyone_is_in_the_file(place: Place) -> None:
    said = [sent(rated(Rating(level=n, evidence=shown(f"paper {n}"))), f"n{n}") for n in range(3)]
    with place.opened() as store:
        take(store, *said)
        (stored,) = kept_in(store).values()
    assert [each.what for each in stored.assessment.ratings["p1.c1"].evidence] == [
        "paper 0",
        "paper 1",
        "paper 2",
    ]


def test_spellings_are_told_only_of_what_was_brought() -> None:
    sites = ["River bend", "Riverbend", "Hillside", "Hill-side"]
    assert tell_alike(sites, ["Riverbend"]) == (
        "may be one site: River bend / Riverbend. Nothing was merged.",
    )
    assert tell_alike(sites, ["Elsewhere"]) == ()
