import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from rubrics_for_tests import examples, make_rubric

from dsds_audit.votes import Agreed, Counted, Opened, Revealed, Vote, entry_document, parse_entry
from tests.strategies import journal_entries

AT = dt.datetime(2026, 3, 2, 14, 5, 9, tzinfo=dt.UTC)
HEAD = {"criterion": "access.fidelity", "round": 1, "at": "2026-03-02T14:05:09Z"}
FIELDS = {"criterion": "access.fidelity", "round": 1, "at": AT}
VOTE = {"kind": "vote", **HEAD, "by": "p-k3m9xq", "role": "coach", "level": 1}
COUNTED = {"kind": "counted", **HEAD, "levels": {"0": 2, "2": 5}, "abstained": 1}


@pytest.mark.parametrize(
    ("entry", "document"),
    [
        (Opened(**FIELDS), {"kind": "opened", **HEAD}),
        (Vote(**FIELDS, by="p-k3m9xq", role="coach", level=1), VOTE),
        (Vote(**FIELDS, by="p-k3m9xq", role="coach", level=None), {**VOTE, "level": None}),
        (Counted(**FIELDS, levels={0: 2, 2: 5}, abstained=1), COUNTED),
        (Revealed(**FIELDS), {"kind": "revealed", **HEAD}),
        (
            Agreed(**FIELDS, level=2, minority="One coach sees 1."),
            {"kind": "agreed", **HEAD, "level": 2, "minority": "One coach sees 1."},
        ),
        (Agreed(**FIELDS, level=None), {"kind": "agreed", **HEAD, "level": None, "minority": None}),
    ],
)
def test_the_shape_of_each_entry_is_stable(entry, document):
    assert entry_document(entry) == document
    assert next(iter(entry_document(entry))) == "kind"
    assert parse_entry(document) == entry


@given(journal_entries(make_rubric([2, 2], top=10)))
@examples(150)
def test_an_entry_comes_back_from_json_as_it_was(entry):
    line = json.dumps(entry_document(entry))
    assert "\n" not in line
    assert parse_entry(json.loads(line)) == entry
    assert entry_document(parse_entry(json.loads(line))) == entry_document(entry)


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "voted"},
        {"kind": None},
        {"kind": ["vote"]},
        {"at": "2026-03-02T14:05:09"},
        {"at": "2026-03-02T14:05:09+01:00"},
        {"at": "2026-02-30T14:05:09Z"},
        {"at": "2026-03-02"},
        {"at": 1_772_460_309},
        {"round": 3},
        {"round": 0},
        {"criterion": "Access.Fidelity"},
        {"criterion": "../../etc/passwd"},
        {"by": "Ruth"},
        {"by": "p-ab"},
        {"by": "p-abcdef\n"},
        {"by": "p-" + "a" * 17},
        {"role": "The Coach"},
        {"level": -1},
        {"level": 101},
        {"level": 1.5},
        {"level": True},
        {"name": "Ruth"},
    ],
)
def test_what_is_no_entry_is_refused(changed):
    with pytest.raises(ValueError, match="validation error"):
        parse_entry({**VOTE, **changed})


@pytest.mark.parametrize("missing", ["kind", "criterion", "round", "at", "by", "role", "level"])
def test_a_vote_says_everything(missing):
    with pytest.raises(ValueError, match="validation error"):
        parse_entry({key: value for key, value in VOTE.items() if key != missing})


@pytest.mark.parametrize(
    "changed",
    [
        {"levels": {"0": -1}},
        {"levels": {"0": 1001}},
        {"levels": {"0": "2"}},
        {"levels": {"x": 2}},
        {"levels": {"101": 1}},
        {"levels": {str(n): 1 for n in range(102)}},
        {"levels": [2, 5]},
        {"abstained": -1},
        {"abstained": None},
    ],
)
def test_a_count_holds_numbers_of_people(changed):
    with pytest.raises(ValueError, match="validation error"):
        parse_entry({**COUNTED, **changed})


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda v: st.lists(v) | st.dictionaries(st.text(), v),
    )
)
@examples(100)
def test_whatever_is_no_entry_is_a_value_error(junk):
    for document in (
        junk,
        {"kind": "vote", "level": junk},
        {**COUNTED, "levels": {"0": junk}},
        {**VOTE, "at": junk},
    ):
        with pytest.raises(ValueError, match="validation error"):
            parse_entry(document)


def test_a_moment_is_in_utc_and_says_so():
    with pytest.raises(ValidationError, match="no moment in UTC"):
        Opened(**{**FIELDS, "at": AT.replace(tzinfo=None)})
    with pytest.raises(ValidationError, match="no moment in UTC"):
        Opened(**{**FIELDS, "at": AT.astimezone(ZoneInfo("America/New_York"))})
    assert Opened(**{**FIELDS, "at": AT.astimezone(ZoneInfo("UTC"))}) == Opened(**FIELDS)
    later = Opened(**{**FIELDS, "at": AT.replace(microsecond=120_000)})
    assert entry_document(later)["at"] == "2026-03-02T14:05:09.120000Z"


def test_an_entry_never_changes():
    with pytest.raises(ValidationError):
        Opened(**FIELDS).round = 2
