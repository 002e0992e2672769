import json
import shutil
from pathlib import Path

import pytest

from dsds_audit.catalogue import Catalogue
from dsds_audit.crosswalk import Leg
from dsds_audit.errors import AuditError, RubricError
from dsds_audit.report.crosswalk_records import crosswalk_records_of, digest_of_leg, legs_as_recorded

EXAMPLES = Path(__file__).parents[2] / "dsds_audit" / "examples" / "rubrics"
WAY = ("dsds@0.9.0", "dsds@1.0.0")


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue((EXAMPLES,))


@pytest.fixture(scope="module")
def leg(catalogue):
    (found,) = catalogue.legs(*WAY)
    return found


@pytest.fixture
def recorded(leg):
    return json.loads(json.dumps(crosswalk_records_of({WAY: (leg,)})))


def test_a_way_that_was_gone_is_found_again_and_no_other(catalogue, leg, recorded):
    legs_of = legs_as_recorded(recorded, "trend.json", catalogue)
    assert legs_of(*WAY) == (leg,)
    assert legs_of(WAY[1], WAY[1]) == ()
    with pytest.raises(RubricError) as refusal:
        legs_of(*reversed(WAY))
    assert [problem.code for problem in refusal.value.problems] == ["AUD095"]


def test_a_digest_covers_the_crosswalk_and_both_versions(leg):
    fields = {name: getattr(leg.old, name) for name in type(leg.old).model_fields}
    other = type(leg.old).model_validate({**fields, "title": "Another"})
    noted = leg.crosswalk.model_copy(update={"note": "Otherwise."})
    legs = (leg, Leg(leg.old, leg.new, noted), Leg(other, leg.new, leg.crosswalk))
    assert len({digest_of_leg(each) for each in legs}) == 3


def reword(path):
    text = path.read_text(encoding="utf-8")
    assert "\nnote: " in text
    path.write_text(text.replace("\nnote: ", "\nnote: Otherwise, ", 1), encoding="utf-8")


@pytest.mark.parametrize("change", [Path.unlink, reword])
def test_another_crosswalk_or_none_is_told_and_not_taken_for_tampering(recorded, tmp_path, change):
    shutil.copytree(EXAMPLES, tmp_path / "rubrics")
    change(tmp_path / "rubrics" / "dsds" / "0.9.0--1.0.0.yaml")
    with pytest.raises(RubricError) as refusal:
        legs_as_recorded(recorded, "trend.json", Catalogue((tmp_path / "rubrics",)))
    (problem,) = refusal.value.problems
    assert (problem.code, problem.place) == ("AUD097", "trend.json")
    assert "from dsds@0.9.0 to dsds@1.0.0" in problem.message


def test_a_crosswalk_that_is_not_in_order_says_so_itself(recorded, tmp_path):
    shutil.copytree(EXAMPLES, tmp_path / "rubrics")
    path = tmp_path / "rubrics" / "dsds" / "0.9.0--1.0.0.yaml"
    path.write_text("rubric: [\n", encoding="utf-8")
    with pytest.raises(RubricError) as refusal:
        legs_as_recorded(recorded, "trend.json", Catalogue((tmp_path / "rubrics",)))
    assert [(problem.code, problem.place) for problem in refusal.value.problems] == [("AUD002", str(path))]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"from": WAY[1], "to": WAY[0]}, "AUD095"),
        ({"from": ["x"]}, "AUD095"),
        ({"legs": []}, "AUD095"),
        ({"legs": "text"}, "AUD095"),
        ({"legs": [{}]}, "AUD020"),
        ({"legs": [{"from": "../../etc", "to": "dsds"}]}, "AUD020"),
        ({"legs": [{"from": WAY[0], "to": WAY[0]}]}, "AUD097"),
        ({"legs": [{"from": WAY[1], "to": WAY[0]}]}, "AUD097"),
        ({"legs": [{"from": WAY[0], "to": WAY[1], "digest": 7}]}, "AUD097"),
        ({"legs": [{"from": "dsds", "to": "dsds"}]}, "AUD097"),
    ],
)
def test_no_damage_leads_to_anything_but_a_problem(catalogue, recorded, values, code):
    with pytest.raises(AuditError) as refusal:
        legs_as_recorded([{**recorded[0], **values}], "trend.json", catalogue)
    assert [problem.code for problem in refusal.value.problems] == [code]


def test_the_same_crosswalk_gone_twice_leads_nowhere(catalogue, recorded):
    twice = [{**recorded[0], "legs": recorded[0]["legs"] * 2}]
    with pytest.raises(RubricError, match="AUD095"):
        legs_as_recorded(twice, "trend.json", catalogue)


@pytest.mark.parametrize("records", [None, "text", 7, [], [None, 3]])
def test_where_no_way_is_named_none_is_known(catalogue, records):
    with pytest.raises(RubricError):
        legs_as_recorded(records, "trend.json", catalogue)(*WAY)
