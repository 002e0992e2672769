import pytest
from matplotlib.ft2font import FT2Font

from dsds_audit.report.charts.sheet import Sheet, drawable, height_of, width_of, wrap

FONT = "DejaVuSans.ttf"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("日本", "��"),
        ("a\nb\tc", "a b c"),
        ("a\x00b", "a�b"),
        ("Zoë שלום 😀", "Zoë שלום 😀"),
    ],
)
def test_a_sign_stands_for_what_the_font_lacks(text, shown):
    assert drawable(text) == shown


@pytest.mark.parametrize("bold", [True, False])
def test_widths_are_those_of_the_font(bold):
    from dsds_audit.report.charts import sheet

    font = FT2Font(sheet._FILES[bold])
    font.set_size(100, 72)
    font.set_text("63 to 88 % in place")
    measured = font.get_width_height()[0] / 64 / 72 * 12 / 100
    assert width_of("63 to 88 % in place", 12, bold) == pytest.approx(measured, rel=0.02)


def test_heights_grow_by_the_line():
    assert height_of(("a", "b"), 10) == pytest.approx(2 * height_of(("a",), 10))


@pytest.mark.parametrize(
    "text", ["short", "two words", "a longer text that needs several lines", "x" * 100, ""]
)
@pytest.mark.parametrize("most", [1, 2, 5])
def test_wrapped_lines_fit_and_lose_nothing_but_behind_an_ellipsis(text, most):
    lines = wrap(text, 10, 1.0, most)
    assert len(lines) <= most
    assert all(width_of(line, 10) <= 1.0 for line in lines)
    joined = "".join(lines).replace(" ", "")
    kept = joined.removesuffix("…")
    assert text.replace(" ", "").startswith(kept)
    assert joined.endswith("…") or kept == text.replace(" ", "")


@pytest.mark.parametrize("text", ["x" * 10_000, "word " * 2_000, "x " + "日" * 10_000])
def test_a_very_long_text_is_measured_about_once(text, monkeypatch):
    from dsds_audit.report.charts import sheet

    measured, advance = [], sheet._advance
    monkeypatch.setattr(sheet, "_advance", lambda *char: measured.append(char) or advance(*char))
    lines = wrap(text, 10, 2.0, 10_000)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert len(measured) < 10 * len(text)
    measured.clear()
    assert len(wrap(text, 10, 2.0, 2)) == 2
    assert len(measured) < 1_000


def test_a_text_keeps_its_original_beside_what_is_drawn():
    sheet = Sheet("test", 2, 1, "A title", "A description.")
    sheet.words(0.1, 0.5, "日本")
    text = sheet.figure.texts[0]
    assert text.get_text() == "��"
    assert text.get_label() == "日本"


def test_a_sheet_carries_title_and_description():
    figure = Sheet("test", 2, 1, "A\ntitle", "A description.").figure
    assert figure.get_label() == "A title\nA description."
    assert tuple(figure.get_size_inches()) == (2, 1)
