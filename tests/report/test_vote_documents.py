import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import strategies as given_some
from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, rate

from dsds_audit.polls import polls_of
from dsds_audit.report.documents import Document
from dsds_audit.report.vote_documents import votes_document
from dsds_audit.votes import Entry
from tests.report.test_vote_wording import RUBRIC, agreed, opened, shown, votes

JSON_PAGE = Path(__file__).parents[2] / "docs" / "json.md"


def document(*entries: Entry) -> Document:
    return votes_document(RUBRIC, rate(RUBRIC), polls_of(entries))


EVERYTHING = document(
    *shown(0, 2, 2, None),
    *shown(1, 1, 1, 2, number=2),
    agreed(1, "One saw it at 2.", number=2),
    *shown(2, 2, criterion="p2.c1"),
    *shown(0, 1, criterion="p1.c2"),
    opened("p1.c2", 2),
    *votes(2, 2, criterion="p1.c2", number=2),
)


def test_the_rounds_of_a_criterion() -> None:
    first, second = EVERYTHING["criteria"][0]["rounds"]
    assert first == {
        "round": 1,
        "voters": 4,
        "levels": [{"level": 0, "people": 1}, {"level": 1, "people": 0}, {"level": 2, "people": 2}],
        "abstained": 1,
        "spread": 2,
        "medians": [2],
        "most_chosen": 2,
        "minority_levels": [0],
        "agreement": [
            {"metric": "percent agreement", "value": float(Fraction(100, 3)), "reason": None},
            {"metric": "rWG", "value": -1.0, "reason": None},
        ],
        "by_role": [
            {
                "role": "coach",
                "levels": [{"level": 0, "people": 1}, {"level": 1, "people": 0}, {"level": 2, "people": 2}],
            }
        ],
        "roles_hidden": None,
    }
    assert second["round"] == 2
    assert EVERYTHING["criteria"][0]["agreed"] == {"level": 1, "minority": "One saw it at 2."}


def test_what_is_over_all_criteria() -> None:
    assert EVERYTHING["criteria_voted_on"] == 3
    assert EVERYTHING["talk_first"] == ["p1.c2"]
    over_all = EVERYTHING["agreement"]
    assert over_all["metric"] == "Krippendorff's alpha, ordinal"
    assert over_all["criteria_compared"] == 3
    assert over_all["value"] == float(Fraction(32, 105))


def test_of_an_open_vote_only_how_many_have_voted_is_told() -> None:
    second = EVERYTHING["criteria"][1]
    assert second["open"] == {"round": 2, "voted": 2}
    assert [each["round"] for each in second["rounds"]] == [1]
    one, other = (document(opened(), *votes(*levels)) for levels in ((0, 1), (2, 2)))
    assert one == other


def test_without_votes_there_is_a_reason_and_no_number() -> None:
    empty = document()
    assert (empty["criteria"], empty["talk_first"], empty["criteria_voted_on"]) == ([], [], 0)
    assert empty["agreement"]["value"] is None
    assert empty["agreement"]["reason"]


@examples(60)
@given(st.data())
def test_any_votes_are_json_without_a_person(data: st.DataObject) -> None:
    rubric = data.draw(given_some.rubrics())
    polls = polls_of(data.draw(given_some.journals(rubric)))
    text = json.dumps(votes_document(rubric, rate(rubric), polls), allow_nan=False)
    assert "p-person" not in text


def fields_of(value: object, path: str = "") -> Iterator[str]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from fields_of(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for item in value:
            yield from (field for field in fields_of(item, f"{path}[]") if field != f"{path}[]")


def test_every_field_is_documented_and_every_documented_field_is_there() -> None:
    section = JSON_PAGE.read_text(encoding="utf-8").split("\n## Votes\n")[1].split("\n## ")[0]
    documented = set(re.findall(r"^\| `([^`]+)` \|", section, flags=re.MULTILINE))
    head = {"site", "program", "group", "date", "finished", "rubric"}
    found = {field for field in fields_of(EVERYTHING) if field.partition(".")[0] not in head}
    assert documented == found
