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


def test_every_format_there_is(run: Run, example: Path) -> None:
    signs = {"html": b"<!", "pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK", "md": b"# ", "json": b"{"}
    for suffix, sign in signs.items():
        assert run("report", example, "-o", f"out.{suffix}").exit_code == 0
        assert Path(f"out.{suffix}").read_bytes().lower().startswith(sign.lower())


def test_a_theme_from_a_file_or_the_environment(run: Run, example: Path, monkeypatch) -> None:
    Path("theme.yaml").write_text("organization: County Office\ncolor: '#7a2f63'\n", encoding="utf-8")
    run("report", example, "-o", "out.html", "--theme", "theme.yaml")
    first = Path("out.html").read_text(encoding="utf-8")
    assert "County Office" in first
    assert "--accent: #7a2f63" in first
    monkeypatch.setenv("DSDS_AUDIT_THEME", "theme.yaml")
    run("report", example, "-o", "out.html")
    assert Path("out.html").read_text(encoding="utf-8") == first


def test_a_report_with_a_letterhead_is_verified_like_any_other(run: Run, example: Path) -> None:
    Path("theme.yaml").write_text("organization: County Office\ncolor: '#7a2f63'\n", encoding="utf-8")
    run("report", example, "-o", "out.html", "--theme", "theme.yaml")
    result = run("verify", "out.html")
    assert result.exit_code == 0, result.stdout + result.stderr


def test_one_page_is_for_what_has_pages(run: Run, example: Path) -> None:
    assert run("report", example, "--one-page", "-o", "out.pdf").exit_code == 0
    result = run("report", example, "--one-page", "-o", "out.html")
    assert result.exit_code == 2
    assert "out.pdf, out.docx, out.md" in result.stderr


def test_a_template_is_a_word_document(run: Run, example: Path) -> None:
    Path("own.docx").write_bytes(b"no document")
    assert "AUD157" in run("report", example, "-o", "out.docx", "--template", "own.docx").stderr
    assert run("report", example, "-o", "out.pdf", "--template", "own.docx").exit_code == 2
