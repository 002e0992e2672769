"""Tests in a real browser: one Chromium for all of a worker's, fresh profiles for each."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.browsers_for_tests import NONE_THERE, Browsers, find_browser, launch

expect.set_options(timeout=15_000)  # A computer that is busy with other tests draws its first chart slowly.


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)


# No wider: Playwright's loop runs as long as this does, and other tests want one of their own.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    executable = find_browser()
    if executable is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NONE_THERE)
    with sync_playwright() as playwright:
        browser = launch(playwright, executable)
        yield browser
        browser.close()


@pytest.fixture
def browsers(chromium: Browser) -> Iterator[Browsers]:
    """Browsers for one test; whatever they did wrong fails it."""
    browsers = Browsers(chromium)
    yield browsers
    browsers.close()
    assert browsers.faults == []
