from dsds_audit.scored import Scored
from dsds_audit.scoring import score


def test_both_scores_are_those_of_scoring_and_are_computed_once(riverbend):
    scored = Scored(riverbend.rubric, riverbend.assessment)
    assert scored.card == score(riverbend.rubric, riverbend.assessment)
    assert scored.evidenced == score(riverbend.rubric, riverbend.assessment, evidenced=True)
    assert scored.card is scored.card
    assert scored.evidenced is scored.evidenced
