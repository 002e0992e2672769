import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from dsds_audit.explanation import explain
from dsds_audit.report.documents import actions_document, gaps_document, score_document
from tests.web.halls_for_tests import client_of, hall_for
from tests.web.site_pages_for_tests import (
    DATES,
    HOSTILE,
    SITE,
    Page,
    at_site,
    keep_hostile,
    links_of,
    of,
    plan_of,
)


def read(html: str) -> str:
    return Page(html).text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("date", DATES)
def test_the_page_says_what_the_commands_say(tmp_path: Path, date: str) -> None:
    hall = hall_for(tmp_path)
    kept = next(one.assessment for one in hall.desk.store.find(SITE) if str(one.assessment.date) == date)
    rubric = hall.desk.catalogue.load(kept.rubric)
    page = client_of(hall).get(of("/assessment", date)).text
    shown = read(page)
    for practice in score_document(rubric, kept)["practices"]:
        assert f'id="practice-{practice["id"]}"' in page
        if practice["low"] is not None and practice["low"] == practice["high"]:
            low = Fraction(practice["low"]).limit_denominator(1000)
            assert low.denominator > 1 or f"{low} %" in shown
    at = [page.index(f'id="gap-{gap["criterion"]}"') for gap in gaps_document(rubric, kept)["gaps"]]
    assert at == sorted(at)
    advised = actions_document(rubric, kept)["recommendations"]
    at = [page.index(f'id="do-{advice["criterion"]}"') for advice in advised]
    assert at == sorted(at)
    for finding in score_document(rubric, kept).get("findings", ()):
        assert finding["text"] in shown


def test_a_long_page_says_what_is_on_it(tmp_path: Path) -> None:
    page = client_of(hall_for(tmp_path)).get(of("/assessment", DATES[-1])).text
    places = re.findall(r'href="#([\w-]+)"', page.partition("On this page:")[2].partition("</nav>")[0])
    assert len(places) > 8
    assert sorted(places, key=lambda place: page.index(f'id="{place}"')) == places


def test_actions_are_taken_on_from_the_latest_only(tmp_path: Path) -> None:
    client = client_of(hall_for(tmp_path))
    assert any(link.startswith("/plan/adopt") for link in links_of(client.get(of("/assessment")).text))
    earlier = client.get(of("/assessment", DATES[0])).text
    assert not any(link.startswith("/plan/adopt") for link in links_of(earlier))


def test_what_the_plan_holds_stands_with_the_advice(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    owners = {item.owner for item in plan_of(hall).items if item.open}
    shown = read(client_of(hall).get(of("/assessment")).text)
    assert any(f": {owner}, due" in shown for owner in owners)


def test_a_plan_that_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    (tmp_path / "w" / "riverbend" / "plan.yaml").write_text("site: [")
    answer = client_of(hall).get(of("/assessment"))
    assert answer.status_code == 200
    assert "plan.yaml" in answer.text


def test_an_earlier_version_of_the_rubric_can_be_left(tmp_path: Path) -> None:
    client = client_of(hall_for(tmp_path))
    assert of("/migrate", DATES[0]) in links_of(client.get(of("/assessment", DATES[0])).text)
    assert of("/migrate") not in links_of(client.get(of("/assessment")).text)


@pytest.mark.parametrize("subject", [None, "access", "use.analysis"])
def test_every_number_is_explained_in_the_words_of_explain(tmp_path: Path, subject: str | None) -> None:
    hall = hall_for(tmp_path)
    kept = hall.desk.store.latest(SITE).assessment
    explained = explain(hall.desk.catalogue.load(kept.rubric), kept, subject)
    shown = read(client_of(hall).get(of("/explain", **({"id": subject} if subject else {}))).text)
    for sentence in (*explained.because, *(s for part in explained.parts for s in part.because)):
        assert " ".join(sentence.split()) in shown


def test_what_is_not_there_is_said_with_the_way_out(tmp_path: Path) -> None:
    client = client_of(hall_for(tmp_path))
    addresses = (
        of("/explain", id="nothing"),
        of("/assessment", "2001-01-01"),
        of("/assessment", "../.."),
        at_site("/assessment"),
        at_site("/assessment", "../../etc"),
        "/assessment",
    )
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 422
        assert "Please" in answer.text


def test_a_damaged_neighbor_hides_no_assessment(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    (tmp_path / "w" / "riverbend" / "2025-03-10.yaml").write_text("site: [")
    assert client_of(hall).get(of("/assessment")).status_code == 200


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_is_only_ever_text(tmp_path: Path, text: str) -> None:
    hall = hall_for(tmp_path, example=False)
    kept = keep_hostile(hall, text)
    client = client_of(hall)
    from dsds_audit.web.visits import address

    for path in ("/assessment", "/explain", "/plan", "/trend", "/compare", "/check", "/plan/adopt"):
        answer = client.get(address(path, kept))
        assert answer.status_code == 200
        page = Page(answer.text)
        assert sum(tag == "script" for tag, _ in page.tags) == 1
        assert not [tag for tag, attributes in page.tags if any(name.startswith("on") for name in attributes)]
        assert "img" not in [tag for tag, _ in page.tags]


def test_every_link_leads_to_a_page(tmp_path: Path) -> None:
    client = client_of(hall_for(tmp_path))
    seen: set[str] = set()
    to_see = ["/"]
    while to_see:
        address = to_see.pop()
        if address in seen or _seen_alike(address, seen):
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if (
            "text/html" in answer.headers["content-type"]
            and "as=" not in address
            and "/report" not in address
        ):
            to_see += links_of(answer.text)
    assert len(seen) > 30


def _seen_alike(address: str, seen: set[str]) -> bool:
    """Whether a page of the same kind, of the same date or of a plan's form, was seen often enough."""
    kind = address.partition("?")[0]
    return sum(one.partition("?")[0] == kind for one in seen) >= 5


def test_the_report_as_data_is_that_of_the_command(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    kept = hall.desk.store.latest(SITE).assessment
    told = json.loads(client_of(hall).get(of("/report", **{"as": "json"})).text)
    scores = score_document(hall.desk.catalogue.load(kept.rubric), kept)
    assert told["overall"] == scores["overall"]
    assert told["practices"] == scores["practices"]
