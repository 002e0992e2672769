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
