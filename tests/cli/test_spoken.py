"""What the commands themselves say: in a language without ASCII letters, what is in ASCII was forgotten."""

import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog as Messages
from speeches_for_tests import accented, words_in_english
from translations_for_tests import make_translation

from dsds_audit import speech_files
from dsds_audit.catalogue import Catalogue, bundled_folder
from dsds_audit.cli import command_line
from dsds_audit.cli.spoken import asked_language, is_language
from dsds_audit.errors import StoreError
from dsds_audit.report import remaking
from dsds_audit.returns import tables as returns_tables
from dsds_audit.speech import speaking
from dsds_audit.store.paths import file_errors, reason_of
from dsds_audit.store.sql import faults
from dsds_audit.translation_drafts import draft_translation
from dsds_audit.translation_files import render_translation
from dsds_audit.workbook import tongue
from tests.cli.conftest import Run

DSDS = Catalogue().load_original("dsds")
SITE = "Ŕîṽéŕ"
RECORD = f"""\
site: {SITE}
program: Ṽîšîţš
date: {{date}}
rubric: dsds@1.0.0
ratings:
  access.fidelity: {{{{level: 2, evidence: [{{{{what: Ɓøøķ, where: Šĥéļƒ, date: 2026-03-01}}}}]}}}}
  access.outcome: {{{{dont_know: true}}}}
  use.sharing: {{{{level: 0, note: Ñøţ ýéţ}}}}
"""
# What stays as it is in every language: names of commands, of files, of what is typed, and units of systems.
KEPT = {"dsds", "audit", "python", "project", "sha", "yaml", "json", "svg", "png", "html", "ics", "sqlite"}
EFFORTS = [effort.id for effort in DSDS.efforts]
KEPT |= {part for key in DSDS.criteria for part in key.split(".")} | {
    practice.id for practice in DSDS.practices
}


def left_in_english(text: str, *more: str) -> list[str]:
    kept = {*KEPT, *more}
    return [word for word in words_in_english(text) if word not in kept]


@pytest.fixture
def foreign(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in a language that nobody speaks, with a site and the rubric in that language."""
    for module in (speech_files, remaking, returns_tables, tongue):
        monkeypatch.setattr(module, "load_speech", lambda _: accented())
    monkeypatch.setattr(speech_files, "spoken_languages", lambda: ("x-accented",))
    monkeypatch.setenv("DSDS_AUDIT_LANGUAGE", "x-accented")
    monkeypatch.setenv("DSDS_AUDIT_RUBRICS", str(Path("rubrics").absolute()))
    folder = Path("rubrics/dsds")
    folder.mkdir(parents=True)
    translation = make_translation(DSDS, "x-accented", accented().catalogue.gettext)
    content = render_translation(draft_translation(DSDS, "x-accented", translation))
    (folder / "1.0.0.x-accented.yaml").write_bytes(content)
    Path("river").mkdir()
    for date in ("2026-03-02", "2026-09-14"):
        Path(f"river/{date}.yaml").write_text(RECORD.format(date=date), encoding="utf-8")
    return run


@pytest.mark.parametrize(
    "words",
    [
        ["score", SITE],
        ["gaps", SITE],
        ["actions", SITE, "--all"],
        ["explain", SITE],
        ["explain", SITE, "access.fidelity"],
        ["radar", SITE, "-o", "radar.svg"],
        ["copy", ".", "../kept"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_every_word_of_a_result_is_in_the_language(foreign: Run, words: list[str]) -> None:
    done = foreign(*words)
    assert done.exit_code == 0, done.output
    assert left_in_english(done.output, "radar", "kept", "Oct", "Nov", "Dec", *EFFORTS) == []


def test_rubrics_are_checked_translated_and_compared_in_the_language(foreign: Run) -> None:
    file = Path("rubrics/dsds/1.0.0.yaml")
    shutil.copy(bundled_folder() / "dsds" / "1.0.0.yaml", file)
    done = foreign("rubric", "check", file)
    assert done.exit_code == 0
    assert left_in_english(done.output) == []
    assert (
        left_in_english(foreign("rubric", "translate", "dsds", "--language", "pt", "-o", "pt.yaml").output)
        == []
    )
    assert left_in_english(foreign("rubric", "list").output.partition("\n")[0]) == []
    for other in ("python-project", "dsds"):
        assert left_in_english(foreign("rubric", "diff", "dsds", other, "--draft", "draft.yaml").stderr) == []


@pytest.mark.parametrize(
    "words",
    [
        ["score", "Šøɱé"],
        ["score", "nowhere.yaml"],
        ["score", SITE, "--program", "Ø"],
        ["score", SITE, "--as-of", "2020-01-01", "--rubric", "dsds"],
        ["radar", SITE, "-o", "r.txt"],
        ["radar", SITE, "-o", "nowhere/r.svg"],
        ["copy", "nowhere", "kept"],
        ["copy", "river", "kept"],
        ["copy", ".", "."],
        ["copy", ".", "mysql://kept"],
        ["copy", ".", "sqlite:///kept.db"],
        ["migrate", SITE],
        ["migrate", SITE, "--to", "9.9.9"],
        ["rubric", "show", "dsds@9.9.9"],
        ["rubric", "show", "Ø"],
    ],
    ids=" ".join,
)
def test_every_word_of_a_refusal_is_in_the_language(foreign: Run, words: list[str]) -> None:
    done = foreign(*words)
    assert done.exit_code == 1, done.output
    assert left_in_english(done.output, "nowhere", "kept", "river", "mysql", "txt") == []


@pytest.mark.parametrize(
    "words",
    [
        ["scores"],
        ["score", "--as-of", "Ø"],
        ["migrate", SITE, "--in-place", "-o", "x.yaml"],
        ["prepare", "."],
        ["rubric", "schema", "--assessment", "dsds", "--crosswalk"],
        ["score", SITE, "--language", "Ø"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_in_the_language(foreign: Run, words: list[str]) -> None:
    done = foreign(*words)
    assert done.exit_code == 2
    fault = done.stderr.splitlines()[-1].rpartition("'--as-of': ")[2].rpartition("'--language': ")[2]
    assert left_in_english(fault, "Error", "score", "scores") == []


def test_a_database_and_what_it_refuses_speak_too(foreign: Run) -> None:
    url = "sqlite:///kept.db"
    said = [foreign("prepare", url).output, foreign("copy", ".", url).output]
    said += [
        foreign("score", SITE, "--workspace", url).output,
        foreign("score", "Ø", "--workspace", url).output,
    ]
    assert left_in_english("\n".join(said), "kept") == []
    with speaking(accented()):
        states = [*faults._REFUSALS, "XX000", "08006"]
        told = [faults.refusal_of(_RefusedError(state), "Ø") for state in states]
    assert left_in_english("\n".join(str(error) for error in told)) == []


class _RefusedError(Exception):
    def __init__(self, state: str) -> None:
        self.sqlstate = state


def test_the_example_is_shown_in_the_language(foreign: Run) -> None:
    done = foreign("demo", "kept")
    assert done.exit_code == 0, done.output
    own = [line for line in done.stdout.splitlines() if "dsds-audit" not in line]
    files = ("radar", "comparison", "trend", "report")
    assert left_in_english(own[1], "Riverbend", "Family", "Center") == []
    assert left_in_english("\n".join(own[-20:]), *files, "plan", "kept") == []
    assert done.stderr.count("dsds@1.0.0, x-accented") == 1


def test_a_command_to_type_keeps_the_language(foreign: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = "dsds-audit score 'Riverbend Family Center' --workspace kept"
    assert f"{shown}\n" in foreign("demo", "kept").stdout
    monkeypatch.delenv("DSDS_AUDIT_LANGUAGE")
    assert f"{shown} --language x-accented\n" in foreign("demo", "kept", "--language", "x-accented").stdout


def test_why_a_system_refuses_is_said_where_it_is_known() -> None:
    with speaking(accented()):
        assert words_in_english(reason_of(PermissionError(13, "Permission denied"))) == []
        assert reason_of(OSError("no reason")) == "no reason"
        with pytest.raises(StoreError) as refused, file_errors(Path("Ø")):
            raise OSError(28, "No space left on device")
    assert words_in_english(str(refused.value)) == []


def test_a_language_that_only_a_rubric_is_in_is_noted_once(run: Run, example: Path) -> None:
    Path("rubrics/dsds").mkdir(parents=True)
    content = render_translation(draft_translation(DSDS, "pt", make_translation(DSDS, "pt")))
    Path("rubrics/dsds/1.0.0.pt.yaml").write_bytes(content)
    done = run("--language", "pt", "score", example, "--language", "pt")
    assert done.exit_code == 0
    assert done.stderr.count("Note: The program itself speaks en") == 1
    assert "The program itself" not in run("score", example, "--language", "en-GB").stderr


@pytest.mark.parametrize("language", ["", "qué", "../../etc", "x", "e" * 300, "es/fr", "es\0"])
def test_what_is_no_language_is_refused_with_those_there_are(run: Run, example: Path, language: str) -> None:
    done = run("score", example, "--language", language)
    assert done.exit_code == 2
    assert "is no tag of a language. The program speaks en" in done.stderr
    assert not is_language(language)
    done = run("rubric", "translate", "dsds", "--language", language, "-o", "out.yaml")
    assert done.exit_code == 2
    assert "is no tag of a language. Please write one such as pt or pt-BR." in done.stderr


def test_the_language_is_read_off_the_command_line_or_the_environment() -> None:
    variable = {"DSDS_AUDIT_LANGUAGE": "fr"}
    assert asked_language(["score", "--language", "es"], variable) == "es"
    assert asked_language(["--language=es", "score"], variable) == "es"
    assert asked_language(["score"], variable) == "fr"
    assert asked_language(["rubric", "translate", "dsds", "--language", "pt"], variable) == "fr"
    assert asked_language(["rubric", "translate", "dsds", "--language", "pt"], {}) is None
    assert asked_language(["score", "--language"], {}) is None


def test_a_rubric_is_checked_with_the_translations_beside_it(run: Run) -> None:
    file = Path("dsds/1.0.0.yaml")
    file.parent.mkdir()
    shutil.copy(bundled_folder() / "dsds" / "1.0.0.yaml", file)
    whole = make_translation(DSDS, "pt")
    Path("dsds/1.0.0.pt.yaml").write_bytes(render_translation(draft_translation(DSDS, "pt", whole)))
    done = run("rubric", "check", file)
    assert done.exit_code == 0
    assert "dsds@1.0.0 in pt is complete: 289 texts." in done.stdout
    older = whole.model_copy(
        update={
            "language": "de",
            "made_from": whole.made_from | {"title": "0" * 8},
            "texts": {key: text for key, text in whole.texts.items() if key != "statement"},
        }
    )
    Path("dsds/1.0.0.de.yaml").write_bytes(render_translation(draft_translation(DSDS, "de", older)))
    Path("dsds/1.1.0.fr.yaml").write_text("not of this version", encoding="utf-8")
    done = run("rubric", "check", file)
    assert done.exit_code == 1
    assert "dsds@1.0.0 is in order" in done.stdout
    assert "dsds@1.0.0 in pt is complete" in done.stdout
    assert "1.0.0.de.yaml:" in done.stderr
    assert "1.1.0.fr.yaml" not in done.stderr


COMMANDS = [name for name in command_line.list_commands(click.Context(command_line)) if name != "demo"]


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Catalogues of Spanish that say everything in letters that are not ASCII."""
    scripts = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "catalogues.py"))
    folder = tmp_path_factory.mktemp("locale")
    messages, speech = Messages(locale="es"), accented().catalogue
    for said in scripts["sentences"]():
        text = said.texts if len(said.texts) > 1 else said.texts[0]
        other = (
            tuple(map(speech.gettext, said.texts)) if len(said.texts) > 1 else speech.gettext(said.texts[0])
        )
        messages.add(text, other, context=said.context)  # type: ignore[arg-type]
    path = folder / "es" / "LC_MESSAGES" / "dsds_audit.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(scripts["written"](messages)[1])
    return folder


_MAIN = """
import sys
from pathlib import Path
from dsds_audit import __main__, speech_files
speech_files.LOCALE = Path(sys.argv.pop(1))
for words in sys.argv.pop(1).split(";"):
    sys.argv[1:] = words.split()
    try:
        __main__.main()
    except SystemExit:
        pass
    print(end="", flush=True)
"""


def _in_spanish(catalogues: Path, *lines: str) -> str:
    command = [sys.executable, "-c", _MAIN, str(catalogues), ";".join(lines)]
    environment = {**os.environ, "DSDS_AUDIT_LANGUAGE": "es", "COLUMNS": "200"}
    done = subprocess.run(command, capture_output=True, env=environment, encoding="utf-8", check=True)
    return done.stdout + done.stderr


def _subcommands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(command_line, **command_line.context_settings)
    for name in command_line.list_commands(context):
        command = command_line.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", command.commands[inner]) for inner in command.commands)


def test_every_help_is_in_the_language_click_s_own_words_too(catalogues: Path, tmp_path: Path) -> None:
    commands = dict(_subcommands())
    shown = _in_spanish(catalogues, "", "--version", *(f"{name} --help" for name in commands))
    kept = {word for name in commands for word in name.split()} | {"latest", "lines"}
    for command in commands.values():
        for parameter in command.params:
            kept |= {*getattr(parameter.type, "choices", ()), *str(parameter.default).split()}
    assert left_in_english(shown, *kept) == []


def test_a_colon_after_a_heading_of_the_help_stands_as_in_the_language(run: Run) -> None:
    assert "\nOptions:\n" in run("score", "--help").stdout
    with speaking(speech_files.load_speech("fr")):
        assert "\nOptions\N{NO-BREAK SPACE}:\n" in run("score", "--help").stdout


def test_click_s_refusals_are_in_the_language(catalogues: Path) -> None:
    wrong = (
        "score --nothing",
        "radar x",
        "radar --chart x",
        "score a b",
        "plan",
        "compare --smallest-group x",
    )
    said = _in_spanish(catalogues, *wrong, "score --language Ø", "scores")
    kept = {
        "nothing",
        "scores",
        "chart",
        "dots",
        "bars",
        "integer",
        "range",
        *" ".join(dict(_subcommands())).split(),
    }
    assert left_in_english(said, *kept) == []
