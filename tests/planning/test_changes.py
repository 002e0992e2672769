import datetime as dt
from typing import Any

import pytest
import strategies as given_some
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples

from dsds_audit.assessment import Barrier, Evidence
from dsds_audit.errors import AuditError, ConflictError, PlanError
from dsds_audit.plan import MOST_ENTRIES, ActionItem, Closing, Dropping, Plan
from dsds_audit.planning.changes import adopt, close, drop, find_item, reopen, schedule, update
from dsds_audit.planning.status import items_now

DAY = dt.date(2026, 3, 2)
LATER = dt.date(2026, 4, 1)
CLOSING = Closing(date=LATER, evidence=(Evidence(what="Minutes"),), result="5 of 5", learnt="Ask early")
DROPPING = Dropping(date=LATER, reason="The county does it")


def item(item_id: str = "a", **fields: Any) -> ActionItem:
    values = {"id": item_id, "action": "Do it", "owner": "Sam", "adopted": DAY, "due": DAY}
    return ActionItem(**{**values, **fields})


def plan(*items: ActionItem) -> Plan:
    return Plan(site="Riverbend", items=items)


def for_criterion(item_id: str, **fields: Any) -> ActionItem:
    return item(item_id, criterion="p1.c1", rubric="small@1.0.0", **fields)


def told(error: type[AuditError], change: Any) -> str:
    with pytest.raises(error) as caught:
        change()
    (problem,) = caught.value.problems
    assert "Please" in problem.message
    return str(problem)


def test_items_are_taken_on_in_order_with_ids_of_their_own() -> None:
    after = adopt(plan(item("a")), item("b"), item("a"))
    assert [i.id for i in after.items] == ["a", "b", "a-2"]
    ended = close(after, "a-2", CLOSING)
    assert [i.id for i in adopt(ended, item("a"), now_limit=9).items] == ["a", "b", "a-2", "a-3"]


def test_no_more_than_a_team_can_carry() -> None:
    full = adopt(plan(), *(item(name) for name in "abc"))
    said = told(PlanError, lambda: adopt(full, item("d")))
    assert said.startswith(
        "AUD016 4 action items would be for now, and 3 are as many as a team can carry: a, b, "
    )
    assert len(adopt(full, item("d", turn="next")).items) == 4
    assert len(adopt(full, item("d"), now_limit=4).items) == 4
    assert len(adopt(close(full, "b", CLOSING), item("d")).items) == 4
    more = adopt(full, item("d", turn="next"))
    assert "AUD016" in told(PlanError, lambda: update(more, "d", DAY, turn="now"))
    assert update(more, "d", DAY, turn="now", now_limit=4).item("d").turn == "now"
    swapped = adopt(close(full, "a", CLOSING), item("e"))
    assert "AUD016" in told(PlanError, lambda: reopen(swapped, "a", LATER, "Not done"))


def test_who_is_above_the_limit_already_can_still_work() -> None:
    full = plan(*(item(name) for name in "abcde"))
    assert update(full, "a", DAY, owner="Ruth").item("a").owner == "Ruth"
    assert len(items_now(update(full, "a", DAY, turn="later"))) == 4


def test_one_open_item_a_criterion_and_program() -> None:
    one = plan(for_criterion("p1-c1"))
    assert told(PlanError, lambda: adopt(one, for_criterion("p1-c1"))).startswith(
        "AUD017 p1.c1 is in the plan already, as p1-c1: Sam has it, due on 2026-03-02."
    )
    assert len(adopt(one, for_criterion("x", program="Visits")).items) == 2
    again = adopt(close(one, "p1-c1", CLOSING), for_criterion("p1-c1"))
    assert [i.id for i in again.items] == ["p1-c1", "p1-c1-2"]
    assert "AUD017" in told(PlanError, lambda: reopen(again, "p1-c1", LATER, "Not done"))
    assert "AUD017" in told(PlanError, lambda: adopt(plan(), for_criterion("x"), for_criterion("y")))


def test_an_item_of_another_version_or_rubric_is_judged_by_what_it_leads_to() -> None:
    def aims(item: ActionItem) -> tuple[str, ...]:
        return {"small@1.0.0": ("p1.new",), "small@1.1.0": (item.criterion or "",)}.get(item.rubric or "", ())

    old = plan(for_criterion("old"))
    successor = item("new", criterion="p1.new", rubric="small@1.1.0")
    said = told(PlanError, lambda: adopt(old, successor, aims=aims))
    assert said.startswith("AUD017 p1.new is in the plan already, as old: ")
    other = item("other", criterion="p1.c1", rubric="other@1.0.0")
    assert len(adopt(old, other, aims=aims).items) == 2
    both = adopt(drop(old, "old", DROPPING), successor, aims=aims)
    assert "AUD017" in told(PlanError, lambda: reopen(both, "old", LATER, "Yes", aims=aims))


def test_an_update_says_in_the_diary_what_it_changed() -> None:
    after = update(plan(item()), "a", LATER, due=dt.date(2028, 2, 29), aim="Peace", diary="Sam is ill.").item(
        "a"
    )
    assert (after.due, after.aim) == (dt.date(2028, 2, 29), "Peace")
    assert [(entry.date, entry.text) for entry in after.diary] == [
        (LATER, "Due moved from 2026-03-02 to 2028-02-29."),
        (LATER, "Aim added: Peace"),
        (LATER, "Sam is ill."),
    ]


def test_an_update_to_what_is_there_changes_nothing() -> None:
    before = plan(item(barrier=Barrier(what="Money")))
    assert update(before, "a", LATER, owner=" Sam ", due=DAY, barrier=Barrier(what="Money")) == before
    assert update(before, "a", LATER) == before


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"owner": ""}, "AUD008"),
        ({"owner": None}, "AUD007"),
        ({"due": dt.date(2026, 3, 1)}, "AUD014"),
        ({"turn": "soon"}, "AUD008"),
        ({"aim": "x" * 10_001}, "AUD008"),
    ],
)
def test_an_update_that_is_not_sound(changes: dict[str, Any], code: str) -> None:
    assert code in told(PlanError, lambda: update(plan(item()), "a", LATER, **changes))


def test_only_what_may_be_updated_is() -> None:
    with pytest.raises(TypeError, match="criterion"):
        update(plan(item()), "a", LATER, criterion="p1.c1")


def test_a_diary_has_an_end() -> None:
    full = plan(item(diary=tuple({"date": DAY, "text": "x"} for _ in range(MOST_ENTRIES))))
    assert "AUD008 diary can hold 10000 entries" in told(
        PlanError, lambda: update(full, "a", DAY, diary="one more")
    )


def test_what_someone_else_changed_meanwhile_is_not_written_over() -> None:
    seen = item()
    theirs = update(plan(seen), "a", LATER, owner="Ruth")
    said = told(ConflictError, lambda: update(theirs, "a", LATER, seen=seen, owner="Zoë"))
    assert said == (
        "AUD081 someone else has changed the owner of a to “Ruth” meanwhile; yours is “Zoë”. "
        "Please agree on one and update it again."
    )
    both = update(theirs, "a", LATER, seen=seen, owner="Sam", aim="Peace").item("a")
    assert (both.owner, both.aim) == ("Ruth", "Peace")
    assert update(theirs, "a", LATER, seen=seen, owner="Ruth") == theirs
    assert update(theirs, "a", LATER, owner="Zoë").item("a").owner == "Zoë"


def test_an_item_ends_once() -> None:
    done, gone = close(plan(item()), "a", CLOSING), drop(plan(item()), "a", DROPPING)
    assert done.item("a").closed == CLOSING
    assert gone.item("a").dropped == DROPPING
    for ended, why in ((done, "5 of 5"), (gone, "The county does it")):
        for change in (
            lambda p: close(p, "a", CLOSING),
            lambda p: drop(p, "a", DROPPING),
            lambda p: update(p, "a", LATER, owner="Ruth"),
        ):
            said = told(PlanError, lambda p=ended, c=change: c(p))
            assert "AUD019" in said
            assert "on 2026-04-01 with the re" in said
            assert f"“{why}”" in said
        assert update(ended, "a", LATER, diary="Seen.").item("a").diary[0].text == "Seen."


def test_nothing_ends_before_it_was_adopted() -> None:
    early = dt.date(2026, 3, 1)
    assert "AUD014" in told(
        PlanError, lambda: close(plan(item()), "a", CLOSING.model_copy(update={"date": early}))
    )
    assert "AUD014" in told(PlanError, lambda: drop(plan(item()), "a", Dropping(date=early, reason="x")))
    assert close(plan(item()), "a", CLOSING.model_copy(update={"date": DAY})).item("a").closed


def test_how_an_item_had_ended_is_kept_when_it_is_opened_again() -> None:
    done = close(plan(item()), "a", CLOSING)
    opened = reopen(done, "a", LATER, "The logins were gone in May").item("a")
    assert opened.open
    assert [entry.text for entry in opened.diary] == [
        "Opened again: The logins were gone in May",
        "It had been closed on 2026-04-01.\nEvidence: Minutes\nResult: 5 of 5\nLearnt: Ask early",
    ]
    gone = drop(plan(item()), "a", DROPPING)
    assert "The county does it" in reopen(gone, "a", LATER, "x").item("a").diary[1].text
    assert "AUD019 a is open already" in told(PlanError, lambda: reopen(plan(item()), "a", LATER, "x"))
    assert "AUD014" in told(PlanError, lambda: reopen(done, "a", DAY, "x"))


def test_an_unknown_id_gets_the_nearest_one() -> None:
    three = plan(item("access-fidelity"), item("use-reports"))
    assert "Did you mean access-fidelity?" in told(PlanError, lambda: find_item(three, "acess-fidelity"))
    assert "There: access-fidelity, use-reports." in told(PlanError, lambda: find_item(three, "zzz"))
    assert "has no action item zzz. Please" in told(PlanError, lambda: find_item(plan(), "zzz"))


def test_the_next_assessment() -> None:
    assert schedule(plan(), LATER, DAY) == plan().model_copy(update={"next_assessment": LATER})
    moved = schedule(schedule(plan(), LATER, DAY), DAY, DAY)
    given_up = schedule(moved, None, DAY)
    assert (moved.next_assessment, given_up.next_assessment) == (DAY, None)
    assert [entry.text for entry in given_up.diary] == [
        f"Next assessment moved from {LATER} to {DAY}.",
        f"Next assessment on {DAY} given up.",
    ]
    assert schedule(moved, DAY, LATER) == moved


@examples(60)
@given(given_some.plans(), st.data())
def test_whatever_is_changed_no_item_and_no_word_is_lost(before: Plan, data: st.DataObject) -> None:
    fresh = data.draw(given_some.items("new"))
    changes: list[Any] = [lambda p: adopt(p, fresh, now_limit=99)]
    for name in (i.id for i in before.items):
        day = data.draw(st.dates())
        changes += [
            lambda p, n=name, d=day: update(p, n, d, owner="Ruth", aim=None, turn="later", diary="x"),
            lambda p, n=name: close(p, n, CLOSING.model_copy(update={"date": dt.date.max})),
            lambda p, n=name: drop(p, n, Dropping(date=dt.date.max, reason="x")),
            lambda p, n=name: reopen(p, n, dt.date.max, "x", now_limit=99),
        ]
    after = before
    for change in data.draw(st.permutations(changes)):
        try:
            after = change(after)
        except PlanError:
            continue
    assert [i.id for i in after.items][: len(before.items)] == [i.id for i in before.items]
    for old, new in zip(before.items, after.items, strict=False):
        words = "\n".join([new.owner, *(entry.text for entry in new.diary)])
        assert new.diary[: len(old.diary)] == old.diary
        assert old.owner in words
        assert old.closed is None or new.closed == old.closed or old.closed.learnt in words
