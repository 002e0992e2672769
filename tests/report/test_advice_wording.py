from fractions import Fraction

from rubrics_for_tests import make_rubric, rate

from dsds_audit.report.advice_wording import AdviceWording
from dsds_audit.report.facts import gather_facts


def advised(levels):
    rubric = make_rubric((2, 2, 2, 2))
    return AdviceWording(gather_facts(rubric, rate(rubric, dict(zip(rubric.criteria, levels, strict=True)))))


def test_a_later_total_is_a_least_while_something_is_unknown():
    words = advised([0, 2, 2, 2, 2, 2, 2, None])
    first, *_ = words.facts.recommendations
    assert words.outcome(first) == "Once it is done, the total is at least 88 % (7 of 8 rated)."
    assert advised([0, 2, 2, 2, 2, 2, 2, 2]).total(Fraction(100)) == "100 % (8 of 8 rated)"


def test_where_nothing_applies_there_is_no_total():
    rubric = make_rubric({"p1": {"c1": {"not_applicable": True}}})
    words = AdviceWording(gather_facts(rubric, rate(rubric, others="-")))
    assert words.total(None) == "does not apply"


def test_every_recommendation_is_in_a_wave_that_is_told(riverbend):
    waves = [when for when, _ in AdviceWording(riverbend).waves]
    assert {advice.when for advice in riverbend.recommendations} <= set(waves)
