from dsds_audit.report.pages import page_environment


def test_what_belongs_together_does_not_break_apart():
    shown = [
        page_environment(str).from_string("{{ it }}").render(it=text)
        for text in ("25 % (4 of 4 rated)", "a (b c)")
    ]
    assert shown == ["25\xa0% (4\xa0of\xa04\xa0rated)", "a (b c)"]
