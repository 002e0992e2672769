"""What the program says is translated whole, and the catalogues are those of the source code."""

import ast
import importlib.util
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
PATHS = sorted((ROOT / "dsds_audit" / "locale").glob("*/LC_MESSAGES/dsds_audit.po"))
PART = re.compile(r"\{[^{}]*\}")
MARKUP = re.compile(r"</?[a-z][^<>]*>|&\w+;|--[a-z][a-z-]+|\bAUD\d+|\n\n|[\b]")
SIGNS = {"?": "¿", "!": "¡"}
NO_BREAK = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "scripts" / "catalogues.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["catalogues"] = module
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


CATALOGS = {path.parts[-3]: read(path) for path in PATHS}
EACH = pytest.mark.parametrize("language", sorted(CATALOGS))


def forms(message: Message) -> Iterator[tuple[str, str]]:
    """Every translated form, with the original that it has to go with: the one form, or the many."""
    ids: Any = message.id if isinstance(message.id, tuple | list) else (message.id,)
    said: Any = message.string if isinstance(message.string, tuple | list) else (message.string,)
    yield from ((ids[min(place, len(ids) - 1)], text) for place, text in enumerate(said))


def translated(language: str) -> Iterator[tuple[Message, str, str]]:
    for message in CATALOGS[language]:
        if message.id:
            for original, text in forms(message):
                if text:
                    yield message, original, text


def test_there_is_spanish_and_french() -> None:
    assert {"es", "fr"} <= CATALOGS.keys()


@EACH
def test_nothing_is_missing_or_doubtful(language: str) -> None:
    catalog = CATALOGS[language]
    assert [message.id for message in SCRIPT.untranslated(catalog)] == []
    assert not catalog.fuzzy
    assert [message.id for message in catalog if message.id and message.fuzzy] == []
    assert not catalog.obsolete


def test_the_catalogues_are_those_of_the_source_code(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["catalogues.py", "--check"])
    code = SCRIPT.main()
    assert (code, capsys.readouterr().out) == (0, "")


@EACH
def test_counted_sentences_have_the_forms_that_the_language_needs(language: str) -> None:
    catalog = CATALOGS[language]
    needed = Catalog(locale=language)
    assert (catalog.num_plurals, catalog.plural_expr) == (needed.num_plurals, needed.plural_expr)
    counted = [message for message in catalog if isinstance(message.id, tuple | list)]
    assert counted
    assert all(len(message.string) == needed.num_plurals for message in counted)


@EACH
def test_parts_and_markup_are_those_of_the_original(language: str) -> None:
    wrong = []
    for message, original, text in translated(language):
        wanted, found = Counter(PART.findall(original)), Counter(PART.findall(text))
        if isinstance(message.id, tuple | list):  # Of one, or none, the number may go without saying.
            wanted["{count}"] = found["{count}"] = 0
        same = set(+wanted) == set(+found)
        if not same or Counter(MARKUP.findall(original)) != Counter(MARKUP.findall(text)):
            wrong.append((original, text))
    assert wrong == []


@EACH
def test_the_number_is_said_where_there_are_many(language: str) -> None:
    for message in CATALOGS[language]:
        if isinstance(message.id, tuple | list) and "{count}" in message.id[1] and message.string[-1]:
            assert "{count}" in message.string[-1], message.id


@EACH
def test_spaces_and_the_end_of_a_sentence_are_those_of_the_original(language: str) -> None:
    wrong = [
        (original, text)
        for _, original, text in translated(language)
        if _edges(original) != _edges(text) or _is_sentence(original) != _is_sentence(text)
    ]
    assert wrong == []


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _is_sentence(text: str) -> bool:
    return text.rstrip(" \n\"'”’»)" + NO_BREAK)[-1:] in ("", *".?!:…")


def test_spanish_opens_its_questions() -> None:
    wrong = [
        text
        for _, original, text in translated("es")
        for sign, opening in SIGNS.items()
        if f" {sign} " not in original  # There it stands by itself: “? not known”.
        and text.count(opening) != len(re.findall(rf"[\w.…)»”>]\{sign}", PART.sub("x", text)))
    ]
    assert wrong == []


def test_french_keeps_its_signs_with_their_words() -> None:
    wrong = [
        text
        for _, original, text in translated("fr")
        for apart in re.findall(r" [:;?!»](?=\s|$)|« ", text)
        if apart not in original
    ]
    assert wrong == []


@EACH
def test_what_is_committed_is_read_by_the_program(language: str) -> None:
    from dsds_audit.speech import say, speaking
    from dsds_audit.speech_files import load_speech

    with speaking(load_speech(language)):
        assert say("{all_but_last} and {last}", all_but_last="a", last="b") != "a and b"


def said_in(text: str) -> list[tuple[str, ...]]:
    return [one.texts for one in SCRIPT._in_python("some.py", text)]


def said_in_template(text: str) -> list[tuple[str, ...]]:
    return [one.texts for one in SCRIPT._in_template("some.html.j2", text)]


@pytest.mark.parametrize(
    "call", ['say(f"{n} sites")', 'say("one" if n == 1 else f"{n} sites")', 'mark(f"{n}")']
)
def test_a_sentence_that_is_built_is_refused(call: str) -> None:
    with pytest.raises(ValueError, match=r"some\.py:1: .* f-string"):
        said_in(call)


def test_sentences_are_found_in_python() -> None:
    assert said_in('say("One " "sentence.")') == [("One sentence.",)]
    assert said_in('say("Yes." if so else "No." if not so else "Who knows.")') == [
        ("Yes.",),
        ("No.",),
        ("Who knows.",),
    ]
    assert said_in('say_many("{count} site", "{count} sites", n)') == [("{count} site", "{count} sites")]
    assert said_in('speech.say_html("<b>So.</b>"); mark("later"); Labels({"a": "first"})') == [
        ("<b>So.</b>",),
        ("later",),
        ("first",),
    ]
    assert said_in("say(sentence)") == []
    (one,) = SCRIPT._in_python("some.py", 'say_in("of a level", "reached")')
    assert (one.texts, one.context) == (("reached",), "of a level")


def test_sentences_are_found_in_templates() -> None:
    assert said_in_template('<p title="{{ say("A title") }}">{{ say("So.") }}</p>') == [
        ("A title",),
        ("So.",),
    ]
    assert said_in_template('{{ say("Yes." if so else "No.") }}') == [("Yes.",), ("No.",)]
    assert said_in_template('{{ say_many_html("{count} site", "<b>{count}</b> sites", n) }}') == [
        ("{count} site", "<b>{count}</b> sites")
    ]


def test_a_sentence_that_has_changed_is_to_be_translated_again() -> None:
    known = Catalog(locale="es")
    known.add("Old.", "Viejo.")
    known.add("Kept.", "Queda.")
    made = SCRIPT.catalogue_of(
        [SCRIPT.Said("a.py:1", ("Kept.",)), SCRIPT.Said("a.py:2", ("New.",))], known, "es"
    )
    assert [(message.id, message.string) for message in made if message.id] == [
        ("Kept.", "Queda."),
        ("New.", ""),
    ]
    assert [message.id for message in SCRIPT.untranslated(made)] == ["New."]


TELLS = {"Problem": 1, "Fault": 2}
"""Where among its arguments each of them takes the message that people read."""


def test_what_is_wrong_is_said() -> None:
    """No message of a problem is written without passing a catalogue, as far as its call shows."""
    wrong = [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        for path in (ROOT / "dsds_audit").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _is_built(_message_of(node))
    ]
    assert wrong == []


def test_what_is_counted_is_written_out_where_it_is_said() -> None:
    """The two forms of a counted sentence, and a word with its context, are one message of a catalogue."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "dsds_audit").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in ("say_in", "say_many", "say_many_html")
        and not all(isinstance(argument, ast.Constant) for argument in node.args[:2])
    ]
    assert wrong == []


def _message_of(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Call) and (place := TELLS.get(getattr(node.func, "id", ""))):
        return node.args[place] if len(node.args) > place else None
    if isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == ["message"]:
        return node.value
    return None


def _is_built(node: ast.AST | None) -> bool:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return any(isinstance(part, ast.Constant) and re.search("[A-Za-z]", str(part.value)) for part in parts)
