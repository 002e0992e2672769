import datetime as dt
import time
from typing import get_args

import pytest
from rubrics_for_tests import DAY, RULES, finding_texts, make_check, make_rubric, rate, unconfirmed

from dsds_audit.findings import find_findings
from dsds_audit.rubric import FindingRule

PANEL = {
    "roles": [
        {"id": "facilitator", "label": "facilitator", "votes": False},
        {"id": "leader", "label": "program leader"},
        {"id": "coach", "label": "coach"},
    ],
    "leader": "leader",
    "quorum": 50,
}


def small(**fields):
    checks = [make_check("x"), make_check("y", requires=["p.a.x"])]
    return make_rubric(
        {
            "p": {
                "a": {"checks": checks, "fresh_for": 92, "not_applicable": True},
                "b": {"requires": ["p.a.x"]},
                "c": {"requires": ["p.a"]},
            }
        },
        **{"findings": finding_texts(), **fields},
    )


def found(ratings=None, rubric=None, **fields):
    rubric = rubric or small()
    return [(f.rule, f.place) for f in find_findings(rubric, rate(rubric, ratings, **fields))]


def proven(level, **fields):
    return {"level": level, "evidence": [{"what": "A paper", "date": DAY}], **fields}


def test_the_rules_are_those_a_rubric_can_word():
    assert set(RULES) == set(get_args(FindingRule))


def test_a_sound_record_has_no_findings():
    assert found({"p.a": proven(2, checks=["x", "y"]), "p.b": proven(2), "p.c": proven(2)}) == []
    assert found() == []
    assert found(others="?") == []
    assert found(others=0) == []


# evidence


def test_a_claim_without_evidence():
    assert found({"p.a": 1}) == [("no-evidence", "p.a")]
    assert found({"p.a": 2}) == [("no-evidence", "p.a")]
    assert found({"p.a": 0}) == [], "what is not in place needs no evidence"
    assert found({"p.a": "?"}) == []
    assert found({"p.a": "-"}) == []


@pytest.mark.parametrize(("age", "stale"), [(0, False), (92, False), (93, True)])
def test_evidence_gone_stale(age, stale):
    rating = {"level": 2, "evidence": [{"what": "A paper", "date": DAY - dt.timedelta(days=age)}]}
    assert found({"p.a": rating}) == ([("stale-evidence", "p.a")] if stale else [])


def test_evidence_without_a_date_counts_only_where_it_does_not_age():
    rating = {"level": 2, "evidence": [{"what": "A paper"}]}
    assert found({"p.a": rating}) == [("stale-evidence", "p.a")]
    assert found({"p.b": rating}) == []


def test_one_fresh_piece_is_enough():
    evidence = [{"what": "Old", "date": "2001-01-01"}, {"what": "New", "date": DAY}]
    assert found({"p.a": {"level": 2, "evidence": evidence}}) == []


def test_evidence_from_the_future():
    later = {"what": "A paper", "date": DAY + dt.timedelta(days=1)}
    rules = found({"p.b": {"level": 2, "evidence": [later]}})
    assert ("future-evidence", "p.b") in rules
    assert ("no-evidence", "p.b") in rules, "what is not there yet shows nothing"
    assert found({"p.b": proven(2)}) == []
    assert found({"p.b": {"level": 2, "evidence": [{"what": "Now", "date": DAY}, later]}}) == [
        ("future-evidence", "p.b")
    ]
    assert found({"p.b": {"level": 0, "evidence": [later]}}) == [("future-evidence", "p.b")]


# what builds on what


@pytest.mark.parametrize(
    ("base", "contradiction"),
    [
        (proven(1, checks=["y"], note="So it is."), True),
        (proven(1, checks=["x"]), False),
        (0, True),
        (proven(2), False),
        (proven(1), False),
        ("?", False),
        (None, False),
        ("-", False),
    ],
)
def test_a_claim_without_what_it_builds_on(base, contradiction):
    rules = found({"p.a": base, "p.b": proven(1)})
    assert (("unmet-requirement", "p.b") in rules) is contradiction


def test_a_required_criterion_has_to_be_in_place():
    assert ("unmet-requirement", "p.c") in found({"p.a": proven(1), "p.c": proven(2)})
    assert ("unmet-requirement", "p.c") not in found({"p.a": proven(2), "p.c": proven(2)})
    assert ("unmet-requirement", "p.c") not in found({"p.a": "?", "p.c": proven(2)})


def test_what_is_not_claimed_contradicts_nothing():
    assert found({"p.a": 0, "p.b": 0, "p.c": 0}) == []
    assert found({"p.a": 0, "p.b": "?"}) == []


def test_a_ticked_check_builds_on_another_of_the_same_criterion():
    assert ("unmet-requirement", "p.a.y") in found({"p.a": proven(1, checks=["y"])})
    assert found({"p.a": proven(1, checks=["x"])}) == []
    assert found({"p.a": proven(2, checks=["x", "y"])}) == []
    assert found({"p.a": proven(1)}) == [], "nothing was ticked, so nothing contradicts"


def test_the_contradiction_says_what_is_missing():
    rubric = small()
    (finding,) = find_findings(rubric, rate(rubric, {"p.a": 0, "p.b": proven(1)}))
    assert "Title of b" in finding.text
    assert "It is so: x" in finding.text


# levels and ticks


@pytest.mark.parametrize(
    ("rating", "differs"),
    [
        ({"level": 2, "checks": ["x"]}, True),
        ({"level": 1, "checks": []}, True),
        ({"level": 0, "checks": ["x"]}, True),
        ({"level": 1, "checks": ["x", "y"]}, True),
        ({"level": 1, "checks": ["x"]}, False),
        ({"level": 0, "checks": []}, False),
        ({"level": 2, "checks": ["x", "y"]}, False),
        ({"level": 2}, False),
        ({"level": 2, "checks": ["x"], "note": "The rest is being signed."}, False),
    ],
)
def test_a_level_that_disagrees_with_its_ticks_and_has_no_note(rating, differs):
    rules = found({"p.a": {**rating, "evidence": [{"what": "A paper", "date": DAY}]}})
    assert (("level-differs-from-checks", "p.a") in rules) is differs


def test_it_names_both_levels():
    rubric = small()
    finding = find_findings(rubric, rate(rubric, {"p.b": {"level": 0, "checks": ["k1"]}}))[0]
    assert "label 0" in finding.text
    assert "label 1" in finding.text


def test_a_criterion_without_checks_suggests_nothing():
    rubric = make_rubric({"p": {"a": {"checks": 0}}}, findings=finding_texts())
    assert found({"p.a": proven(1, checks=[])}, rubric) == []


# does not apply


def test_does_not_apply_needs_permission_and_a_reason():
    assert found({"p.a": "-"}) == []
    assert found({"p.a": {"not_applicable": ""}}) == [("reason-missing", "p.a")]
    assert found({"p.b": "-"}) == [("does-not-apply-forbidden", "p.b")]
    assert ("does-not-apply-forbidden", "p.b") in found({"p.b": {"not_applicable": ""}})


# the people


def test_populations_have_to_be_named():
    rubric = small(populations=[{"id": "staff", "label": "relevant staff", "question": "Who?"}])
    assert found(rubric=rubric) == [("population-not-named", "populations.staff")]
    assert found(rubric=rubric, populations={"staff": "All coaches"}) == []


@pytest.mark.parametrize(
    ("roles", "invited", "quorum"),
    [
        (["leader", "coach"], 3, True),
        (["leader", "coach"], 4, False),
        (["leader", "coach", "coach"], 5, True),
        (["leader"], 2, False),
        (["leader"], 1, True),
        (["leader", "coach"], None, True),
    ],
)
def test_a_majority_of_the_invited_has_to_take_part(roles, invited, quorum):
    people = [{"role": role} for role in roles]
    rules = found(rubric=small(panel=PANEL), participants=people, invited=invited)
    assert rules == ([] if quorum else [("no-quorum", "participants")])


def test_the_leader_has_to_be_there():
    rubric = small(panel=PANEL)
    assert found(rubric=rubric, participants=[{"role": "coach"}]) == [("no-leader", "participants")]
    assert found(rubric=rubric, participants=[{"role": "coach"}, {"role": "leader"}]) == []
    no_leader = small(panel={"roles": PANEL["roles"]})
    assert found(rubric=no_leader, participants=[{"role": "coach"}], invited=9) == []


def test_without_a_list_of_who_was_there_nothing_is_said():
    assert found(rubric=small(panel=PANEL)) == []


def test_a_facilitator_who_takes_part_with_a_vote():
    rubric = small(panel=PANEL)
    people = [{"role": "leader", "name": "Ana"}, {"role": "coach", "name": "Ben"}]
    assert found(rubric=rubric, facilitator="Ana", participants=people) == [
        ("facilitator-voted", "facilitator")
    ]
    assert found(rubric=rubric, facilitator="Cem", participants=people) == []
    apart = [*people, {"role": "facilitator", "name": "Cem"}]
    assert found(rubric=rubric, facilitator="Cem", participants=apart) == []


# the record


def test_carried_answers_are_no_claims_yet():
    ratings = {"p.a": 2, "p.b": "-", "p.c": {"level": 0, "checks": ["k1"]}}
    assert found(ratings, interview=unconfirmed("p.a", "p.b", "p.c")) == []


def test_findings_stand_in_rubric_order():
    rubric = small(populations=[{"id": "staff", "label": "staff", "question": "Who?"}])
    assessment = rate(rubric, {"p.c": 2, "p.b": 2, "p.a": 2})
    backwards = assessment.model_copy(update={"ratings": dict(reversed(assessment.ratings.items()))})
    places = [f.place for f in find_findings(rubric, backwards)]
    assert places == ["populations.staff", "p.a", "p.b", "p.c"]
    assert find_findings(rubric, assessment) == find_findings(rubric, backwards)


def test_what_the_rubric_has_no_rule_for_is_no_finding():
    rubric = small(findings=finding_texts("stale-evidence"))
    assert found({"p.a": 2, "p.b": {"not_applicable": ""}}, rubric) == []


def test_findings_are_worded_by_the_rubric():
    texts = [
        {
            "rule": "no-evidence",
            "text": "“{criterion}” – prove it!",
            "why": "W {criterion}",
            "way_out": "O {unknown}",
        }
    ]
    rubric = small(findings=texts)
    (finding,) = find_findings(rubric, rate(rubric, {"p.a": 2}))
    assert finding.text == "“Title of a” – prove it!"
    assert finding.why == "W Title of a"
    assert finding.way_out == "O {unknown}"


@pytest.mark.parametrize(
    "text",
    [
        "100 % {",
        "}",
        "{}",
        "{0}",
        "{criterion.x}",
        "{criterion[0]}",
        "{date:%Y}",
        "{criterion!q}",
        "{criterion:d}",
    ],
)
def test_no_wording_of_a_rubric_breaks_the_findings(text):
    rubric = small(findings=[{"rule": "no-evidence", "text": text, "why": text, "way_out": text}])
    assert [f.rule for f in find_findings(rubric, rate(rubric, {"p.a": 2}))] == ["no-evidence"]


@pytest.mark.parametrize(
    ("ratings", "fields", "path"),
    [
        ({"p.a": 1}, {}, ("ratings", "p.a", "level")),
        ({"p.b": "-"}, {}, ("ratings", "p.b", "not_applicable")),
        ({"p.a": {"not_applicable": ""}}, {}, ("ratings", "p.a", "not_applicable")),
        ({"p.a": {"level": 2, "evidence": [{"what": "It"}]}}, {}, ("ratings", "p.a", "evidence")),
        (
            {"p.a": {"level": 0, "evidence": [{"what": "A"}, {"what": "B", "date": "2999-01-01"}]}},
            {},
            ("ratings", "p.a", "evidence", 1, "date"),
        ),
        ({"p.a": proven(1, checks=["y"])}, {}, ("ratings", "p.a", "checks")),
        ({"p.a": proven(2, checks=["x"])}, {}, ("ratings", "p.a", "level")),
        ({"p.a": 0, "p.b": proven(1)}, {}, ("ratings", "p.b")),
        ({}, {"participants": [{"role": "coach"}]}, ("participants",)),
    ],
)
def test_a_finding_says_where_in_the_file_it_is(ratings, fields, path):
    rubric = small(panel=PANEL)
    (finding,) = find_findings(rubric, rate(rubric, ratings, **fields))
    assert finding.path == path


def test_where_no_date_is_given_no_words_of_ours_stand_in_for_it():
    rubric = small()
    rating = {"level": 2, "evidence": [{"what": "A paper"}]}
    (finding,) = find_findings(rubric, rate(rubric, {"p.a": rating}))
    assert "/–/92/" in finding.text


def test_names_are_compared_as_people_type_them():
    people = [{"role": "leader", "name": "ana"}, {"role": "coach", "name": "Ｂen"}]
    for facilitator in ("Ana", "BEN"):
        rules = found(rubric=small(panel=PANEL), facilitator=facilitator, participants=people)
        assert rules == [("facilitator-voted", "facilitator")]


def test_a_long_rubric_takes_no_longer_than_its_length():
    criteria = {f"c{number}": {"checks": 3} for number in range(200)}
    rubric = make_rubric({f"p{p}": criteria for p in range(20)}, findings=finding_texts(), usable=False)
    assessment = rate(rubric, others={"level": 1, "checks": ["k1", "k2", "k3"]})
    began = time.perf_counter()
    findings = find_findings(rubric, assessment)
    assert len(findings) == 2 * 4000
    assert time.perf_counter() - began < 2


def test_what_a_site_typed_is_not_filled_in_again():
    rubric = small(populations=[{"id": "staff", "label": "{criterion}", "question": "Who?"}])
    (finding,) = find_findings(rubric, rate(rubric))
    assert finding.text.endswith("/{criterion}")
