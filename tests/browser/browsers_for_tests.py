"""A real browser, and what it must never do: err, break its page's policy, or call another host."""

import os
import shutil
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, Response

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
VARIABLE = "BROWSER_FOR_TESTS"
NONE_THERE = (
    f"NO BROWSER WAS FOUND, SO NO PAGE WAS TRIED IN ONE. Please install Chromium, or name one in {VARIABLE}."
)
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PROJECTOR = {"width": 1920, "height": 1080}
# It talks to nobody but the server of the test, and needs no rights that a container lacks.
_SWITCHES = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def find_browser() -> str | None:
    """Where a Chromium is: what the variable names, else the first one on the path; None where none is."""
    named = os.environ.get(VARIABLE)
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright, executable: str) -> Browser:
    """Start it, without a window."""
    return playwright.chromium.launch(executable_path=executable, args=[*_SWITCHES])


@dataclass
class Browsers:
    """Hands out browsers that know nothing of each other, and remembers what any of them did wrong."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    """The statuses that would be faults and are none in this test."""

    def context(self, **options: object) -> BrowserContext:
        """One more browser, as a new profile."""
        settings = {"viewport": DESKTOP, "locale": "en-US", "reduced_motion": "reduce"} | options
        context = self.browser.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        context.on("page", self._watch)
        self.contexts.append(context)
        return context

    def page(self, **options: object) -> Page:
        """A page in a browser of its own."""
        return self.context(**options).new_page()

    def phone(self, **options: object) -> Page:
        """A page on a phone of its own."""
        return self.page(**{"viewport": PHONE, "is_mobile": True, "has_touch": True} | options)

    def close(self) -> None:
        """Close them all."""
        for context in self.contexts:
            context.close()

    def _watch(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"error in the script: {error}"))
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        # An answer that says what is wrong, or a server that is away, is no fault of the page.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"{message.type} in the console: {message.text}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname != "127.0.0.1":
            self.faults.append(f"call to another host: {request.url}")

    def _answered(self, response: Response) -> None:
        is_fault = response.status >= 500 or response.status == 404
        if is_fault and response.status not in self.expected:
            self.faults.append(f"{response.status} for {response.url}")
