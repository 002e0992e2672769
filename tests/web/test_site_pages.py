import time
from pathlib import Path

import pytest

from dsds_audit.assessment import Assessment, Rating
from dsds_audit.assessment_files import render_assessment
from tests.web.halls_for_tests import client_of, hall_for, member, send
from tests.web.site_pages_for_tests import DATES, HOSTILE, SITE, Page, keep_hostile, links_of, of

RATINGS = {"access.fidelity": Rating(level=1)}


def test_an_empty_workspace_welcomes_and_says_the_one_thing_to_do(tmp_path: Path) -> None:
    page = client_of(hall_for(tmp_path, example=False)).get("/").text
    assert "Begin with your first site" in page
    assert [link for link in links_of(page) if link.startswith("/begin")] == ["/begin"]


def test_a_site_stands_there_with_its_newest_result_as_a_range(tmp_path: Path) -> None:
    page = Page(client_of(hall_for(tmp_path)).get("/").text).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Partially in place, with 1 of 4 practices fully in place." in page
    assert "69 to 75 % claimed, 59 to 75 % shown by fresh evidence (12 of 13 rated)." in page
    assert "September 16, 2024" in page


def test_a_site_is_assessed_again_from_its_last_answers(tmp_path: Path) -> None:
    client = client_of(hall_for(tmp_path))
    assert of("/open", DATES[-1]) in links_of(client.get("/").text)
    assert "Start from these answers" in client.get(of("/open", DATES[-1])).text


def test_before_the_first_result_there_is_nothing_to_compare(tmp_path: Path) -> None:
    client = client_of(hall_for(tmp_path, example=False))
    send(client, "/begin", site="Hill", rubric="dsds", date="2026-09-28")
    page = client.get("/").text
    assert "Plan" in page
    assert not any(f">{label}<" in page for label in ("Assess again", "Over time", "Side by side"))


def test_an_unfinished_interview_is_marked_to_go_on_with(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    kept = hall.desk.store.latest(SITE).assessment
    progress = {"position": "review"}
    begun = Assessment.model_validate({**dict(kept), "date": "2026-09-20", "interview": progress})
    hall.desk.store.save(begun, hall.desk.catalogue.load(begun.rubric))
    page = client_of(hall).get("/").text
    assert "Not finished" in page
    assert of("/interview", "2026-09-20") in links_of(page)
    assert of("/assessment", DATES[-1]) in links_of(page)


def test_a_damaged_file_is_named_and_hides_no_other(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    (tmp_path / "w" / "riverbend" / "2025-03-10.yaml").write_text("site: [")
    page = client_of(hall).get("/").text
    assert "2025-03-10.yaml" in page
    assert of("/assessment", DATES[-1]) in links_of(page)


def test_everybody_but_the_facilitator_is_sent_to_join(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    for person in (None, member()):
        assert client_of(hall, person).get("/").headers["location"] == "/join"


def test_three_hundred_sites_come_in_pages_and_can_be_found(tmp_path: Path) -> None:
    hall = hall_for(tmp_path, example=False)
    rubric = hall.desk.catalogue.load("dsds")
    for number in range(300):
        one = Assessment(site=f"Site {number:03}", date="2026-03-02", rubric=rubric.ref, ratings=RATINGS)
        folder = tmp_path / "w" / f"site-{number:03}"
        folder.mkdir()
        (folder / "2026-03-02.yaml").write_bytes(render_assessment(one, rubric))
    client = client_of(hall)
    client.get("/")
    began = time.perf_counter()
    first = client.get("/").text
    assert time.perf_counter() - began < 5
    assert first.count("<article") == 25
    assert "Site 299" in client.get("/?page=12").text
    assert "Site 299" in client.get("/?page=99999").text
    assert client.get("/?find=site+123").text.count("<article") == 1
    assert "No site is called something like" in client.get("/?find=nowhere").text
    for odd in ("0", "-1", "x", "٣", "1" * 9):
        assert client.get(f"/?page={odd}").status_code == 200


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_site_is_called_stands_there_as_text(tmp_path: Path, text: str) -> None:
    hall = hall_for(tmp_path, example=False)
    keep_hostile(hall, text)
    page = Page(client_of(hall).get("/").text)
    assert not {"img", "b", "svg"} & {tag for tag, _ in page.tags} - {"b"}
    assert [attributes for tag, attributes in page.tags if tag == "script"] == [
        {"src": "/static/app.js", "defer": None}
    ]
