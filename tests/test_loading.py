from pathlib import Path

import pytest

from dsds_audit import load_assessment, load_rubric, score
from dsds_audit.errors import AssessmentError, RubricError


def test_a_program_loads_scores_and_is_told_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "site: A\ndate: 2026-01-01\nrubric: dsds@1.0.0\nratings:\n  access.fidelity: {level: 2}\n"
    )
    assessment = load_assessment(str(file))
    assert score(load_rubric(assessment.rubric), assessment).rated == 1
    file.write_text(file.read_text().replace("level: 2", "level: 9"))
    with pytest.raises(AssessmentError, match="AUD012"):
        load_assessment(file)


def test_a_rubric_in_a_folder_of_ones_own(tmp_path: Path) -> None:
    assert load_rubric("dsds").ref == "dsds@1.0.0"
    with pytest.raises(RubricError, match="AUD020"):
        load_rubric("mine", [tmp_path])


def test_a_rubric_in_another_language_is_the_same_rubric():
    spoken, written = load_rubric("dsds", language="es"), load_rubric("dsds")
    assert spoken.digest == written.digest
    assert spoken.label_of(2) == "en marcha"
