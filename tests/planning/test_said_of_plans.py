"""What a plan's diary keeps and what is refused are said in the language spoken."""

import datetime as dt
from collections.abc import Callable

import pytest
from rubrics_for_tests import DAY, make_rubric, rate
from speeches_for_tests import accented, words_in_english

from dsds_audit.actions import recommend
from dsds_audit.assessment import Barrier, Evidence
from dsds_audit.errors import AuditError
from dsds_audit.plan import ActionItem, Closing, Dropping, Plan
from dsds_audit.planning.answers import changed_item, closing_of, dropping_of
from dsds_audit.planning.changes import adopt, close, drop, find_item, reopen, schedule, update
from dsds_audit.planning.drafts import draft_item
from dsds_audit.planning.named import find_named
from dsds_audit.speech import speaking

LATER = dt.date(2026, 4, 1)
ITEM = ActionItem(id="x1", action="Ñô", owner="Ána", adopted=DAY, due=LATER)
PLAN = Plan(site="Ñandú", items=(ITEM,), next_assessment=LATER)
EVIDENCE = {"evidence": "Àç", "result": "5", "learnt": "Ñô"}
CLOSING = Closing(
    date=LATER, evidence=(Evidence(what="Àç"),), result="5", learnt="Ñ", as_planned=False, next="Ñ"
)
RUBRIC = make_rubric({"p1": {"c1": {}}})


def test_the_diary_is_kept_in_the_language() -> None:
    told = {"turn": "later", "aim": "Ñ", "due": dt.date(2026, 5, 1), "owner": "Óscar", "first_step": "Ñ"}
    with speaking(accented()):
        changed = update(PLAN, "x1", LATER, barrier=Barrier(what="Ñ", driver="x1"), **told)
        without = update(changed, "x1", LATER, aim=None)
        ended = reopen(close(without, "x1", CLOSING), "x1", LATER, "Ñ")
        given_up = reopen(drop(ended, "x1", Dropping(date=LATER, reason="Ñ")), "x1", LATER, "Ñ")
        moved = schedule(schedule(given_up, dt.date(2026, 6, 1), LATER), None, LATER)
    diary = "\n".join(entry.text for entry in (*moved.items[0].diary, *moved.diary))
    assert len(diary.split("\n")) > 15
    assert not words_in_english(diary)


def test_what_is_proposed_is_worded_in_the_language() -> None:
    rubric = make_rubric({"p1": {"c1": {"checks": 0}}})
    assessment = rate(rubric, {"p1.c1": 0})
    with speaking(accented()):
        item = draft_item(rubric, assessment, recommend(rubric, assessment)[0], DAY, owner="Ána")
    assert set(words_in_english(item.action)) <= {"Title", "label"}


REFUSED: list[tuple[str, Callable[[], object]]] = [
    ("a second one for the criterion", lambda: adopt(adopt(PLAN, _for_criterion()), _for_criterion())),
    ("too many", lambda: adopt(PLAN, ITEM.model_copy(update={"id": "x2"}), now_limit=1)),
    ("none of that id", lambda: find_item(PLAN, "x-1")),
    ("no id at all", lambda: find_item(Plan(site="Ñ"), "x-1")),
    ("open already", lambda: reopen(PLAN, "x1", LATER, "Ñ")),
    ("no reason", lambda: reopen(PLAN, "x1", LATER, " ")),
    ("ended already", lambda: update(close(PLAN, "x1", CLOSING), "x1", LATER, aim="Ñ")),
    ("dropped already", lambda: close(drop(PLAN, "x1", Dropping(date=LATER, reason="Ñ")), "x1", CLOSING)),
    ("opened before it ended", lambda: reopen(close(PLAN, "x1", CLOSING), "x1", DAY, "Ñ")),
    (
        "changed by two",
        lambda: update(PLAN, "x1", DAY, seen=ITEM.model_copy(update={"turn": "next"}), turn="later"),
    ),
    ("scheduled by two", lambda: schedule(PLAN, DAY, DAY, Plan(site="Ñ"))),
    ("closed later than today", lambda: closing_of(ITEM, {**EVIDENCE, "date": "2027-01-01"}, LATER)),
    ("dropped later than today", lambda: dropping_of(ITEM, {"reason": "Ñ", "date": "2027-01-01"}, LATER)),
    ("closed without a result", lambda: closing_of(ITEM, {"evidence": "Ñ"}, LATER)),
    ("closed before it began", lambda: closing_of(ITEM, {**EVIDENCE, "date": "2026-01-01"}, LATER)),
    ("dropped before it began", lambda: dropping_of(ITEM, {"reason": "Ñ", "date": "2026-01-01"}, LATER)),
    ("evidence from later", lambda: closing_of(ITEM, {**EVIDENCE, "evidence_date": "2027-01-01"}, LATER)),
    ("a driver alone", lambda: changed_item(ITEM, {"driver": "x1"})),
    ("due before it began", lambda: changed_item(ITEM, {"due": "2026-01-01"})),
    ("no date", lambda: changed_item(ITEM, {"due": "ñ"})),
    ("no turn", lambda: changed_item(ITEM, {"turn": "ñ"})),
    ("nobody", lambda: changed_item(ITEM, {"owner": ""})),
    ("too long", lambda: changed_item(ITEM, {"first_step": "ñ" * 10_001})),
    ("no such action", lambda: find_named(RUBRIC, recommend(RUBRIC, rate(RUBRIC, others=0)), ["ñ"])),
    ("not recommended", lambda: find_named(RUBRIC, (), ["p1.c1"])),
]


def _for_criterion() -> ActionItem:
    return ITEM.model_copy(update={"criterion": "p1.c1", "rubric": "small@1.0.0"})


@pytest.mark.parametrize("refused", [pytest.param(work, id=name) for name, work in REFUSED])
def test_what_is_refused_is_told_in_the_language(refused: Callable[[], object]) -> None:
    with speaking(accented()), pytest.raises(AuditError) as told:
        refused()
    for problem in told.value.problems:
        assert set(words_in_english(problem.message)) <= {"now", "next", "later"}, problem.message
