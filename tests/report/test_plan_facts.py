import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import plans

from dsds_audit.assessment import Evidence
from dsds_audit.names import folded
from dsds_audit.plan import ActionItem, Closing, Dropping, Plan
from dsds_audit.planning.status import status_of
from dsds_audit.report.plan_facts import ended_on, gather_plan_facts

DAY = dt.date(2026, 3, 2)


def item(item_id: str, days: int = 30, **fields) -> ActionItem:
    due = DAY + dt.timedelta(days=days)
    return ActionItem(
        id=item_id, action="Do it", owner="Ruth", adopted=dt.date(2025, 1, 1), due=due, **fields
    )


def closed(days: int) -> Closing:
    date = DAY - dt.timedelta(days=days)
    return Closing(date=date, evidence=(Evidence(what="minutes"),), result="5", learnt="ask")


PLAN = Plan(
    site="Riverbend",
    items=(
        item("later", 40),
        item("old", closed=closed(90)),
        item("late", -1),
        item("fresh", closed=closed(2)),
        item("soon", 14),
        item("sooner", 0),
        item("given-up", dropped=Dropping(date=DAY, reason="no")),
    ),
)


def ids(facts) -> dict[str, list[str]]:
    return {status: [item.id for item in items] for status, items in facts.groups.items()}


def test_what_presses_stands_first_and_what_ended_last_first_of_the_ended() -> None:
    facts = gather_plan_facts(PLAN, DAY)
    assert ids(facts) == {
        "overdue": ["late"],
        "due_soon": ["sooner", "soon"],
        "on_time": ["later"],
        "done": ["fresh", "old"],
        "dropped": ["given-up"],
    }
    assert list(facts.groups) == ["overdue", "due_soon", "on_time", "done", "dropped"]


def test_without_the_ended_ones_they_are_still_counted() -> None:
    facts = gather_plan_facts(PLAN, DAY, ended=False)
    assert set(ids(facts)) == {"overdue", "due_soon", "on_time"}
    assert facts.counts == {"overdue": 1, "due_soon": 2, "on_time": 1, "done": 2, "dropped": 1}


def test_one_owner_is_found_however_the_name_is_typed() -> None:
    plan = PLAN.model_copy(update={"items": (*PLAN.items, item("hers").model_copy(update={"owner": "Ana"}))})
    facts = gather_plan_facts(plan, DAY, "ANA")
    assert ids(facts) == {"on_time": ["hers"]}
    assert [load.owner for load in facts.loads] == ["Ana"]


def test_several_programs_are_told_apart_regardless_of_case() -> None:
    def facts(*programs):
        return gather_plan_facts(
            PLAN.model_copy(
                update={"items": tuple(item(f"a{n}", program=p) for n, p in enumerate(programs))}
            ),
            DAY,
        )

    assert not facts("Tutoring", "tutoring").several_programs
    assert facts("Tutoring", None).several_programs


@settings(max_examples=40, deadline=None)
@given(plans(), st.dates())
def test_every_item_stands_in_the_group_of_its_status(plan: Plan, today: dt.date) -> None:
    facts = gather_plan_facts(plan, today)
    assert sorted(facts.items, key=lambda i: i.id) == sorted(plan.items, key=lambda i: i.id)
    for status, items in facts.groups.items():
        assert {status_of(one, today) for one in items} == {status}
        assert facts.counts[status] == len(items)
        keys = [ended_on(one) or one.due for one in items]
        assert keys == sorted(keys, reverse=status in ("done", "dropped"))
    assert sum(len(load.items) for load in facts.loads) == sum(one.open for one in plan.items)
    assert len(facts.loads) == len({folded(one.owner) for one in plan.items if one.open})
