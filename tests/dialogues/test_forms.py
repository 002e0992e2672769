from hypothesis import given
from hypothesis import strategies as st

from dsds_audit.dialogues.forms import STAND_IN, Blank, Form, fault_of, is_missing, one_line
from dsds_audit.errors import PlanError, Problem

FORM = Form(
    "Title",
    (),
    (
        Blank("what", "What", "What is it?", needed=True),
        Blank("why", "Why", "Why?"),
        Blank("who", "Who", "?", "Ana"),
    ),
    "Take it",
)
VALUES = st.fixed_dictionaries({name: st.text(max_size=9) for name in ("what", "why", "who")})


@given(VALUES)
def test_a_form_holds_what_it_is_given(values: dict[str, str]) -> None:
    assert FORM.holding(values).values == values
    assert FORM.holding({}).values == FORM.values


@given(VALUES)
def test_only_an_empty_needed_blank_is_missing_and_stood_in_for(values: dict[str, str]) -> None:
    missing = FORM.missing(values)
    assert (missing is None) == bool(values["what"])
    assert FORM.with_stand_ins(values) == {**values, "what": values["what"] or STAND_IN}


def test_what_is_missing_is_named() -> None:
    assert is_missing(FORM.blanks[0]) == "What is missing."


def test_a_refusal_is_told_as_sentences() -> None:
    def refuse(_: object) -> None:
        raise PlanError(
            [Problem("AUD008", "this is long. Please shorten it."), Problem("AUD007", "that too.")]
        )

    assert fault_of(refuse)({}) == "This is long. Please shorten it. That too."
    assert fault_of(lambda _: None)({}) == ""


@given(st.text())
def test_a_text_in_one_line_has_no_end_of_a_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
