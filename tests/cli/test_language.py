import json
from pathlib import Path

import pytest
from pages_for_tests import Page
from pypdf import PdfReader
from translations_for_tests import arabic, make_translation

from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.translation import texts_of
from dsds_audit.translation_drafts import draft_translation
from dsds_audit.translation_files import render_translation
from tests.cli.conftest import Run

SPANISH = Catalogue().load("dsds", "es")
DSDS = Catalogue().load_original("dsds")
NOTE = "Esta traducción todavía no ha sido revisada"


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture
def pseudo(run: Run) -> Run:
    """The command line, in a folder where the rubric is translated into letters that run the other way."""
    folder = Path("rubrics/dsds")
    folder.mkdir(parents=True)
    draft = draft_translation(DSDS, "ar", make_translation(DSDS, "ar", arabic))
    (folder / "1.0.0.ar.yaml").write_bytes(render_translation(draft))
    return run


def test_results_are_the_same_in_the_words_of_another_language(run: Run, example: Path) -> None:
    shown = run("score", example, "--language", "es")
    assert "Recogida estandarizada" in shown.stdout
    assert shown.stderr.count(NOTE) == 1
    spoken, written = (
        json.loads(run("score", example, "--format", "json", *more).stdout)
        for more in (["--language", "es"], [])
    )
    assert spoken.pop("translation")["language"] == "es"
    assert written.pop("translation") is None
    assert json.dumps(spoken).count("title") == json.dumps(written).count("title")
    for part in ("overall", "thresholds", "rated", "asked", "practices_in_place"):
        assert spoken[part] == written[part]
    assert spoken["rubric"]["digest"] == written["rubric"]["digest"]


@pytest.mark.parametrize("command", ["gaps", "actions"])
def test_gaps_and_advice_are_in_the_language_asked_for(run: Run, example: Path, command: str) -> None:
    assert "Planes de acción a los que se da seguimiento" in run(command, example, "--language", "es").stdout


def test_a_variant_falls_back_to_its_language(run: Run, example: Path) -> None:
    assert "Recueil" in run("score", example, "--language", "fr-CA").stdout
    assert run("score", example, "--language", "en-GB").stdout == run("score", example).stdout


def test_the_environment_may_name_the_language(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DSDS_AUDIT_LANGUAGE", "es")
    assert "Recogida estandarizada" in run("score", example).stdout


def test_a_language_that_is_not_there_is_refused_with_those_that_are(run: Run, example: Path) -> None:
    for words in (["score", example], ["form", "-o", "f.md"], ["serve", "--no-browser"]):
        done = run(*words, "--language", "pt")
        assert done.exit_code == 1
        assert "AUD180 no rubric is translated into pt. There is: en, es, fr." in done.stderr
        assert "Open http" not in done.stdout


def test_a_rubric_that_is_not_translated_is_shown_as_it_was_written(run: Run) -> None:
    done = run("rubric", "show", "python-project", "--language", "es")
    rubric = Catalogue().load_original("python-project")
    for criterion in rubric.criteria.values():
        assert criterion.title in done.stdout
        assert criterion.question in done.stdout
    assert "python-project@1.0.0, en: " in done.stderr


def test_a_rubric_is_shown_whole_in_another_language(run: Run) -> None:
    shown = squeezed(run("rubric", "show", "dsds", "--language", "es").stdout)
    unshown = {"subject", "roles", "short", "unreviewed"}
    for key, text in texts_of(SPANISH).items():
        if not unshown.intersection((key, key.partition("/")[0], key.rpartition(".")[2])):
            assert squeezed(text) in shown, key
    assert squeezed(NOTE) in shown


@pytest.mark.parametrize("suffix", ["html", "json"])
def test_a_report_in_another_language_verifies(run: Run, example: Path, suffix: str) -> None:
    name = f"out.{suffix}"
    assert run("report", example, "-o", name, "--language", "es").exit_code == 0
    text = Path(name).read_text(encoding="utf-8")
    assert "Every number holds" in run("verify", name).stdout
    Path(name).write_text(text.replace("Recogida estandarizada", "Otra cosa"), encoding="utf-8")
    assert run("verify", name).exit_code == 1


def test_a_report_whose_translation_is_not_here_says_so(pseudo: Run, example: Path) -> None:
    pseudo("report", example, "-o", "out.html", "--language", "ar")
    assert pseudo("verify", "out.html").exit_code == 0
    Path("rubrics/dsds/1.0.0.ar.yaml").unlink()
    assert "AUD180 no rubric is translated into ar" in pseudo("verify", "out.html").stderr


@pytest.mark.parametrize("suffix", ["html", "md", "docx", "pdf", "xlsx", "json"])
def test_every_report_says_that_nobody_has_reviewed_the_translation(
    run: Run, example: Path, suffix: str
) -> None:
    from dsds_audit.report.facts import gather_facts
    from dsds_audit.report.formats import render_report

    facts = gather_facts(SPANISH, read_assessment(example, Catalogue().load))
    content = render_report(facts, f".{suffix}")
    if suffix in ("html", "md"):
        assert NOTE in content.decode()
    elif suffix == "json":
        assert json.loads(content)["translation"]["reviewed"] is None
    else:
        Path(f"out.{suffix}").write_bytes(content)
        assert squeezed(NOTE) in squeezed(text_in(Path(f"out.{suffix}")))


def text_in(path: Path) -> str:
    if path.suffix == ".pdf":
        return "".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix == ".docx":
        from docx import Document

        return "".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    from openpyxl import load_workbook

    return "".join(str(cell) for sheet in load_workbook(path) for row in sheet.values for cell in row if cell)


def test_a_page_marks_the_words_that_run_the_other_way(pseudo: Run, example: Path) -> None:
    pseudo("report", example, "-o", "out.html", "--language", "ar")
    html = Path("out.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in html
    title = arabic(DSDS.criteria["use.sharing"].title)
    assert f'<a href="#criterion-use.sharing" lang="ar" dir="rtl">{title}</a>' in html
    words = Page(html).text
    assert arabic(DSDS.practices[0].statement) in words
    pseudo("report", example, "-o", "plain.html")
    plain = Path("plain.html").read_text(encoding="utf-8")
    assert 'lang="ar"' not in plain
    assert 'dir="rtl"' not in plain


def test_a_form_says_its_language_and_runs_the_other_way(pseudo: Run) -> None:
    assert pseudo("form", "-o", "out.pdf", "--language", "ar").exit_code == 0
    document = PdfReader("out.pdf")
    assert str(document.trailer["/Root"]["/Lang"]).startswith("ar")
    columns = places_on(document.pages[1])
    evidence = columns["Evidence: what it is"]
    assert evidence > columns["Its date"], "the first column stands to the right"
    assert evidence > float(document.pages[1].mediabox.width) / 2


def test_a_report_runs_as_the_program_s_own_words_do(pseudo: Run, example: Path) -> None:
    assert pseudo("report", example, "-o", "out.pdf", "--language", "ar").exit_code == 0
    document = PdfReader("out.pdf")
    assert str(document.trailer["/Root"]["/Lang"]).startswith("en")
    columns = places_on(document.pages[1])
    assert columns["Criterion"] < columns["Note"], "the first column stands to the left"


def places_on(page) -> dict[str, float]:
    """How far from the left edge each stretch of text begins."""
    places: dict[str, float] = {}

    def visit(text: str, around: list[float], own: list[float], *_: object) -> None:
        places.setdefault(text.strip(), own[4] * around[0] + around[4])

    page.extract_text(visitor_text=visit)
    return places


def test_a_paper_form_is_in_the_language_asked_for(run: Run) -> None:
    run("form", "-o", "form.md", "--language", "fr")
    text = squeezed(Path("form.md").read_text(encoding="utf-8"))
    french = Catalogue().load("dsds", "fr")
    for criterion in french.criteria.values():
        assert squeezed(criterion.question) in text
        assert all(squeezed(check.text) in text for check in criterion.checks)
    assert squeezed("Cette traduction n’a pas encore été relue") in text


def test_a_workbook_in_another_language_is_read_back(run: Run) -> None:
    from dsds_audit.workbook.layout import Filling
    from dsds_audit.workbook.reading import Reader
    from dsds_audit.workbook.writing import write_workbook

    assert run("workbook", "new", "--site", "Río", "-o", "leer.xlsx", "--language", "es").exit_code == 0
    texts = text_in(Path("leer.xlsx"))
    assert SPANISH.criteria["access.fidelity"].question in texts
    assert NOTE in texts
    record = {"site": "Río", "date": "2026-03-02", "rubric": "dsds@1.0.0"}
    from dsds_audit.assessment import Assessment

    filled = Assessment.model_validate(
        record | {"ratings": {"access.fidelity": {"level": 1, "checks": ["access"]}}}
    )
    read = Reader(Catalogue().load).read(write_workbook(SPANISH, Filling(filled)), "leer.xlsx")
    assert read.problems == ()
    assert read.assessment is not None
    assert dict(read.assessment.ratings) == dict(filled.ratings)


def test_what_is_saved_does_not_tell_in_which_language_it_was_asked(run: Run) -> None:
    answers = {
        "site": "Río",
        "date": "2026-03-02",
        "rubric": "dsds@1.0.0",
        "ratings": {name: {"level": 1} for name in DSDS.criteria},
    }
    Path("answers.json").write_text(json.dumps(answers), encoding="utf-8")
    for workspace, more in (("a", []), ("b", ["--language", "es"])):
        done = run("interview", "--answers", "answers.json", "--workspace", workspace, *more)
        assert done.exit_code == 0, done.output
    files = [
        {path.relative_to(folder): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}
        for folder in ("a", "b")
    ]
    assert files[0] == files[1]


def test_a_draft_is_filled_in_checked_and_used(run: Run, example: Path) -> None:
    done = run("rubric", "translate", "dsds", "--language", "pt", "-o", "pt.yaml")
    assert "289 texts of dsds@1.0.0, 289 of them for you to translate" in done.stdout
    checked = run("rubric", "check", "pt.yaml")
    assert checked.exit_code == 1
    assert "pt.yaml:" in checked.stderr
    assert "AUD182" in checked.stderr
    text = Path("pt.yaml").read_text(encoding="utf-8")
    folder = Path("rubrics/dsds")
    folder.mkdir(parents=True)
    (folder / "1.0.0.pt.yaml").write_text(
        text.replace("  access.fidelity.title:", "  access.fidelity.title: Dados de fidelidade", 1),
        encoding="utf-8",
    )
    shown = run("score", example, "--language", "pt")
    assert "Dados de fidelidade" in shown.stdout
    assert "288 of 289 texts stand as they were written, not translated." in shown.stderr


def test_a_draft_keeps_what_is_translated_already(run: Run) -> None:
    done = run("rubric", "translate", "dsds@1.0.0", "--language", "es", "-o", "es.yaml")
    assert "289 texts of dsds@1.0.0, 0 of them for you" in done.stdout
    assert "is complete: 289 texts. It has not been reviewed" in run("rubric", "check", "es.yaml").stdout
    assert "AUD036" in run("rubric", "translate", "dsds", "--language", "es", "-o", "es.yaml").stderr
