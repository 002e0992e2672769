import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from dsds_audit.assessment import Assessment, Rating

SHORTEST = {"site": "Riverbend", "date": "2026-03-02", "rubric": "dsds@1.0.0"}


def test_the_shortest_assessment() -> None:
    assessment = Assessment.model_validate({**SHORTEST, "ratings": {"access.fidelity": {"level": "2"}}})
    assert assessment.ratings["access.fidelity"].level == 2
    assert assessment.finished
    assert assessment.ratings["access.fidelity"].checks is None


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"level": 0}, "level"),
        ({"dont_know": True}, "dont_know"),
        ({"not_applicable": "No money."}, "not_applicable"),
        ({"not_applicable": ""}, "not_applicable"),
        ({"not_applicable": None}, "not_applicable"),
        ({"not_applicable": "true"}, "not_applicable"),
        ({"level": 1, "dont_know": "false"}, "level"),
    ],
)
def test_a_rating_makes_one_of_three_claims(data: dict[str, Any], kind: str) -> None:
    assert Rating.model_validate(data).kind == kind


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"note": "A note alone."},
        {"checks": []},
        {"dont_know": False},
        {"level": 1, "dont_know": True},
        {"level": 1, "not_applicable": "No."},
        {"dont_know": True, "not_applicable": "No."},
        {"level": 0, "dont_know": True, "not_applicable": "No."},
    ],
)
def test_a_rating_makes_exactly_one_claim(data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="exactly one"):
        Rating.model_validate(data)


@pytest.mark.parametrize("claim", [True, "true", None, ""])
def test_does_not_apply_without_a_reason_loads_without_a_reason(claim: Any) -> None:
    assert Rating.model_validate({"not_applicable": claim}).not_applicable == ""


@pytest.mark.parametrize("level", [-1, 1.5, "1.0", "high", True, 10**30, "9" * 5000, float("nan"), [1]])
def test_a_level_is_a_small_whole_number(level: Any) -> None:
    with pytest.raises(ValidationError):
        Rating.model_validate({"level": level})


def test_no_checks_gone_through_is_not_the_same_as_none_that_holds() -> None:
    assert Rating.model_validate({"level": 0}).checks is None
    assert Rating.model_validate({"level": 0, "checks": []}).checks == ()


def test_the_identity_is_site_program_rubric_id_and_date() -> None:
    base = Assessment.model_validate({**SHORTEST, "program": "Home visits"})
    assert base.identity == ("Riverbend", "Home visits", "dsds", dt.date(2026, 3, 2))
    same = {"rubric": "dsds@1.2.0", "group": "North", "ratings": {"access.fidelity": {"level": 1}}}
    assert base.identity == Assessment.model_validate({**SHORTEST, "program": "Home visits", **same}).identity
    for field, value in {
        "site": "Hillside",
        "program": "Other",
        "rubric": "other@1.0.0",
        "date": "2026-03-03",
    }.items():
        assert (
            base.identity
            != Assessment.model_validate({**SHORTEST, "program": "Home visits", field: value}).identity
        )


def test_a_site_is_free_text_and_keeps_its_zeros() -> None:
    for site in ("007", "no", "../x", "Zürich – Süd", "訪問"):
        assert Assessment.model_validate({**SHORTEST, "site": site}).site == site


def test_carried_answers_are_kept_and_do_not_claim_anything() -> None:
    assessment = Assessment.model_validate(
        {
            **SHORTEST,
            "ratings": {"access.fidelity": {"level": 2}, "access.outcome": {"level": 1}},
            "interview": {"position": "access.fidelity", "carried": ["access.fidelity"]},
        }
    )
    assert not assessment.finished
    assert list(assessment.ratings) == ["access.fidelity", "access.outcome"]
    assert list(assessment.claims) == ["access.outcome"]


def test_everything_of_a_finished_assessment_claims() -> None:
    assessment = Assessment.model_validate({**SHORTEST, "ratings": {"access.fidelity": {"dont_know": True}}})
    assert dict(assessment.claims) == dict(assessment.ratings)


def test_nothing_can_be_changed_after_it_is_made() -> None:
    assessment = Assessment.model_validate(SHORTEST)
    with pytest.raises(ValidationError, match="frozen"):
        assessment.site = "Hillside"


def test_a_score_is_never_stored() -> None:
    for field in ("score", "percent", "status", "gaps", "actions"):
        with pytest.raises(ValidationError, match="extra_forbidden"):
            Assessment.model_validate({**SHORTEST, field: 1})
