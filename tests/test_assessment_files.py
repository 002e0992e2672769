import datetime as dt
import json
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import pytest
import strategies as given_some
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from rubrics_for_tests import make_rubric, rate

from dsds_audit.assessment import Assessment, Barrier, Evidence, Rating
from dsds_audit.assessment_files import parse_assessment, read_assessment, render_assessment
from dsds_audit.errors import AssessmentError, Problem, RubricError
from dsds_audit.rubric import Rubric
from dsds_audit.yaml.files import parse_yaml
from dsds_audit.yaml.layout import Layout

RUBRIC = make_rubric(
    (3, 2),
    panel={"roles": [{"id": "coach", "label": "Coach"}]},
    drivers=[{"id": "training", "label": "Training", "group": "Any"}],
    populations=[{"id": "staff", "label": "Staff", "question": "Who?"}],
)
FILES = sorted((Path(__file__).parent / "cases" / "files").iterdir())
IN_PLACE = [path for path in FILES if path.stem not in ("flow", "json")]
SOME = settings(deadline=None, max_examples=50, suppress_health_check=list(HealthCheck))
SHORT = b"site: Riverbend\ndate: 2026-03-02\nrubric: small@1.0.0\n"


def parse(content: bytes, rubric: Rubric = RUBRIC) -> Assessment:
    return parse_assessment(content, "a.yaml", lambda _: rubric)


def problems_of(content: str | bytes, rubric: Rubric = RUBRIC) -> list[str]:
    with pytest.raises(AssessmentError) as caught:
        parse(content.encode() if isinstance(content, str) else content, rubric)
    return [str(problem) for problem in caught.value.problems]


def comments_of(content: bytes) -> Counter[str]:
    text = content.decode("utf-8-sig")
    return Counter(comment.text for comment in Layout(text, parse_yaml(content, "")).comments)


def rated(assessment: Assessment, **ratings: Rating | None) -> Assessment:
    """The assessment with other ratings (``p1_c1=``); None takes one away."""
    named = {name.replace("_", "."): rating for name, rating in ratings.items()}
    kept = {**assessment.ratings, **named}
    return assessment.model_copy(update={"ratings": {k: v for k, v in kept.items() if v is not None}})


def changed_lines(old: bytes, new: bytes) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came, but for the digest's."""
    before, after = old.decode().splitlines(True), new.decode().splitlines(True)
    went, came = [], []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            went += before[i:j]
            came += [line for line in after[k:m] if not line.startswith("digest:")]
    return went, came


CHANGES = {
    "level": lambda a: rated(a, p1_c1=Rating(level=1)),
    "new first": lambda a: rated(rated(a, p1_c1=None), p1_c1=Rating(dont_know=True)),
    "new in the middle": lambda a: rated(a, p1_c2=Rating(not_applicable="no: never")),
    "new at the end": lambda a: rated(a, p2_c2=Rating(level=1, note="a\n\n# b", checks=())),
    "note": lambda a: rated(a, p1_c1=Rating(level=2, note="one\ntwo #2")),
    "removed": lambda a: rated(a, p1_c1=None),
    "last removed": lambda a: rated(a, p2_c1=None),
    "all removed": lambda a: a.model_copy(update={"ratings": {}}),
    "other kind": lambda a: rated(a, p2_c1=Rating(dont_know=True)),
    "evidence first": lambda a: rated(
        a, p1_c3=Rating(level=1, evidence=(Evidence(what="X"), Evidence(what="Y")))
    ),
    "barriers": lambda a: rated(
        a, p2_c1=Rating(level=1, barriers=(Barrier(what="Money", driver="training"),))
    ),
    "program": lambda a: a.model_copy(update={"program": "007", "facilitator": "Zoë"}),
    "populations": lambda a: a.model_copy(update={"populations": {"staff": "All\nof them"}}),
    "date": lambda a: a.model_copy(update={"date": dt.date(2026, 9, 14)}),
    "finished": lambda a: a.model_copy(update={"interview": None}),
    "nothing": lambda a: a,
}


@SOME
@given(st.data())
def test_what_is_saved_is_what_is_loaded(data: st.DataObject) -> None:
    rubric = data.draw(given_some.rubrics())
    assessment = data.draw(given_some.assessments(rubric))
    content = render_assessment(assessment, rubric, schema="../s.json")
    assert content.startswith(b"# yaml-language-server: $schema=../s.json\nsite: ")
    assert parse(content, rubric) == assessment
    assert render_assessment(assessment, rubric, content) == content


@SOME
@given(st.data())
def test_other_yaml_readers_read_the_same(data: st.DataObject) -> None:
    rubric = data.draw(given_some.rubrics())
    assessment = data.draw(given_some.assessments(rubric))
    content = render_assessment(assessment, rubric)
    # A reader in pure Python, that shares no code with ours.
    loaded = YAML(typ="safe", pure=True).load(content.decode())
    thresholds = {key: loaded[key] for key in ("thresholds",) if key in loaded}
    expected = assessment.model_dump(mode="json", exclude_defaults=True) | thresholds
    assert json.loads(json.dumps(loaded, default=str)) == expected


@SOME
@given(st.data())
def test_any_change_keeps_every_comment_and_is_made_in_place(data: st.DataObject) -> None:
    rubric = data.draw(given_some.rubrics())
    before, after = data.draw(given_some.assessments(rubric)), data.draw(given_some.assessments(rubric))
    content = render_assessment(before, rubric)
    commented = data.draw(_commented(content))
    assume(parse(commented, rubric) == before)
    new = render_assessment(after, rubric, commented)
    assert parse(new, rubric) == after
    assert not comments_of(commented) - comments_of(new)
    assert parse(render_assessment(before, rubric, new), rubric) == before


@st.composite
def _commented(draw: st.DrawFn, content: bytes) -> bytes:
    """The text with comments between its lines and after its values."""
    dice = draw(st.randoms(use_true_random=False, note_method_calls=False))
    layout = Layout(content.decode(), parse_yaml(content, ""))
    spans = layout.spans.values()
    ends = {span.end[0] for span in spans if span.style in ("", "flow") and span.begin[0] == span.end[0]}
    inside = {line for s in spans if s.style == "|" for line in range(s.begin[0], s.end[0] - 1)}
    lines = []
    for number, line in enumerate(layout.text.split("\n")):
        whole = number in ends and line and dice.random() < 0.3
        lines.append(f"{line}  # {number}, after" if whole else line)
        if number not in inside and dice.random() < 0.3:
            lines.append(" " * dice.choice([0, 2, 4, 6]) + f"# {number}, below: it's [so")
    return "\n".join(lines).encode()


@SOME
@given(st.data())
def test_one_changed_rating_changes_only_its_own_lines(data: st.DataObject) -> None:
    rubric = data.draw(given_some.rubrics())
    before = data.draw(given_some.assessments(rubric))
    assume(before.ratings)
    content = data.draw(_commented(render_assessment(before, rubric)))
    assume(parse(content, rubric) == before)
    name = data.draw(st.sampled_from(sorted(before.ratings)))
    rating = data.draw(given_some.ratings(rubric, name))
    new = render_assessment(
        before.model_copy(update={"ratings": {**before.ratings, name: rating}}), rubric, content
    )
    assert _around(content, name) == _around(new, name)


def _around(content: bytes, name: str) -> tuple[list[str], list[str]]:
    """The lines before a rating and from the next entry on; comments just below may belong to either."""
    lines = content.decode().split("\n")
    spans = parse_yaml(content, "").spans
    own = spans["ratings", name]
    after = [span.first for path, span in spans.items() if len(path) <= 2 and span.first > own.last]
    return lines[: own.first - 1], lines[min(after) - 1 :] if after else []


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("form", ["as it is", "crlf", "bom", "no newline", "utf-16"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_hand_made_files_keep_their_comments(path: Path, form: str, change: str) -> None:
    content = path.read_bytes()
    forms = {
        "crlf": content.replace(b"\n", b"\r\n"),
        "bom": b"\xef\xbb\xbf" + content,
        "no newline": content.rstrip(b"\n"),
        "utf-16": content.decode().encode("utf-16"),
    }
    content = forms.get(form, content)
    if path.stem == "json" and form == "utf-16":
        content = content.decode("utf-16").replace("\\ud83d\\ude00", "x").encode("utf-16")
    before = parse(content)
    after = CHANGES[change](before)
    new = render_assessment(after, RUBRIC, content, "../s.json")
    assert parse(new) == after.model_copy(update={"digest": RUBRIC.digest})
    if form == "utf-16":
        content, new = (
            content.decode("utf-16").encode(),
            new.decode("utf-16" if path in IN_PLACE else "utf-8").encode(),
        )
    assert not comments_of(content) - comments_of(new)
    if path in IN_PLACE:
        assert new.startswith(b"\xef\xbb\xbf") == content.startswith(b"\xef\xbb\xbf")
        assert new.endswith(b"\n") == content.endswith(b"\n")
        assert (form == "crlf") == (b"\r\n" in new)
        assert new.count(b"\n") == new.count(b"\r\n") or form != "crlf"


@pytest.mark.parametrize(
    ("change", "went", "came"),
    [
        ("nothing", [], []),
        ("level", ["    p1.c1: { level: 2 }   # sure\n"], ["    p1.c1: { level: 1 }   # sure\n"]),
        ("new in the middle", [], ['        not_applicable: "no: never"\n']),
        ("last removed", None, ["    # literal\n"]),
        (
            "evidence first",
            None,
            ["        - what: X\n", '        - what: "Y"   # trailing\n', "        # seen\n"],
        ),
        (
            "note",
            ["    p1.c1: { level: 2 }   # sure\n"],
            [
                "    p1.c1:   # sure\n",
                "        level: 2\n",
                "        note: |-\n",
                "            one\n",
                "            two #2\n",
            ],
        ),
        ("program", [], ['program: "007"\n', "facilitator: Zoë\n"]),
        ("date", ["date: 2026-03-02\n"], ["date: 2026-09-14\n"]),
    ],
)
def test_only_what_changed_changes(change: str, went: list[str] | None, came: list[str]) -> None:
    content = (Path(__file__).parent / "cases/files/four-spaces.yaml").read_bytes()
    new = render_assessment(CHANGES[change](parse(content)), RUBRIC, content)
    old_lines, new_lines = changed_lines(content, new)
    assert went is None or old_lines == went
    assert sorted(new_lines) == sorted(came)


def test_json_is_written_anew_as_yaml_with_its_texts() -> None:
    content = json.dumps({"site": "😀\\ud83d\ndate", "date": "2026-03-02", "rubric": "small@1.0.0"}).encode()
    assessment = parse(content)
    assert assessment.site == "😀\\ud83d\ndate"
    assert parse(render_assessment(assessment, RUBRIC, content)).site == assessment.site


def test_a_fresh_file_reads_well() -> None:
    assessment = rate(
        RUBRIC,
        {
            "p2.c1": {"level": 1, "checks": ["k1"]},
            "p1.c2": {"dont_know": True},
            "p1.c1": {
                "level": 0,
                "note": "Two\nlines",
                "evidence": [{"what": "No: 7", "date": "2026-01-01"}],
            },
        },
        program="Home visiting",
        participants=[{"role": "coach", "name": "no"}],
        thresholds={"total": "75.50"},
    )
    assert render_assessment(assessment, RUBRIC, None, "../.schema/small-1.0.0.json").decode() == (
        "# yaml-language-server: $schema=../.schema/small-1.0.0.json\n"
        "site: Riverbend\n"
        "program: Home visiting\n"
        "date: 2026-03-02\n"
        "rubric: small@1.0.0\n"
        f"digest: {RUBRIC.digest}\n"
        "thresholds: {total: 75.50}\n"
        "participants:\n"
        "  - role: coach\n"
        '    name: "no"\n'
        "ratings:\n"
        "  p1.c1:\n"
        "    level: 0\n"
        "    evidence:\n"
        '      - what: "No: 7"\n'
        "        date: 2026-01-01\n"
        "    note: |-\n"
        "      Two\n"
        "      lines\n"
        "  p1.c2: {dont_know: true}\n"
        "  p2.c1: {level: 1, checks: [k1]}\n"
    )


def test_the_schema_line_follows_the_rubric() -> None:
    old = b"# yaml-language-server: $schema=../.schema/small-1.0.0.json\n" + SHORT
    newer = make_rubric((3, 2), version="2.0.0")
    assessment = parse(old)
    assert render_assessment(assessment, RUBRIC, old, "other.json").startswith(old)
    moved = assessment.model_copy(update={"rubric": "small@2.0.0"})
    new = render_assessment(moved, newer, old, "../.schema/small-2.0.0.json")
    assert new.splitlines()[0] == b"# yaml-language-server: $schema=../.schema/small-2.0.0.json"
    assert new.count(b"schema") == 2


def test_a_text_no_file_can_hold_is_refused() -> None:
    assessment = rate(RUBRIC).model_copy(update={"site": " padded "})
    with pytest.raises(AssessmentError, match="AUD024"):
        render_assessment(assessment, RUBRIC)


def test_the_shortest_file() -> None:
    assessment = parse(SHORT + b"ratings:\n  p1.c1: {level: 2}\n  p1.c2:\n  p1.c3: {level: 1, note: }\n")
    assert assessment.ratings == {"p1.c1": Rating(level=2), "p1.c3": Rating(level=1)}
    assert parse(SHORT + b"ratings:\nparticipants:\ngroup:\n").ratings == {}


def test_a_claim_without_a_reason_loads() -> None:
    assert parse(SHORT + b"ratings: {p1.c1: {not_applicable: }}\n").ratings["p1.c1"].not_applicable == ""


def test_every_problem_is_told_at_once_by_line() -> None:
    text = (
        "site: \ndate: 2026-02-30\nrubric: small@1.0.0\ndigest: sha256:" + "0" * 64 + "\ngruop: x\n"
        "targets: {p1.c9: 2}\nratings:\n  p1.c1: {level: 7}\n  p1.c1: {level: 1}\n"
        "  p1.c2: {checks: [k1, zz]}\n  p1.c3:\n    level: 1\n    evidence: [{where: x}]\n"
        "    barriers:\n    - {what: x, driver: trainin}\n"
    )
    found = problems_of(text)
    assert [problem.split(" ")[0] + problem.split(" ")[1] for problem in found] == [
        "a.yaml:1:AUD007",
        "a.yaml:2:AUD008",
        "a.yaml:4:AUD021",
        "a.yaml:5:AUD006",
        "a.yaml:6:AUD010",
        "a.yaml:8:AUD012",
        "a.yaml:9:AUD005",
        "a.yaml:10:AUD009",
        "a.yaml:13:AUD007",
        "a.yaml:15:AUD011",
    ]
    assert "Did you mean group?" in found[3]
    assert "Did you mean training?" in found[-1]


def test_a_digest_of_another_rubric_names_both_and_a_way_out() -> None:
    (problem,) = problems_of(SHORT + b"digest: sha256:" + b"1" * 64 + b"\n")
    assert "AUD021" in problem
    assert RUBRIC.digest in problem
    assert "1" * 64 in problem
    assert "remove the digest line" in problem


def test_a_rubric_that_is_not_there_gets_the_line_that_names_it() -> None:
    def refuse(ref: str) -> Rubric:
        raise RubricError(Problem("AUD020", f"the rubric {ref} is not there."))

    with pytest.raises(AssessmentError) as caught:
        parse_assessment(SHORT, "a.yaml", refuse)
    told = str(caught.value)
    assert told.startswith(
        "a.yaml:3: AUD020 the rubric small@1.0.0 is not here. Please leave the record as it is"
    )
    assert "Ask whoever made it for rubrics/small/1.0.0.yaml, and the crosswalk beside it." in told


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AssessmentError, match="AUD001"):
        read_assessment(tmp_path / "none.yaml", lambda _: RUBRIC)


@pytest.mark.parametrize(
    "content", [b"", b"# nothing\n", b"[]", b"text", b"ratings: [a]\n", b"ratings: {p1.c1: 2}\n"]
)
def test_what_is_no_assessment_is_refused_in_words(content: bytes) -> None:
    assert all(problem.startswith("a.yaml") and "Please" in problem for problem in problems_of(content))
