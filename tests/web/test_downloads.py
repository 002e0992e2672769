from pathlib import Path
from urllib.parse import unquote

import pytest

from dsds_audit.report.documents import report_document, to_json
from dsds_audit.report.facts import gather_facts
from dsds_audit.report.html import render_html
from dsds_audit.report.markdown import render_markdown
from dsds_audit.web.visits import address
from tests.web.halls_for_tests import client_of, hall_for
from tests.web.site_pages_for_tests import HOSTILE, SITE, keep_hostile, of

FORMS = (
    "html",
    "pdf",
    "one-page.pdf",
    "docx",
    "xlsx",
    "md",
    "json",
    "radar.svg",
    "radar.png",
    "dots.svg",
    "bars.png",
)


def test_the_report_is_the_commands_own(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    kept = hall.desk.store.latest(SITE).assessment
    facts = gather_facts(hall.desk.catalogue.load(kept.rubric), kept)
    client = client_of(hall)
    assert client.get(of("/report")).text == render_html(facts)
    assert client.get(of("/report", **{"as": "html"})).text == render_html(facts)
    assert client.get(of("/report", **{"as": "md"})).text == render_markdown(facts)
    assert client.get(of("/report", **{"as": "json"})).text == to_json(report_document(facts))


def test_the_report_may_have_its_styles_and_nothing_else(tmp_path: Path) -> None:
    policy = client_of(hall_for(tmp_path)).get(of("/report")).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert "script" not in policy


@pytest.mark.parametrize("form", FORMS)
def test_a_download_says_what_it_is_and_is_not_guessed_at(tmp_path: Path, form: str) -> None:
    answer = client_of(hall_for(tmp_path)).get(of("/report", **{"as": form}))
    assert answer.status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    told = answer.headers["content-disposition"]
    assert told.startswith('attachment; filename="riverbend-family-center-2026-09-14')
    assert told.endswith(f".{form.rpartition('.')[2]}")


@pytest.mark.parametrize("form", ["exe", "radar", "radar.pdf", "../x.svg", "HTML", "pie.svg"])
def test_what_is_not_offered_is_refused(tmp_path: Path, form: str) -> None:
    answer = client_of(hall_for(tmp_path)).get(of("/report", **{"as": form}))
    assert answer.status_code == 422
    assert "choose one that the page offers" in answer.text


@pytest.mark.parametrize("name", [*HOSTILE, "日本", "a\r\nSet-Cookie: x=1", 'a"b', "..", "a;b"])
def test_any_name_of_a_site_makes_a_sound_file_name(tmp_path: Path, name: str) -> None:
    hall = hall_for(tmp_path, example=False)
    kept = keep_hostile(hall, name)
    answer = client_of(hall).get(address("/report", kept, **{"as": "json"}))
    plain, _, starred = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert plain.isascii()
    assert plain.count('"') == 2
    assert not {"/", "\\", "\r", "\n", "\x00"} & set(unquote(starred))
    assert "set-cookie" not in answer.headers
