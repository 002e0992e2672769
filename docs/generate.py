"""Write what is generated: the reference pages, the JSON Schemas, the pictures of the README.

``python docs/generate.py`` writes what has changed, ``--check`` only names it and exits with 1.
"""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.cli import command_line
from dsds_audit.history import build_history
from dsds_audit.plan_files import read_plan
from dsds_audit.report.charts import draw_radar, to_svg
from dsds_audit.report.charts.lines import draw_lines
from dsds_audit.report.charts.waterfall import draw_waterfall
from dsds_audit.report.rubric_text import rubric_lines
from dsds_audit.schemas import (
    assessment_schema,
    crosswalk_schema,
    plan_schema,
    render_schema,
    rubric_schema,
)

ROOT = Path(__file__).resolve().parent.parent
MARK = "<!-- Written by docs/generate.py: change what it is made from, not this page. -->"


def generated_files() -> dict[Path, str]:
    """Every generated file with the text it should hold."""
    reference, schemas = ROOT / "docs" / "reference", ROOT / "rubrics" / "schema"
    files = {
        reference / "commands.md": _page(command_lines()),
        schemas / "rubric.json": render_schema(rubric_schema()),
        schemas / "assessment.json": render_schema(assessment_schema()),
        schemas / "plan.json": render_schema(plan_schema()),
        schemas / "crosswalk.json": render_schema(crosswalk_schema()),
    }
    for name in ("dsds", "python-project"):
        files[reference / f"rubric-{name}.md"] = _page(rubric_lines(Catalogue().load(name)))
    return files | {ROOT / "docs" / "images" / name: svg for name, svg in _pictures()}


def _pictures() -> Iterator[tuple[str, str]]:
    """The example site's radar, its line over time, and what of its greatest change was the site."""
    examples = ROOT / "dsds_audit" / "examples"
    catalogue = Catalogue([examples / "rubrics"])
    past = [
        (catalogue.load(assessment.rubric), assessment)
        for path in sorted((examples / "riverbend").glob("[0-9]*.yaml"))
        for assessment in [read_assessment(path, catalogue.load)]
    ]
    history = build_history(past, catalogue.legs, plan=read_plan(examples / "riverbend" / "plan.yaml"))
    yield "radar.svg", to_svg(draw_radar(*past[-1]))
    yield "trend.svg", to_svg(draw_lines(history))
    yield "bridge.svg", to_svg(draw_waterfall(history.intervals[1].bridge))


def command_lines() -> Iterator[str]:
    """The command reference, one section a command, in the order of use."""
    yield from ("# Commands", "", "Exit codes: 0 done, 1 a problem of the input, 2 wrong usage.")
    for context in contexts():
        yield from ("", f"## {context.command_path}", "", "```text")
        yield " ".join([context.command_path, *context.command.collect_usage_pieces(context)])
        yield from ("```", "", *_paragraphs(context.command.help or ""))
        yield from _options(context)


def contexts() -> Iterator[click.Context]:
    """Every command in its context, groups before what is in them."""
    pending = [click.Context(command_line, info_name="dsds-audit", **command_line.context_settings)]
    while pending:
        context = pending.pop(0)
        yield context
        if isinstance(group := context.command, click.Group):
            inner = [(name, group.get_command(context, name)) for name in group.list_commands(context)]
            pending[:0] = [click.Context(found, context, name) for name, found in inner if found]


def _paragraphs(text: str) -> Iterator[str]:
    """A help text as Markdown: paragraphs as they are, what keeps its line ends as a block."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b"):
            yield from ("```text", *paragraph.splitlines()[1:], "```", "")
        else:
            yield from (" ".join(paragraph.split()), "")


def _options(context: click.Context) -> Iterator[str]:
    yield from ("| option | what it does |", "|---|---|")
    for option in context.command.get_params(context):
        if isinstance(option, click.Option) and (record := option.get_help_record(context)):
            environment = f" Environment: `{option.envvar}`." if option.envvar else ""
            yield f"| `{_cell(record[0])}` | {_cell(record[1])}{environment} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _page(lines: Iterator[str]) -> str:
    return "\n".join([MARK, "", *lines]).rstrip() + "\n"


def stale_files() -> list[Path]:
    """The generated files that do not hold what they should."""
    return [
        path
        for path, text in generated_files().items()
        if not path.is_file() or path.read_text("utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Write or check; the exit code."""
    stale = stale_files()
    if arguments == ["--check"]:
        for path in stale:
            sys.stderr.write(f"{path.relative_to(ROOT)} is stale. Please run: python docs/generate.py\n")
        return 1 if stale else 0
    if arguments:
        sys.stderr.write("usage: python docs/generate.py [--check]\n")
        return 2
    files = generated_files()
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
