from rubrics_for_tests import make_rubric, rate

from dsds_audit.report.since import find_changes

RUBRIC = make_rubric((2, 1))


def changes(was, now, rubric=RUBRIC):
    return [(d.place, d.said, d.made) for d in find_changes((RUBRIC, was), (rubric, now))]


def test_a_level_goes_by_its_criterion():
    was = rate(RUBRIC, {"p1.c1": 0, "p1.c2": 2})
    now = rate(RUBRIC, {"p1.c1": 1, "p2.c1": 2})
    assert changes(was, was) == []
    assert changes(was, now) == [("p1.c1", "0", "1"), ("p1.c2", "2", "nothing"), ("p2.c1", "nothing", "2")]


def test_what_else_is_recorded_counts_and_names_do_not():
    was = rate(RUBRIC, others=1, facilitator="Ruth", participants=[{"role": "coach", "name": "Sam"}])
    now = rate(RUBRIC, others=1, facilitator="Ines", participants=[{"role": "coach", "name": "Tom"}])
    assert changes(was, now) == []
    invited = now.model_copy(update={"invited": 7})
    assert changes(was, invited) == [("invited", "nothing", "7")]


def test_a_record_carried_to_another_version_says_so():
    later = make_rubric((2, 1), version="1.1.0")
    places = [place for place, _, _ in changes(rate(RUBRIC, others=1), rate(later, others=1), later)]
    assert places == ["rubric", "digest"]
