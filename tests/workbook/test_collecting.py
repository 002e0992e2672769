from dsds_audit.workbook.collecting import collect, find_head, make_form
from dsds_audit.workbook.opening import Rows
from tests.workbook.workbooks import RUBRIC

HEAD = ["dsds-audit workbook 1 x y", "label", "answer", "more", "date"]


def test_only_what_was_touched_is_looked_at() -> None:
    form = make_form(RUBRIC)
    rows = [HEAD, ["site", "Site", "Riverbend", "", ""], ["group", *form.untouched["group"][0][1:]]]
    head = find_head(sheet := Rows("Start", rows))
    assert head
    site, group = collect(form, [(sheet, head)]).found
    assert site.line["answer"].place == "Start!C2"
    assert (group.key, group.line) == ("group", {})


def test_ids_are_found_where_they_have_moved() -> None:
    rows = [["", ""], ["", "", "x", *HEAD], ["", "", "", "site", "Site", "Riverbend", "", ""]]
    head = find_head(sheet := Rows("Start", rows))
    assert head
    assert (head.row, head.column) == (1, 3)
    collected = collect(make_form(RUBRIC), [(sheet, head)])
    assert collected.found[0].line["answer"].place == "Start!F3"


def test_a_sheet_of_others_has_none() -> None:
    assert find_head(Rows("Theirs", [["dsds-audits", 1.0], []])) is None
