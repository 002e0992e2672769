from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric
from strategies import legs, rubrics, texts

from dsds_audit.crosswalk_files import parse_crosswalk, read_crosswalk, render_crosswalk
from dsds_audit.errors import RubricError

OLD, NEW = make_rubric((2,)), make_rubric((2,), version="1.1.0")
HEAD = "rubric: small\nwas: 1.0.0\nnow: 1.1.0\n"
ONE = "  - {relation: same, was: [p1.c1]}\n"


def problems_of(text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(RubricError) as caught:
        parse_crosswalk(text.encode(), "small/1.0.0--1.1.0.yaml", OLD, NEW)
    assert all(problem.place == "small/1.0.0--1.1.0.yaml" for problem in caught.value.problems)
    return [(problem.code, problem.line) for problem in caught.value.problems]


def test_a_file_is_read_with_its_versions(tmp_path: Path) -> None:
    path = tmp_path / "1.0.0--1.1.0.yaml"
    path.write_text(f"{HEAD}criteria:\n  - {{relation: same, was: [p1.c1, p1.c2]}}\n", encoding="utf-8")
    leg = read_crosswalk(path, OLD, NEW)
    assert (leg.old, leg.new) == (OLD, NEW)
    assert leg.successors["p1.c2"] == ("p1.c2",)
    with pytest.raises(RubricError, match="AUD001"):
        read_crosswalk(tmp_path / "none.yaml", OLD, NEW)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: [", [("AUD002", 2)]),
        (f"{HEAD}criterai: []\n", [("AUD007", 1), ("AUD006", 4)]),
        (f"{HEAD}criteria:\n  - {{relation: alike, was: [p1.c1]}}\n", [("AUD008", 5)]),
        (
            f"{HEAD}criteria:\n{ONE}  - {{relation: undecided, was: [p1.c2]}}\n",
            [("AUD027", 4), ("AUD028", 6)],
        ),
        (
            f"{HEAD}levels: {{0: 0}}\ncriteria:\n  - {{relation: same, was: [p1.c1, p1.c2]}}\n",
            [("AUD029", 4)],
        ),
    ],
)
def test_every_problem_has_its_line(text: str, found: list[tuple[str, int | None]]) -> None:
    assert problems_of(text) == found


@given(st.data())
@examples(30)
def test_what_is_written_reads_back_the_same(data: st.DataObject) -> None:
    leg = data.draw(legs(data.draw(rubrics())))
    noted: dict[str, Any] = {"note": data.draw(texts()), "was_digest": leg.old.digest}
    crosswalk = leg.crosswalk.model_copy(update=noted)
    assert parse_crosswalk(render_crosswalk(crosswalk), "", leg.old, leg.new).crosswalk == crosswalk
