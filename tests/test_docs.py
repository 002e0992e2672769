"""The documentation holds: its examples run, its links lead somewhere, and it leaves nothing out."""

import doctest
import importlib.util
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import dsds_audit
from dsds_audit.assessment import Assessment, Barrier, Evidence, Progress, Rating
from dsds_audit.catalogue import Catalogue
from dsds_audit.cli import command_line
from dsds_audit.plan import ActionItem, Closing, Dropping, Entry, Plan
from dsds_audit.report.documents import actions_document, gaps_document, report_document, score_document
from dsds_audit.report.facts import gather_facts
from dsds_audit.rubric import Action, Check, Criterion, Practice, Rubric

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
WRITTEN = [page for page in PAGES if "reference" not in page.parts]
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE_NAME = re.compile(r"# ([\w./@-]+\.(?:yaml|json))\n")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def text_of(page: str | Path) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def prose_of(page: Path) -> str:
    return FENCE.sub("", text_of(page))


def named(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


def section_of(page: str, title: str) -> str:
    """A section of a page, up to the next heading of its rank or above."""
    marks = title.partition(" ")[0]
    rest = text_of(page).split(f"\n{title}\n")[1]
    return re.split(rf"^#{{1,{len(marks)}}} ", rest, flags=re.MULTILINE)[0]


# Examples: a `pycon` block is typed into Python, a `console` block into a shell, and a block that begins with
# `# some/name.yaml` is the file of that name. All of a page share one folder and one set of names.


def run_python(code: str, names: dict[str, object], page: str) -> None:
    example = doctest.DocTestParser().get_doctest(code, names, page, page, 0)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    outcome = runner.run(example, out=said.append, clear_globs=False)
    names.update(example.globs)
    assert not outcome.failed, "".join(said)


def run_console(text: str) -> None:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, _, expected = part.partition("\n")
        program, *words = shlex.split(line)
        assert program == "dsds-audit", line
        result = CliRunner().invoke(command_line, words, prog_name="dsds-audit")
        assert isinstance(result.exception, SystemExit | None), result.exc_info
        found = result.output.replace("\N{NO-BREAK SPACE}", " ")
        assert doctest.OutputChecker().check_output(expected, found, doctest.ELLIPSIS), (
            f"{line}\nexpected:\n{expected}\nfound:\n{found}"
        )


@pytest.mark.parametrize(
    "page", [p for p in WRITTEN if re.search("```(pycon|console)", text_of(p))], ids=named
)
def test_examples_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    shutil.copytree(DOCS / "self-assessment", tmp_path / "docs" / "self-assessment")
    names: dict[str, object] = {"__name__": "example"}
    for language, text in FENCE.findall(text_of(page)):
        if language == "pycon":
            run_python(text, names, named(page))
        elif language == "console":
            run_console(text)
        elif match := FILE_NAME.match(text):
            path = tmp_path / match[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


# Links.


def anchors_of(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", prose_of(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", WRITTEN, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(prose_of(page)):
        target, _, anchor = link.partition("#")
        if "://" in target:
            continue
        path = (page.parent / target).resolve() if target else page
        if not path.exists() or (anchor and anchor not in anchors_of(path)):
            broken.append(link)
    assert not broken


def test_every_page_is_reachable() -> None:
    trees = re.findall(r"```\{toctree\}\n(.*?)```", text_of("index.md"), flags=re.DOTALL)
    listed = {line for tree in trees for line in tree.splitlines() if line and not line.startswith(":")}
    pages = {named(page).removesuffix(".md") for page in PAGES} - {"index"}
    assert {page if not page.startswith("decisions/") else "decisions/*" for page in pages} == listed


# Messages.


def test_every_code_has_a_paragraph_and_every_paragraph_a_code() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "dsds_audit").rglob("*.py"))
    raised = set(re.findall(r'"(AUD\d{3})"', sources))
    told = re.findall(r"^### (AUD\d{3})$", text_of("messages.md"), flags=re.MULTILINE)
    assert len(told) == len(set(told))
    assert set(told) == raised


# What is generated.


def generator() -> Any:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_files_are_up_to_date() -> None:
    assert generator().stale_files() == []


def test_every_command_is_documented() -> None:
    reference = text_of("reference/commands.md")
    for context in generator().contexts():
        section = section_of("reference/commands.md", f"## {context.command_path}")
        assert section in reference
        assert context.command.help
        for parameter in context.command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (context.command_path, parameter.name)
                assert all(option in section for option in parameter.opts)
            else:
                for name in re.findall(r"[A-Z_]+", parameter.make_metavar(context)):
                    assert name.lower() in context.command.help.lower(), (context.command_path, name)


# The words.

WORDS = [
    "program",
    "rubric",
    "practice",
    "criterion",
    "check",
    "scale",
    "level",
    "rating",
    "evidence",
    "site",
    "group",
    "assessment",
    "panel",
    "participant",
    "vote",
    "consensus",
    "score",
    "scorecard",
    "status",
    "target",
    "threshold",
    "gap",
    "strength",
    "finding",
    "action",
    "recommendation",
    "plan",
    "comparison",
    "portfolio",
]
NEVER = [
    "initiative",
    "innovation",
    "dimension",
    "pillar",
    "indicator",
    "sub-item",
    "grade",
    "tier",
    "proof",
    "artifact",
    "tenant",
    "survey",
    "remediation",
    "dataset",
]


@pytest.mark.parametrize("word", [*WORDS, "action item", "does not apply", "don't know"])
def test_the_glossary_defines_each_word_once(word: str) -> None:
    assert (
        re.findall(rf"^### {word}$", text_of("glossary.md"), flags=re.MULTILINE | re.IGNORECASE).__len__()
        == 1
    )


@pytest.mark.parametrize("page", [p for p in WRITTEN if "decisions" not in p.parts], ids=named)
def test_no_other_words_are_used_for_the_same_things(page: Path) -> None:
    found = re.findall(rf"\b(?:{'|'.join(NEVER)})s?\b", prose_of(page), flags=re.IGNORECASE)
    assert found == []


# Fields.


@pytest.mark.parametrize(
    ("model", "title"),
    [
        (Rubric, "### The head"),
        (Practice, "### A practice"),
        (Criterion, "### A criterion"),
        (Check, "### A check"),
        (Action, "### A check"),
    ],
)
def test_every_field_of_a_rubric_is_documented(model: Any, title: str) -> None:
    section = section_of("writing-a-rubric.md", title)
    assert {field for field in model.model_fields if f"`{field}`" not in section} == set()


@pytest.mark.parametrize(
    ("model", "title"),
    [
        (Assessment, "## The fields"),
        (Evidence, "## A rating"),
        (Rating, "## A rating"),
        (Progress, "## The interview block"),
    ],
)
def test_every_field_of_an_assessment_is_documented(model: Any, title: str) -> None:
    section = section_of("assessment-file.md", title)
    assert {field for field in model.model_fields if not re.search(rf"`{field}\b", section)} == set()


@pytest.mark.parametrize(
    ("model", "title"),
    [
        (Plan, "## The fields"),
        (ActionItem, "## An action item"),
        (Barrier, "## An action item"),
        (Entry, "## An action item"),
        (Closing, "## How an item ends"),
        (Dropping, "## How an item ends"),
    ],
)
def test_every_field_of_a_plan_is_documented(model: Any, title: str) -> None:
    section = section_of("plan-file.md", title)
    assert {field for field in model.model_fields if f"`{field}`" not in section} == set()


def test_every_public_name_is_documented() -> None:
    section = section_of("python.md", "## The public names")
    assert {name for name in dsds_audit.__all__ if not re.search(rf"\b{name}\b", section)} == set()


# JSON.

HEAD, SCORES, GAPS = "## The head of every document", "## Scores", "## Gaps and strengths"
ADVICE, FIND_OUT, REPORT = "## Recommendations", "## What to find out", "## In reports only"
AS_THEY_ARE = {"ratings", "record", "panel.populations", "recommendations[].steps[].support.source"}
RATED: dict[str, Any] = {
    "accountability.person": {"level": 0, "checks": [], "barriers": [{"what": "Nobody has the time"}]},
    "access.fidelity": {"level": 2, "checks": []},
    "access.financial": {"not_applicable": "Somebody else pays"},
    "usefulness.routine": {"level": 1},
    "use.analysis": {"level": 2, "evidence": [{"what": "A report", "date": "2026-03-01"}]},
}


def paths_of(value: Any, path: str = "") -> Iterator[str]:
    """The path of every field of a document, itself and what is in it."""
    if path:
        yield path
    if path in AS_THEY_ARE:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths_of(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for item in value:
            yield from (inner for inner in paths_of(item, f"{path}[]") if inner != f"{path}[]")


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        ("score", [HEAD, SCORES]),
        ("gaps", [HEAD, GAPS, FIND_OUT]),
        ("actions", [HEAD, ADVICE, FIND_OUT]),
        ("report", [HEAD, SCORES, GAPS, ADVICE, FIND_OUT, REPORT]),
    ],
)
def test_every_field_of_a_document_is_documented_and_every_documented_field_is_there(
    kind: str, titles: list[str]
) -> None:
    rubric = Catalogue().load("dsds")
    people = [{"role": "leader", "name": "Ruth"}]
    assessment = Assessment(
        site="A site", date="2026-03-02", rubric=rubric.ref, ratings=RATED, participants=people
    )  # type: ignore[arg-type]
    made = {"score": score_document, "gaps": gaps_document, "actions": actions_document}
    document = (
        made[kind](rubric, assessment) if kind in made else report_document(gather_facts(rubric, assessment))
    )
    fields = set(paths_of(document))
    # A heading such as `overall` says nothing that its fields do not say.
    fields = {path for path in fields if not any(other.startswith(f"{path}.") for other in fields)} | (
        fields & {"recommendations[].steps[].support"}
    )
    documented = {
        path
        for title in titles
        for path in re.findall(r"^\| `([^`]+)` \|", section_of("json.md", title), re.MULTILINE)
    }
    told = {
        "rated",
        "unanswered",
        "unconfirmed",
        "dont_know",
        "not_applicable",
        "not_permitted",
        "reason_missing",
    }
    told |= reason_codes()
    assert documented - told - fields == set()
    assert fields - documented == set()


def reason_codes() -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \|", section_of("json.md", "### Reasons"), flags=re.MULTILINE))


def test_every_reason_is_documented_with_its_sentence() -> None:
    source = (ROOT / "dsds_audit" / "actions.py").read_text(encoding="utf-8")
    body = source.partition("def _reasons(")[2]
    quoted = set(re.findall(r'"([a-z]+(?:_[a-z]+)*)"', body))
    assert reason_codes() == quoted
