"""``dsds-audit trend``."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsds_audit.cli.choosing import Wish, latest_of, tell_left_out
from dsds_audit.cli.desk import desk_in, home_of_site
from dsds_audit.cli.inputs import DateParam, as_of_option, format_option, program_option, workspace_option
from dsds_audit.cli.output import print_document
from dsds_audit.cli.output_files import suffix_of_page, write_output
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.desk import Desk
from dsds_audit.errors import AssessmentError, Problem
from dsds_audit.history import History
from dsds_audit.series import find_of_site, history_of, series_of
from dsds_audit.speech import say
from dsds_audit.store import Stored
from dsds_audit.store.choice import Found
from dsds_audit.store.where import Where

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@click.command("trend", cls=SpokenCommand)
@click.argument("site")
@program_option
@click.option("--rubric", "rubric_id", metavar="ID", help="The rubric, where a site is rated by several.")
@workspace_option
@as_of_option
@click.option("--since", type=DateParam(), metavar="DATE", help="Leave out what is older, as 2026-03-31.")
@click.option("--unfinished", is_flag=True, help="Take in assessments whose interview is not finished.")
@click.option(
    "--all", "every", is_flag=True, help="Show in the table what moved between the earlier dates, too."
)
@format_option
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    help="Where to: out.html, out.svg, out.png or out.json.",
)
@click.option(
    "--chart",
    type=click.Choice(["lines", "dots", "waterfall"]),
    help="What out.svg or out.png shows: all scores over time; before, now and target; what of the last "
    "change is the site.  [default: lines]",
)
def command(
    site: str,
    program: str | None,
    rubric_id: str | None,
    workspace: Where,
    as_of: dt.date | None,
    since: dt.date | None,
    unfinished: bool,
    every: bool,
    form: str,
    output: Path | None,
    chart: str | None,
) -> None:
    """Show a site's assessments over time: what rose, what fell, and what came of its plan.

    SITE is a site's name, as its assessments have it, or its own folder.
    """
    suffix = suffix_of_page(output, chart)
    site, home = home_of_site(site, workspace)
    desk = desk_in(home, workspace)
    found = find_of_site(desk.store, site)
    wish = Wish(program, rubric_id, as_of, unfinished=unfinished)
    series = _series(desk, found, latest_of(desk, found, site, wish), as_of, since)
    history, damage = history_of(desk.store, desk.catalogue, series, unfinished=unfinished, as_of=as_of)
    if output is not None:
        write_output(output, _rendered(history, suffix, chart or "lines", as_of))
        click.echo(say("The trend is in {file}.", file=output))
    elif form == "json":
        from dsds_audit.report.trend_documents import trend_document

        print_document(trend_document(history, as_of=as_of))
    else:
        from dsds_audit.cli.output import print_table
        from dsds_audit.report.trend_tables import trend_table

        print_table(trend_table(history, every=every))
    tell_left_out([*found.problems, *damage])


def _series(
    desk: Desk, found: Found, latest: Stored, as_of: dt.date | None, since: dt.date | None
) -> list[Stored]:
    """The assessments of the site, program and rubric that its latest one is of; raises AssessmentError."""
    series = series_of(found, latest, as_of, since)
    if not series:
        site, _, _, newest = latest.assessment.identity
        message = say(
            "holds no assessment of {site} since {since}; the latest is of {latest}. Please ask for an "
            "earlier date.",
            site=site,
            since=since,
            latest=newest,
        )
        raise AssessmentError(Problem("AUD094", message, desk.place))
    return series


def _rendered(history: History, suffix: str, chart: str, as_of: dt.date | None) -> bytes:
    if suffix == ".html":
        from dsds_audit.report.trend_html import render_trend

        return render_trend(history, as_of=as_of).encode()
    if suffix == ".json":
        from dsds_audit.report.documents import to_json
        from dsds_audit.report.trend_documents import trend_document

        return to_json(trend_document(history, as_of=as_of)).encode()
    from dsds_audit.report.charts.files import to_picture

    return to_picture(_drawn(history, chart), suffix)


def _drawn(history: History, chart: str) -> "Figure":
    """The picture; raises AssessmentError (AUD094) where it needs two assessments and there is one."""
    if chart == "dots":
        from dsds_audit.report.charts.before_and_now import draw_before_and_now

        return draw_before_and_now(history)
    if chart == "lines":
        from dsds_audit.report.charts.lines import draw_lines

        return draw_lines(history)
    if not history.intervals:
        message = say("what changed needs two assessments, and there is one. Please draw --chart lines.")
        raise AssessmentError(Problem("AUD094", message))
    from dsds_audit.report.charts.waterfall import draw_waterfall

    return draw_waterfall(history.intervals[-1].bridge)
