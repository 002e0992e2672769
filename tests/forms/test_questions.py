import re

from hypothesis import given, settings
from rubrics_for_tests import make_rubric
from strategies import rubrics

from dsds_audit.catalogue import Catalogue
from dsds_audit.forms.questions import form_questions, name_of


@settings(max_examples=40, deadline=None)
@given(rubrics())
def test_names_and_values_are_plain_and_each_its_own(rubric):
    questions = form_questions(rubric)
    names = [question.name for question in questions]
    assert len(set(names)) == len(names)
    for question in questions:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", question.name)
        values = [value for value, _ in question.choices]
        assert len(set(values)) == len(values)
        assert all(re.fullmatch(r"[a-z0-9][a-z0-9_]*", value) for value in values)
        assert bool(values) == (question.kind in ("one", "many"))
        if question.shown_if:
            other, value = question.shown_if
            assert value in dict(next(q for q in questions if q.name == other).choices)


def test_ids_that_differ_have_names_that_differ():
    assert name_of("use.action-plans") == "use__action_plans"
    assert name_of("a.b-c") != name_of("a-b.c") != name_of("a.b", "c")


def test_every_criterion_check_and_statement_is_asked():
    rubric = Catalogue().load("dsds@1.0.0")
    questions = {question.name: question for question in form_questions(rubric)}
    for full_id, criterion in rubric.criteria.items():
        assert name_of(full_id) in questions
        checks = dict(questions[name_of(full_id, "checks")].choices)
        assert {name_of(check.id) for check in criterion.checks} < set(checks)
        assert ("not_applicable" in dict(questions[name_of(full_id)].choices)) == criterion.not_applicable
    assert sum(name.startswith("run___") for name in questions) == len(rubric.administration)


def test_a_practice_may_be_called_like_anything_of_ours():
    rubric = make_rubric(
        {"people": {"coach": {}}, "run": {"held": {}}, "population": {"staff": {}}},
        panel={"roles": [{"id": "coach", "label": "Coach"}]},
        administration=[{"id": "held", "text": "It was held."}],
        populations=[{"id": "staff", "label": "Staff", "question": "Who?"}],
    )
    names = [question.name for question in form_questions(rubric)]
    assert len(set(names)) == len(names)
