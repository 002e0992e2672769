"""What every home of a workspace promises: a folder, a file of SQLite, a database of PostgreSQL."""

import datetime as dt
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
import strategies as given_some
from databases_for_tests import postgres_server, postgres_url  # noqa: F401
from homes_for_tests import Place, prepared, write_rubrics
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rubrics_for_tests import make_rubric, rate

from dsds_audit.assessment import Assessment, Progress, Rating
from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import AssessmentError, ConflictError, PlanError, StoreError
from dsds_audit.names import folded
from dsds_audit.plan import Plan
from dsds_audit.planning.changes import adopt
from dsds_audit.planning.drafts import own_item
from dsds_audit.rubric import Rubric
from dsds_audit.store import Damaged, Store, Stored
from dsds_audit.store.homes import Held
from dsds_audit.store.paths import revision_of
from dsds_audit.votes import Vote

RUBRIC = make_rubric((3, 2))
OTHER = make_rubric((1,), id="other")
LATER = make_rubric((3, 2), version="1.1.0")
PROCESSES = Path(__file__).parent / "store_processes.py"
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
HOSTILE = (
    "'; DROP TABLE assessments; --",
    'O"Brien\\',
    "100 % \\x00 %s %(site)s :site ?",
    "\u202eשלום مرحبا",
    "👩‍👩‍👧 Ünïted",
    "x" * 200,
    "ﷺ" * 200,  # Folded, it is eighteen times as long.
    "NULL",
    "../../etc/passwd",
    "-1 OR 1=1",
)
MANY = "folder, while many are saved"
HOMES = ("folder", MANY, "sqlite", "postgres")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return write_rubrics(tmp_path_factory.mktemp("own"), (RUBRIC, OTHER, LATER))


@pytest.fixture(params=HOMES)
def place(request: pytest.FixtureRequest, tmp_path: Path, catalogue: Catalogue) -> Place:
    folder = str(tmp_path / "w")
    where = {"folder": folder, MANY: folder, "sqlite": f"sqlite:///{tmp_path / 'audits.db'}"}
    address = where.get(request.param) or request.getfixturevalue("postgres_url")
    return prepared(address, catalogue)


@pytest.fixture
def store(place: Place, request: pytest.FixtureRequest) -> Iterator[Store]:
    many = request.node.callspec.params["place"] == MANY
    with place.opened() as store, store.saving_many() if many else nullcontext():
        yield store


@pytest.fixture
def kept(store: Store) -> Stored:
    return store.save(new(), RUBRIC)


def new(
    site: str = "Riverbend", date: str = "2026-03-02", rubric: Rubric = RUBRIC, **fields: Any
) -> Assessment:
    return rate(rubric, site=site, date=date, digest=rubric.digest, **fields)


def noted(assessment: Assessment, note: str) -> Assessment:
    return assessment.model_copy(update={"ratings": {"p1.c1": Rating(level=1, note=note)}})


def vote(number: int) -> Vote:
    return Vote(criterion="p1.c1", round=1, at=AT, by=f"p-voter{number:06}", role="coach", level=1)


def taken_on(plan: Plan, action: str) -> Plan:
    return adopt(plan, own_item(action, dt.date(2026, 3, 2), owner="Sam"), now_limit=10_000)


def name_of(stored: Stored) -> str:
    return "/".join(stored.place.rpartition(":")[2].split("/")[-2:])


def test_what_is_saved_is_found(place: Place, store: Store) -> None:
    saved = store.save(new(), RUBRIC)
    assert name_of(saved) == "riverbend/2026-03-02.yaml"
    with place.opened() as other:
        assert other.find("RIVERBEND") == [saved] == list(other.all_assessments())
        assert other.latest("riverbend") == saved
    again = store.save(noted(saved.assessment, "x"), RUBRIC, saved)
    assert store.find("Riverbend") == [again]
    assert again.revision != saved.revision
    assert again.place == saved.place


def test_an_empty_workspace(store: Store) -> None:
    assert store.find("Riverbend") == list(store.all_assessments()) == []
    assert store.plan("Riverbend") is None
    with pytest.raises(StoreError, match="AUD053 holds no assessment of any site yet"):
        store.latest("Riverbend")
    with pytest.raises(StoreError, match="AUD053"):
        store.change_plan("Riverbend", lambda plan: plan)


def test_the_digest_is_written(store: Store) -> None:
    saved = store.save(new().model_copy(update={"digest": None}), RUBRIC)
    assert saved.assessment.digest == RUBRIC.digest
    assert store.find("Riverbend") == [saved]


def test_everything_is_told_by_place(store: Store) -> None:
    for site in ("Oak", "Birch", "Élm", "Zoo", "Ash 10", "Ash 9"):
        for date in ("2026-04-01", "2025-04-01"):
            store.save(new(site, date), RUBRIC)
    places = [entry.place for entry in store.all_assessments()]
    assert places == sorted(places)
    assert len(places) == 12


def test_newest_first(store: Store) -> None:
    for date in ("2026-03-02", "2027-01-01", "0001-01-01", "9999-12-31"):
        store.save(new(date=date), RUBRIC)
    dates = [stored.assessment.date.year for stored in store.find("Riverbend")]
    assert dates == [9999, 2027, 2026, 1]
    assert store.latest("Riverbend", as_of=dt.date(2026, 12, 31)).assessment.date.year == 2026


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_names(store: Store, name: str) -> None:
    saved = store.save(new(name, program=name, group=name, facilitator=name), RUBRIC)
    assert store.find(name) == [saved]
    assert store.find(name.swapcase()) == [saved] or name.swapcase().casefold() != name.casefold()
    assert store.latest(name, program=name) == saved
    plan = store.change_plan(name, lambda plan: taken_on(plan, name))
    assert store.plan(name) == plan
    store.append_votes(saved, [vote(1)])
    assert store.votes(saved) == (vote(1),)
    with pytest.raises(StoreError, match=r"AUD05[35]"):
        store.latest(name, program="another")
    assert store.find("Riverbend") == []


def _printed(text: str) -> bool:
    return "\0" not in text


@settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(given_some.assessments(RUBRIC))
def test_whatever_was_said_is_kept(store: Store, assessment: Assessment) -> None:
    for name in (assessment.site, assessment.program, assessment.group):
        if name is not None and "\0" in name:
            return
    previous = next(
        (s for s in store.find(assessment.site) if s.assessment.identity == assessment.identity), None
    )
    saved = store.save(assessment, RUBRIC, previous)
    assert saved.assessment == assessment
    found = [stored for stored in store.find(assessment.site) if stored.place == saved.place]
    assert found == [saved]


@settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(st.lists(given_some.names().filter(_printed), min_size=2, max_size=4, unique_by=folded))
def test_any_site_has_a_name_of_its_own(store: Store, names: list[str]) -> None:
    for name in names:
        if not store.find(name):
            store.save(new(name), RUBRIC)
    found = [entry.place for entry in store.all_assessments()]
    assert len(set(found)) == len(found)


def test_sites_with_the_same_slug_get_folders_of_their_own(place: Place, store: Store) -> None:
    for site, date in (("St. Mary", "2026-03-02"), ("St Mary!", "2026-03-02"), ("st. mary", "2026-04-01")):
        store.save(new(site, date), RUBRIC)
    names = ["st-mary-2/2026-03-02.yaml", "st-mary/2026-03-02.yaml", "st-mary/2026-04-01.yaml"]
    assert sorted(place.names("assessment")) == names


def test_one_site_on_one_date_with_several_programs_and_rubrics(place: Place, store: Store) -> None:
    store.save(new(program="A"), RUBRIC)
    store.save(new(program="B"), RUBRIC)
    store.save(new(program="A", rubric=OTHER), OTHER)
    assert place.names("assessment") == [f"riverbend/2026-03-02{n}.yaml" for n in ("-2", "-3", "")]
    with pytest.raises(StoreError, match=r"AUD055 .*--program: A, B"):
        store.latest("Riverbend")
    with pytest.raises(StoreError, match=r"AUD055 .*--rubric: other, small"):
        store.latest("Riverbend", "a")
    assert store.latest("Riverbend", "a", "other").assessment.rubric == OTHER.ref


def test_which_is_the_latest(store: Store) -> None:
    store.save(new(interview=Progress(position="p1.c1")), RUBRIC)
    with pytest.raises(StoreError, match="AUD054 holds only an unfinished interview of Riverbend"):
        store.latest("Riverbend")
    done = store.save(new(date="2026-01-01"), RUBRIC)
    assert store.latest("Riverbend") == done
    assert len(store.find("Riverbend")) == 2
    with pytest.raises(StoreError, match=r"AUD053 holds no assessment of Rivrbend\. Did you mean Riverbend"):
        store.latest("Rivrbend")
    with pytest.raises(
        StoreError, match=r"AUD053 holds no assessment of Riverbend up to 2025-01-01. There: 2026"
    ):
        store.latest("Riverbend", as_of=dt.date(2025, 1, 1))


def test_a_persons_lines_survive(place: Place, store: Store) -> None:
    store.save(noted(new(), "a"), RUBRIC)
    with place.documents() as home:
        (held,) = (held for held in home.held() if held.kind == "assessment")
        ((_, content),) = home.read([held])
    mine = b"# mine\n" + content.replace(b"note: a", b"note: a  # why").replace(b"Riverbend", b"Oak")
    with place.documents() as home:
        home.write([(Held("assessment", "oak/spring.yaml", revision_of(mine)), mine)])
    (stored,) = store.find("Oak")
    store.save(noted(stored.assessment, "b"), RUBRIC, stored)
    with place.documents() as home:
        ((_, after),) = home.read([Held("assessment", "oak/spring.yaml", "")])
    assert after == mine.replace(b"note: a  # why", b"note: b  # why")


def test_a_corrected_date_or_site_moves_all(place: Place, store: Store) -> None:
    saved = store.save(new("Rivrbend"), RUBRIC)
    store.append_votes(saved, [vote(1)])
    store.change_plan("Rivrbend", lambda plan: taken_on(plan, "A"))
    moved = store.save(new("Riverbend"), RUBRIC, saved)
    later = store.save(new("Riverbend", "2026-03-09"), RUBRIC, moved)
    assert store.find("Rivrbend") == []
    assert store.find("Riverbend") == [later]
    assert place.names("assessment") == ["riverbend/2026-03-09.yaml"]
    assert place.names("votes") == ["riverbend/2026-03-09.votes.jsonl"]
    assert place.names("plan") == ["riverbend/plan.yaml"]
    assert store.votes(later) == (vote(1),)
    plan = store.plan("Riverbend")
    assert plan is not None
    assert plan.plan.site == "Riverbend"
    assert store.plan("Rivrbend") is None
    with pytest.raises(StoreError, match="AUD084"):
        store.append_votes(saved, [vote(2)])


def test_a_plan_stays_with_a_site_that_has_other_assessments(store: Store) -> None:
    store.save(new(date="2025-01-01"), RUBRIC)
    saved = store.save(new(), RUBRIC)
    before = store.change_plan("Riverbend", lambda plan: taken_on(plan, "A"))
    store.save(new("Oak"), RUBRIC, saved)
    assert store.plan("Riverbend") == before
    assert store.plan("Oak") is None


def test_of_two_who_changed_one_both_are_kept(place: Place, store: Store, kept: Stored) -> None:
    theirs = store.save(noted(kept.assessment, "theirs"), RUBRIC, kept)
    for number in (1, 2):
        with pytest.raises(ConflictError, match="AUD051 someone else has changed") as told:
            store.save(noted(kept.assessment, f"ours {number}"), RUBRIC, kept)
        name = f"2026-03-02.conflict-{number}.yaml"
        assert name in str(told.value)
        with place.documents() as home:
            ((_, content),) = home.read([Held("conflict", f"riverbend/{name}", "")])
        assert f"ours {number}".encode() in content
    assert store.find("Riverbend") == [theirs]
    assert place.names("conflict") == [f"riverbend/2026-03-02.conflict-{n}.yaml" for n in (1, 2)]


def test_a_second_one_of_the_same_identity_is_a_conflict(place: Place, store: Store, kept: Stored) -> None:
    with pytest.raises(ConflictError, match="AUD051"):
        store.save(noted(new("RIVERBEND"), "x"), RUBRIC)
    oak = store.save(new("Oak"), RUBRIC)
    with pytest.raises(ConflictError, match="AUD051"):
        store.save(new("Riverbend"), RUBRIC, oak)
    assert store.find("Riverbend") == [kept]
    assert store.find("Oak") == [oak]
    assert len(place.names("conflict")) == 2


def test_saving_again_what_is_there_already_is_no_conflict(place: Place, store: Store, kept: Stored) -> None:
    once = store.save(noted(kept.assessment, "x"), RUBRIC, kept)
    assert store.save(noted(kept.assessment, "x"), RUBRIC, kept) == once
    assert place.names("conflict") == []


def test_one_interview_an_assessment(place: Place, store: Store, kept: Stored) -> None:
    with place.opened() as other:
        with store.lock(kept.assessment):
            for another in (other, store):
                with (
                    pytest.raises(ConflictError, match="AUD052 another interview has the assessment of"),
                    another.lock(new("RIVERBEND", rubric=LATER)),
                ):
                    pytest.fail("held twice")
            with other.lock(new("Oak")), store.lock(new(program="A")):
                pass
        with other.lock(kept.assessment):
            pass
    with store.lock(kept.assessment):
        pass


def test_a_moved_interview_stays_locked(place: Place, store: Store, kept: Stored) -> None:
    later = new(date="2026-03-09")
    with place.opened() as other, store.lock(kept.assessment):
        store.save(later, RUBRIC, kept)
        with pytest.raises(ConflictError, match="AUD052"), other.lock(later):
            pytest.fail("held twice")
        with other.lock(kept.assessment):
            pass
    with store.lock(later), store.lock(kept.assessment):
        pass


def test_a_plan_is_begun_changed_and_found(place: Place, store: Store, kept: Stored) -> None:
    begun = store.change_plan("RIVERBEND", lambda plan: taken_on(plan, "A"))
    assert begun.plan.site == "Riverbend"
    changed = store.change_plan("riverbend", lambda plan: taken_on(plan, "B"))
    assert [item.action for item in changed.plan.items] == ["A", "B"]
    assert store.plan("Riverbend") == changed
    assert changed.revision != begun.revision
    assert store.change_plan("Riverbend", lambda plan: plan) == changed
    assert place.names("plan") == ["riverbend/plan.yaml"]


def test_a_change_that_does_not_fit_writes_nothing(store: Store, kept: Stored) -> None:
    def refuse(plan: Plan) -> Plan:
        raise PlanError(())

    with pytest.raises(PlanError):
        store.change_plan("Riverbend", refuse)
    assert store.plan("Riverbend") is None
    begun = store.change_plan("Riverbend", lambda plan: taken_on(plan, "A"))
    with pytest.raises(PlanError):
        store.change_plan("Riverbend", refuse)
    assert store.plan("Riverbend") == begun


def test_votes_are_read_in_their_order(place: Place, store: Store, kept: Stored) -> None:
    assert store.votes(kept) == ()
    store.append_votes(kept, [])
    assert place.names("votes") == []
    store.append_votes(kept, [vote(2), vote(1)])
    store.append_votes(kept, [vote(3), vote(3)])
    with place.opened() as other:
        assert other.votes(kept) == (vote(2), vote(1), vote(3), vote(3))


def test_votes_stay_with_the_questions_of_their_rubric_version(store: Store, kept: Stored) -> None:
    store.append_votes(kept, [vote(1)])
    later = store.save(new(rubric=LATER), LATER, kept)
    store.append_votes(later, [vote(2)])
    assert store.votes(later) == (vote(2),)
    assert store.votes(kept) == (vote(1),)


def test_votes_of_another_assessment_are_refused(store: Store, kept: Stored) -> None:
    store.append_votes(kept, [vote(1)])
    another = Stored(kept.place, "", new("Oak"))
    gone = Stored(kept.place.replace("2026-03-02", "2026-03-03"), "", new(date="2026-03-03"))
    with pytest.raises(StoreError, match="AUD084"):
        store.votes(another)
    for wrong in (another, gone):
        with pytest.raises(StoreError, match="AUD084"):
            store.append_votes(wrong, [vote(2)])
    assert store.votes(kept) == (vote(1),)


def test_from_many_threads_no_vote_is_lost(store: Store, kept: Stored) -> None:
    def append(first: int) -> None:
        for number in range(first, first + 10):
            store.append_votes(kept, [vote(number), vote(number + 1000)])

    threads = [threading.Thread(target=append, args=(first,)) for first in range(0, 80, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = [int(entry.by[-6:]) for entry in store.votes(kept) if isinstance(entry, Vote)]
    assert sorted(numbers) == [*range(80), *range(1000, 1080)]
    assert all(after == before + 1000 for before, after in zip(numbers[::2], numbers[1::2], strict=True))


def test_what_was_made_with_an_unknown_rubric_is_damaged_and_the_rest_is_read(
    place: Place, store: Store, kept: Stored, tmp_path: Path
) -> None:
    store.save(new("Oak", rubric=OTHER), OTHER)
    with Place(place.where, write_rubrics(tmp_path / "few", (RUBRIC,))).opened() as elsewhere:
        sound, damaged = sorted(elsewhere.all_assessments(), key=lambda entry: isinstance(entry, Damaged))
        assert sound == kept
        assert isinstance(damaged, Damaged)
        assert damaged.site == "Oak"
        with pytest.raises(AssessmentError, match=r"AUD020 the rubric other@1.0.0 is not here"):
            elsewhere.find("oak")
        assert elsewhere.latest("Riverbend") == kept


def run(*arguments: str) -> str:
    command = [sys.executable, str(PROCESSES), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_of_many_that_save_at_once_nobody_loses_anything(place: Place) -> None:
    assert run("race", place.where, str(place.catalogue.folders[0]), "4", "12") == "48 saves\n"
    assert place.names("assessment") == ["riverbend/2026-03-02.yaml"]


def test_of_many_that_begin_the_same_at_once_one_does(place: Place) -> None:
    assert run("begin", place.where, str(place.catalogue.folders[0]), "4", "6") == "6 begun, 18 told\n"
    assert len(place.names("assessment")) == 6
    assert len(place.names("conflict")) == 18


def test_a_lock_ends_with_its_holder(place: Place, store: Store) -> None:
    command = [sys.executable, str(PROCESSES), "lock", place.where, str(place.catalogue.folders[0])]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(ConflictError, match="AUD052"), store.lock(new()):
            pytest.fail("held twice")
        holder.kill()
    for _ in range(50):  # The server needs a moment to see that it is gone.
        try:
            with store.lock(new()):
                return
        except ConflictError:
            threading.Event().wait(0.05)
    pytest.fail("still held")
