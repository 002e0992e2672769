from engines_for_tests import near
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, levels_of, rate
from strategies import RELATIONS, legs, rubrics

from dsds_audit.crosswalk import carry
from dsds_audit.portfolio.carried import way_between
from dsds_audit.portfolio.computing import Question, compute_portfolio
from dsds_audit.portfolio.engines import duckdb_engine
from dsds_audit.portfolio.records import record_of
from dsds_audit.portfolio.rows import rows_of
from dsds_audit.portfolio.table import STATUSES
from dsds_audit.scoring import score


@examples(12)
@given(data=st.data())
def test_older_rows_are_scored_as_the_core_scores_what_it_carries(data: st.DataObject) -> None:
    old = data.draw(rubrics())
    walk = [
        data.draw(legs(old, relations))
        for relations in [data.draw(st.sampled_from([RELATIONS, ("same", "renamed")]))]
    ]
    if data.draw(st.booleans()):
        walk.append(data.draw(legs(walk[0].new)))
    new = walk[-1].new
    made = []
    for number in range(8):
        ratings = {name: data.draw(levels_of(old)) for name in old.criteria}
        targets = {
            name: data.draw(st.integers(0, old.top)) for name in old.criteria if data.draw(st.booleans())
        }
        made.append(rate(old, ratings, site=f"Site {number}", targets=targets))
    newest = rate(new, others=0, site="Site 9")
    sources = [
        rows_of(old, [(str(number), record_of(old, each)) for number, each in enumerate(made)]),
        rows_of(new, [("9", record_of(new, newest))]),
    ]
    with duckdb_engine() as engine:
        found = compute_portfolio(
            sources, lambda ref: new, lambda was, now: walk, Question(every=True), engine
        )
    assert found.rubric.ref == new.ref
    for row, each in enumerate(made):
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
