from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import assessments, rubrics

from dsds_audit.packing import unpack
from dsds_audit.portfolio.records import record_of
from dsds_audit.scoring import score
from tests.portfolio.sites_for_tests import DSDS, NAMES, assessment_of


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_record_holds_how_every_criterion_stands(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    assessment = data.draw(assessments(rubric))
    record = record_of(rubric, assessment)
    card = score(rubric, assessment)
    stands = tuple((criterion.standing, criterion.level) for criterion in card.criteria.values())
    assert unpack(record.packed) == stands
    assert record.finished == assessment.finished
    assert dict(record.targets) == dict(assessment.targets)
    assert (record.site, record.program or None) == (assessment.site, assessment.program)


def test_evidence_counts_where_it_was_fresh_and_supports_a_level() -> None:
    letter = {"what": "A letter", "date": "2026-03-01"}
    ratings = {
        NAMES[0]: {"level": 2, "evidence": [letter]},
        NAMES[1]: {"level": 2, "evidence": [{"what": "A letter", "date": "2026-03-03"}]},
        NAMES[3]: {"dont_know": True, "evidence": [letter]},
    }
    assert record_of(DSDS, assessment_of("A", ratings=ratings)).evidenced == 1


def test_nobody_recorded_is_no_number() -> None:
    assert record_of(DSDS, assessment_of("A")).participants is None
    people = [{"role": "leader"}, {"role": "facilitator"}]
    assert record_of(DSDS, assessment_of("A", participants=people)).participants == 2
