"""The pictures of the pages in docs/images: made from the example in a real browser, with nobody's data.

python docs/screenshots.py
"""

import io
import re
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from playwright.sync_api import Page, expect, sync_playwright  # noqa: E402

from tests.browser.browsers_for_tests import NONE_THERE, Browsers, find_browser, launch  # noqa: E402
from tests.browser.steps_for_tests import agree, begin, choose, join, open_room, press, saved, vote  # noqa: E402
from tests.web.halls_for_tests import Running, running_server  # noqa: E402

MOST_BYTES = 150_000
WIDE = {"width": 1440, "height": 1320}
ROOM = ("program leader", "data coordinator", "supervisor", "practitioner", "practitioner", "practitioner")
VOTES = (
    "in place",
    "partially in place",
    "partially in place",
    "partially in place",
    "not in place",
    "in place",
)
ANSWERS = ("in place", "partially in place", "in place", "in place", "partially in place", "not in place")


def main() -> None:
    """Make all of them anew."""
    executable = find_browser()
    if executable is None:
        sys.exit(NONE_THERE)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browsers = Browsers(launch(playwright, executable))
        picture_all(server, browsers)
        browsers.close()


def picture_all(server: Running, browsers: Browsers) -> None:
    """A criterion with its radar, the same vote on the screen of the room and on a phone."""
    lead = browsers.page(viewport=WIDE)
    begin(lead, server.link, "Maple Grove Center")
    lead.get_by_label("How many people were invited").fill("8")
    press(lead, "Next")
    for answer in ANSWERS:
        choose(lead, answer)
        saved(lead)
        press(lead, "Next")
    code = open_room(lead)
    phones = [browsers.phone(device_scale_factor=2) for _ in ROOM]
    for number, (phone, role) in enumerate(zip(phones, ROOM, strict=True)):
        join(phone, server.address, code, f"{chr(ord('A') + number)}.", role)
    lead.get_by_role("link", name="Back to the interview").click()
    press(lead, "Begin the vote")
    for phone, level in zip(phones[:-1], VOTES, strict=False):
        vote(phone, level)
    keep(phones[0], "web-phone.png")
    vote(phones[-1], VOTES[-1])
    expect(lead.locator("#vote .spread")).to_be_visible()
    keep(lead, "web-vote.png")
    agree(lead, "1 partially in place")
    press(lead, "Next")
    lead.get_by_role("checkbox").first.check()
    choose(lead, "partially in place")
    expect(lead.locator("#state")).to_have_text(re.compile("^Saved"))
    keep(lead, "web-criterion.png")


def keep(page: Page, name: str) -> None:
    """Put what the window shows into docs/images, small enough for a page of text."""
    page.evaluate("scrollTo(0, 0)")
    page.evaluate("document.activeElement.blur()")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    content = io.BytesIO()
    picture.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        content, "PNG", optimize=True
    )
    if content.tell() > MOST_BYTES:
        sys.exit(f"{name} has {content.tell()} bytes, more than {MOST_BYTES}.")
    (HERE / "images" / name).write_bytes(content.getvalue())
    print(f"{name}: {content.tell()} bytes")


if __name__ == "__main__":
    main()
