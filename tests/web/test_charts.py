import re
from concurrent.futures import ThreadPoolExecutor

from dsds_audit.assessment import Evidence
from dsds_audit.report.charts import draw_radar, to_svg
from dsds_audit.report.facts import Facts
from dsds_audit.report.html import inline_svg
from dsds_audit.web.charts import chart_of, figure_of, picture_of, radar_of

STYLE = re.compile(r'style="([^"]*)"')
KINDS = ("radar", "dots", "bars")


def test_no_chart_has_a_style_of_its_own(riverbend: Facts) -> None:
    for kind in KINDS:
        assert "style=" not in chart_of(kind, riverbend.rubric, riverbend.assessment)


def test_what_was_a_style_stands_there_as_attributes(riverbend: Facts) -> None:
    svg = inline_svg(to_svg(draw_radar(riverbend.rubric, riverbend.assessment, titled=False)))
    shown = radar_of(riverbend.rubric, riverbend.assessment)
    for style in STYLE.findall(svg)[1:]:
        attributes = " ".join(
            f'{name.strip()}="{value.strip()}"'
            for name, _, value in (p.partition(":") for p in style.split(";"))
        )
        assert attributes in shown


def test_a_chart_names_no_site_so_it_can_be_remembered(riverbend: Facts) -> None:
    other = riverbend.assessment.model_copy(update={"site": "Elsewhere", "facilitator": "Ana"})
    assert radar_of(riverbend.rubric, other) is radar_of(riverbend.rubric, riverbend.assessment)
    assert riverbend.assessment.site not in radar_of(riverbend.rubric, riverbend.assessment)


def test_another_rating_is_another_chart(riverbend: Facts) -> None:
    name, rating = next((n, r) for n, r in riverbend.assessment.ratings.items() if r.level)
    for changes in ({"level": 0}, {"evidence": ()}, {"evidence": (Evidence(what="x"),)}):
        ratings = {**riverbend.assessment.ratings, name: rating.model_copy(update=changes)}
        changed = riverbend.assessment.model_copy(update={"ratings": ratings})
        for kind in KINDS:
            drawn = chart_of(kind, riverbend.rubric, changed)
            fresh = STYLE.sub("", inline_svg(to_svg(_draw(kind)(riverbend.rubric, changed))))
            assert drawn.count("<path") == fresh.count("<path")


def _draw(kind: str):
    from functools import partial

    from dsds_audit.report.charts import draw_bars, draw_dots

    return {
        "radar": partial(draw_radar, titled=False),
        "dots": partial(draw_dots, criteria=False, titled=False),
        "bars": partial(draw_bars, titled=False),
    }[kind]


def test_many_threads_draw_the_same_as_one(riverbend: Facts) -> None:
    def draw(number: int) -> str:
        dates = riverbend.assessment.model_copy(
            update={"date": riverbend.assessment.date.replace(day=number % 3 + 1)}
        )
        return figure_of(lambda: draw_radar(riverbend.rubric, dates, titled=False))

    alone = [draw(number) for number in range(6)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(draw, range(6))) == alone


def test_a_picture_is_a_file_of_its_own(riverbend: Facts) -> None:
    draw = lambda: draw_radar(riverbend.rubric, riverbend.assessment)  # noqa: E731
    assert picture_of(draw, ".svg").startswith(b"<?xml")
    assert picture_of(draw, ".png").startswith(b"\x89PNG")
