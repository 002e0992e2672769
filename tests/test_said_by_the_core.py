"""In a language whose every letter has an accent, whatever is in plain English passed no catalogue."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from rubrics_for_tests import make_rubric, rate
from speeches_for_tests import accented, words_in_english
from translations_for_tests import make_translation

from dsds_audit.actions import recommend
from dsds_audit.adequacy import find_adequate_set
from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import parse_assessment, render_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.comparison import newest_of
from dsds_audit.conformity import find_misfits
from dsds_audit.crosswalk import Crosswalk, Leg
from dsds_audit.crosswalk.differences import compare_rubrics, draft_crosswalk
from dsds_audit.crosswalk.faults import find_crosswalk_faults
from dsds_audit.errors import AuditError, did_you_mean, gives_hint
from dsds_audit.explanation import explain
from dsds_audit.plan_files import parse_plan
from dsds_audit.rubric import Rubric
from dsds_audit.rubric_files import parse_rubric, review_rubric
from dsds_audit.speech import Speech, speaking
from dsds_audit.translation import language_notes, texts_of, translate
from dsds_audit.translation_drafts import draft_translation
from dsds_audit.translation_files import render_translation
from dsds_audit.translation_review import find_translation_faults
from dsds_audit.yaml.files import parse_yaml, read_bytes

TESTS = Path(__file__).parent
BAD = sorted((TESTS / "bad_rubrics").glob("*.yaml"))
CYRILLIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопярстувшхыз")
RUBRIC = make_rubric(
    {
        "p1": {"c1": {"critical": True}, "c2": {"not_applicable": True, "requires": ["p1.c1"]}},
        "p2": {"c1": {"requires": ["p1.c1.k1"]}, "c2": {"checks": 0}},
    },
    administration=[{"id": "time", "text": "Enough time."}],
    drivers=[{"id": "training", "label": "training", "group": "competency"}],
)


def foreign(rubric: Rubric) -> Rubric:
    """The rubric with none of its texts in ASCII."""
    translation = make_translation(rubric, word=lambda text: text.lower().translate(CYRILLIC))
    return translate(rubric, translation)


@pytest.fixture(autouse=True)
def _in_accents() -> Iterator[None]:
    with speaking(accented()):
        yield


def in_english(texts: Iterable[str], typed: str = "") -> set[str]:
    """The words of these texts that are in English and that nobody typed."""
    return set(words_in_english("\n".join(texts))) - set(words_in_english(typed))


def problems_of(read, *arguments: object) -> list[str]:
    with pytest.raises(AuditError) as caught:
        read(*arguments)
    return [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_is_wrong_with_a_rubric(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    typed = text + " ".join(Rubric.model_fields) + " sources efforts sha false low high none Decimal tag yaml"
    try:
        messages = [problem.message for problem in review_rubric(path)]
    except AuditError as error:
        messages = [problem.message for problem in error.problems]
    assert messages
    assert in_english(messages, typed) == set()


BAD_ASSESSMENT = """\
site:
date: 2026-02-30
rubric: small@1.0.0
digest: sha256:0000000000000000000000000000000000000000000000000000000000000000
gruop: x
targets: {p1.c9: 2, p1.c1: 9, p2: x}
populations: {stuff: a}
thresholds: {total: 101, practice: -1}
administration: {time: maybe, tiem: true}
participants: {}
invited: 0
interview: {position: finish, ticked: {p1.c1: [zz]}, skipped: [p9.c1]}
ratings:
  p1.c1: {level: 7}
  p1.c1: {level: 1}
  p1.c2: {checks: [k1, zz]}
  p2.c1: {level: 1, note: {}, evidence: [{where: x}], barriers: [{what: x, driver: trainin}]}
  p2.c2: 3
  p2.c3: {level: x}
"""


def test_what_is_wrong_with_an_assessment() -> None:
    messages = problems_of(parse_assessment, BAD_ASSESSMENT.encode(), "a.yaml", lambda _: RUBRIC)
    assert len(messages) > 15
    assert in_english(messages, BAD_ASSESSMENT + " where training level group") == set()


def test_a_rubric_that_is_not_here() -> None:
    text = b"site: x\ndate: 2026-03-02\nrubric: dsds@9.0.0\n"
    (message,) = problems_of(parse_assessment, text, "a.yaml", Catalogue().load)
    assert in_english([message]) == set()
    assert "rubrics/dsds/9.0.0.yaml" in message
    (other,) = problems_of(
        parse_assessment, text.replace(b"dsds@9.0.0", b"dsdss@1.0.0"), "a", Catalogue().load
    )
    assert "dsds@1.0.0" in other


def test_a_hint_is_known_in_every_language() -> None:
    hint = did_you_mean("fidelty", ["fidelity"])
    assert in_english([hint], "fidelity") == set()
    assert gives_hint(f"…{hint} …")
    assert not gives_hint("…")


@pytest.mark.parametrize(
    "text",
    [
        "a: b: c",
        "a: &x 1",
        "a: !!int 1",
        "---\na: 1\n---\nb: 2",
        "[a]: 1",
        "a: 'x",
        "a: [1",
        "\ta: 1",
        "a: {b",
        "a: 1\na: 2\n",
        "a: \x01",
        "a:\n" + "".join(f"{' ' * n}- \n" for n in range(1, 2)) + "[" * 60,
        b"\xff\xff",
    ],
)
def test_what_is_no_yaml(text: str | bytes) -> None:
    content = text.encode() if isinstance(text, str) else text
    try:
        messages = [problem.message for problem in parse_yaml(content, "a.yaml").problems]
    except AuditError as error:
        messages = [problem.message for problem in error.problems]
    assert messages
    assert in_english(messages, "YAML UTF tag yaml int") == set()


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_bytes(b" " * (4 * 1024 * 1024 + 1))
    for path in (tmp_path, tmp_path / "gone.yaml", large):
        assert in_english(problems_of(read_bytes, path), "MiB") == set()


def test_what_cannot_be_written() -> None:
    padded = rate(RUBRIC).model_copy(update={"site": " padded "})
    assert in_english(problems_of(render_assessment, padded, RUBRIC)) == set()


def test_what_is_wrong_with_a_plan() -> None:
    text = (
        "items:\n- {id: a, action: x, owner: x, adopted: 2026-02-01, due: 2026-03-01}\n"
        "- {id: a, action: x, owner: x, adopted: 2026-02-01, due: 2026-01-01, turn: soon}\n"
    )
    messages = problems_of(parse_plan, text.encode(), "plan.yaml")
    assert in_english(messages, text + " now next later site") == set()


def test_problems_are_worded_anew_in_another_language() -> None:
    text = b"site: x\nsite: y\n"
    accents = problems_of(parse_assessment, text, "a.yaml", lambda _: RUBRIC)
    with speaking(Speech()):
        english = problems_of(parse_assessment, text, "a.yaml", lambda _: RUBRIC)
    assert "site stands here twice. Please keep one of them." in english
    assert not set(accents) & set(english)


def assessments() -> Iterator[Assessment]:
    full = {
        "checks": ["k1"],
        "level": 1,
        "note": "Да",
        "evidence": [{"what": "Да", "where": "там", "date": "2020-01-01"}],
        "barriers": [{"what": "Нет", "driver": "training"}],
    }
    yield rate(RUBRIC)
    yield rate(RUBRIC, others=2)
    yield rate(RUBRIC, others={"not_applicable": "Нет"})
    yield rate(
        RUBRIC,
        {"p1.c1": full, "p1.c2": {"not_applicable": "Нет"}, "p2.c1": {"level": 1, "checks": ["k1", "k2"]}},
    )
    yield rate(RUBRIC, {"p1.c1": "?", "p1.c2": 1, "p2.c1": 1, "p2.c2": 0}, administration={"time": True})
    yield rate(RUBRIC, others=0, targets=dict.fromkeys(RUBRIC.criteria, 1))
    yield rate(RUBRIC, {"p1.c1": {"level": 0, "checks": []}}, others=1)


@pytest.mark.parametrize("assessment", list(assessments()))
def test_explanations_and_advice(assessment: Assessment) -> None:
    rubric = foreign(RUBRIC)
    said = [*explain(rubric, assessment).lines(), find_adequate_set(rubric, assessment).sentence]
    said += [reason.sentence for each in recommend(rubric, assessment) for reason in each.reasons]
    assert in_english(said, f"{rubric.ref} small sha {rubric.digest}") == set()


def test_what_is_no_part_of_a_rubric() -> None:
    for subject in ("p1.c9", "Заголовок"):
        assert in_english(problems_of(explain, foreign(RUBRIC), rate(RUBRIC), subject), "small") == set()


def test_what_does_not_fit() -> None:
    for top in (2, 20):
        rubric = make_rubric([2], top=top)
        misfits = find_misfits(rubric, rate(rubric, {"p1.c1": 50, "p9.c1": 1}))
        assert in_english([fault.message for fault in misfits], "small") == set()
    assert in_english(
        problems_of(newest_of, [RUBRIC, Catalogue().load_original("dsds")]), "small dsds rubric"
    ) == (set())


OLD = make_rubric({"p1": {"c1": {}, "c2": {}}})
NEW = make_rubric({"p1": {"c1": {"title": "Other"}, "c3": {}}}, version="1.1.0")
HEAD = {"rubric": "small", "was": "1.0.0", "now": "1.1.0"}
KEYS = (
    "was now rule each ask lowest same reworded renamed split merged retired new levels small checks digest"
)


@pytest.mark.parametrize(
    "relation", ["same", "reworded", "renamed", "split", "merged", "retired", "new", "undecided"]
)
@pytest.mark.parametrize(
    "ids", [((), ()), (("p1.c1",), ()), (("p1.c1", "p1.c2"), ("p1.c1",)), (("x.y",), ("p1.c3",))]
)
def test_what_is_wrong_with_a_crosswalk(relation: str, ids: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    passage = {"relation": relation, "was": ids[0], "now": ids[1], "checks": {"p1.c1.k1": ["p1.c1.zz"]}}
    for new, fields in (
        (NEW, {}),
        (make_rubric([2], version="1.1.0", top=4), {"levels": {0: 4, 2: 0, 7: 1}}),
        (make_rubric([2], version="0.9.0"), {"was_digest": f"sha256:{'0' * 64}", "levels": {0: 0}}),
    ):
        twice = [passage, {"relation": "reworded", "was": ["p1.c1"], "rule": "ask"}]
        leg = Leg(OLD, new, Crosswalk.model_validate({**HEAD, **fields, "criteria": twice}))
        messages = [fault.message for fault in find_crosswalk_faults(leg)]
        assert messages
        # Words of the file's format stand in its messages as they are written there.
        assert in_english(messages, KEYS) == set()


def test_a_crosswalk_to_look_over() -> None:
    new = make_rubric({"p1": {"c1": {}, "c3": {"title": "Title of c2"}, "d": {}}}, version="1.1.0", top=4)
    drafted = draft_crosswalk(compare_rubrics(OLD, new))
    notes = [drafted.note or "", *(passage.note or "" for passage in drafted.criteria)]
    assert any(notes)
    assert in_english(notes) == set()


def test_translations() -> None:
    dsds = Catalogue().load_original("dsds")
    whole = make_translation(dsds)
    texts = {**whole.texts, "title": None, "about": "Да", "wrong": "Да", "subject": "Да."}
    stamps = {**whole.made_from, "access.title": "00000000"}
    broken = whole.model_copy(update={"texts": texts, "made_from": stamps, "unreviewed": None})
    typed = " ".join(texts_of(dsds).values())
    messages = [fault.message for fault in find_translation_faults(dsds, broken)]
    assert len(messages) >= 5
    assert in_english(messages, typed + " title about subject wrong unreviewed reviewed dsds") == set()
    assert in_english(language_notes(translate(dsds, broken))) == set()


def test_the_draft_of_a_translation() -> None:
    draft = draft_translation(OLD, "pt")
    lines = render_translation(draft).decode().splitlines()
    originals = (
        " ".join(texts_of(OLD).values())
        + " format rubric small language translator texts title subject about unreviewed YAML criterion"
    )
    assert in_english(lines, originals) == set()


def test_a_rubric_of_ones_own_that_is_no_mapping() -> None:
    assert in_english(problems_of(parse_rubric, b"- a\n", "a.yaml")) == set()
