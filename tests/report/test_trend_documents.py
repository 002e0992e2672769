import json

from histories_for_tests import a_past, look_back, make_plan
from rubrics_for_tests import make_rubric

from dsds_audit.report.documents import score_document, to_json
from dsds_audit.report.trend_documents import bridge_document, trend_document


def test_the_scores_of_a_date_are_those_of_the_score_command():
    history = a_past()
    document = trend_document(history)
    for point, told in zip(history.points, document["assessments"], strict=True):
        alone = score_document(point.rubric, point.assessment)
        for key in ("date", "finished", "rubric", "overall", "practices", "rated", "asked"):
            assert told[key] == alone[key]


def test_intervals_items_and_records_are_there_and_no_names():
    document = trend_document(a_past())
    assert document["kind"] == "trend"
    assert document["is_trend"] is True
    assert [(i["from"], i["long"]) for i in document["intervals"]] == [
        ("2024-09-02", False),
        ("2025-03-03", True),
        ("2026-03-02", False),
    ]
    closed = document["intervals"][1]["closed"]
    assert [(outcome["item"], outcome["effect"]) for outcome in closed] == [
        ("a2", "was_in_place"),
        ("a3", "did_not_move"),
    ]
    assert document["whole"]["fell_back"][0] == {
        "criterion": "p1.c1",
        "level": 1,
        "since": "2026-03-02",
        "now": 0,
        "item": "a3",
    }
    assert document["closed_since"] == ["a5"]
    assert len(document["records"]) == 4
    assert "Ruth" not in json.dumps(document)


def test_the_bridge_adds_up_in_the_document():
    for interval in a_past().intervals:
        document = bridge_document(interval.bridge)
        for end in ("low", "high"):
            total = document["total"]
            assert abs(sum(step[end] for step in total["steps"].values()) - total["change"][end]) < 1e-9
        assert list(document["total"]["steps"]) == ["rubric", "applicability", "unknowns", "levels"]


def test_a_single_assessment_has_no_whole_and_no_plan():
    document = trend_document(look_back(make_rubric((1,)), {}))
    assert (document["whole"], document["plan"], document["is_trend"]) == (None, None, False)
    assert document["intervals"] == []
    assert document["plan_damaged"] is False


def test_without_a_plan_what_moved_without_an_action_is_null_and_not_empty():
    document = trend_document(look_back(make_rubric((1,)), {"p1.c1": 0}, {"p1.c1": 1}))
    assert document["whole"]["moved_without_action"] is None
    document = trend_document(look_back(make_rubric((1,)), {}, {}, plan=make_plan()))
    assert document["whole"]["moved_without_action"] == []


def test_the_document_is_as_it_was(gold):
    gold("past.json", to_json({**trend_document(a_past()), "made_with": "x"}))
