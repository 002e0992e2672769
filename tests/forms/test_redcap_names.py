import re

from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples

from dsds_audit.forms.questions import name_beside, name_of
from dsds_audit.forms.redcap_names import variable_of

IDS = st.one_of(
    st.from_regex(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", fullmatch=True).filter(lambda text: len(text) <= 60),
    st.from_regex(r"[ax](-[ax]{1,3}){0,3}", fullmatch=True),
    st.text("ax", min_size=50, max_size=60),
)
NAMES = st.one_of(
    st.builds(lambda practice, criterion: name_of(f"{practice}.{criterion}"), IDS, IDS),
    st.builds(lambda p, c: name_of(f"{p}.{c}", "evidence_1_where"), IDS, IDS),
    st.builds(name_beside, st.sampled_from(["people", "run", "population"]), IDS),
    st.sampled_from(["site", "respondent_role"]),
)


def is_variable(text):
    """Our reading of REDCap's rules, which makes one underscore of several by itself."""
    return len(text) <= 100 and bool(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", text))


@examples(100)
@given(NAMES)
def test_a_variable_keeps_the_rules(name):
    assert is_variable(variable_of(name))


@examples(100)
@given(NAMES, NAMES)
def test_two_names_never_have_one_variable(one, other):
    assert (variable_of(one) == variable_of(other)) == (one == other)


def test_variables_can_be_read():
    assert variable_of("site") == "site"
    assert variable_of("use__action_plans__evidence_1_what") == "use_x_action_plans_x_evidence_1_what"
    assert variable_of("people___coach") == "people_x_x_coach"
    assert variable_of("x__xx_a") == "xx_x_xxx_a"


def test_a_name_too_long_ends_in_a_digest():
    long, other = (name_of("p" * 60 + "." + "c" * 60, part) for part in ("note", "reason"))
    assert variable_of(long).startswith("p" * 60 + "_x_ccc")
    assert variable_of(long) != variable_of(other)
    assert len(variable_of(long)) == 100
