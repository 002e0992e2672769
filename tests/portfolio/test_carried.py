from dataclasses import replace
from pathlib import Path

import pytest
from engines_for_tests import near, some_assessments
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric, rate
from strategies import RELATIONS, legs, rubrics
from tables_for_tests import write_tidy

from dsds_audit.crosswalk import Crosswalk, Leg, carry
from dsds_audit.portfolio.carried import way_between
from dsds_audit.portfolio.computing import Frame, compute_portfolio
from dsds_audit.portfolio.engines import duckdb_engine
from dsds_audit.portfolio.question import Question
from dsds_audit.portfolio.records import record_of
from dsds_audit.portfolio.rows import rows_of
from dsds_audit.portfolio.table import STATUSES
from dsds_audit.rubric import Rubric
from dsds_audit.scoring import score


def permitting_otherwise(data: st.DataObject, leg: Leg) -> Leg:
    """A leg to the same version but for what it permits not to apply."""
    content = leg.new.model_dump(exclude={"vectors"})
    for practice in content["practices"]:
        for criterion in practice["criteria"]:
            criterion["not_applicable"] = data.draw(st.booleans())
    return replace(leg, new=Rubric.model_validate(content))


@examples(8)
@given(data=st.data())
def test_older_rows_are_scored_as_the_core_scores_what_it_carries(data: st.DataObject) -> None:
    old = data.draw(rubrics())
    walk = [
        permitting_otherwise(data, data.draw(legs(old, relations)))
        for relations in [data.draw(st.sampled_from([RELATIONS, ("same", "renamed")]))]
    ]
    if data.draw(st.booleans()):
        walk.append(permitting_otherwise(data, data.draw(legs(walk[0].new))))
    new = walk[-1].new
    made = [
        each.model_copy(update={"site": f"Site {number}"})
        for number, each in enumerate(some_assessments(old, 25, data.draw(st.integers(0, 2**32))))
    ]
    newest = rate(new, others=0, site="Site 99")
    sources = [
        rows_of(old, [(str(number), record_of(old, each)) for number, each in enumerate(made)]),
        rows_of(new, [("99", record_of(new, newest))]),
    ]
    with duckdb_engine() as engine:
        found = compute_portfolio(
            sources, lambda ref: new, lambda was, now: walk, Question(every=True), engine
        )
    assert found.rubric.ref == new.ref
    rows = {int(place): row for row, place in enumerate(found.place)}
    for number, each in enumerate(made):
        row = rows[number]
        assert found.made_with[row] == old.ref
        card = score(new, carry(each, walk).assessment)
        near(found.low[row], card.low)
        near(found.high[row], card.high)
        near(found.adequate[row], card.adequate)
        assert STATUSES[found.status[row]] == card.status
        for place, criterion in enumerate(card.criteria.values()):
            near(found.level[row, place], criterion.level)
            assert found.applies[row, place] == criterion.applies
            assert found.target[row, place] == criterion.target


@examples(5)
@given(rubric=rubrics())
def test_without_legs_everything_counts_as_it_is(rubric: object) -> None:
    way = way_between(rubric, rubric, ())  # type: ignore[arg-type]
    assert way.ratings == {name: name for name in way.old.criteria}


@pytest.mark.parametrize("kind", ["rows", "parquet"])
def test_what_did_not_apply_counts_so_where_the_newer_version_permits_it(tmp_path: Path, kind: str) -> None:
    old = make_rubric({"p1": {"c1": {}, "c2": {}}})
    new = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {}}}, version="1.1.0")
    walk = {"rubric": old.id, "was": old.version, "now": new.version}
    same = [{"relation": "same", "was": ["p1.c1", "p1.c2"]}]
    leg = Leg(old, new, Crosswalk.model_validate({**walk, "criteria": same}))
    each = rate(old, {"p1.c1": "-", "p1.c2": 2})
    source: Frame = rows_of(old, [("0", record_of(old, each))])
    if kind == "parquet":
        write_tidy(source, tmp_path / "t.parquet")
        source = tmp_path / "t.parquet"
    newest = rows_of(new, [("9", record_of(new, rate(new, others=0, site="Site 9")))])
    found = compute_portfolio([newest, source], {old.ref: old}.__getitem__, lambda was, now: [leg])
    assert found.applies.tolist() == [[False, True], [True, True]]
    assert (list(found.low), list(found.high)) == ([100.0, 0.0], [100.0, 0.0])
