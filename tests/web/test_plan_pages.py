from pathlib import Path

from icalendar import Calendar

from dsds_audit.planning.status import open_items
from dsds_audit.report.calendar import render_calendar
from tests.web.halls_for_tests import TODAY, client_of, hall_for
from tests.web.site_pages_for_tests import DATES, Page, at_site, links_of, plan_of


def read(html: str) -> str:
    return Page(html).text.replace("\N{NO-BREAK SPACE}", " ")


def test_what_presses_comes_first_with_who_has_it(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    page = client_of(hall).get(at_site("/plan")).text
    at = [page.index(f'id="item-{item.id}"') for item in open_items(plan_of(hall))]
    assert at == sorted(at)
    shown = read(page)
    assert "1 overdue, 1 due soon, 1 on time, 3 done, 1 dropped." in shown
    assert all(item.owner in shown for item in plan_of(hall).items if item.open)
    assert "Next assessment: March 15, 2027 (in 168 days)" in shown


def test_each_item_has_the_ways_that_it_can_go(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    links = links_of(client_of(hall).get(at_site("/plan")).text)
    for item in plan_of(hall).items:
        ways = ("close", "update", "drop") if item.open else ("reopen", "update")
        assert {at_site(f"/plan/{way}", item=item.id) for way in ways} <= set(links)


def test_one_owners_items_stand_alone(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    one, other = open_items(plan_of(hall))[:2]
    page = client_of(hall).get(at_site("/plan", owner=one.owner.upper())).text
    assert f'id="item-{one.id}"' in page
    assert f'id="item-{other.id}"' not in page


def test_a_site_without_a_plan_says_so(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    (tmp_path / "w" / "riverbend" / "plan.yaml").unlink()
    answer = client_of(hall).get(at_site("/plan"))
    assert "Nothing is planned yet." in answer.text
    assert at_site("/plan/adopt") in links_of(answer.text)


def test_a_damaged_assessment_hides_no_plan_and_a_damaged_plan_is_told(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    client = client_of(hall)
    (tmp_path / "w" / "riverbend" / f"{DATES[1]}.yaml").write_text("site: [")
    assert client.get(at_site("/plan")).status_code == 200
    (tmp_path / "w" / "riverbend" / "plan.yaml").write_text("site: [")
    assert client.get(at_site("/plan")).status_code == 422


def test_the_dates_go_into_a_calendar(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    answer = client_of(hall).get(at_site("/plan.ics"))
    assert answer.content == render_calendar(plan_of(hall), TODAY)
    assert Calendar.from_ical(answer.content)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "riverbend-family-center-plan.ics" in answer.headers["content-disposition"]
