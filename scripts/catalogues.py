"""Keep the catalogues of the languages that the program speaks: update them, or with ``--check`` only look.

Every sentence that the program says is looked for in the source code: what is passed to ``say`` and its kin
in Python and in templates, and the help texts of the commands. Each ``.po`` in ``dsds_audit/locale`` then
gets what is new, loses what is gone, and is compiled into the ``.mo`` beside it, which is what the program
reads. What is still to be translated is named, with its place.
"""

import argparse
import ast
import datetime as dt
import inspect
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "dsds_audit" / "locale"
SAYERS = {"say", "say_in", "say_many", "say_html", "say_many_html", "mark"}


class Said(NamedTuple):
    """One sentence: its place, its text (two where it is counted), and what tells it from its like."""

    place: str
    texts: tuple[str, ...]
    context: str | None = None


def sentences() -> Iterator[Said]:
    """Every sentence there is to translate, in the order of the files; ValueError for one that is built."""
    for path in sorted((ROOT / "dsds_audit").rglob("*.py")):
        yield from _in_python(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "dsds_audit").rglob("*.html.j2")):
        yield from _in_template(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    yield from _helps()


def _in_python(place: str, text: str) -> Iterator[Said]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        where = f"{place}:{node.lineno}"
        if name in SAYERS:
            for argument in node.args:
                if any(isinstance(part, ast.JoinedStr) for part in _alternatives(argument)):
                    raise ValueError(
                        f"{where}: a sentence cannot be translated where it is built by an f-string"
                    )
            yield from _said(name, where, [_constant(argument) for argument in node.args])
        elif name == "Labels" and node.args and isinstance(node.args[0], ast.Dict):
            for value in node.args[0].values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield Said(f"{place}:{value.lineno}", (value.value,))


def _alternatives(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.IfExp):
        return [*_alternatives(node.body), *_alternatives(node.orelse)]
    return [node]


def _constant(node: ast.expr) -> list[str]:
    """The texts that an argument may be: one, or one of two."""
    return [
        part.value
        for part in _alternatives(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]


def _in_template(place: str, text: str) -> Iterator[Said]:
    for call in Environment(autoescape=True).parse(text).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in SAYERS:
            arguments = [
                [part.value for part in _branches(argument) if isinstance(part, nodes.Const)]
                for argument in call.args
            ]
            yield from _said(call.node.name, f"{place}:{call.lineno}", arguments)


def _branches(node: nodes.Expr) -> list[nodes.Expr]:
    if isinstance(node, nodes.CondExpr):
        return [*_branches(node.expr1), *(_branches(node.expr2) if node.expr2 else [])]
    return [node]


def _said(name: str, place: str, arguments: list[list[str]]) -> Iterator[Said]:
    if name == "say_in":
        for text in arguments[1]:
            yield Said(place, (text,), arguments[0][0])
    elif name in ("say_many", "say_many_html"):
        if arguments[0] and arguments[1]:
            yield Said(place, (arguments[0][0], arguments[1][0]))
    else:
        for text in arguments[0]:
            yield Said(place, (text,))


def _helps() -> Iterator[Said]:
    """The help of every command and option, as click has it, and what click itself says."""
    from dsds_audit.cli import _COMMANDS, command_line

    yield from (Said("help", (text,)) for text in _COMMANDS.values())
    yield from _help_of(
        command_line, click.Context(command_line, info_name="dsds-audit", **command_line.context_settings)
    )
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        yield from _of_click(path)


def _help_of(command: click.Command, context: click.Context) -> Iterator[Said]:
    place = f"help of {context.command_path}"
    if command.help:
        yield Said(place, (inspect.cleandoc(command.help),))
    if command.epilog:
        yield Said(place, (inspect.cleandoc(command.epilog),))
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Option) and parameter.help:
            yield Said(place, (parameter.help,))
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _help_of(inner, click.Context(inner, info_name=name, parent=context))


_OF_CLICK = {"core.py", "exceptions.py", "formatting.py", "parser.py", "types.py", "decorators.py"}


def _of_click(path: Path) -> Iterator[Said]:
    if path.name not in _OF_CLICK:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
            texts = tuple(text for argument in node.args[:2] for text in _constant(argument)[:1])
            if texts:
                yield Said(f"click/{path.name}", texts)


_NO_DATE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # What is compiled must not depend on when it was.


def catalogue_of(said: list[Said], known: Catalog, language: str) -> Catalog:
    """A catalogue of what is said, translated as far as ``known`` holds it."""
    made = Catalog(
        locale=language,
        project="dsds-audit",
        version="1",
        copyright_holder="The dsds-audit authors",
        language_team="the dsds-audit authors",
        msgid_bugs_address="",
        creation_date=_NO_DATE,
        fuzzy=False,
    )
    made.header_comment = "# Made by scripts/catalogues.py: only the translations are to be edited."
    for one in said:
        text = one.texts if len(one.texts) > 1 else one.texts[0]
        held = known.get(one.texts[0], one.context)
        translated = held.string if held is not None and _fits(held, one) else ""
        place = one.place.partition(":")[0]
        made.add(text, translated, locations=[(place, None)], context=one.context)  # type: ignore[list-item]
    return made


def _fits(held: Message, one: Said) -> bool:
    return isinstance(held.id, str) == (len(one.texts) == 1)


def untranslated(catalog: Catalog) -> list[Message]:
    """What a catalogue has no translation of."""
    return [
        message
        for message in catalog
        if message.id
        and not (all(message.string) if isinstance(message.string, tuple | list) else message.string)
    ]


def written(catalog: Catalog) -> tuple[bytes, bytes]:
    """A catalogue as its two files hold it: the text, and what is read."""
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, catalog, width=100, omit_header=False, sort_output=False, include_lineno=False)
    lines = [line for line in text.getvalue().split(b"\n") if not line.startswith(_PASSING)]
    write_mo(compiled, catalog)
    return b"\n".join(lines), compiled.getvalue()


_PASSING = (
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Generated-By',
    b'"Last-Translator',
    b'"Report-Msgid',
)


def main() -> int:
    """Update every catalogue; 1 where something is to be done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, and say what is to do")
    check = parser.parse_args().check
    said, to_do = list(sentences()), 0
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/dsds_audit.po")):
        language = path.parts[-3]
        with path.open("rb") as file:
            known = read_po(file, locale=language)
        catalog = catalogue_of(said, known, language)
        for message in untranslated(catalog):
            print(f"{language}: not translated: {message.id!r} ({message.locations[0][0]})")
            to_do += 1
        for target, content in zip((path, path.with_suffix(".mo")), written(catalog), strict=True):
            if not target.exists() or target.read_bytes() != content:
                if check:
                    print(f"{target.relative_to(ROOT)} is not up to date. Please run scripts/catalogues.py.")
                    to_do += 1
                else:
                    made = target.with_name(f"{target.name}.new")
                    made.write_bytes(content)
                    made.replace(target)  # Nobody reads half of one.
    return int(to_do > 0)


if __name__ == "__main__":
    sys.exit(main())
