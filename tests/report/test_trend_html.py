import datetime as dt
import json

import pytest
from histories_for_tests import a_past, look_back, make_plan, ways
from pages_for_tests import HOSTILE, Page, hostile_site
from rubrics_for_tests import make_rubric

from dsds_audit.history import build_history
from dsds_audit.report.trend_documents import trend_document
from dsds_audit.report.trend_html import render_trend


def test_the_page_tells_everything():
    page = Page(render_trend(a_past(), as_of=dt.date(2027, 2, 1)))
    for part in (
        "4 assessments, from Sep 2, 2024 to Aug 29, 2026",
        "seen on February 1, 2027",
        "Closed, but did not move",
        "Only this is a change of the site.",
        "(1)",
    ):
        assert part in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert json.loads(page.script) == trend_document(a_past(), as_of=dt.date(2027, 2, 1))
    assert len(page.all("svg")) == 3


def test_the_result_stands_at_the_head_and_levels_are_explained():
    head = Page(render_trend(a_past())).text
    assert head.index("adequate: ") < head.index("Over time As claimed")
    assert "Shown by fresh evidence: " in head
    assert "Levels: 0 label 0, 1 label 1, 2 label 2." in head


def test_ids_are_unique_and_links_lead_somewhere():
    page = Page(render_trend(a_past()))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(set(ids)) == len(ids)
    links = {attrs["href"] for _, attrs in page.all("a")}
    assert links <= {f"#{name}" for name in ids}


def test_nothing_is_fetched():
    html = render_trend(a_past())
    assert "default-src 'none'" in html
    page = Page(html)
    assert not page.all("img", "link", "iframe", "object", "audio", "video")
    assert not [attrs for _, attrs in page.tags if "src" in attrs]


def test_a_single_assessment_has_no_bridge():
    page = Page(render_trend(look_back(make_rubric((2, 2)), {"p1.c1": 1})))
    assert "a start, not a trend" in page.text
    assert "What moved" not in page.text
    assert len(page.all("svg")) == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_stays_text(text):
    site = hostile_site(text)
    later = site.assessment.model_copy(update={"date": dt.date(2027, 1, 1), "ratings": {}})
    closing = {"date": "2026-08-01", "evidence": [{"what": text}], "result": text, "learnt": text}
    plan = make_plan({"action": text, "program": text, "criterion": "p1.c1", "closed": closing})
    entries = [(site.rubric, site.assessment), (site.rubric, later)]
    page = Page(render_trend(build_history(entries, ways(), plan=plan)))
    assert [attrs for tag, attrs in page.all("script")] == [{"type": "application/json", "id": "dsds-audit"}]
    assert not [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)]
