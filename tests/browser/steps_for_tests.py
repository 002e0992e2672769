"""What people do with the pages, step by step, as they would: by what stands on the screen."""

import re

from playwright.sync_api import Page, expect

SITE = "Maple Grove Center"
ROLES = ("program leader", "data coordinator", "practitioner", "practitioner", "practitioner")
"""Those of five people with phones; three in one role, so that its votes may be shown."""
LEVELS = ("not in place", "partially in place", "in place")


def press(page: Page, name: str) -> None:
    """Press the button of exactly this name, and wait for the page that comes of it."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def begin(page: Page, link: str, site: str = SITE) -> None:
    """From the link that the terminal shows to the first sheet of a new interview."""
    page.goto(link)
    page.get_by_role("link", name="Begin an assessment").click()
    page.get_by_label("Which site").fill(site)
    press(page, "Begin")
    expect(page.get_by_role("heading", level=1)).to_have_text("About this assessment")


def choose(page: Page, level: str) -> None:
    """Choose a level of the criterion that is asked."""
    group = page.get_by_role("group", name="Which level fits?")
    group.get_by_role("radio", name=re.compile(f"^{level}")).check()


def saved(page: Page) -> None:
    """Wait until the page says that everything is saved."""
    # What it says may be of an earlier change: the script's own word counts that nothing is left to save.
    for _ in range(300):
        if not page.evaluate("savingForms().some(isTouched)"):
            break
        page.wait_for_timeout(50)
    expect(page.locator("#state")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))


def open_room(page: Page) -> str:
    """From a criterion's page to the open room; its code."""
    page.get_by_role("link", name=re.compile("Open the room|Who is here, and how")).click()
    press(page, "Open the room")
    return page.locator(".code").inner_text()


def join(phone: Page, address: str, code: str, name: str, role: str) -> None:
    """A participant comes in with the code."""
    phone.goto(f"{address}/join")
    phone.get_by_label("Code on the screen").fill(code)
    phone.get_by_label("Your name or initials").fill(name)
    phone.get_by_label("Your role").select_option(role)
    press(phone, "Join")
    expect(phone).to_have_url(f"{address}/ballot")


def agree(page: Page, level: str) -> None:
    """Record what the panel agrees on."""
    page.get_by_role("group", name="What do you agree on?").get_by_label(level).check()
    press(page, "Record the consensus")


def vote(phone: Page, level: str) -> None:
    """A participant votes, or votes otherwise, and is told that it is recorded."""
    phone.get_by_role("radio", name=re.compile(rf"^(\d )?{re.escape(level)}")).check()
    with phone.expect_navigation():
        phone.get_by_role("button", name=re.compile("my vote")).click()
    # The last one to vote sees all votes at once.
    expect(phone.locator("#ballot")).to_contain_text(re.compile(rf"(Recorded|You said): (\d )?{level}"))
