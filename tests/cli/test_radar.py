from pathlib import Path

from tests.cli.conftest import Run


def test_svg_and_png(run: Run, example: Path) -> None:
    assert run("radar", example, "-o", "out.svg").exit_code == 0
    assert run("radar", example, "-o", "out.png").exit_code == 0
    assert b"<svg" in Path("out.svg").read_bytes()[:1000]
    assert Path("out.png").read_bytes().startswith(b"\x89PNG")


def test_the_other_charts(run: Run, example: Path) -> None:
    drawn = []
    for chart in ("radar", "dots", "bars"):
        assert run("radar", example, "--chart", chart, "-o", f"{chart}.svg").exit_code == 0
        drawn.append(Path(f"{chart}.svg").read_bytes())
    assert len(set(drawn)) == 3


def test_another_ending_is_a_problem_with_a_way_out(run: Run, example: Path) -> None:
    result = run("radar", example, "-o", "out.bmp")
    assert result.exit_code == 1
    assert "AUD071" in result.stderr
    assert ".svg or .png" in result.stderr


def test_a_folder_that_is_not_there(run: Run, example: Path) -> None:
    result = run("radar", example, "-o", Path("no") / "such" / "out.svg")
    assert result.exit_code == 1
    assert "AUD070" in result.stderr
