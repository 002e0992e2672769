import datetime as dt
import os
import sys
from errno import ENOSPC
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from rubrics_for_tests import make_rubric, rate

from dsds_audit.assessment import Evidence
from dsds_audit.errors import ConflictError, PlanError, Problem, RubricError, StoreError
from dsds_audit.plan import Closing, Plan
from dsds_audit.plan_files import parse_plan
from dsds_audit.planning.changes import adopt, close, schedule, update
from dsds_audit.planning.drafts import own_item
from dsds_audit.rubric import Rubric
from dsds_audit.store import Damaged, Store
from dsds_audit.store.folder import FolderStore

RUBRIC = make_rubric((3, 2))
DAY = dt.date(2026, 3, 2)
ITEM = own_item("Give everyone a login", DAY, owner="Sam")
HELPERS = Path(__file__).parent / "planning_processes.py"


def rubric_of(ref: str) -> Rubric:
    if ref == RUBRIC.ref:
        return RUBRIC
    raise RubricError(Problem("AUD020", f"the rubric {ref} is not there."))


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    kept = FolderStore(tmp_path / "w", rubric_of, schema=lambda _: "{}")
    kept.save(rate(RUBRIC, site="Riverbend", date="2026-03-02"), RUBRIC)
    return kept


def taken_on(plan: Plan) -> Plan:
    return adopt(plan, ITEM, now_limit=99)


def plan_files(store: FolderStore) -> list[str]:
    return sorted(path.relative_to(store.folder).as_posix() for path in store.folder.glob("[!.]*/plan*"))


def test_a_plan_is_begun_changed_and_found(store: FolderStore) -> None:
    kept: Store = store
    assert kept.plan("Riverbend") is None
    begun = kept.change_plan("riverbend", taken_on)
    assert begun.place == str(store.folder / "riverbend" / "plan.yaml")
    assert begun.plan == Plan(site="Riverbend", items=(ITEM,))
    assert kept.plan("RIVERBEND") == begun
    changed = kept.change_plan("Riverbend", lambda plan: schedule(plan, DAY, DAY))
    assert changed.revision != begun.revision
    assert kept.plan("Riverbend") == changed
    assert changed.plan.items == (ITEM,)
    assert kept.change_plan("Riverbend", lambda plan: plan) == changed


def test_editors_find_the_schema(store: FolderStore) -> None:
    path = Path(store.change_plan("Riverbend", taken_on).place)
    first = path.read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=../.schema/plan.json"
    assert '"ActionItem"' in (store.folder / ".schema" / "plan.json").read_text()


def test_a_plan_is_no_assessment(store: FolderStore) -> None:
    store.change_plan("Riverbend", taken_on)
    before = list(store.all_assessments())
    path = store.folder / "riverbend" / "plan.yaml"
    path.rename(path.with_name("Plan.YML"))
    assert list(store.all_assessments()) == before
    found = store.plan("Riverbend")
    assert found
    assert found.plan.items == (ITEM,)


def test_it_lies_where_the_newest_assessment_lies(store: FolderStore) -> None:
    store.folder.joinpath("old").mkdir()
    store.folder.joinpath("riverbend").rename(store.folder / "zzz")
    newer = store.save(rate(RUBRIC, site="Riverbend", date="2027-01-01"), RUBRIC)
    Path(newer.place).rename(store.folder / "old" / "x.yaml")
    store.change_plan("Riverbend", taken_on)
    assert plan_files(store) == ["old/plan.yaml"]


def test_it_is_found_by_what_it_holds(store: FolderStore) -> None:
    begun = store.change_plan("Riverbend", taken_on)
    store.folder.joinpath("riverbend").rename(store.folder / "elsewhere")
    found = store.plan("Riverbend")
    assert found
    assert found.plan == begun.plan
    assert store.plan("elsewhere") is None


def test_one_plan_for_all_programs(store: FolderStore) -> None:
    store.save(rate(RUBRIC, site="Riverbend", date="2026-03-02", program="Visits"), RUBRIC)
    for program in (None, "Visits"):
        item = ITEM.model_copy(update={"program": program})
        store.change_plan("Riverbend", lambda plan, item=item: adopt(plan, item))
    assert plan_files(store) == ["riverbend/plan.yaml"]


def test_a_site_nobody_knows(store: FolderStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"AUD053 .* Did you mean Riverbend\?"):
        store.change_plan("Rivrbend", taken_on)
    with pytest.raises(StoreError, match="AUD053"):
        FolderStore(tmp_path / "none", rubric_of).change_plan("Riverbend", taken_on)
    assert not (tmp_path / "none").exists()


def test_what_does_not_fit_writes_nothing(store: FolderStore) -> None:
    def refuse(plan: Plan) -> Plan:
        raise PlanError(Problem("AUD016", "no."))

    with pytest.raises(PlanError):
        store.change_plan("Riverbend", refuse)
    assert plan_files(store) == []
    begun = store.change_plan("Riverbend", taken_on)
    with pytest.raises(PlanError):
        store.change_plan("Riverbend", refuse)
    assert store.plan("Riverbend") == begun


def test_of_two_who_change_the_same_thing_the_second_is_told(store: FolderStore) -> None:
    seen = store.change_plan("Riverbend", taken_on).plan.items[0]
    name = seen.id
    store.change_plan("Riverbend", lambda plan: update(plan, name, DAY, seen=seen, owner="Ruth"))
    with pytest.raises(ConflictError, match=r"AUD081 .*“Ruth” meanwhile; yours is “Zoë”"):
        store.change_plan("Riverbend", lambda plan: update(plan, name, DAY, seen=seen, owner="Zoë"))
    both = store.change_plan("Riverbend", lambda plan: update(plan, name, DAY, seen=seen, aim="Peace"))
    assert (both.plan.items[0].owner, both.plan.items[0].aim) == ("Ruth", "Peace")
    closing = Closing(date=DAY, evidence=(Evidence(what="x"),), result="x", learnt="x")
    store.change_plan("Riverbend", lambda plan: close(plan, name, closing))
    with pytest.raises(PlanError, match="AUD019"):
        store.change_plan("Riverbend", lambda plan: close(plan, name, closing))


def test_a_damaged_plan_names_its_lines_and_stops_nothing_else(store: FolderStore) -> None:
    path = Path(store.change_plan("Riverbend", taken_on).place)
    path.write_text(path.read_text().replace("owner: Sam", "ownr: Sam"))
    damaged = path.read_bytes()
    for use in (lambda: store.plan("Riverbend"), lambda: store.change_plan("Riverbend", taken_on)):
        with pytest.raises(PlanError) as caught:
            use()
        assert [problem.code for problem in caught.value.problems] == ["AUD007", "AUD006"]
        assert all(problem.place == str(path) and problem.line for problem in caught.value.problems)
    assert path.read_bytes() == damaged
    assert store.latest("Riverbend") in store.find("Riverbend")
    assert not [entry for entry in store.all_assessments() if isinstance(entry, Damaged)]


@pytest.mark.parametrize("content", [b"\x00", b"site: [\n", b"items: []\n", b"- a\n", b""])
def test_a_plan_that_does_not_say_whose_it_is_counts_by_its_folder(
    store: FolderStore, content: bytes
) -> None:
    (store.folder / "riverbend" / "plan.yaml").write_bytes(content)
    store.save(rate(RUBRIC, site="Oak Hill"), RUBRIC)
    with pytest.raises(PlanError):
        store.plan("Riverbend")
    assert store.plan("Oak Hill") is None
    assert store.change_plan("Oak Hill", taken_on).plan.site == "Oak Hill"


@pytest.mark.parametrize("content", [b"\x00", b"items: []\n", b""])
def test_a_damaged_plan_is_of_the_site_that_is_assessed_beside_it(store: FolderStore, content: bytes) -> None:
    (store.folder / "riverbend").rename(store.folder / "old name")
    (store.folder / "old name" / "plan.yaml").write_bytes(content)
    for use in (lambda: store.plan("Riverbend"), lambda: store.change_plan("Riverbend", taken_on)):
        with pytest.raises(PlanError):
            use()
    assert store.plan("Old name") is None


def test_a_plan_goes_along_when_its_site_gets_its_right_name(store: FolderStore) -> None:
    store.change_plan("Riverbend", taken_on)
    store.save(rate(RUBRIC, site="Riverbend", date="2026-09-02"), RUBRIC)
    for stored in store.find("Riverbend"):
        assert store.plan("River Bend") is None
        corrected = stored.assessment.model_copy(update={"site": "River Bend"})
        store.save(corrected, RUBRIC, stored)
    taken = store.plan("River Bend")
    assert taken is not None
    assert (taken.plan.site, taken.plan.items) == ("River Bend", (ITEM,))
    assert plan_files(store) == ["river-bend/plan.yaml"]
    assert store.plan("Riverbend") is None
    assert not (store.folder / "riverbend").exists()


def test_two_plans_of_one_site_are_told(store: FolderStore) -> None:
    path = Path(store.change_plan("Riverbend", taken_on).place)
    copy = store.folder / "copy" / "plan.yaml"
    copy.parent.mkdir()
    copy.write_bytes(path.read_bytes())
    for use in (lambda: store.plan("Riverbend"), lambda: store.change_plan("Riverbend", taken_on)):
        with pytest.raises(StoreError, match="AUD080 is a plan of Riverbend, and so is "):
            use()


def test_a_plan_of_another_site_in_the_way(store: FolderStore) -> None:
    path = store.folder / "riverbend" / "plan.yaml"
    path.write_text("site: Oak Hill\n")
    assert store.plan("Riverbend") is None
    with pytest.raises(StoreError, match="AUD080 holds the plan of Oak Hill"):
        store.change_plan("Riverbend", taken_on)
    assert path.read_text() == "site: Oak Hill\n"


def test_comments_survive(store: FolderStore) -> None:
    path = Path(store.change_plan("Riverbend", taken_on).place)
    path.write_bytes(path.read_bytes() + b"# mine\n")
    store.change_plan("Riverbend", lambda plan: update(plan, ITEM.id, DAY, owner="Ruth"))
    assert path.read_bytes().endswith(b"# mine\n")


def test_an_editor_that_saves_meanwhile_loses_nothing(store: FolderStore) -> None:
    path = Path(store.change_plan("Riverbend", taken_on).place)
    given: list[Plan] = []

    def slow(plan: Plan) -> Plan:
        given.append(plan)
        if len(given) == 1:
            path.write_bytes(path.read_bytes() + b"next_assessment: 2026-09-14\n")
        return update(plan, ITEM.id, DAY, owner="Ruth")

    after = store.change_plan("Riverbend", slow).plan
    assert (after.next_assessment, after.items[0].owner) == (dt.date(2026, 9, 14), "Ruth")
    assert len(given) == 2


def test_an_editor_that_never_rests(store: FolderStore) -> None:
    path = Path(store.change_plan("Riverbend", taken_on).place)

    def restless(plan: Plan) -> Plan:
        path.write_bytes(path.read_bytes() + b"# again\n")
        return update(plan, ITEM.id, DAY, owner="Ruth")

    with pytest.raises(ConflictError, match="AUD081 is being changed by another program"):
        store.change_plan("Riverbend", restless)
    assert b"Ruth" not in path.read_bytes()


def test_a_full_disk_leaves_the_plan_as_it_was(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = store.change_plan("Riverbend", taken_on)

    def fail(*_: Any) -> None:
        raise OSError(ENOSPC, os.strerror(ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("dsds_audit.atomic._write", fail)
        with pytest.raises(StoreError, match="AUD050 cannot be used: No space left on device"):
            store.change_plan("Riverbend", taken_on)
    assert store.plan("Riverbend") == begun


@pytest.mark.skipif(os.name == "nt", reason="needs a link")
def test_a_link_that_leads_out_is_not_followed(store: FolderStore, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("site: Riverbend\n")
    (store.folder / "riverbend" / "plan.yaml").symlink_to(tmp_path / "plan.yaml")
    for use in (lambda: store.plan("Riverbend"), lambda: store.change_plan("Riverbend", taken_on)):
        with pytest.raises(StoreError, match="AUD050 leads out of the workspace"):
            use()
    assert (tmp_path / "plan.yaml").read_text() == "site: Riverbend\n"


def told(task: str, folder: Path, *words: str) -> str:
    command = [sys.executable, str(HELPERS), task, str(folder), *words]
    done = run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_of_two_who_change_one_plan_at_once_neither_loses_anything(tmp_path: Path) -> None:
    told("race", tmp_path, "50")
    plan = parse_plan((tmp_path / "riverbend" / "plan.yaml").read_bytes(), "")
    for who in ("ann", "bo"):
        own = [item for item in plan.items if item.owner == who]
        assert [item.action for item in own] == [f"Action {number}" for number in range(50)]
        assert all(item.closed and item.closed.result == who for item in own)
    assert len({item.id for item in plan.items}) == 100


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL")
def test_a_kill_leaves_the_old_plan_or_the_new(tmp_path: Path) -> None:
    kills, acknowledged = (int(word) for word in told("kill", tmp_path, "60").split())
    assert kills == 60
    assert acknowledged > 20


@pytest.mark.skipif(os.name == "nt", reason="needs Unix rights")
def test_a_read_only_folder_is_refused_in_words(tmp_path: Path) -> None:
    said = told("read-only", tmp_path)
    assert said.count("AUD050 cannot be used: Permission denied. Please check who may write there") == 2
