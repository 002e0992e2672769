"""A portfolio compared: gathered from its sources, computed, shown or written."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dsds_audit.cli.catalogues import catalogue_for
from dsds_audit.cli.choosing import Wish, tell_left_out
from dsds_audit.cli.comparing.choice import PAPER, PICTURES, Asked
from dsds_audit.cli.output import print_document, print_table
from dsds_audit.cli.output_files import write_output
from dsds_audit.errors import AssessmentError, AuditError, Problem, did_you_mean
from dsds_audit.names import folded
from dsds_audit.speech import say
from dsds_audit.store.where import Database, Where

if TYPE_CHECKING:
    from dsds_audit.portfolio.facts import PortfolioFacts
    from dsds_audit.portfolio.reliability import Reliability
    from dsds_audit.portfolio.sources import Gathered
    from dsds_audit.portfolio.table import Portfolio


def show_portfolio(
    names: Sequence[str],
    workspace: Where,
    wish: Wish,
    asked: Asked,
    smallest_group: int,
    form: str,
    output: Path | None,
) -> None:
    """Compare what is named as a portfolio, then name what could not be read.

    Raises AuditError: AUD139 where a document of pages, or a picture of all, is asked for, AUD140 where the
    rubric has no such criterion, AUD126 where no such site is compared, AUD124 where what compares many sites
    is not installed, and what gathering and computing raise.
    """
    if asked.suffix in PAPER or (asked.suffix in PICTURES and not asked.sites):
        message = say(
            "such a file shows up to 50 assessments side by side, and these are a portfolio. Please write "
            "out.html or out.xlsx, which hold its pictures; name fewer; or draw single ones as a "
            "picture with --site."
        )
        raise AssessmentError(Problem("AUD139", message, str(output)))
    _check_installed()
    every = wish.every_date or asked.by == "date"
    gathered = _gather(names, workspace, every)
    for note in gathered.notes:
        click.echo(say("Note: {note}", note=note), err=True)
    portfolio = _compute(gathered, wish, asked, every)
    whole = (
        portfolio
        if every
        else _compute(gathered, replace(wish, every_date=True), replace(asked, since=None), True)
    )
    _check_criterion(portfolio, asked.criterion)
    _check_sites(portfolio, asked.sites)
    from dsds_audit.portfolio.facts import gather_portfolio_facts
    from dsds_audit.portfolio.reliability import find_reliability

    reliability = find_reliability(whole)
    facts = gather_portfolio_facts(
        portfolio, asked.by or "group", smallest_group, asked.criterion, reliability.smallest_change
    )
    _show(facts, reliability, asked, form, output)
    tell_left_out(list(dict.fromkeys([*gathered.problems, *portfolio.problems])))


def _check_installed() -> None:
    """Raise AuditError (AUD124) before anything is read, which may take minutes."""
    if not all(map(find_spec, ("duckdb", "narwhals"))):
        from dsds_audit.portfolio.engines import not_installed

        raise AuditError(not_installed("sites"))


def _gather(names: Sequence[str], workspace: Where, every_date: bool) -> "Gathered":
    from dsds_audit.portfolio.record_cache import cache_folder
    from dsds_audit.portfolio.sources import gather_sources

    places = [Path(name) for name in names if "://" not in name]
    around = [near for place in places for near in (place, place.parent, place.parent.parent)]
    if isinstance(workspace, Database):  # Its rubrics are read with it, where it is meant.
        home, catalogue = workspace.url, catalogue_for(*around)
    else:
        home, catalogue = str(workspace), catalogue_for(workspace, *around)
    with closing(_Bar()) as bar:
        return gather_sources(
            names,
            home,
            catalogue,
            cache=cache_folder(os.environ, sys.platform, Path.home()),
            progress=bar.tell,
            every_date=every_date,
        )


class _Bar:
    """How many files are read, on a terminal."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._move: Callable[[int], None] | None = None
        self._done = 0

    def tell(self, done: int, total: int) -> None:
        """That so many of all files are read."""
        if done < self._done:  # The next source.
            self.close()
        if self._move is None and sys.stderr.isatty() and total > 100:
            bar = click.progressbar(length=total, label=say("Reading"), file=sys.stderr)
            self._move = self._open.enter_context(bar).update
        if self._move is not None:
            self._move(done - self._done)
        self._done = done

    def close(self) -> None:
        """Leave the bar where it is."""
        self._open.close()
        self._move, self._done = None, 0


def _compute(gathered: "Gathered", wish: Wish, asked: Asked, every: bool) -> "Portfolio":
    """The assessments asked for; raises AuditError with all that could not be read where none is left."""
    from dsds_audit.portfolio.computing import compute_portfolio, nothing_to_compare
    from dsds_audit.portfolio.question import Question

    question = Question(every, asked.since, wish.as_of, wish.program, wish.rubric_id, asked.by or "group")
    catalogue = gathered.catalogue
    try:
        found = compute_portfolio(
            [*gathered.rows, *gathered.tables], catalogue.load, catalogue.legs, question
        )
    except AssessmentError as error:
        raise AssessmentError([*gathered.problems, *error.problems]) from error
    if not len(found):
        raise AssessmentError([*gathered.problems, *found.problems, nothing_to_compare()])
    return replace(found, left_out=(*gathered.left_out, *found.left_out))


def _check_criterion(portfolio: "Portfolio", criterion: str | None) -> None:
    known = portfolio.rubric.criteria
    if criterion is not None and criterion not in known:
        message = say(
            "{rubric} has no criterion {criterion}.{hint} Please name one of those that dsds-audit "
            "rubric show {rubric_id} lists.",
            rubric=portfolio.rubric.ref,
            criterion=criterion,
            hint=did_you_mean(criterion, known),
            rubric_id=portfolio.rubric.id,
        )
        raise AssessmentError(Problem("AUD140", message))


def _check_sites(portfolio: "Portfolio", sites: Sequence[str]) -> None:
    known = {folded(name): str(name) for name in portfolio.site}
    for site in sites:
        if folded(site) not in known:
            hint = did_you_mean(site, known.values())
            message = say(
                "is no site among those compared.{hint} Please name one of them after --site.",
                hint=hint,
            )
            raise AssessmentError(Problem("AUD126", message, site))


def _show(
    facts: "PortfolioFacts", reliability: "Reliability", asked: Asked, form: str, output: Path | None
) -> None:
    if output is not None and asked.suffix in (".csv", ".parquet"):
        from dsds_audit.portfolio.writing import write_table

        dictionary = write_table(facts.portfolio, output)
        told = say(
            "The comparison is in {file}; what its columns mean is in {dictionary}.",
            file=output,
            dictionary=dictionary,
        )
        click.echo(told)
    elif output is not None:
        write_output(output, _rendered(facts, reliability, asked))
        click.echo(say("The comparison is in {file}.", file=output))
    elif form == "json":
        from dsds_audit.report.portfolio_documents import portfolio_document

        print_document(portfolio_document(facts, reliability))
    else:
        from dsds_audit.report.portfolio_tables import portfolio_table

        print_table(portfolio_table(facts, asked.sites))


def _rendered(facts: "PortfolioFacts", reliability: "Reliability", asked: Asked) -> bytes:
    if asked.suffix == ".html":
        from dsds_audit.report.portfolio_html import render_portfolio

        return render_portfolio(facts, reliability, asked.sites).encode()
    if asked.suffix in PICTURES:
        from dsds_audit.report.charts.files import to_picture
        from dsds_audit.report.portfolio_radars import draw_sites

        return to_picture(draw_sites(facts, asked.sites), asked.suffix)
    if asked.suffix == ".xlsx":
        from dsds_audit.report.portfolio_sheets import portfolio_workbook

        return portfolio_workbook(facts, reliability)
    from dsds_audit.report.documents import to_json
    from dsds_audit.report.portfolio_documents import portfolio_document

    return to_json(portfolio_document(facts, reliability)).encode()
