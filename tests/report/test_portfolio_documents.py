import json
from math import nan

import numpy as np
from hypothesis import given
from portfolios_for_tests import one_practice, portfolio_of, portfolios
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.portfolio.facts import gather_portfolio_facts
from dsds_audit.portfolio.reliability import find_reliability
from dsds_audit.report.portfolio_documents import in_json, portfolio_document

RUBRIC = make_rubric((1, 1, 1))


def document(portfolio, smallest=1, criterion=None):
    facts = gather_portfolio_facts(portfolio, "group", smallest, criterion)
    return json.loads(json.dumps(portfolio_document(facts, find_reliability(portfolio)), allow_nan=False))


def test_the_head_says_what_it_is_and_what_it_was_made_from():
    found = document(one_practice([1, 2]))
    assert (found["format"], found["kind"], found["by"], found["smallest_group"]) == (
        1,
        "portfolio",
        "group",
        1,
    )
    assert found["made_from"] == document(one_practice([1, 2]))["made_from"]
    assert found["made_from"] != document(one_practice([1, 3]))["made_from"]
    assert found["rubric"]["id"] == "small"


def test_null_is_never_zero():
    first, second = document(one_practice(["?", "-"]))["sites"]
    assert (first["low"], first["high"], first["levels"]) == (0, 100, {"p1.c1": None})
    assert (second["low"], second["high"], second["rank"]) == (None, None, None)
    assert second["does_not_apply"] == ["p1.c1"]
    assert first["participants"] is None
    assert first["adequate"] is None


def test_what_is_withheld_is_null_with_its_reason():
    found = document(one_practice([1, 2]), smallest=5, criterion="p1.c1")
    assert found["overall"]["statistics"] is None
    assert found["overall"]["withheld"].startswith("There are fewer than 5 sites")
    assert found["criterion"]["overall"]["counts"] is None
    assert len(found["sites"]) == 2


def test_gaps_bring_their_actions_and_sites_their_visits():
    portfolio = portfolio_of(RUBRIC, [rate(RUBRIC, {"p1.c1": n}, others=2, site=f"S{n}") for n in (0, 2)])
    found = document(portfolio)
    assert found["gaps"][0]["actions"][0] == {
        "check": "p1.c1.k1",
        "text": "Do k1.",
        "effort": "low",
        "owner": "coach",
    }
    assert found["sites"][0]["visit"] == {"site": "S2", "criterion": "p1.c1"}
    assert found["sites"][1]["visit"] is None


def test_columns_become_lists_and_nothing_becomes_nan():
    assert in_json({"a": (np.array([1.5, nan]), None)}) == {"a": [[1.5, None], None]}


@given(portfolios(latest=True))
@examples(15)
def test_any_portfolio_is_a_document(portfolio):
    found = document(portfolio, 2)
    assert len(found["sites"]) == len(portfolio)
    assert len(found["reliability"]["symmetry"]) == len(portfolio.rubric.criteria)
