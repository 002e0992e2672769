import re

from dsds_audit.report.templates import read_template
from dsds_audit.workbook import styles


def test_the_colors_are_those_of_the_reports() -> None:
    light = read_template("palette.css").partition("@media")[0]
    palette = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    names = ("PAPER", "INK", "MUTED", "LINE", "GRID", "ACCENT", "ACCENT_SOFT", "PART_SOFT")
    assert {name: getattr(styles, name) for name in names} == {
        name: palette[name.lower().replace("_", "-")] for name in names
    }


def test_a_longer_text_is_given_more_height() -> None:
    heights = [styles.height_of("word " * count, 40) for count in (1, 10, 20, 40)]
    assert heights == sorted(set(heights))
    assert styles.height_of("a\nb\nc", 40) > styles.height_of("a b c", 40)
