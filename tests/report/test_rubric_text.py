import pytest
from rubrics_for_tests import make_rubric

from dsds_audit.catalogue import Catalogue
from dsds_audit.crosswalk.differences import compare_rubrics
from dsds_audit.errors import RubricError
from dsds_audit.report.rubric_text import diff_lines, rubric_lines

DSDS = Catalogue().load("dsds")


def test_everything_the_rubric_asks_for_is_told() -> None:
    text = "\n".join(rubric_lines(DSDS))
    for practice in DSDS.practices:
        assert practice.statement in text
    for name, criterion in DSDS.criteria.items():
        assert f"`{name}`" in text
        assert criterion.question in text
        assert all(evidence in text for evidence in criterion.evidence)
    for check in DSDS.checks.values():
        assert check.text in text
        assert check.action is not None
        assert check.action.text in text
    for rule in DSDS.findings:
        assert rule.text in text
    assert DSDS.digest in text


def test_a_part_of_it() -> None:
    practice = "\n".join(rubric_lines(DSDS, "access"))
    assert "access.fidelity" in practice
    assert "use.reports" not in practice
    criterion = list(rubric_lines(DSDS, "use.reports"))
    assert criterion[0] == f"### {DSDS.criteria['use.reports'].title}"


def test_an_unknown_part_has_a_way_out() -> None:
    with pytest.raises(RubricError, match=r"AUD072.*Did you mean access\.fidelity\?"):
        list(rubric_lines(DSDS, "access.fidelty"))


def test_what_differs_is_told_field_by_field() -> None:
    old = make_rubric({"p1": {"a": {}, "b": {}, "c": {}}})
    words = {"title": "Title of c", "question": "Is it so with c?"}
    changes = {"a": {"question": "Is it really so?"}, "b": {"fresh_for": 92}, "better": words}
    new = make_rubric({"p1": changes}, version="1.1.0", weights=["2"])
    text = "\n".join(diff_lines(compare_rubrics(old, new)))
    for expected in (
        "# small@1.0.0 and small@1.1.0",
        "- practices.p1.weight\n  - was: 1\n  - now: 2",
        "`p1.b`\n\n- fresh_for\n  - was: not there\n  - now: 92",
        "## Reworded\n\n`p1.a`\n\n- question",
        "is it the same criterion under another id?\n\n- `p1.c` and `p1.better`: 100 % of the words",
        "Nothing differs in 0 criteria.",
    ):
        assert expected in text
    assert "No longer there" not in text


def test_two_versions_that_say_the_same() -> None:
    same = diff_lines(compare_rubrics(make_rubric((1,)), make_rubric((1,), version="1.1.0")))
    assert list(same)[-1] == "Nothing differs."
