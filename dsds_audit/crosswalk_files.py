"""YAML into a crosswalk that fits its two rubric versions, with every problem named by its line."""

from itertools import islice
from pathlib import Path

from dsds_audit.crosswalk.faults import find_crosswalk_faults
from dsds_audit.crosswalk.passages import Crosswalk, Leg
from dsds_audit.errors import AuditError, Problem, RubricError
from dsds_audit.rubric import Rubric
from dsds_audit.yaml.files import MOST_PROBLEMS, parse_yaml, read_bytes
from dsds_audit.yaml.models import sorted_problems, valid_model
from dsds_audit.yaml.text import render_mapping


def read_crosswalk(path: Path, old: Rubric, new: Rubric) -> Leg:
    """The crosswalk in a file, with the two versions it joins; raises RubricError as ``parse_crosswalk``."""
    try:
        content = read_bytes(path)
    except AuditError as error:
        raise RubricError(error.problems) from error
    return parse_crosswalk(content, str(path), old, new)


def parse_crosswalk(content: bytes, place: str, old: Rubric, new: Rubric) -> Leg:
    """The crosswalk that a YAML text holds, held against both versions.

    Raises RubricError with every problem of it: its form, versions or digests of other rubrics (AUD026),
    criteria and checks that are unknown, missing or named twice (AUD027), what nobody has decided (AUD028),
    and what does not fit (AUD029).
    """
    try:
        document = parse_yaml(content, place)
    except AuditError as error:
        raise RubricError(error.problems) from error
    crosswalk, problems = valid_model(Crosswalk, document, place)
    if problems or crosswalk is None:
        raise RubricError(sorted_problems(problems))
    leg = Leg(old, new, crosswalk)
    faults = islice(find_crosswalk_faults(leg), MOST_PROBLEMS)
    found = [Problem(fault.code, fault.message, place, document.line_of(fault.path)) for fault in faults]
    if found:
        raise RubricError(sorted_problems(found))
    return leg


def render_crosswalk(crosswalk: Crosswalk) -> bytes:
    """The text of a crosswalk's file; what it leaves at its default is left out."""
    values = crosswalk.model_dump(exclude_defaults=True)
    values = {**values, "levels": {str(old): new for old, new in crosswalk.levels.items()}}
    kept = {key: value for key, value in values.items() if value != {}}
    return "".join(f"{line}\n" for line in render_mapping(kept, 0)).encode()
