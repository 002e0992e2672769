import datetime as dt
import io

from pages_for_tests import HOSTILE
from rich.console import Console

from dsds_audit.checkup import Checkup, Located
from dsds_audit.findings import Finding
from dsds_audit.report.check_tables import MOST_LISTED, check_table


def finding(rule="no-evidence", text="It is not shown.", line=14):
    return Located(Finding(rule, "p.c", text, f"Why {rule}.", f"Out {rule}."), line)


def checkup(*findings, site="Riverbend", place="riverbend/2026-03-02.yaml", finished=True):
    return Checkup(place, site, "Visits", dt.date(2026, 3, 2), "dsds@1.0.0", finished, findings)


def shown(*checkups, width=80):
    console = Console(file=io.StringIO(), width=width, force_terminal=False, emoji=False, markup=False)
    console.print(check_table(checkups))
    return console.file.getvalue()


def test_a_sound_record_is_said_to_be_so():
    assert "Everything adds up in 1 assessment." in shown(checkup())
    assert "Everything adds up in 2 assessments." in shown(checkup(), checkup())


def test_a_site_is_one_however_its_name_is_typed():
    text = shown(checkup(finding()), checkup(finding(), site="RIVERBEND", place="b.yaml"))
    assert text.startswith("RIVERBEND\n")
    assert "Riverbend" not in text


def test_each_rule_says_once_why_it_matters_and_the_way_out():
    text = shown(checkup(finding(), finding(), finding("no-leader", "Nobody led.", None)))
    assert text.count("Why no-evidence.") == text.count("Out no-evidence.") == 1
    assert text.count("It is not shown.") == 2
    assert text.index("No evidence") < text.index("No leader")
    assert "riverbend/2026-03-02.yaml:14 p.c" in text
    assert "riverbend/2026-03-02.yaml p.c" in text
    assert "3 things to look at in 1 assessment." in text
    assert "By site" not in text


def test_of_several_it_counts_by_site_and_by_rule_most_first():
    hillside = checkup(finding(), site="Hillside", place="hillside/2026-03-02.yaml")
    text = shown(hillside, checkup(finding(), finding("no-leader")), checkup(site="Sound"))
    assert text.startswith("3 sites")
    summary = text.partition("By site")[2]
    assert summary.index("Riverbend") < summary.index("Hillside") < summary.index("By rule")
    assert "Sound" not in summary
    assert "3 things to look at in 3 assessments, 1 of which is sound." in text


def test_a_long_list_is_cut_and_says_how_much_is_left():
    text = shown(checkup(*[finding()] * (MOST_LISTED + 5)))
    assert text.count("It is not shown.") == MOST_LISTED
    assert "5 more like this" in text
    assert f"{MOST_LISTED + 5} things to look at" in text


def test_an_unfinished_assessment_says_so():
    assert "dsds@1.0.0, Visits, 2026-03-02, not finished" in shown(checkup(finished=False))


def test_typed_text_steers_no_terminal():
    for text in HOSTILE:
        page = shown(
            checkup(finding(text=text), site=text, place=text), checkup(finding(text=text), site=text)
        )
        assert "\x1b" not in page
        assert "\x07" not in page
