import csv
import html
import io
import re

from hypothesis import given
from hypothesis import strategies as st
from rubrics_for_tests import examples, make_rubric
from strategies import rubrics, texts

from dsds_audit.catalogue import Catalogue
from dsds_audit.forms.questions import form_questions
from dsds_audit.forms.redcap import write_data_dictionary
from dsds_audit.forms.redcap_names import variable_of

DSDS = Catalogue().load("dsds@1.0.0")
HEADER = (
    "Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"
    '"Choices, Calculations, OR Slider Labels",Field Note,Text Validation Type OR Show Slider Number,'
    "Text Validation Min,Text Validation Max,Identifier?,Branching Logic (Show field only if...),"
    "Required Field?,Custom Alignment,Question Number (surveys only),Matrix Group Name,Matrix Ranking?,"
    "Field Annotation"
)
LIVE = re.compile(r"[<>\[\]{}|]|&(?!#x[0-9A-F]+;)")
TYPED = ("Section Header", "Field Label", "Field Note")


def read(content):
    text = content.decode()
    assert text.splitlines()[0] == HEADER
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def choices_of(row):
    """As REDCap reads them: parted by bars, the value before the first comma."""
    choices = row["Choices, Calculations, OR Slider Labels"]
    parts = (part.strip().partition(",") for part in choices.split("|"))
    return [(value, label.strip()) for value, _, label in parts] if choices else []


def assert_valid(rows):
    """The documented rules of a data dictionary, as we read them."""
    names = [row["Variable / Field Name"] for row in rows]
    assert names[0] == "record_id"
    assert len(set(names)) == len(names)
    for place, row in enumerate(rows):
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", names[place])
        assert len(names[place]) <= 100
        assert row["Form Name"] == "assessment"
        assert row["Field Label"]
        kind, choices = row["Field Type"], choices_of(row)
        assert kind in {"text", "notes", "radio", "checkbox"}
        assert (len(choices) > 0) == (kind in {"radio", "checkbox"})
        assert len({value for value, _ in choices}) == len(choices)
        assert all(re.fullmatch(r"[a-z0-9_]+", value) and label for value, label in choices)
        validation = row["Text Validation Type OR Show Slider Number"]
        assert validation in ({"", "date_ymd", "integer"} if kind == "text" else {""})
        assert row["Text Validation Min"] == ("0" if validation == "integer" else "")
        assert row["Required Field?"] in {"", "y"}
        assert row["Identifier?"] in {"", "y"}
        if row["Branching Logic (Show field only if...)"]:
            logic = re.fullmatch(
                r"\[(\w+)\] (?:= '(\w+)'|<> '')", row["Branching Logic (Show field only if...)"]
            )
            shown_by = rows[names.index(logic[1])]
            assert names.index(logic[1]) < place
            assert logic[2] is None or logic[2] in dict(choices_of(shown_by))
        tag = re.fullmatch(r"[\w ]+: ((@[A-Z]+(='[^']*')?)( |$))+", row["Field Annotation"])
        assert tag or not row["Field Annotation"]
        for cell in row.values():
            assert "\n" not in cell
            assert not re.match(r"[=+\-@\t\r]", cell)
        for column in TYPED:
            assert not LIVE.search(row[column])
        assert not any(LIVE.search(label) for _, label in choices)


@examples(25)
@given(rubrics())
def test_a_dictionary_keeps_the_rules_and_asks_everything(rubric):
    rows = read(write_data_dictionary(rubric))
    assert_valid(rows)
    questions = {variable_of(question.name): question for question in form_questions(rubric)}
    asked = {row["Variable / Field Name"]: row for row in rows}
    assert [name for name in asked if name in questions] == list(questions)
    assert set(asked) - set(questions) == {"record_id", "rubric", "digest"}
    for name, question in questions.items():
        row = asked[name]
        assert (row["Required Field?"] == "y") == question.required
        assert [value for value, _ in choices_of(row)] == [value for value, _ in question.choices]
        condition = f"[{variable_of(question.after)}] <> ''" if question.after else ""
        if question.shown_if:
            condition = f"[{variable_of(question.shown_if[0])}] = '{question.shown_if[1]}'"
        assert row["Branching Logic (Show field only if...)"] == condition


def test_the_dictionary_of_dsds():
    rows = read(write_data_dictionary(DSDS))
    assert_valid(rows)
    named = {row["Variable / Field Name"]: row for row in rows}
    headers = [row["Section Header"] for row in rows if row["Section Header"]]
    assert headers == ["Who, and when", *(p.title for p in DSDS.practices), "How this assessment was run"]
    assert named["rubric"]["Field Annotation"] == "Not asked: @HIDDEN @DEFAULT='dsds@1.0.0'"
    assert named["digest"]["Field Annotation"] == f"Not asked: @HIDDEN @DEFAULT='{DSDS.digest}'"
    checks = named["access_x_fidelity_x_checks"]
    assert checks["Field Annotation"] == "Ticked alone: @NONEOFTHEABOVE='none__holds'"
    assert choices_of(checks)[-1] == ("none__holds", "None of these holds")
    reason = named["access_x_fidelity_x_reason"]
    assert reason["Branching Logic (Show field only if...)"] == "[access_x_fidelity] = 'not_applicable'"
    assert named["date"]["Text Validation Type OR Show Slider Number"] == "date_ymd"
    assert [name for name, row in named.items() if row["Identifier?"]] == ["respondent", "facilitator"]


ODD = st.sampled_from(["=1+1", "@SUM(A1)", "[site] {date}", "a | 9, b", "<script>&lt;", "- a\n| b", "+\t1"])


@examples(60)
@given(st.one_of(texts(), ODD))
def test_a_text_of_the_rubric_is_shown_and_never_more(text):
    scale = [{"level": n, "label": text, "meaning": text} for n in range(3)]
    criterion = {"question": text, "title": text, "why": text, "checks": [{"id": "k1", "text": text}]}
    rows = read(write_data_dictionary(make_rubric({"p1": {"c1": criterion}}, scale=scale, usable=False)))
    assert_valid(rows)
    row = next(row for row in rows if row["Variable / Field Name"] == "p1_x_c1")
    line = " ".join(text.split())
    unshown = [char for char in line if not char.isprintable()]
    if not unshown:
        entities = re.sub(r"&#x([0-9A-F]+);", lambda found: chr(int(found[1], 16)), row["Field Label"])
        assert entities == line
        assert html.unescape(row["Field Label"]) == line
        assert dict(choices_of(row)).keys() == {"0", "1", "2", "dont_know"}
