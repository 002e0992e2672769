"""JSON Schemas for editors, made from the models."""

import json
from typing import Any

from dsds_audit.assessment import Assessment
from dsds_audit.crosswalk import Crosswalk
from dsds_audit.plan import Plan
from dsds_audit.rubric import Rubric

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def rubric_schema() -> dict[str, Any]:
    """The schema of a rubric's file."""
    return {"$schema": _DIALECT, **Rubric.model_json_schema()}


def crosswalk_schema() -> dict[str, Any]:
    """The schema of a crosswalk's file."""
    return {"$schema": _DIALECT, **Crosswalk.model_json_schema()}


def plan_schema() -> dict[str, Any]:
    """The schema of a plan's file."""
    return {"$schema": _DIALECT, **Plan.model_json_schema()}


def assessment_schema(rubric: Rubric | None = None) -> dict[str, Any]:
    """The schema of an assessment's file; with a rubric it names its criteria, checks and levels."""
    schema: dict[str, Any] = {"$schema": _DIALECT, **Assessment.model_json_schema()}
    if rubric is None:
        return schema
    schema["title"] = f"Assessment against {rubric.ref}"
    properties = schema["properties"]
    properties["rubric"]["const"] = rubric.ref
    properties["ratings"] = {
        "type": "object",
        "description": "What the site claims, by criterion.",
        "additionalProperties": False,
        "properties": {name: _rating_schema(rubric, name) for name in rubric.criteria},
    }
    levels = {"type": "integer", "minimum": 0, "maximum": rubric.top}
    properties["targets"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": dict.fromkeys(rubric.criteria, levels),
    }
    return schema


def render_schema(schema: dict[str, Any]) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _rating_schema(rubric: Rubric, name: str) -> dict[str, Any]:
    criterion = rubric.criteria[name]
    return {
        "description": criterion.question,
        "allOf": [{"$ref": "#/$defs/Rating"}],
        "properties": {
            "level": {
                "description": "; ".join(f"{step.level}: {step.label}" for step in rubric.scale),
                "enum": [step.level for step in rubric.scale],
            },
            "checks": {
                "items": {"enum": [check.id for check in criterion.checks]},
                "description": "; ".join(f"{check.id}: {check.text}" for check in criterion.checks),
            },
        },
    }
