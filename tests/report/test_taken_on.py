import datetime as dt

from histories_for_tests import DAYS, closed_on, make_plan

from dsds_audit.report.taken_on import TakenOn

TODAY = DAYS[-1] - dt.timedelta(days=3)
PLAN = make_plan(
    {"criterion": "p1.c1"},
    {"criterion": "p1.c1", "closed": closed_on(DAYS[1])},
    {"criterion": "p1.c2", "dropped": {"date": DAYS[1], "reason": "Nobody had time."}},
    {},
)


def test_every_item_about_a_criterion_is_told_in_one_line():
    taken = TakenOn(PLAN.items, TODAY)
    first, second = taken.lines("p1.c1")
    assert first == "In the plan, a1: Ruth, due Mar 2, 2026, due soon."
    learnt = PLAN.item("a2").closed.learnt
    assert second == f"In the plan, a2: done on Mar 3, 2025. Learnt: {learnt}"
    assert taken.lines("p1.c2") == ("In the plan, a3: dropped on Mar 3, 2025. Why: Nobody had time.",)
    assert taken.lines("p1.c3") == ()


def test_documents_name_no_owner():
    first, second = TakenOn(PLAN.items, TODAY).records("p1.c1")
    assert (first["item"], first["status"], first["due"], first["closed"]) == (
        "a1",
        "due_soon",
        "2026-03-02",
        None,
    )
    assert (second["status"], second["closed"]) == ("done", "2025-03-03")
    assert "Ruth" not in str((first, second))


def test_an_item_is_found_by_what_its_criterion_is_called_now():
    renamed = TakenOn(PLAN.items, TODAY, lambda item: ("p9.new",) if item.id == "a1" else ())
    assert [item.id for item in renamed.about("p9.new")] == ["a1"]
