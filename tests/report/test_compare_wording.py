import pytest
from comparisons_for_tests import LEG, NEW, OLD, no_legs, side_by_side, two_dates
from rubrics_for_tests import make_rubric, rate

from dsds_audit.comparison import compare
from dsds_audit.report.column_wording import letter_of
from dsds_audit.report.compare_wording import ComparisonWording, describe

APPLIES_NOT = make_rubric({"p1": {"c1": {"not_applicable": True}, "c2": {}}})


@pytest.mark.parametrize(
    ("number", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_never_run_out(number, letter):
    assert letter_of(number) == letter


@pytest.mark.parametrize(
    ("rating", "sign", "words"),
    [
        (2, "2*", "label 2 (2 of 2), no evidence"),
        (0, "0", "label 0 (0 of 2)"),
        ({"level": 1, "evidence": [{"what": "Minutes"}]}, "1", "label 1 (1 of 2)"),
        ("?", "?", "don't know"),
        (None, "?", "not answered"),
        ("-", "–", "does not apply"),
    ],
)
def test_a_cell_says_in_a_sign_what_it_says_in_words(rating, sign, words):
    cell = ComparisonWording(side_by_side(APPLIES_NOT, {"p1.c1": rating})).columns[0].cells["p1.c1"]
    assert (cell.marked, cell.words) == (sign, words)
    assert cell.unknown is (sign == "?")


def test_practices_have_their_status_as_a_sign():
    words = ComparisonWording(side_by_side(NEW, {}, {}, others=2))
    assert words.columns[0].cells["p1"].sign == "●"
    assert words.columns[0].cells["p1"].words == "in place, 100 % (2 of 2 rated)"


def test_a_tally_tells_certain_ones_out_of_those_to_which_it_applies():
    ratings = [{"p1.c1": value} for value in (2, 2, 1, "?", "-")]
    words = ComparisonWording(side_by_side(APPLIES_NOT, *ratings))
    assert words.tally("p1.c1") == "2 of 4 in place, 1 undetermined"
    nowhere = ComparisonWording(side_by_side(APPLIES_NOT, {"p1.c1": "-"}))
    assert nowhere.tally("p1.c1") == "does not apply"


def test_the_headline_counts_sites_or_assessments():
    assert ComparisonWording(side_by_side(NEW, {}, {}, {})).headline == "3 sites side by side"
    assert ComparisonWording(two_dates({}, {})).headline == "2 assessments side by side"
    typed_otherwise = compare(
        [(label, NEW, rate(NEW, site=site)) for label, site in (("A", "Hill"), ("B", "HILL"))], no_legs
    )
    assert ComparisonWording(typed_otherwise).headline == "2 assessments side by side"


def test_the_subject_names_what_is_the_same_for_all():
    assert ComparisonWording(two_dates({}, {})).subject == "Riverbend, A small rubric, small@1.1.0"
    sites = side_by_side(NEW, {}, {}, program="Coaching")
    assert ComparisonWording(sites).subject == "Coaching, A small rubric, small@1.1.0, 2026-03-02"


def test_what_was_carried_or_is_unfinished_is_said():
    open_one = rate(NEW, site="Oak Hill", interview={"position": "p1.c1"})
    comparison = compare(
        [("Riverbend", OLD, rate(OLD, others=2)), ("Oak Hill", NEW, open_one)], lambda *_: [LEG]
    )
    words = ComparisonWording(comparison)
    assert "carried over: A (1.0.0)" in words.notes[0]
    assert "own version: A 100 % claimed, 0 to 100 % shown by fresh evidence with 1.0.0." in words.notes[0]
    assert words.columns[0].own_score == "100 % with 1.0.0"
    assert words.columns[1].own_score is None
    assert words.notes[1] == "Not finished yet, so their scores are ranges: B."
    assert words.columns[0].day == "2026-03-02"
    assert words.columns[1].day == "2026-03-02, not finished"
    assert words.columns[0].version == "1.0.0"


def test_thresholds_of_ones_own_are_told_one_by_one():
    own = rate(NEW, site="Oak Hill", thresholds={"total": 70, "practice": 60})
    words = ComparisonWording(compare([("R", NEW, rate(NEW)), ("O", NEW, own)], no_legs))
    assert words.notes == (
        "Adequate is held against each site's own thresholds, total and practice: "
        "A 80 % and 80 %; B 70 % and 60 %.",
    )
    assert words.practice_threshold is None
    assert words.practice_threshold_words == ""


def test_the_panel_is_counted_without_names():
    panel = {"roles": [{"id": "coach", "label": "Coach"}]}
    rubric = make_rubric((1,), panel=panel)
    people = [{"role": "coach", "name": "Kim"}, {"role": "coach"}]
    counts = [{"participants": people, "invited": 3}, {"participants": people}, {}]
    columns = ComparisonWording(
        compare([(str(n), rubric, rate(rubric, **each)) for n, each in enumerate(counts)], no_legs)
    ).columns
    assert [column.panel for column in columns] == ["2 of 3", "2", "not recorded"]


def test_how_each_was_run_is_a_score_of_its_own():
    rubric = make_rubric((1,), administration=[{"id": "people", "text": "A."}, {"id": "time", "text": "B."}])
    runs = [{"administration": {"people": True}}, {"administration": {"people": True, "time": True}}, {}]
    columns = ComparisonWording(
        compare([(str(n), rubric, rate(rubric, **each)) for n, each in enumerate(runs)], no_legs)
    ).columns
    assert [column.run for column in columns] == ["50 to 100 %", "100 %", "not recorded"]
    assert [column.run_why for column in columns] == ["1 of 2 held", "2 of 2 held", ""]


def test_only_two_assessments_of_one_site_have_a_bridge():
    words = ComparisonWording(two_dates({"p1.c1": 1}, {"p1.c1": 2}))
    assert words.bridge is not None
    assert words.bridge.bridge.touched["levels"] == ("p1.c1",)
    assert ComparisonWording(side_by_side(NEW, {}, {})).bridge is None


def test_the_bridge_leads_from_the_earlier_one_across_versions_whatever_the_order():
    then, now = rate(OLD, others=1), rate(NEW, others=1, date="2026-09-14")
    for entries in ([("A", OLD, then), ("B", NEW, now)], [("B", NEW, now), ("A", OLD, then)]):
        bridge = ComparisonWording(compare(entries, lambda *_: [LEG])).bridge
        assert bridge is not None
        assert (bridge.bridge.earlier, bridge.bridge.later) == (then, now)
        assert bridge.bridge.total.steps["levels"].low == 0
    swapped = [("A", OLD, then.model_copy(update={"date": now.date})), ("B", NEW, now)]
    assert ComparisonWording(compare(swapped, lambda *_: [LEG])).bridge is not None


def test_the_description_has_every_score():
    text = describe(ComparisonWording(side_by_side(NEW, {"p1.c1": "?"}, {}, others=2)))
    assert "A  Riverbend: total" in text
    assert "50 to 100 % (1 of 2 rated)" in text
    assert "B  Oak Hill" in text
