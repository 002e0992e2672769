from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric, rate

from dsds_audit.administration import answer_each, score_administration
from dsds_audit.catalogue import Catalogue
from dsds_audit.conformity import find_misfits
from dsds_audit.scoring import score

IDS = [f"s{number}" for number in range(1, 9)]
RUBRIC = make_rubric([2], administration=[{"id": name, "text": f"Statement {name}."} for name in IDS])
ANSWERS = st.dictionaries(st.sampled_from(IDS), st.booleans())


def test_a_rubric_without_statements_has_no_record():
    bare = make_rubric([2])
    assert score_administration(bare, rate(bare)) is None


def test_what_held_what_did_not_and_what_nobody_answered():
    record = score_administration(RUBRIC, rate(RUBRIC, administration={"s1": True, "s2": False}))
    assert [made.id for made in record.held] == ["s1"]
    assert [made.id for made in record.not_held] == ["s2"]
    assert [made.id for made in record.unanswered] == IDS[2:]
    assert (record.low, record.high, record.complete) == (Fraction(25, 2), Fraction(175, 2), False)
    assert record.held[0].text == "Statement s1."


@given(ANSWERS)
@examples(60)
def test_unknown_is_never_zero_and_an_answer_only_narrows(answers):
    record = score_administration(RUBRIC, rate(RUBRIC, administration=answers))
    assert 0 <= record.low <= record.high <= 100
    assert (record.low == record.high) == record.complete == (len(answers) == len(IDS))
    for name in IDS:
        for held in (True, False):
            if name not in answers:
                more = score_administration(RUBRIC, rate(RUBRIC, administration={**answers, name: held}))
                assert record.low <= more.low <= more.high <= record.high


@given(ANSWERS)
@examples(20)
def test_it_never_mixes_with_the_score_of_the_site(answers):
    assert score(RUBRIC, rate(RUBRIC, others=1, administration=answers)) == score(
        RUBRIC, rate(RUBRIC, others=1)
    )


def test_what_held_alone_answers_every_statement():
    assert answer_each(RUBRIC, ["s2"]) == {name: name == "s2" for name in IDS}
    assert answer_each(RUBRIC, []) == dict.fromkeys(IDS, False)


def test_an_unknown_statement_stays_to_be_found():
    wrong = rate(RUBRIC, administration=answer_each(RUBRIC, ["s9"]))
    (misfit,) = find_misfits(RUBRIC, wrong)
    assert misfit.code == "AUD011"
    assert "s9 is no statement" in misfit.message


def test_the_bundled_rubric_asks_for_what_the_field_asks_for():
    rubric = Catalogue().load("dsds")
    record = score_administration(rubric, rate(rubric))
    assert len(record.statements) == 8
    assert (record.low, record.high) == (0, 100)
