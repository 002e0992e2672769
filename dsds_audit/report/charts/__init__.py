"""The pictures of an assessment: figures, and their bytes as SVG or PNG."""

from dsds_audit.report.charts import quick_start  # noqa: F401 (before whatever imports matplotlib)
from dsds_audit.report.charts.dots_and_bars import draw_bars, draw_dots
from dsds_audit.report.charts.files import to_picture, to_png, to_svg
from dsds_audit.report.charts.radar import draw_radar

__all__ = ["draw_bars", "draw_dots", "draw_radar", "to_picture", "to_png", "to_svg"]
