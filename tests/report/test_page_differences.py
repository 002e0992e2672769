import pytest

from dsds_audit.report.page_differences import find_page_differences

PAGE = """<html><head><style>p { margin: 3px }</style></head>
<body><h1>Riverbend</h1>
<section id="profile"><p>It is 63 to 71 %.</p>
<svg class="chart"><path d="M 10.25 20"/><text x="5">75 %</text></svg></section>
<section id="gaps"><p>Worth 6.3 points &amp; more.</p><span style="width: 63%"></span></section></body></html>
"""


def found(page, made=PAGE):
    return [(d.place, d.said, d.made) for d in find_page_differences(page, made)]


def test_spaces_and_line_ends_make_no_difference():
    assert found(PAGE) == []
    assert found(PAGE.replace("\n", "\n\n   ").replace(" ", "  ")) == []


@pytest.mark.parametrize(
    ("old", "new", "place", "said", "made"),
    [
        ("63 to", "83 to", "page #profile", "“It is 83 to 71 %.”", "“It is 63 to 71 %.”"),
        ("75 %", "95 %", "page #profile", "“95 %”", "“75 %”"),
        ("6.3", "6.9", "page #gaps", "“Worth 6.9 points & more.”", "“Worth 6.3 points & more.”"),
        (
            "width: 63",
            "width: 93",
            "page #gaps",
            '“<span style="width: 93%">”',
            '“<span style="width: 63%">”',
        ),
        ("M 10", "M 40", "page #profile", '“<path d="M 40.25 20"/>”', '“<path d="M 10.25 20"/>”'),
        ("Riverbend", "Elsewhere", "page", "“Elsewhere”", "“Riverbend”"),
        ("3px", "9px", "page", "“p { margin: 9px }”", "“p { margin: 3px }”"),
    ],
)
def test_each_difference_is_named_by_where_it_is(old, new, place, said, made):
    assert found(PAGE.replace(old, new)) == [(place, said, made)]


def test_two_differences_are_both_named():
    assert len(found(PAGE.replace("63 to", "83 to").replace("6.3", "6.9"))) == 2


@pytest.mark.parametrize(
    "added",
    ["<p>All is well.</p>", "<!-- 99 % -->", "<script>1</script>", "<b>", "<", "99 %<br>", "<!-->99 %"],
)
def test_whatever_was_added_is_a_difference(added):
    ((place, said, made),) = found(PAGE.replace("</section>\n<section", f"{added}</section>\n<section"))
    assert place == "page #profile"
    assert said != made


def test_what_was_taken_out_is_a_difference():
    ((place, said, made),) = found(PAGE.replace("<p>It is 63 to 71 %.</p>", ""))
    assert (place, said, made) == ("page #profile", "nothing", "“It is 63 to 71 %.”")


def test_a_chart_drawn_by_another_version_of_the_library_is_the_same_chart():
    assert found(PAGE.replace("M 10.25", "M 10.5")) == []
    assert found(PAGE.replace("width: 63%", "width: 63.2%")) != []


def test_a_hostile_page_takes_no_longer_than_its_length():
    for part in ("<", "<!--", '<"', "<style>", "<p>1", "&#1", "<svg"):
        page = part * 100_000
        assert found(page)


def test_the_place_is_a_part_of_the_page_and_never_of_a_chart():
    page = '<h2 id="now">Now</h2><svg id="x1"><g id="x2"><text>{}</text></g></svg><p>{}</p>'
    for said in (page.format(2, 5), page.format(1, 6)):
        (difference,) = find_page_differences(said, page.format(1, 5))
        assert difference.place == "page #now"
