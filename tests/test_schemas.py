import json
from pathlib import Path

from rubrics_for_tests import make_rubric

from dsds_audit.catalogue import Catalogue, bundled_folder
from dsds_audit.schemas import assessment_schema, plan_schema, render_schema, rubric_schema


def test_the_committed_schema_is_the_one_the_models_make():
    stored = (bundled_folder() / "schema" / "rubric.json").read_text(encoding="utf-8")
    assert json.loads(stored) == rubric_schema(), "please write it again: dsds-audit rubric schema"


def test_every_rubric_names_its_schema_on_the_first_line():
    for path in bundled_folder().glob("*/*[0-9].yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        marker, _, schema = first.partition("$schema=")
        assert marker == "# yaml-language-server: "
        assert (path.parent / schema).resolve() == Path(bundled_folder() / "schema" / "rubric.json").resolve()


def test_schemas_are_plain_json_and_say_their_dialect():
    for schema in (rubric_schema(), plan_schema(), assessment_schema(), assessment_schema(make_rubric())):
        assert json.loads(json.dumps(schema)) == schema
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["additionalProperties"] is False


def test_every_field_of_a_rubric_is_in_its_schema():
    schema = rubric_schema()
    assert {"id", "version", "scale", "practices", "vectors", "thresholds"} <= schema["properties"].keys()
    assert {"question", "checks", "requires", "fresh_for"} <= schema["$defs"]["Criterion"][
        "properties"
    ].keys()
    assert set(schema["required"]) >= {"id", "version", "title", "scale", "target", "practices"}


def test_the_schema_of_an_assessment_knows_its_rubric():
    rubric = Catalogue().load("dsds@1.0.0")
    schema = assessment_schema(rubric)
    assert schema["properties"]["rubric"]["const"] == "dsds@1.0.0"
    ratings = schema["properties"]["ratings"]
    assert list(ratings["properties"]) == list(rubric.criteria)
    assert ratings["additionalProperties"] is False
    fidelity = ratings["properties"]["access.fidelity"]
    assert fidelity["properties"]["level"]["enum"] == [0, 1, 2]
    assert fidelity["properties"]["checks"]["items"]["enum"] == ["access", "analyze"]
    assert schema["properties"]["targets"]["properties"]["use.analysis"]["maximum"] == 2


def test_the_schema_of_one_rubric_leaves_the_general_one_alone():
    before = json.dumps(assessment_schema())
    assessment_schema(make_rubric())
    assert json.dumps(assessment_schema()) == before


def test_only_what_scores_is_required_of_an_assessment():
    assert set(assessment_schema()["required"]) == {"site", "date", "rubric"}


def test_the_schema_of_a_plan_asks_for_what_an_item_cannot_do_without():
    schema = plan_schema()
    assert schema["required"] == ["site"]
    assert set(schema["$defs"]["ActionItem"]["required"]) == {"id", "action", "owner", "adopted", "due"}
    assert json.loads(render_schema(schema)) == schema
