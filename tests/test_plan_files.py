import json
from pathlib import Path

import pytest
import strategies as given_some
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from rubrics_for_tests import DAY, examples

from dsds_audit.errors import PlanError
from dsds_audit.plan import ActionItem, Plan
from dsds_audit.plan_files import parse_plan, read_plan, render_plan
from dsds_audit.planning.changes import update

HAND_MADE = """\
# yaml-language-server: $schema=../.schema/plan.json
# Our plan.
site: Riverbend   # the center

items:
# first things first
- id: "logins"     # short
  action: >-
    Give every coach
    a login.
  owner: Sam
  adopted: 2026-03-02
  due: 2026-04-15  # spring holidays
  aim:

# Ruth's
- {id: parents, action: Ask parents., owner: Ruth, adopted: 2026-03-02, due: 2026-05-31}   # in spring
# the end
"""
ITEM = "  - id: {}\n    action: x\n    owner: Sam\n    adopted: 2026-03-02\n    due: 2026-03-02\n"


def parse(text: str | bytes) -> Plan:
    return parse_plan(text.encode() if isinstance(text, str) else text, "plan.yaml")


def problems_of(text: str) -> list[str]:
    with pytest.raises(PlanError) as caught:
        parse(text)
    return [str(problem) for problem in caught.value.problems]


@examples(60)
@given(given_some.plans())
def test_what_is_saved_is_what_is_loaded(plan: Plan) -> None:
    content = render_plan(plan, schema="../.schema/plan.json")
    assert content.startswith(b"# yaml-language-server: $schema=../.schema/plan.json\nsite: ")
    assert parse(content) == plan
    assert render_plan(plan, content) == content


@examples(30)
@given(given_some.plans())
def test_other_yaml_readers_read_the_same(plan: Plan) -> None:
    loaded = YAML(typ="safe", pure=True).load(render_plan(plan).decode())
    assert json.loads(json.dumps(loaded, default=str)) == plan.model_dump(mode="json", exclude_defaults=True)


@examples(30)
@given(given_some.plans(), given_some.plans())
def test_any_plan_can_follow_any_other(before: Plan, after: Plan) -> None:
    assert parse(render_plan(after, render_plan(before))) == after


@examples(30)
@given(given_some.plans().filter(lambda plan: plan.items), st.data())
def test_a_change_to_one_item_leaves_the_lines_of_the_others(plan: Plan, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(plan.items) - 1))
    item = data.draw(given_some.items(plan.items[index].id))
    old = render_plan(plan)
    items = (*plan.items[:index], item, *plan.items[index + 1 :])
    new = render_plan(plan.model_copy(update={"items": items}), old)
    marks = [f"  - id: {other.id}\n".encode() for other in plan.items]
    head, tail = (
        old.partition(marks[index])[0],
        b"".join(old.partition(marks[index + 1])[1:])
        if (index + 1 < len(marks) and old.count(marks[index + 1]) == 1)
        else b"",
    )
    assert old.count(marks[index]) != 1 or new.startswith(head)
    assert new.endswith(tail)


def test_a_plan_typed_by_hand_keeps_its_looks() -> None:
    plan = parse(HAND_MADE)
    assert [item.id for item in plan.items] == ["logins", "parents"]
    assert plan.items[0].action == "Give every coach a login."
    new = render_plan(update(plan, "logins", DAY, due="2026-05-01", owner="no"), HAND_MADE.encode()).decode()
    assert new == HAND_MADE.replace("owner: Sam\n", 'owner: "no"\n').replace(
        "due: 2026-04-15  # spring", "due: 2026-05-01  # spring"
    ).replace(
        "  aim:\n",
        "  diary:\n  - date: 2026-03-02\n    text: Owner changed from “Sam” to “no”.\n"
        "  - date: 2026-03-02\n    text: Due moved from 2026-04-15 to 2026-05-01.\n  aim:\n",
    )
    again = render_plan(update(plan, "parents", DAY, owner="Zoë"), HAND_MADE.encode()).decode()
    assert again.startswith(HAND_MADE[: HAND_MADE.index("- {id")])
    assert again.endswith("# the end\n")
    assert "# in spring" in again


def test_json_will_do() -> None:
    plan = parse(json.dumps({"site": "Riverbend", "items": []}))
    assert plan == Plan(site="Riverbend")
    assert render_plan(plan.model_copy(update={"site": "Oak"}), b'{"site": "Riverbend"}') == b"site: Oak\n"


def test_every_problem_is_told_at_once_by_line() -> None:
    text = (
        "site: Riverbend\nitmes: []\nnext_assessment: 2025-02-29\nitems:\n"
        + ITEM.format("a")
        + "    aim: x\n    closed: {date: 2026-03-01, evidence: [{what: x}], result: x, learnt: x}\n"
        + ITEM.format("b").replace("    owner: Sam\n", "")
        + ITEM.format("a")
        + "    turn: soon\n    due: 2026-03-01\n"
        + ITEM.format("c")
        + "    criterion: access\n    dropped: {date: 2026-02-28, reason: x}\n"
        + "  -\n"
    )
    found = [problem.split(" ")[:2] for problem in problems_of(text)]
    assert [f"{place}{code}" for place, code in found] == [
        "plan.yaml:2:AUD006",
        "plan.yaml:3:AUD008",
        "plan.yaml:11:AUD014",
        "plan.yaml:12:AUD007",
        "plan.yaml:16:AUD013",
        "plan.yaml:21:AUD008",
        "plan.yaml:22:AUD005",
        "plan.yaml:28:AUD008",
        "plan.yaml:29:AUD014",
        "plan.yaml:30:AUD008",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "plan.yaml:1: AUD008 the file: nothing is no set of fields."),
        ("site: [\n", "AUD002"),
        ("items: []\n", "AUD007 site is missing."),
        ("site: X\nitems: {a: b}\n", "plan.yaml:2: AUD008 items: this is no list."),
        (f"site: X\nitems:\n{ITEM.format('A b')}", "plan.yaml:3: AUD008 items.0.id: A b is not well formed."),
        (f"site: X\nitems:\n{ITEM.format('a')}    criterion: p1.c1\n", "plan.yaml:8: AUD015"),
        (
            f"site: X\nitems:\n{ITEM.format('a')}"
            "    closed: {date: 2026-04-01, evidence: [], result: x, learnt: x}\n",
            "plan.yaml:8: AUD008 items.0.closed.evidence",
        ),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    (problem,) = problems_of(text)
    assert said in problem
    assert "Please" in problem


def test_both_endings_are_one_too_many() -> None:
    ends = (
        "    closed: {date: 2026-04-01, evidence: [{what: x}], result: x, learnt: x}\n"
        "    dropped: {date: 2026-04-01, reason: x}\n"
    )
    (problem,) = problems_of(f"site: X\nitems:\n{ITEM.format('a')}{ends}")
    assert problem.startswith(
        "plan.yaml:3: AUD009 items.0: an action item is closed or dropped, but never both."
    )


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="AUD001"):
        read_plan(tmp_path / "plan.yaml")
    (tmp_path / "plan.yaml").write_text(HAND_MADE)
    assert read_plan(tmp_path / "plan.yaml") == parse(HAND_MADE)


def test_a_text_no_file_can_hold_is_refused() -> None:
    with pytest.raises(PlanError, match="AUD024 the plan cannot be written"):
        render_plan(Plan(site="X").model_copy(update={"site": " padded "}))


def test_thousands_of_items_are_read_and_one_of_them_changed() -> None:
    item = parse(HAND_MADE).items[0]
    items = tuple(ActionItem(**{**dict(item), "id": f"a-{n}", "turn": "later"}) for n in range(5000))
    plan = Plan(site="Riverbend", items=items)
    old = render_plan(plan)
    assert parse(old) == plan
    new = render_plan(update(plan, "a-2500", DAY, owner="Ruth"), old)
    lines = old.decode().splitlines(keepends=True)
    place = lines.index("  - id: a-2500\n")
    came = new.decode().splitlines(keepends=True)
    assert came[:place] == lines[:place]
    rest = lines[lines.index("  - id: a-2501\n") :]
    assert came[-len(rest) :] == rest
