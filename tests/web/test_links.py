import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from pages_for_tests import HOSTILE

from dsds_audit.assessment import Assessment
from dsds_audit.web.links import address, topic_of


def assessment(site: str, program: str | None = None) -> Assessment:
    return Assessment(site=site, program=program, date=dt.date(2026, 9, 14), rubric="dsds@1.0.0")


def test_an_assessment_is_named_by_its_identity() -> None:
    assert address("/a", assessment("X")) == "/a?site=X&rubric=dsds&date=2026-09-14"
    found = urlsplit(address("/a", assessment("X", "Y"), at="b c", nothing=None, empty=""))
    named = {"site": ["X"], "program": ["Y"], "rubric": ["dsds"], "date": ["2026-09-14"], "at": ["b c"]}
    assert parse_qs(found.query) == named
    assert address("/a") == "/a"
    assert topic_of(assessment("X")) == topic_of(assessment("X")) != topic_of(assessment("X", "Y"))


@pytest.mark.parametrize("site", ["../x", "a/b", "/x", "//x", "?a=b&site=c", "#", *HOSTILE])
def test_no_name_becomes_a_path(site: str) -> None:
    name = " ".join("".join(c for c in site if c.isprintable()).split())
    found = urlsplit(address("/a", assessment(name)))
    assert (found.scheme, found.netloc, found.path, found.fragment) == ("", "", "/a", "")
    assert parse_qs(found.query)["site"] == [name]
