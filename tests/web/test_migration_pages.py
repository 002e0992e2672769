from pathlib import Path

from dsds_audit.assessment_files import parse_assessment
from dsds_audit.crosswalk import carry
from dsds_audit.web.passes import Facilitator
from tests.web.halls_for_tests import client_of, hall_for, send
from tests.web.site_pages_for_tests import DATES, SITE, Page, of


def kept(hall, date: str = DATES[0]):
    return next(one.assessment for one in hall.desk.store.find(SITE) if str(one.assessment.date) == date)


def test_what_would_become_of_each_rating_is_said_first(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    before = kept(hall)
    page = Page(client_of(hall).get(of("/migrate", DATES[0])).text)
    assert f"from {before.rubric} to dsds@1.0.0" in page.text
    assert "Carried, to be confirmed before they count" in page.text
    assert kept(hall) == before


def test_the_record_is_carried_as_the_crosswalk_says(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    before = kept(hall)
    expected = carry(before, hall.desk.catalogue.legs(before.rubric, "dsds@1.0.0")).assessment
    answer = send(client_of(hall), of("/migrate", DATES[0]))
    assert answer.status_code == 303
    assert answer.headers["location"] == of("/interview", DATES[0])
    assert kept(hall) == expected


def test_the_record_as_it_was_can_be_kept(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    answer = client_of(hall).get(of("/migrate", DATES[0], **{"as": "yaml"}))
    assert "riverbend-family-center-2024-09-16.yaml" in answer.headers["content-disposition"]
    read = parse_assessment(answer.content, "kept.yaml", hall.desk.catalogue.load)
    assert read.ratings == kept(hall).ratings


def test_the_newest_version_needs_no_carrying(tmp_path: Path) -> None:
    client = client_of(hall_for(tmp_path))
    for answer in (client.get(of("/migrate")), send(client, of("/migrate"))):
        assert answer.status_code == 422
        assert "is against dsds@1.0.0 already" in answer.text


def test_an_interview_is_carried_by_who_writes_on_it_and_goes_on(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    lead, other = client_of(hall), client_of(hall, Facilitator("second"))
    send(lead, of("/open", DATES[0]), how="correct")
    before = kept(hall)
    assert lead.get(of("/interview", DATES[0])).status_code == 200
    refused = send(other, of("/migrate", DATES[0]))
    assert (refused.status_code, kept(hall)) == (409, before)
    assert "Somebody else writes" in refused.text
    assert send(lead, of("/migrate", DATES[0])).status_code == 303
    assert kept(hall).rubric == "dsds@1.0.0"
    level = {"asked": "access.fidelity/level", "level": "2"}
    assert send(lead, of("/interview", DATES[0], at="access.fidelity"), True, **level).status_code == 200
    assert kept(hall).ratings["access.fidelity"].level == 2
    assert not list(tmp_path.rglob("*.conflict-*"))
    hall.sittings.close()


def test_a_record_that_someone_has_open_is_left_alone(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    before = kept(hall)
    with hall_for(tmp_path).desk.store.lock(before):
        assert send(client_of(hall), of("/migrate", DATES[0])).status_code == 409
    assert kept(hall) == before
