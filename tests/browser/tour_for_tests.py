"""A tour of every page in every state: each stop is named, and comes with the page that stands there."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from tests.browser.browsers_for_tests import Browsers
from tests.browser.steps_for_tests import ROLES, agree, begin, choose, join, open_room, press, saved, vote
from tests.web.halls_for_tests import Running

Stop = tuple[str, Page]
Tour = Callable[[Running, Browsers], Iterator[Stop]]
EXAMPLE = "Riverbend Family Center"
_PROGRAM = "Parents as Partners home visiting"


def tour_of_a_site(server: Running, browsers: Browsers) -> Iterator[Stop]:
    """What is shown of the example's site; the server's workspace has it."""
    page = browsers.page()
    at = f"{server.address}{{}}?{urlencode({'site': EXAMPLE})}{{}}".format
    latest = urlencode({"site": EXAMPLE, "program": _PROGRAM, "rubric": "dsds", "date": "2026-09-14"})
    first = latest.replace("2026-09-14", "2024-09-16")
    page.goto(server.link)
    yield "start", page
    addresses = {
        "assessment": f"/assessment?{latest}",
        "explain": f"/explain?{latest}",
        "explain a criterion": f"/explain?{latest}&id=use.reports",
        "open": f"/open?{latest}",
        "report": f"/report?{latest}",
        "migrate": f"/migrate?{first}",
    }
    for name, address in addresses.items():
        page.goto(server.address + address)
        yield name, page
    for name in ("trend", "compare", "check", "plan", "plan/adopt", "plan/schedule"):
        page.goto(at(f"/{name}", ""))
        yield name, page
    for step, item in (
        ("close", "use-action-plans"),
        ("update", "use-action-plans"),
        ("drop", "use-action-plans"),
        ("reopen", "use-reports"),
    ):
        page.goto(at(f"/plan/{step}", f"&item={item}"))
        yield f"plan/{step}", page
    page.goto(f"{server.address}/plan/adopt?{latest}&action=accountability.capacity")
    yield "plan/adopt one", page
    page.goto(at("/plan/schedule", ""))
    page.get_by_role("main").get_by_role("textbox").last.fill("")
    page.locator("input[type=date]").first.fill("2020-01-01")
    press(page, page.locator("form button").first.inner_text())
    yield "plan/schedule with a problem", page
    for as_page in ("trend", "compare"):
        page.goto(at(f"/{as_page}", "&as=page"))
        yield f"{as_page} to print", page


def tour_of_an_interview(server: Running, browsers: Browsers) -> Iterator[Stop]:
    """From an empty workspace to a finished assessment."""
    page = browsers.page()
    page.goto(server.link)
    yield "welcome", page
    page.goto(f"{server.address}/begin")
    press(page, "Begin")
    yield "begin with a problem", page
    begin(page, server.link)
    yield "intake", page
    press(page, "Next")
    yield "criterion", page
    page.get_by_label("One specific person is named").check()
    choose(page, "in place")
    saved(page)
    page.get_by_label("Its date").fill("2099-01-01")
    page.get_by_label("What is it?").fill("A plan")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator("p.problem:not(:empty)").first).to_be_visible()
    yield "criterion with problems", page
    page.get_by_label("Its date").first.fill("2026-09-01")
    page.locator("[name=note]").fill("Said why")
    press(page, "Next")
    other = browsers.page()
    other.goto(server.link)
    other.goto(page.url)
    yield "criterion watched", other
    other.context.close()
    stays = page.get_by_role("radio", name=re.compile("does not apply"))
    while not stays.count():
        press(page, "Skip for now")
    stays.first.check()
    saved(page)
    yield "criterion that does not apply", page
    page.locator("main textarea").first.fill("No budget of its own")
    press(page, "Review")
    yield "review", page
    press(page, "Finish")
    yield "review, asked once more", page
    press(page, "Yes, finish")
    yield "assessment of an unfinished mind", page
    page.goto(server.link)
    yield "start with one assessment", page
    for path in ("plan", "trend", "compare", "check"):
        page.get_by_role(
            "link",
            name=re.compile(
                {"plan": "^Plan", "trend": "^Over time", "compare": "^Side by side", "check": "^Check"}[path]
            ),
        ).click()
        yield f"{path} after the first", page
        page.goto(server.link)
    page.get_by_role("link", name="Assess again").click()
    yield "assess again", page
    press(page, "Start from these answers")
    yield "what there is of that date already", page
    browsers.expected.add(404)
    page.goto(f"{server.address}/nothing")
    yield "no such page", page
    stranger = browsers.page()
    stranger.goto(f"{server.address}/begin")
    yield "not for strangers", stranger
    stranger.goto(f"{server.address}/join")
    yield "join without a room", stranger


def tour_of_a_vote(server: Running, browsers: Browsers) -> Iterator[Stop]:
    """A room from its opening to its end, at the facilitator's and on a phone."""
    lead, phone, other = browsers.page(), browsers.page(), browsers.page()
    begin(lead, server.link)
    press(lead, "Next")
    interview = lead.url
    votes = interview.replace("/interview", "/votes")
    lead.goto(votes)
    yield "no votes yet", lead
    lead.goto(interview.replace("/interview", "/room"))
    yield "room closed", lead
    lead.goto(interview)
    code = open_room(lead)
    yield "room open", lead
    phone.goto(f"{server.address}/join?code={code}")
    yield "join", phone
    phone.get_by_label("Code on the screen").fill("XXXX-XXXX")
    phone.get_by_label("Your name").fill("A")
    press(phone, "Join")
    yield "join with a problem", phone
    join(phone, server.address, code, "Ada", ROLES[0])
    join(other, server.address, code, "Ben", ROLES[1])
    yield "ballot before the first vote", phone
    expect(lead.locator("#room")).to_contain_text("Ben")
    yield "room with guests", lead
    lead.goto(interview)
    press(lead, "Begin the vote")
    yield "vote open", lead
    expect(phone.get_by_role("group", name="How do you see it?")).to_be_visible()
    yield "ballot", phone
    press(phone, "Send my vote")
    expect(phone.get_by_role("alert")).to_be_visible()
    yield "ballot with a problem", phone
    vote(phone, "in place")
    yield "ballot after the vote", phone
    vote(other, "not in place")
    expect(lead.locator("#vote .spread")).to_be_visible()
    yield "vote shown", lead
    expect(phone.locator(".spread")).to_be_visible()
    yield "ballot shown", phone
    press(lead, "Talk, then vote once more")
    expect(phone.locator("#ballot")).to_contain_text("second vote")
    yield "ballot of the second round", phone
    vote(phone, "in place")
    vote(other, "partially in place")
    expect(lead.locator("#vote .spread")).to_have_count(2)
    lead.get_by_label("How do others see it?").fill("One sees it otherwise")
    agree(lead, "1 partially in place")
    yield "vote agreed", lead
    expect(phone.locator("#ballot")).to_contain_text("Agreed")
    yield "ballot agreed", phone
    lead.goto(interview.replace("/interview", "/vote"))
    yield "vote on a page of its own", lead
    lead.goto(votes)
    yield "votes", lead
    phone.locator("summary").click()
    press(phone, "I have to leave")
    yield "ballot of one who left", phone
    lead.goto(interview.replace("/interview", "/room"))
    press(lead, "Close the room")
    expect(phone.get_by_role("heading", level=1)).to_have_text("The room is closed")
    yield "room closed again, on a phone", phone


TOURS: dict[str, Tour] = {
    "site": tour_of_a_site,
    "interview": tour_of_an_interview,
    "vote": tour_of_a_vote,
}
