from dsds_audit.report.charts.frame import Entry, arrange_key, heading, heading_height, key_height
from dsds_audit.report.charts.sheet import width_of
from dsds_audit.report.facts import gather_facts


def entry(text):
    return Entry(text, lambda sheet, x, y: None)


def test_the_heading_says_who_what_when_and_the_headline(riverbend):
    lines = [line.text for line in heading(riverbend, 12, True)]
    assert lines == [
        "Riverbend Family Center",
        "Decision support data system, Parents as Partners home visiting, September 14, 2026",
        "Partially in place, with 1 of 4 practices fully in place. Total: 69 to 75 % claimed, "
        "59 to 75 % shown by fresh evidence (12 of 13 rated)",
    ]


def test_a_long_name_is_wrapped_and_cut(riverbend):
    long = riverbend.assessment.model_copy(update={"site": "Long name " * 20})
    lines = heading(gather_facts(riverbend.rubric, long), 4, True)
    assert sum(line.bold for line in lines) == 3
    assert all(width_of(line.text, line.size, line.bold) <= 4 for line in lines)


def test_without_a_title_there_is_no_heading(riverbend):
    assert heading(riverbend, 4, False) == ()
    assert heading_height(()) == 0


def test_the_key_is_broken_into_rows_that_fit():
    entries = [entry("as claimed"), entry("not known"), entry("shown by fresh evidence, at least")]
    rows = arrange_key(entries, 4)
    assert [[e.text for _, e in row] for row in rows] == [
        ["as claimed", "not known"],
        ["shown by fresh evidence, at least"],
    ]
    assert arrange_key([], 4) == ()
    assert key_height(rows) > key_height(rows[:1])
