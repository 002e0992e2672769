import datetime as dt

from comparisons_for_tests import LEG, NEW, OLD, comparisons, side_by_side, two_dates
from hypothesis import given
from rubrics_for_tests import examples, rate

from dsds_audit.comparison import compare
from dsds_audit.report.compare_documents import comparison_document
from dsds_audit.report.documents import score_document, to_json
from dsds_audit.report.records import assessment_of


def test_it_holds_everything_side_by_side():
    document = comparison_document(side_by_side(NEW, {"p1.c1": 2}, {"p1.c1": "?"}, others=1))
    assert (document["format"], document["kind"]) == (1, "comparison")
    assert document["rubric"]["digest"] == NEW.digest
    assert [each["label"] for each in document["assessments"]] == ["Riverbend", "Oak Hill"]
    tally = next(tally for tally in document["tallies"] if tally["id"] == "p1.c1")
    assert tally == {
        "id": "p1.c1",
        "in_place": 1,
        "partially_in_place": 0,
        "not_in_place": 0,
        "undetermined": 1,
        "not_applicable": 0,
    }
    assert document["bridge"] is None


def test_the_document_is_as_it_was(gold):
    gold("comparison.json", to_json(comparison_document(two_dates({"p1.c1": 1, "p2.c1": "?"}, {"p1.c1": 2}))))


def test_two_dates_of_one_site_bring_the_bridge():
    document = comparison_document(two_dates({"p1.c1": 1}, {"p1.c1": 2}))
    assert document["bridge"]["touched"]["levels"] == ["p1.c1"]


def test_a_carried_record_keeps_the_version_it_was_made_with():
    entries = [("A", OLD, rate(OLD, others=2)), ("B", NEW, rate(NEW, others=2))]
    document = comparison_document(compare(entries, lambda *_: [LEG]))
    first = document["assessments"][0]
    assert (first["rubric"]["version"], first["carried"], first["finished"]) == ("1.0.0", True, True)
    assert first["unconfirmed"] == ["p1.c2"]
    assert first["overall"]["low"] < first["with_own_rubric"]["overall"]["low"] == 100
    assert document["assessments"][1]["with_own_rubric"] is None
    assert first["administration"] is None
    assert document["records"][0]["rubric"] == "small@1.0.0"
    assert document["records"][0]["digest"] == OLD.digest


@given(comparisons())
@examples(25)
def test_its_numbers_are_those_of_each_alone_and_can_be_made_again(comparison):
    document = comparison_document(comparison)
    assert to_json(document)
    for column, told, record in zip(
        comparison.columns, document["assessments"], document["records"], strict=True
    ):
        alone = score_document(column.rubric, column.assessment)
        assert {key: alone[key] for key in ("overall", "practices", "rated")} == {
            key: told[key] for key in ("overall", "practices", "rated")
        }
        again = assessment_of(record, "here", lambda _: comparison.rubric)
        assert again.ratings == column.own.assessment.ratings
        assert again.date == dt.date.fromisoformat(told["date"])
