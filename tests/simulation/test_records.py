"""Records and rows of a model are the same assessments."""

from typing import Any

import numpy as np
import pytest
from rubrics_for_tests import make_rubric
from speeches_for_tests import accented, words_in_english

from dsds_audit.catalogue import Catalogue
from dsds_audit.conformity import find_misfits
from dsds_audit.packing import pack
from dsds_audit.rubric import Rubric
from dsds_audit.scored import Scored
from dsds_audit.scoring import is_evidenced
from dsds_audit.simulation.drawing import draw
from dsds_audit.simulation.model import SimulationModel
from dsds_audit.simulation.records import simulate_assessments
from dsds_audit.speech import speaking

PANEL: dict[str, Any] = {
    "roles": [{"id": "guide", "label": "guide", "votes": False}, {"id": "coach", "label": "coach"}],
    "leader": "coach",
}


@pytest.mark.parametrize(
    "rubric",
    [
        Catalogue().load("dsds"),
        make_rubric((3,), top=4),
        make_rubric({"p1": {"c1": {"not_applicable": True, "fresh_for": 30}}}, top=1, panel=PANEL),
    ],
)
def test_records_fit_the_rubric_and_score_as_the_rows_do(rubric: Rubric) -> None:
    model = SimulationModel(rubric, sites=40, dates=2, missing=0.1, dont_know=0.1, does_not_apply=0.3)
    (drawn,) = draw(model)
    records = list(simulate_assessments(model))
    assert len(records) == len(drawn)
    for index, record in enumerate(records):
        assert not list(find_misfits(rubric, record))
        assert record.finished
        assert pack(Scored(rubric, record)) == drawn.packed[index].tobytes()
        shown = [
            name
            for name, rating in record.ratings.items()
            if rating.level is not None and is_evidenced(rubric.criteria[name], rating, record)
        ]
        assert shown == [
            name for name, shows in zip(rubric.criteria, drawn.evidenced[index], strict=True) if shows
        ]
        assert record.date == drawn.date[index].item()
        assert len(record.participants) == np.nan_to_num(drawn.participants[index])


def test_a_record_says_that_it_is_made_up() -> None:
    record = next(simulate_assessments(SimulationModel(Catalogue().load("dsds"), sites=1, groups=0, seed=3)))
    assert record.site == "Site 000001 (simulated)"
    assert record.group is None
    assert record.facilitator == "simulated, seed 3"
    assert all(
        each.what.startswith("Made up") for rating in record.ratings.values() for each in rating.evidence
    )


def test_the_leader_comes_first_and_who_does_not_vote_does_not_come() -> None:
    model = SimulationModel(Catalogue().load("dsds"), sites=20, unrecorded=0)
    for record in simulate_assessments(model):
        roles = [person.role for person in record.participants]
        assert roles[0] == "leader"
        assert not {"facilitator", "note-taker"} & set(roles)


def test_made_up_names_and_notes_are_in_the_language() -> None:
    with speaking(accented()):
        record = next(
            iter(simulate_assessments(SimulationModel(Catalogue().load("dsds"), sites=1, evidenced=1)))
        )
    texts = [record.site, record.group or "", record.facilitator or ""]
    texts += [each.what for rating in record.ratings.values() for each in rating.evidence]
    assert not words_in_english("\n".join(texts))
