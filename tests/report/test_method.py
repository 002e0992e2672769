from rubrics_for_tests import make_rubric, rate

from dsds_audit.report.facts import gather_facts
from dsds_audit.report.method import explain_method


def test_the_method_names_rubric_digest_thresholds_and_scale(riverbend):
    told = " ".join(explain_method(riverbend))
    for part in (
        "dsds@1.0.0",
        riverbend.rubric.digest,
        "80 percent in total",
        "from 0 to 2",
        "0 not in place",
    ):
        assert part in told


def test_it_says_where_a_site_set_its_own_targets():
    rubric = make_rubric((2,))
    facts = gather_facts(rubric, rate(rubric, others=1, targets={"p1.c1": 1}))
    assert "this site set 1" in " ".join(explain_method(facts))


def test_it_is_told_where_nothing_applies_too():
    rubric = make_rubric({"p1": {"c1": {"not_applicable": True}}})
    assert explain_method(gather_facts(rubric, rate(rubric, others="-")))
