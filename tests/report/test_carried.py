import json
from decimal import Decimal

import pytest

from dsds_audit.errors import AuditError
from dsds_audit.report import carried
from dsds_audit.report.carried import load_document, read_report, unpack_report, without_document
from dsds_audit.report.documents import report_document, to_json
from dsds_audit.report.html import render_html


def codes(content):
    with pytest.raises(AuditError) as refusal:
        unpack_report(content, "a file")
    return [problem.code for problem in refusal.value.problems]


def test_the_document_of_a_page_and_of_a_json_file_are_the_same(riverbend):
    document = json.loads(json.dumps(report_document(riverbend)), parse_float=Decimal)
    page = unpack_report(render_html(riverbend).encode(), "report.html")
    assert page.document == document
    assert page.page is not None
    assert '"format"' not in page.page
    alone = unpack_report(to_json(report_document(riverbend)).encode(), "report.json")
    assert (alone.document, alone.page) == (document, None)


@pytest.mark.parametrize("edit", [lambda b: b"\xef\xbb\xbf" + b, lambda b: b.replace(b"\n", b"\r\n")])
def test_what_mail_and_editors_do_to_a_file_does_no_harm(riverbend, edit):
    html = render_html(riverbend)
    found = unpack_report(edit(html.encode()), "report.html")
    assert found.page == without_document(html)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"site: Riverbend\n",
        b"# A report\n\nin Markdown",
        b"%PDF-1.7 \xff\xfe",
        b"\x00" * 50,
        b"<html><body>Some page</body></html>",
        b'{"format": 1',
        b'{"format": 1, "format": 1}',
        b'{"overall": NaN}',
        b'{"overall": 1e999999999999999999999999}',
        b'{"overall": ' + b"9" * 5000 + b"}",
        b'{"a": ' + b"[" * 100_000,
    ],
)
def test_what_carries_nothing_sound_is_refused_in_one_problem(content):
    assert codes(content) == ["AUD095"]


def test_a_page_that_was_cut_off_is_told_so_wherever_it_was_cut(riverbend):
    html = render_html(riverbend).encode()
    end = html.index(b"</script>")
    for length in (*range(0, end, 7001), end - 1, end):
        assert codes(html[:length]) == ["AUD095"]
    with pytest.raises(AuditError, match="cut off"):
        unpack_report(html[: end - 1], "report.html")


def test_a_page_with_two_documents_is_refused(riverbend):
    html = render_html(riverbend)
    assert codes((html + html).encode()) == ["AUD095"]


def test_markup_in_the_data_that_a_browser_might_show_is_refused(riverbend):
    html = render_html(riverbend).replace('"kind":"report"', '"kind":"report</script ><h1>100 %</h1>"')
    assert codes(html.encode()) == ["AUD095"]


def test_a_list_is_no_document():
    with pytest.raises(AuditError):
        load_document("[]", "a file")


def test_a_file_larger_than_any_report_is_not_read_on(monkeypatch, tmp_path):
    monkeypatch.setattr(carried, "MOST_BYTES", 100)
    path = tmp_path / "large.json"
    path.write_bytes(b"{" + b" " * 200)
    with pytest.raises(AuditError, match="AUD095"):
        read_report(path)


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path):
    for path in (tmp_path / "missing.html", tmp_path, tmp_path / "\x00"):
        with pytest.raises(AuditError, match="AUD001"):
            read_report(path)
