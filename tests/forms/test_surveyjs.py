import json
import re

from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric
from strategies import rubrics, texts

from dsds_audit.catalogue import Catalogue
from dsds_audit.forms.questions import NONE_HOLDS, form_questions
from dsds_audit.forms.surveyjs import write_surveyjs

DSDS = Catalogue().load("dsds@1.0.0")
KINDS = {
    "text": ("text", None),
    "long_text": ("comment", None),
    "date": ("text", "date"),
    "whole": ("text", "number"),
    "one": ("radiogroup", None),
    "many": ("checkbox", None),
}


def elements_of(survey):
    return {element["name"]: element for page in survey["pages"] for element in page["elements"]}


@examples(25)
@given(rubrics())
def test_every_question_is_asked_in_order_and_as_it_is_meant(rubric):
    survey = json.loads(write_surveyjs(rubric))
    questions = form_questions(rubric)
    elements = elements_of(survey)
    assert list(elements) == [question.name for question in questions]
    for question in questions:
        element = elements[question.name]
        assert (element["type"], element.get("inputType")) == KINDS[question.kind]
        assert element.get("isRequired", False) == question.required
        values = [choice["value"] for choice in element.get("choices", [])]
        assert values == [value for value, _ in question.choices]
        expected = f"{{{question.after}}} notempty" if question.after else None
        if question.shown_if:
            expected = "{{{}}} = '{}'".format(*question.shown_if)
        assert element.get("visibleIf") == expected
        alone = [c["value"] for c in element.get("choices", []) if c.get("isExclusive")]
        assert alone == [value for value in values if value == NONE_HOLDS]
    constants = {each["name"]: each["expression"] for each in survey["calculatedValues"]}
    assert constants == {"rubric": f"'{rubric.ref}'", "digest": f"'{rubric.digest}'"}


def test_a_page_a_practice():
    titles = [page["title"] for page in json.loads(write_surveyjs(DSDS))["pages"]]
    assert titles == ["Who, and when", *(p.title for p in DSDS.practices), "How this assessment was run"]


@examples(40)
@given(st.one_of(texts(), st.sampled_from(["{site}", "Why {{x}} {", "{ date }", "</script><b>"])))
def test_a_text_of_the_rubric_is_shown_and_never_worked_out(text):
    rubric = make_rubric({"p1": {"c1": {"question": text, "checks": 0}}}, title=text)
    written = write_surveyjs(rubric)
    assert b"<" not in written
    survey = json.loads(written)
    shown = elements_of(survey)["p1__c1"]["title"]
    for each in (shown, survey["title"]):
        assert each.replace("{\N{WORD JOINER}", "{") == text
        assert not re.search(r"\{(?!\N{WORD JOINER})", each)
