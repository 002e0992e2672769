"""A vote as a room holds it: five phones, what may happen to each of them, and a server that is killed."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from tests.browser.browsers_for_tests import Browsers
from tests.browser.steps_for_tests import ROLES, agree, begin, join, open_room, press, saved, vote
from tests.web.halls_for_tests import Running, running_server

LOST = "Connection lost, trying again"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with running_server(tmp_path) as server:
        yield server


def journal(server: Running) -> list[dict[str, object]]:
    (path,) = server.workspace.rglob("*.jsonl")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def criterion(page: Page, server: Running) -> str:
    """Begin an interview, go to its first criterion and open the room; the room's code."""
    begin(page, server.link)
    press(page, "Next")
    return open_room(page)


@pytest.mark.slow
def test_five_phones_vote(server: Running, browsers: Browsers) -> None:
    lead = browsers.page()
    code = criterion(lead, server)
    phones = [browsers.phone() for _ in range(5)]
    for number, phone in enumerate(phones[:4]):
        join(phone, server.address, code.lower(), f"P{number}", ROLES[number])
    expect(lead.locator("#room")).to_contain_text("P3, practitioner")
    lead.get_by_role("link", name="Back to the interview").click()
    press(lead, "Begin the vote")

    # It comes to every phone by itself, and stays blind.
    for phone in phones[:4]:
        expect(phone.get_by_role("group", name="How do you see it?")).to_be_visible()
    vote(phones[0], "in place")
    expect(lead.locator("#vote .names")).not_to_contain_text("P0")
    vote(phones[1], "not in place")
    vote(phones[1], "partially in place")
    for page in (lead, phones[2]):
        assert not page.locator("#vote .spread, #ballot .spread").count()
    expect(phones[2].locator("#ballot")).to_contain_text("2 people have yet to vote")

    # Somebody comes late; one reloads, one is away for a while, one leaves.
    join(phones[4], server.address, code, "P4", ROLES[4])
    vote(phones[4], "partially in place")
    phones[0].reload()
    expect(phones[0].locator("#ballot")).to_contain_text("Recorded: 2 in place")
    phones[2].context.set_offline(True)
    expect(phones[2].locator("#state")).to_have_text(LOST)
    phones[2].get_by_role("radio", name=re.compile("not in place")).check()
    phones[2].get_by_role("button", name="Send my vote").click()
    expect(phones[2].locator("#state")).to_contain_text("Please press again")
    phones[2].context.set_offline(False)
    expect(phones[2].locator("#state")).not_to_contain_text("Connection lost")
    expect(phones[2].get_by_role("radio", name=re.compile("not in place"))).to_be_checked()
    phones[3].locator("summary").click()
    press(phones[3], "I have to leave")
    expect(lead.locator("#vote .names")).to_have_text(re.compile(r"^\s*P2, practitioner\s*$"))
    phones[2].get_by_role("button", name="Send my vote").click()

    # Everyone who is here has voted: it is shown, by itself, everywhere.
    for page in (lead, phones[0], phones[2]):
        expect(page.locator(".spread")).to_contain_text("1 person")
    press(lead, "Talk, then vote once more")
    expect(phones[0].locator("#ballot")).to_contain_text("This is the second vote")
    expect(phones[2].get_by_role("radio", name=re.compile("not in place"))).not_to_be_checked()
    press(phones[3], "I am here again")
    for phone in phones[:4]:
        vote(phone, "partially in place")
    press(lead, "Show the votes")
    lead.get_by_label("How do others see it?").fill("One sees it done")
    agree(lead, "1 partially in place")
    expect(phones[0].locator("#ballot")).to_contain_text("Agreed: 1 (partially in place)")
    expect(lead.get_by_label("Is there anything to note?")).to_have_value(re.compile("One sees it done"))
    expect(lead.get_by_role("radio", name="partially in place Some", exact=False).last).to_be_checked()

    kept = journal(server)
    text = json.dumps(kept)
    assert all(f"P{number}" not in text for number in range(5))
    votes = [(entry["round"], entry["level"]) for entry in kept if entry.get("kind") == "vote"]
    assert votes == [(1, 2), (1, 0), (1, 1), (1, 1), (1, 0), *[(2, 1)] * 4]
    assert len({entry["by"] for entry in kept if entry.get("kind") == "vote"}) == 5
    assert [(entry["level"], entry["minority"]) for entry in kept if entry.get("kind") == "agreed"] == [
        (1, "One sees it done")
    ]
    (path,) = server.workspace.glob("*/2*.yaml")
    rating = read_assessment(path, Catalogue().load).ratings["accountability.person"]
    assert rating.level == 1
    assert "One sees it done" in rating.note


def test_a_whole_vote_without_script(server: Running, browsers: Browsers) -> None:
    lead = browsers.page(java_script_enabled=False)
    code = criterion(lead, server)
    phones = [browsers.phone(java_script_enabled=False) for _ in range(2)]
    for number, phone in enumerate(phones):
        join(phone, server.address, code, f"P{number}", ROLES[number])
    lead.reload()
    expect(lead.locator("#room")).to_contain_text("P1, data coordinator")
    lead.get_by_role("link", name="Back to the interview").click()
    press(lead, "Begin the vote")
    for phone in phones:
        phone.goto(f"{server.address}/ballot")
        vote(phone, "in place")
    lead.reload()
    expect(lead.locator("#vote .spread")).to_contain_text("2 people")
    agree(lead, "2 in place")
    expect(lead.locator("#vote")).to_contain_text("Agreed: 2 (in place)")
    phones[0].goto(f"{server.address}/ballot")
    expect(phones[0].locator("#ballot")).to_contain_text("Agreed: 2 (in place)")


def test_votes_and_phones_outlive_a_server_that_is_killed(server: Running, browsers: Browsers) -> None:
    lead = browsers.page()
    code = criterion(lead, server)
    phones = [browsers.phone() for _ in range(3)]
    for number, phone in enumerate(phones):
        join(phone, server.address, code, f"P{number}", ROLES[number])
    lead.get_by_role("link", name="Back to the interview").click()
    press(lead, "Begin the vote")
    vote(phones[0], "in place")
    server.kill()
    for page in (lead, *phones):
        expect(page.locator("#state")).to_have_text(LOST)
    phones[1].get_by_role("radio", name=re.compile("partially")).check()
    with running_server(server.workspace, port=server.port):
        for page in (lead, *phones):
            expect(page.locator("#state")).not_to_have_text(LOST, timeout=15_000)
        expect(phones[0].locator("#ballot")).to_contain_text("Recorded: 2 in place")
        expect(phones[1].get_by_role("radio", name=re.compile("partially"))).to_be_checked()
        vote(phones[1], "partially in place")
        vote(phones[2], "in place")
        expect(lead.locator("#vote .spread")).to_contain_text("2 people")
        lead.get_by_role("group", name="What do you agree on?").get_by_label("2 in place").check()
        agree(lead, "2 in place")
        expect(phones[2].locator("#ballot")).to_contain_text("Agreed: 2 (in place)")
        lead.get_by_label("Is there anything to note?").fill("goes on")
        saved(lead)


def test_counts_without_phones(server: Running, browsers: Browsers) -> None:
    lead = browsers.page()
    begin(lead, server.link)
    press(lead, "Next")
    press(lead, "Count hands")
    for label, count in (("0 not in place", "1"), ("1 partially in place", "4"), ("2 in place", "2")):
        lead.get_by_role("spinbutton", name=re.compile(label)).fill(count)
    press(lead, "Keep it and show the votes")
    expect(lead.locator("#vote .spread")).to_contain_text("4 people")


def test_whoever_leads_does_not_vote(server: Running, browsers: Browsers) -> None:
    lead = browsers.page()
    criterion(lead, server)
    lead.goto(f"{server.address}/join")
    expect(lead.get_by_role("main")).to_contain_text("whoever leads it does not vote")


def test_a_participant_reaches_the_vote_and_nothing_else(server: Running, browsers: Browsers) -> None:
    lead, phone = browsers.page(), browsers.phone()
    code = criterion(lead, server)
    join(phone, server.address, code, "P", ROLES[0])
    for path in ("/begin", "/room", "/votes", lead.url.removeprefix(server.address)):
        answer = phone.goto(server.address + path)
        assert answer is not None
        assert answer.status == 403
    phone.goto(server.address)
    expect(phone).to_have_url(re.compile("/(ballot|join)$"))
