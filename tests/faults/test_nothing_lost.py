"""Whatever is done to a plan in whatever order: no text that was typed is lost, and no item."""

import datetime as dt
from collections.abc import Mapping

import strategies as given_some
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import DAY, examples

from dsds_audit.errors import AuditError
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.plan_files import parse_plan, render_plan
from dsds_audit.planning.answers import changes_of, closing_of, dropping_of
from dsds_audit.planning.changes import adopt, close, drop, find_item, reopen, update
from dsds_audit.planning.drafts import own_item

Told = dict[str, str]
_NAMES = given_some.names()
_LONG = st.builds(lambda word, times: (word * times)[:10_000].strip(), st.sampled_from(
    ["word ", "x", "a\n  ", "é ", "👩‍👩‍👧 "]), st.integers(1, 12_000))  # fmt: skip
_TEXTS = st.one_of(given_some.texts(), given_some.texts(), _LONG)
_OPTIONAL = st.one_of(st.just(""), _TEXTS)
CHANGED: Mapping[str, st.SearchStrategy[str]] = {
    "action": _TEXTS,
    "owner": _NAMES,
    "aim": _OPTIONAL,
    "measure": _OPTIONAL,
    "first_step": _OPTIONAL,
    "barrier": _TEXTS,
    "driver": st.sampled_from(["training", "coaching", ""]),
    "due": st.dates(DAY, dt.date.max).map(str),
    "turn": st.sampled_from(["now", "next", "later"]),
    "diary": _TEXTS,
}
CLOSED: Mapping[str, st.SearchStrategy[str]] = {
    "evidence": _TEXTS,
    "where": _OPTIONAL,
    "evidence_date": st.dates(DAY).map(str),
    "result": _TEXTS,
    "learnt": _TEXTS,
    "next": _OPTIONAL,
}


def step(draw: st.DrawFn, past: list[Plan], today: dt.date) -> tuple[Plan, str, list[str]]:
    """The plan after one change, the item it is about, and the texts that were typed for it.

    Who changes an item may have begun a while ago, with the plan as it was then.
    """
    plan = past[-1]
    kind = draw(st.sampled_from(["adopt", "update", "update", "close", "drop", "reopen"]))
    if kind == "adopt" or not plan.items:
        told = {"action": draw(_TEXTS), "owner": draw(_NAMES)}
        after = adopt(plan, own_item(told["action"], today, owner=told["owner"]), now_limit=99)
        return after, after.items[-1].id, list(told.values())
    item = draw(st.sampled_from(plan.items))
    item_id = item.id
    if kind == "update":
        told = _told(draw, CHANGED)
        seen = draw(st.sampled_from([item for then in past for item in then.items if item.id == item_id]))
        fields, diary = changes_of(seen, told), told.get("diary")
        after = update(plan, item_id, today, diary=diary, seen=seen, now_limit=99, **fields)
        return after, item_id, list(told.values())
    if kind == "close":
        told = _told(draw, CLOSED) | {name: draw(_TEXTS) for name in ("evidence", "result", "learnt")}
        return close(plan, item.id, closing_of(item, told, today)), item.id, list(told.values())
    reason = draw(_TEXTS)
    if kind == "drop":
        return drop(plan, item.id, dropping_of(item, {"reason": reason}, today)), item.id, [reason]
    return reopen(plan, item.id, today, reason, now_limit=99), item.id, [reason]


def _told(draw: st.DrawFn, fields: Mapping[str, st.SearchStrategy[str]]) -> Told:
    names = draw(st.lists(st.sampled_from(list(fields)), unique=True, min_size=1, max_size=4))
    return {name: draw(fields[name]) for name in names}


def all_of(item: ActionItem) -> str:
    """Everything an item says, the parts of a long text in one piece."""
    values = [str(value) for name, value in item.model_dump(mode="json").items() if isinstance(value, str)]
    if item.barrier:
        values += [item.barrier.what, item.barrier.driver or ""]
    if item.closed:
        closed = item.closed
        values += [closed.result, closed.learnt, closed.next or ""]
        values += [part for e in closed.evidence for part in (e.what, e.where or "", str(e.date))]
    if item.dropped:
        values.append(item.dropped.reason)
    return "\n\n".join([*values, "".join(entry.text for entry in item.diary)])


def bare(text: str) -> str:
    """A text without its blanks: where a long one is parted, the border of two entries may stand for one."""
    return "".join(text.split())


@examples(150)
@given(st.data())
def test_no_sequence_of_changes_loses_a_text_or_an_item(data: st.DataObject) -> None:
    plan, today, written = Plan(site="Riverbend"), DAY, None
    past = [plan]
    typed: dict[str, list[str]] = {}
    for _ in range(data.draw(st.integers(1, 12))):
        today += dt.timedelta(days=data.draw(st.integers(0, 30)))
        before = plan
        try:
            plan, item_id, texts = step(data.draw, past, today)
        except AuditError:
            continue
        typed.setdefault(item_id, []).extend(text.strip() for text in texts if text.strip())
        assert [item.id for item in plan.items[: len(before.items)]] == [item.id for item in before.items]
        assert len(plan.items) - len(before.items) == (item_id not in {item.id for item in before.items})
        written = render_plan(plan, written)
        past.append(plan)
    kept = parse_plan(written, "plan.yaml") if written else plan
    assert kept == plan
    for item_id, texts in typed.items():
        said = bare(all_of(find_item(kept, item_id)))
        for text in texts:
            assert bare(text) in said
