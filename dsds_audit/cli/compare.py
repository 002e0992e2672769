"""``dsds-audit compare``."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsds_audit.cli.choosing import Wish, tell_left_out
from dsds_audit.cli.comparing.choice import FEW, PAPER, PICTURES, TABLES, Asked, By, is_for_a_portfolio
from dsds_audit.cli.gathering import Gathering, gather
from dsds_audit.cli.inputs import DateParam, as_of_option, format_option, program_option, workspace_option
from dsds_audit.cli.letterheads import letterhead_from, theme_option
from dsds_audit.cli.output import print_document, print_table
from dsds_audit.cli.output_files import suffix_of, suffix_of_page, write_output
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.comparison import Comparison
from dsds_audit.errors import AssessmentError, Problem
from dsds_audit.series import Label, compare_stored
from dsds_audit.speech import say
from dsds_audit.store.where import Where

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@click.command("compare", cls=SpokenCommand)
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@program_option
@click.option("--rubric", "rubric_id", metavar="ID", help="Only assessments against this rubric.")
@workspace_option
@as_of_option
@click.option("--since", type=DateParam(), metavar="DATE", help="Leave out sites whose latest is older.")
@click.option(
    "--all/--latest",
    "every_date",
    default=False,
    help="All assessments of a site, or its latest alone.  [default: latest]",
)
@click.option(
    "--by",
    type=click.Choice(["group", "site", "date"]),
    help="What to compare or, side by side, what to call each.  [default: dates where all are of one site]",
)
@click.option("--criterion", metavar="ID", help="How one criterion stands everywhere, as access.fidelity.")
@click.option(
    "--site",
    "sites",
    multiple=True,
    metavar="NAME",
    callback=lambda _ctx, _param, names: _few(names),
    help="Show this one over its group, too; up to 12 times.",
)
@click.option(
    "--smallest-group",
    type=click.IntRange(1, 1000),
    default=5,
    show_default=True,
    help="Show no figures of a group with fewer sites; 1 shows all.",
)
@format_option
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    help=(
        "Where to: out.html, out.json; side by side also out.pdf, out.docx, out.md, out.svg or out.png; "
        "of a portfolio also out.xlsx, out.csv or out.parquet."
    ),
)
@theme_option
@click.option(
    "--chart",
    type=click.Choice(["radar", "heatmap", "waterfall"]),
    help="What out.svg or out.png shows.  [default: radar]",
)
def command(
    names: tuple[str, ...],
    program: str | None,
    rubric_id: str | None,
    workspace: Where,
    as_of: dt.date | None,
    since: dt.date | None,
    every_date: bool,
    by: By | None,
    criterion: str | None,
    sites: tuple[str, ...],
    smallest_group: int,
    form: str,
    output: Path | None,
    theme: Path | None,
    chart: str | None,
) -> None:
    """Show assessments side by side, or many sites as a portfolio.

    A SOURCE is an assessment's file; a site, by its name or its own folder; a folder with sites or received
    files; a database's URL; or a table as out.csv or out.parquet. Without any, the workspace is compared.

    Up to 12 assessments stand side by side, and up to 50 with --by site or --by date; more are compared as a
    portfolio, and so is whatever comes from a table or database or is asked for by group.
    """
    suffix = _suffix(output, chart)
    asked = Asked(by, suffix, criterion, since, sites)
    wish = Wish(program, rubric_id, as_of, every_date)
    gathering = None
    if not is_for_a_portfolio(names, workspace, asked):
        gathering = gather(names, workspace, wish)
    if gathering is not None and asked.fits_side_by_side(len(gathering.found)):
        _show_side_by_side(gathering, by, form, output, theme, chart)
        return
    from dsds_audit.cli.comparing.portfolio import show_portfolio

    show_portfolio(names, workspace, wish, asked, smallest_group, form, output)


def _few(sites: tuple[str, ...]) -> tuple[str, ...]:
    if len(sites) > FEW:
        raise click.BadParameter(say("up to {most} sites can be shown over their groups.", most=FEW))
    return sites


def _suffix(output: Path | None, chart: str | None) -> str:
    if output is None or chart:
        return suffix_of_page(output, chart)
    return suffix_of(output, (".html", *PAPER, *TABLES, ".json", *PICTURES))


def _show_side_by_side(
    gathering: Gathering, by: By | None, form: str, output: Path | None, theme: Path | None, chart: str | None
) -> None:
    comparison = _compare(gathering, None if by == "group" else by)
    for note in gathering.notes:
        click.echo(say("Note: {note}", note=note), err=True)
    if output is not None:
        write_output(output, _rendered(comparison, output.suffix.lower(), theme, chart or "radar"))
        click.echo(say("The comparison is in {file}.", file=output))
    elif form == "json":
        from dsds_audit.report.compare_documents import comparison_document

        print_document(comparison_document(comparison))
    else:
        from dsds_audit.report.compare_tables import comparison_table

        print_table(comparison_table(comparison))
    tell_left_out(gathering.problems)


def _compare(gathering: Gathering, by: Label | None) -> Comparison:
    if len(gathering.found) < 2:
        message = (
            say(
                "a comparison needs at least two assessments, and there is 1. Please name another file or "
                "site, or a folder with several; --all takes all dates of a site."
            )
            if gathering.found
            else say(
                "a comparison needs at least two assessments, and there is none. Please name another file or "
                "site, or a folder with several; --all takes all dates of a site."
            )
        )
        raise AssessmentError([*gathering.problems, Problem("AUD091", message)])
    return compare_stored(gathering.catalogue, gathering.found, by, gathering.left_out)


def _rendered(comparison: Comparison, suffix: str, theme: Path | None, chart: str) -> bytes:
    if suffix == ".html":
        from dsds_audit.report.compare_html import render_comparison

        return render_comparison(comparison, letterhead_from(theme)).encode()
    if suffix == ".json":
        from dsds_audit.report.compare_documents import comparison_document
        from dsds_audit.report.documents import to_json

        return to_json(comparison_document(comparison)).encode()
    if suffix in PAPER:
        return _on_paper(comparison, suffix, theme)
    from dsds_audit.report.charts.files import to_picture

    return to_picture(_draw(comparison, chart), suffix)


def _on_paper(comparison: Comparison, suffix: str, theme: Path | None) -> bytes:
    from dsds_audit.report.compare_blocks import comparison_blocks, title_of_comparison
    from dsds_audit.report.formats import Look, write_blocks

    look = Look(letterhead_from(theme))
    date = max(column.assessment.date for column in comparison.columns)
    return write_blocks(comparison_blocks(comparison), suffix, title_of_comparison(comparison), date, look)


def _draw(comparison: Comparison, chart: str) -> "Figure":
    if chart == "waterfall":
        return _draw_bridge(comparison)
    if chart == "heatmap":
        from dsds_audit.report.charts.heatmap import draw_heatmap

        return draw_heatmap(comparison)
    from dsds_audit.report.charts.overlay import draw_overlay

    return draw_overlay(comparison)


def _draw_bridge(comparison: Comparison) -> "Figure":
    from dsds_audit.report.charts.waterfall import draw_waterfall
    from dsds_audit.report.compare_wording import ComparisonWording

    bridge = ComparisonWording(comparison).bridge
    if bridge is None:
        message = say(
            "a waterfall shows what changed between two assessments of one program of one site. Please name "
            "two of them, or ask for another chart."
        )
        raise AssessmentError(Problem("AUD092", message))
    return draw_waterfall(bridge.bridge)
