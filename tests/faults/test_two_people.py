"""Several people change one plan at once, by the real commands."""

import os
import random
import signal
import sys
import time
from subprocess import Popen

import pytest
from filelock import FileLock

from tests.faults.conftest import CLOSING, COMMAND, Site, done

UPDATE = ("plan", "update", "Riverbend")
NAMES = ("Ana", "Bo", "Cy", "Di")


def finished(processes: list[Popen[str]]) -> list[tuple[int, str]]:
    """How each ended and what it said against it."""
    ends = [(process.communicate(timeout=100)[1], process.returncode) for process in processes]
    assert not [err for err, _ in ends if "Traceback" in err]
    return [(code, err) for err, code in ends]


def all_at_once(site: Site, *commands: tuple[str, ...]) -> list[tuple[int, str]]:
    """Run commands that all have read the plan before the first of them may save."""
    begun = time.monotonic()
    done(site.apart("plan", "show", "Riverbend"))
    usual = time.monotonic() - begun
    with FileLock(site.folder / ".locks" / ".saving.lock"):
        processes = [site.start(*words) for words in commands]
        time.sleep(min(1 + usual * len(commands), 9))  # they are patient for ten seconds
    return finished(processes)


def told_of(site: Site, item_id: str) -> str:
    item = site.plan.item(item_id)
    return "\n".join([item.owner, *(entry.text for entry in item.diary)])


def test_different_fields_of_one_item_are_all_kept(site: Site) -> None:
    site.own("Act")
    told = {"owner": "Ana", "aim": "Peace", "measure": "Calls", "first-step": "Ask", "due": "2099-01-01"}
    ends = all_at_once(site, *((*UPDATE, "act", f"--{name}", text) for name, text in told.items()))
    assert ends == [(0, "")] * 5
    item = site.plan.item("act")
    assert (item.owner, item.aim, item.measure, item.first_step) == ("Ana", "Peace", "Calls", "Ask")
    assert str(item.due) == "2099-01-01"
    assert len(item.diary) == 5


def test_of_several_who_change_one_field_one_wins_and_the_others_are_told_both_values(site: Site) -> None:
    site.own("Act")
    ends = all_at_once(site, *((*UPDATE, "act", "--owner", name) for name in NAMES))
    kept = told_of(site, "act")
    refused = 0
    for name, (code, said) in zip(NAMES, ends, strict=True):
        assert name in kept if code == 0 else name not in kept
        if code:
            refused += 1
            assert "AUD081 someone else has changed the owner of act to “" in said
            assert f"yours is “{name}”" in said
    assert refused


def test_diaries_of_many_hands_lose_no_entry(site: Site) -> None:
    site.own("Act")
    ends = finished([site.start(*UPDATE, "act", "--diary", f"{n} was here") for n in range(6)])
    assert ends == [(0, "")] * 6
    assert {entry.text for entry in site.plan.item("act").diary} == {f"{n} was here" for n in range(6)}


def test_those_who_take_on_at_once_never_pass_the_limit(site: Site) -> None:
    site.own("Act")
    adopt = ("plan", "adopt", "Riverbend", "--own", "Act", "--turn", "now", "--owner")
    ends = all_at_once(site, *((*adopt, name) for name in NAMES))
    assert sorted(code for code, _ in ends) == [0, 0, 1, 1]
    assert all("AUD016" in said for code, said in ends if code)
    assert [item.id for item in site.plan.items] == ["act", "act-2", "act-3"]


def test_one_recommendation_is_taken_on_once(site: Site) -> None:
    site.own("Begin")
    adopt = ("plan", "adopt", "Riverbend", "access.fidelity", "--owner")
    ends = all_at_once(site, *((*adopt, name) for name in NAMES))
    assert sorted(code for code, _ in ends) == [0, 1, 1, 1]
    owner = site.plan.item("access-fidelity").owner
    assert all(f"AUD017 access.fidelity is in the plan already, as access-fidelity: {owner} has it" in said
               for code, said in ends if code)  # fmt: skip


def test_a_plan_begun_by_several_at_once_holds_what_all_took_on(site: Site) -> None:
    adopt = ("plan", "adopt", "Riverbend", "--turn", "later", "--owner", "Ruth", "--own")
    ends = finished([site.start(*adopt, f"Act for {name}") for name in NAMES])
    assert ends == [(0, "")] * len(NAMES)
    assert {item.action for item in site.plan.items} == {f"Act for {name}" for name in NAMES}


def test_an_item_ends_once_and_the_others_are_told_how(site: Site) -> None:
    site.own("Act")
    ends = all_at_once(
        site,
        ("plan", "close", "Riverbend", "act", *CLOSING),
        ("plan", "drop", "Riverbend", "act", "--reason", "no money"),
        (*UPDATE, "act", "--aim", "Peace"),
    )
    item = site.plan.item("act")
    assert (item.closed is None) != (item.dropped is None)
    assert [code for code, _ in ends[:2]].count(0) == 1
    for code, said in ends:
        how = "was closed on" if item.closed else "was dropped on"
        assert code == 0 or f"AUD019 act {how}" in said
    assert ends[2][0] or item.aim == "Peace"


def test_of_two_dates_for_the_next_assessment_none_is_lost_unseen(site: Site) -> None:
    site.own("Act")
    dates = ("2099-01-01", "2099-06-01")
    ends = all_at_once(site, *(("plan", "schedule", "Riverbend", date) for date in dates))
    kept = str(site.plan.next_assessment)
    assert sorted(code for code, _ in ends) == [0, 1]
    for date, (code, said) in zip(dates, ends, strict=True):
        words = f"AUD081 someone else has set the next assessment to “{kept}” meanwhile; yours is “{date}”"
        assert (date == kept) if code == 0 else (words in said)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_date_typed_while_someone_else_sets_one_is_given_back(site: Site) -> None:
    import pexpect

    site.own("Act")
    environment = {**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm", "NO_COLOR": "1"}
    words = [*COMMAND[1:], "plan", "schedule", "Riverbend"]
    talk = pexpect.spawn(
        COMMAND[0],
        words,
        cwd=site.folder,
        env=environment,
        dimensions=(40, 100),
        encoding="utf-8",
        timeout=20,
    )
    talk.expect("On which day")
    site.done("plan", "schedule", "Riverbend", "2099-01-01")
    talk.send("\x152099-06-01\r")
    talk.expect("Is this right")
    talk.send("\r")
    talk.expect("This was not saved")
    talk.expect("plan schedule Riverbend 2099-06-01")
    talk.expect("AUD081 someone else has set the next assessment to “2099-01-01”")
    talk.expect(pexpect.EOF)
    talk.close()
    assert talk.exitstatus == 1
    assert str(site.plan.next_assessment) == "2099-01-01"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_commands_that_are_killed_leave_the_old_plan_or_the_new(site: Site) -> None:
    site.own("Act")
    dice = random.Random(20260302)
    begun = time.monotonic()
    done(site.apart(*UPDATE, "act", "--diary", "0."))
    usual = time.monotonic() - begun
    told = 1
    for number in range(1, 16):
        process = site.start(*UPDATE, "act", "--diary", f"{number}.")
        time.sleep(usual * dice.uniform(0.3, 1.1))
        process.send_signal(signal.SIGKILL)
        out, err = process.communicate(timeout=20)
        texts = [entry.text for entry in site.plan.item("act").diary]
        acknowledged = "is updated" in out
        assert "Traceback" not in err
        assert texts[told:] in ([[f"{number}."]] if acknowledged else [[], [f"{number}."]])
        told = len(texts)
    site.done(*UPDATE, "act", "--diary", "the end")
    assert sorted(path.name for path in site.file.parent.iterdir()) == ["2026-03-02.yaml", "plan.yaml"]
