import json
from pathlib import Path

from tests.cli.conftest import Run


def test_the_default_is_html_named_after_site_and_date(run: Run, example: Path) -> None:
    result = run("report", example)
    assert result.exit_code == 0
    text = Path("riverbend-family-center-2026-09-14.html").read_text(encoding="utf-8")
    assert text.lower().startswith("<!doctype html>")
    assert "Dana Whitfield" not in text


def test_markdown_and_json(run: Run, example: Path) -> None:
    run("report", example, "-o", "out.md")
    run("report", example, "-o", "out.json")
    document = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert document["overall"]["low"] == 68.75
    assert "69 to 75 %" in Path("out.md").read_text(encoding="utf-8")
    assert "Whitfield" not in Path("out.md").read_text(encoding="utf-8") + Path("out.json").read_text(
        encoding="utf-8"
    )
