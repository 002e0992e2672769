import pytest

from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import RubricError
from dsds_audit.report.rubric_text import rubric_lines

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
