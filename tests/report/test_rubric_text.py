import pytest
from rubrics_for_tests import make_rubric

from dsds_audit.catalogue import Catalogue
from dsds_audit.crosswalk.differences import compare_rubrics
from dsds_audit.errors import RubricError
from dsds_audit.report.rubric_text import diff_lines, rubric_lines
from dsds_audit.rubric import Rubric

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


def test_of_a_new_check_its_texts_alone_are_told() -> None:
    old = make_rubric({"p1": {"a": {"checks": 1}, "b": {"checks": 2}}})
    new = make_rubric({"p1": {"a": {"checks": 2}, "b": {"checks": 1}}}, version="1.1.0")
    text = "\n".join(diff_lines(compare_rubrics(old, new)))
    check = new.criteria["p1.a"].checks[1]
    assert check.action
    assert f"- checks.{check.id}.text\n  - was: not there\n  - now: {check.text}" in text
    assert f"- checks.{check.id}.action.text" in text
    assert f"  - was: {old.criteria['p1.b'].checks[1].text}\n  - now: not there" in text
    assert "action.effort" not in text
    assert "action.owner" not in text


def test_of_a_check_that_stays_everything_is_told() -> None:
    old, new = make_rubric((1,)), make_rubric((1,), version="1.1.0")
    practice = new.practices[0]
    criterion = practice.criteria[0]
    check = criterion.checks[0]
    assert check.action
    later = check.model_copy(update={"action": check.action.model_copy(update={"owner": "somebody else"})})
    criteria = (criterion.model_copy(update={"checks": (later, *criterion.checks[1:])}),)
    practices = (practice.model_copy(update={"criteria": criteria}),)
    new = Rubric.model_validate({**new.model_dump(exclude={"practices"}), "practices": practices})
    text = "\n".join(diff_lines(compare_rubrics(old, new)))
    assert f"- checks.{check.id}.action.owner\n" in text


def test_two_versions_that_say_the_same() -> None:
    same = diff_lines(compare_rubrics(make_rubric((1,)), make_rubric((1,), version="1.1.0")))
    assert list(same)[-1] == "Nothing differs."
