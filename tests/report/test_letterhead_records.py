import json

import pytest

from dsds_audit.report.letterhead_records import letterhead_of, letterhead_record
from dsds_audit.theme import PLAIN, Letterhead, Logo, Theme

THEME = Theme(organization="County Office", address=("1 Main St",), color="#7a2f63")
THEMED = Letterhead(THEME, Logo(b"\x89PNG", "png", "Heron"))


@pytest.mark.parametrize("letterhead", [PLAIN, THEMED, Letterhead(Theme(organization="Only a name"))])
def test_what_a_page_shows_comes_back(letterhead):
    assert letterhead_of(json.loads(json.dumps(letterhead_record(letterhead)))) == letterhead


@pytest.mark.parametrize(
    "record",
    [
        7,
        {"other": 1},
        {"color": "red; } body { display: none"},
        {"logo": 1},
        {"logo": {"format": "svg", "text": "", "content": ""}},
        {"logo": {"format": "png", "text": "x", "content": "no base 64!"}},
    ],
)
def test_what_is_no_letterhead_is_refused(record):
    with pytest.raises(ValueError, match=r".+"):
        letterhead_of(record)
