import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dsds_audit.cli import command_line
from tests.web.halls_for_tests import client_of, hall_for
from tests.web.site_pages_for_tests import DATES, SITE, Page, at_site, links_of, of


def printed(tmp_path: Path, *arguments: str) -> dict:
    said = CliRunner().invoke(
        command_line, [*arguments, "--workspace", str(tmp_path / "w"), "--format", "json"]
    )
    return json.loads(said.stdout)


def read(html: str) -> str:
    return Page(html).text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_trend_as_data_is_what_the_command_prints(tmp_path: Path) -> None:
    client = client_of(hall_for(tmp_path))
    told = json.loads(client.get(at_site("/trend", **{"as": "json"})).text)
    assert told == printed(tmp_path, "trend", SITE)


def test_the_comparison_as_data_is_what_the_command_prints(tmp_path: Path) -> None:
    client = client_of(hall_for(tmp_path))
    told = json.loads(client.get(at_site("/compare", **{"as": "json"})).text)
    assert told == printed(tmp_path, "compare", SITE, "--all")


def test_the_pages_show_every_date_and_lead_to_it(tmp_path: Path) -> None:
    client = client_of(hall_for(tmp_path))
    assert {of("/assessment", date) for date in DATES} <= set(links_of(client.get(at_site("/trend")).text))
    shown = read(client.get(at_site("/trend")).text)
    assert "69 to 75 %" in shown
    assert "59 to 75 %" in shown
    assert "4 assessments side by side" in read(client.get(at_site("/compare")).text)


@pytest.mark.parametrize("path", ["/trend", "/compare"])
def test_the_whole_of_it_is_a_page_to_print_and_a_file(tmp_path: Path, path: str) -> None:
    client = client_of(hall_for(tmp_path))
    page, file = (client.get(at_site(path, **{"as": form})) for form in ("page", "html"))
    assert page.text == file.text
    assert "content-disposition" not in page.headers
    assert "attachment" in file.headers["content-disposition"]
    assert client.get(at_site(path, **{"as": "exe"})).status_code == 422


def test_the_check_lists_what_the_command_lists(tmp_path: Path) -> None:
    shown = read(client_of(hall_for(tmp_path)).get(at_site("/check")).text)
    document = printed(tmp_path, "check", SITE, "--all")
    findings = [finding for one in document["assessments"] for finding in one["findings"]]
    assert findings
    for finding in findings:
        assert finding["text"] in shown


@pytest.mark.parametrize("path", ["/trend", "/compare"])
def test_too_few_assessments_say_so_and_what_to_do(tmp_path: Path, path: str) -> None:
    hall = hall_for(tmp_path)
    for date in DATES[1:]:
        (tmp_path / "w" / "riverbend" / f"{date}.yaml").unlink()
    answer = client_of(hall).get(at_site(path))
    assert answer.status_code == 200
    if path == "/compare":
        assert "one finished assessment so far" in answer.text


@pytest.mark.parametrize("path", ["/trend", "/compare", "/check"])
def test_damaged_files_are_named_and_the_rest_is_shown(tmp_path: Path, path: str) -> None:
    hall = hall_for(tmp_path)
    for name in ("2025-03-10.yaml", "plan.yaml"):
        (tmp_path / "w" / "riverbend" / name).write_text("site: [")
    answer = client_of(hall).get(at_site(path))
    assert answer.status_code == 200
    assert "2025-03-10.yaml" in answer.text


def test_only_damaged_files_stop_no_page(tmp_path: Path) -> None:
    hall = hall_for(tmp_path)
    for date in DATES:
        (tmp_path / "w" / "riverbend" / f"{date}.yaml").write_text(f"site: {SITE}\ndate: [")
    client = client_of(hall)
    for path in ("/trend", "/compare", "/check", "/plan", "/plan/adopt"):
        assert client.get(at_site(path)).status_code in (200, 422)
