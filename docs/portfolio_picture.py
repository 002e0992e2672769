"""The picture of the comparison report in docs/images: made from sites that are made up, in a real browser.

python docs/portfolio_picture.py
"""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser.browsers_for_tests import NONE_THERE, find_browser, launch  # noqa: E402

COMMAND = (sys.executable, "-m", "dsds_audit")
SIZE = {"width": 1180, "height": 1010}


def main() -> None:
    """Make it anew."""
    executable = find_browser()
    if executable is None:
        sys.exit(NONE_THERE)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        received, report = Path(folder) / "received", Path(folder) / "comparison.html"
        simulate = ("simulate", "--sites", "60", "--groups", "4", "-o", str(received))
        for words in (simulate, ("compare", str(received), "-o", str(report))):
            subprocess.run([*COMMAND, *words], check=True)
        page = launch(playwright, executable).new_page(viewport=SIZE)
        page.goto(report.as_uri())
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(128, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        HERE / "images" / "portfolio.png", "PNG", optimize=True
    )


if __name__ == "__main__":
    main()
