"""What importing matplotlib quickly leaves out, and what it leaves alone."""

import subprocess
import sys

_DRAWN = """
import sys
if {figures_first}:
    import matplotlib.figure
import dsds_audit.report.charts
from matplotlib.artist import Artist, kwdoc
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
figure = Figure()
line = figure.add_subplot().plot([1, 2])[0]
line.set(linewidth=3, label="a line")
assert line.get_linewidth() == 3
try:
    line.set(no_such_property=1)
except AttributeError as error:
    assert "no_such_property" in str(error)
else:
    raise SystemExit("an unknown property was taken")
assert "linewidth" in kwdoc(Line2D)
class Later(Artist):
    def set_more(self, value):
        '''bool'''
print("linewidth" in (Line2D.set.__doc__ or ""), "more" in Later.set.__doc__)
"""


def _says(*, figures_first: bool) -> str:
    code = _DRAWN.format(figures_first=figures_first)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_only_help_texts_are_left_out_and_only_while_it_is_imported():
    assert _says(figures_first=False).split() == ["False", "True"]


def test_nothing_is_left_out_where_figures_are_imported_already():
    assert _says(figures_first=True).split() == ["True", "True"]
