import re
from fractions import Fraction

import pytest
from hypothesis import given
from rubrics_for_tests import DAY, cases, examples, finding_texts, make_rubric, rate, unconfirmed

from dsds_audit.display import exact
from dsds_audit.errors import AssessmentError
from dsds_audit.explanation import explain
from dsds_audit.scoring import score


@given(cases())
@examples(80)
def test_every_number_is_the_score_and_every_part_is_there(case):
    rubric, ratings = case
    assessment = rate(rubric, ratings)
    card = score(rubric, assessment)
    whole = explain(rubric, assessment)
    assert [part.subject for part in whole.parts] == [p.id for p in rubric.practices]
    assert [part.subject for p in whole.parts for part in p.parts] == list(rubric.criteria)
    assert whole.parts == tuple(explain(rubric, assessment, p.id) for p in rubric.practices)
    for practice, part in zip(card.practices, whole.parts, strict=True):
        if practice.low is None:
            assert part.result == "does not apply"
        else:
            assert part.result.startswith(exact(practice.low))
            assert f"{practice.rated} of {practice.asked} rated" in part.result
    if card.low is not None:
        assert whole.result.startswith(exact(card.low))
        assert f"{card.rated} of {card.asked} criteria rated" in whole.result
        assert any(rubric.digest in sentence and rubric.ref in sentence for sentence in whole.because)
    assert [line.lstrip() for line in whole.lines() if line.startswith("overall")] == [
        f"overall: {whole.result}"
    ]


def test_a_mean_can_be_recomputed_from_its_sentence():
    rubric = make_rubric([2, 1], weights=["1", "2.5"])
    assessment = rate(rubric, {"p1.c1": 2, "p1.c2": 1, "p2.c1": 1})
    sentence = next(s for s in explain(rubric, assessment).because if s.startswith("Mean"))
    terms, total, value = re.fullmatch(r".*\((.*)\) / (\S+) = (\S+)\.", sentence).groups()
    recomputed = sum(
        Fraction(percent) * Fraction(weight or 1)
        for percent, _, weight in (term.partition(" × ") for term in terms.split(" + "))
    )
    assert exact(recomputed / Fraction(total)) == value == exact(score(rubric, assessment).percent)


def test_both_ends_of_a_range_are_explained():
    rubric = make_rubric([2, 1])
    because = explain(rubric, rate(rubric, {"p1.c1": 2, "p1.c2": "?", "p2.c1": 2})).because
    assert "(50 + 100) / 2 = 75." in because[0]
    assert "(100 + 100) / 2 = 100." in because[1]


def test_points_of_a_practice():
    rubric = make_rubric({"p": {"a": {"not_applicable": True}, "b": {}, "c": {}}})
    practice = explain(rubric, rate(rubric, {"p.a": "-", "p.b": 1, "p.c": None}), "p")
    assert practice.because == (
        "Practice p",
        "Claimed: 1 to 3 of 4 points (2 criteria × 2) = 25 to 75 percent.",
        "Shown by fresh evidence: 0 to 3 of 4 points = 0 to 75 percent. "
        "Without it, from 0 to the level claimed: p.b.",
        "Status: partially in place.",
    )
    assert (
        practice.result == "25 to 75 percent claimed, 0 to 75 percent shown by fresh evidence, 1 of 2 rated"
    )


@pytest.mark.parametrize(
    ("levels", "verdict"), [((2, 2), "Adequate"), ((2, 0), "Not adequate"), ((2, None), "Adequacy is open")]
)
def test_adequacy_comes_with_its_thresholds(levels, verdict):
    rubric = make_rubric([1, 1], total="66.6", practice=50)
    because = explain(rubric, rate(rubric, dict(zip(rubric.criteria, levels, strict=True)))).because
    assert any(s.startswith(f"{verdict}:") and "66.6 percent" in s and "50 percent" in s for s in because)


def test_what_evidence_shows_stands_beside_it():
    rubric = make_rubric([2])
    evidence = [{"what": "A paper", "date": DAY}]
    whole = explain(rubric, rate(rubric, {"p1.c1": {"level": 2, "evidence": evidence}, "p1.c2": 2}))
    assert whole.result.startswith("100 percent claimed, 50 to 100 percent shown by fresh evidence")
    assert "Shown by fresh evidence, low end, weighted 1: (50) / 1 = 50." in whole.because
    assert any(f"fresh on {DAY}" in sentence for sentence in whole.because)


def test_where_evidence_shows_everything_or_nothing_is_claimed_there_is_one_sum():
    rubric = make_rubric([2])
    shown = {"level": 2, "evidence": [{"what": "A paper"}]}
    whole, practice = (explain(rubric, rate(rubric, others=shown), subject) for subject in (None, "p1"))
    assert whole.result == "100 percent claimed and shown by fresh evidence, 2 of 2 criteria rated"
    assert "Shown by fresh evidence: all of it." in practice.because
    assert explain(rubric, rate(rubric, others=0)).result == "0 percent claimed, 2 of 2 criteria rated"


@given(cases())
@examples(40)
def test_what_evidence_shows_is_recomputed_from_its_sentence(case):
    rubric, ratings = case
    assessment = rate(rubric, ratings)
    shown = score(rubric, assessment, evidenced=True)
    for sentence in explain(rubric, assessment).because:
        if sentence.startswith("Shown by fresh evidence"):
            assert sentence.endswith(f" = {exact(shown.low)}.")


def test_how_it_was_run_is_told_apart_from_the_score():
    statements = [{"id": "people", "text": "All were there."}, {"id": "time", "text": "Time was kept."}]
    rubric = make_rubric([2], administration=statements)
    silent = explain(rubric, rate(rubric, others=2))
    told = explain(rubric, rate(rubric, others=2, administration={"people": True}))
    assert told.result == silent.result
    (sentence,) = set(told.because) - set(silent.because)
    assert sentence == (
        "How this assessment was run: 1 of 2 statements held, 50 to 100 percent. It changes no score."
    )


def test_a_criterion_goes_down_to_the_record():
    drivers = [{"id": "training", "label": "training", "group": "competency"}]
    rubric = make_rubric([1], drivers=drivers)
    rating = {
        "level": 1,
        "checks": ["k2"],
        "evidence": [{"what": "A paper", "where": "Shelf 3", "date": "2026-02-28"}, {"what": "A talk"}],
        "note": "Soon more.",
        "barriers": [{"what": "Time", "driver": "training"}, {"what": "Rain"}],
    }
    found = explain(rubric, rate(rubric, {"p1.c1": rating}), "p1.c1")
    assert found.result == "level 1 of 2, label 1; target 2"
    assert found.because == (
        "Title of c1",
        "[ ] It is so: k1.",
        "[x] It is so: k2.",
        "Evidence: A paper, Shelf 3, 2026-02-28",
        "Evidence: A talk",
        "Note: Soon more.",
        "Barrier: Time (lies in training)",
        "Barrier: Rain",
    )


def test_a_criterion_says_what_shows_it_and_what_does_not_add_up():
    rubric = make_rubric([2], findings=finding_texts("no-evidence"))
    found = explain(rubric, rate(rubric, others=2), "p1.c1").because
    assert found[1] == "No fresh evidence shows it: 0 to 2 points are shown."
    assert found[2].startswith("Does not add up: no-evidence: Title of c1/")
    assert len(found) == 3, "what does not add up elsewhere is told there"


@pytest.mark.parametrize(
    ("rating", "result"),
    [
        (None, "not answered: 0 to 2 points, undetermined"),
        ("?", "don't know: 0 to 2 points, undetermined"),
        ("-", "does not apply"),
        ({"not_applicable": ""}, "does not apply, without a reason: 0 to 2 points, undetermined"),
    ],
)
def test_what_has_no_level_says_so(rating, result):
    rubric = make_rubric({"p": {"a": {"not_applicable": True}}})
    assert explain(rubric, rate(rubric, {"p.a": rating}), "p.a").result == result


def test_does_not_apply_without_permission_and_carried_answers_say_so():
    rubric = make_rubric([2])
    assessment = rate(rubric, {"p1.c1": "-", "p1.c2": 2}, interview=unconfirmed("p1.c2"))
    assert "which the rubric does not permit" in explain(rubric, assessment, "p1.c1").result
    assert "not confirmed" in explain(rubric, assessment, "p1.c2").result
    assert "Reason: It is not ours." in explain(rubric, assessment, "p1.c1").because


def test_nothing_applies():
    rubric = make_rubric({"p": {"a": {"not_applicable": True}}})
    found = explain(rubric, rate(rubric, others="-"))
    assert found.result == "does not apply"
    assert "%" not in " ".join(found.lines())
    assert "percent" not in " ".join(found.lines())


def test_lines_are_indented_by_depth():
    rubric = make_rubric([1])
    lines = list(explain(rubric, rate(rubric, others=2)).lines())
    assert lines[0].startswith("overall: 100 percent")
    assert any(line.startswith("  p1: ") for line in lines)
    assert any(line.startswith("    p1.c1: ") for line in lines)


def test_an_id_that_is_not_there():
    rubric = make_rubric({"access": {"fidelity": {}}})
    with pytest.raises(AssessmentError) as caught:
        explain(rubric, rate(rubric), "access.fidelty")
    (problem,) = caught.value.problems
    assert problem.code == "AUD072"
    assert "Did you mean access.fidelity?" in problem.message


def test_a_number_in_full_stands_beside_the_one_that_is_shown_elsewhere():
    rubric = make_rubric([3])
    whole = explain(rubric, rate(rubric, {"p1.c1": 2, "p1.c2": 2, "p1.c3": 0}))
    assert whole.result.startswith("66.6666… percent (67 %) claimed, 0 to 66.6666… percent (0 to 67 %) shown")
    half = explain(make_rubric([2]), rate(make_rubric([2]), {"p1.c1": 2, "p1.c2": 0}))
    assert half.result.startswith("50 percent claimed")


def test_what_is_printed_as_a_title_can_be_explained():
    rubric = make_rubric(
        {"p": {"a": {"title": "Access to data"}, "b": {"title": "Same"}, "c": {"title": "Same"}}}
    )
    assessment = rate(rubric, others=1)
    assert explain(rubric, assessment, "access TO data") == explain(rubric, assessment, "p.a")
    assert explain(rubric, assessment, rubric.practices[0].title) == explain(rubric, assessment, "p")
    with pytest.raises(AssessmentError, match=r"title of several. Please name one of: p\.b, p\.c"):
        explain(rubric, assessment, "Same")
    with pytest.raises(AssessmentError, match="Did you mean Access to data"):
        explain(rubric, assessment, "Access to dat")
