"""What the tests of the report share: pages taken apart, hostile text, and made-up sites."""

from html.parser import HTMLParser
from typing import Any

from rubrics_for_tests import make_check, make_rubric, rate

from dsds_audit.report.facts import Facts, gather_facts

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- --!> <![CDATA[ ]]>",
    "\"'><svg onload=alert(1)>",
    "{{ 7 * 7 }} {% raw %} ${1}",
    "$x^2$ \\frac{1}{0} %s %(a)s {0}",
    "[link](javascript:alert(1)) `code` **bold** | pipe | <b>",
    "\x00\x07\x1b[31m\x85\u2028\u202e\ufffe",
    "日本語 العربية עברית 👩‍👩‍👧 é é ﷽",
    "&lt;b&gt; &amp;amp; &#60;",
    "\n# heading\n\n- list\n1. one",
    "[bold]rich[/bold] [link=x]",
)
VOID = {"meta", "link", "br", "hr", "img", "input", "path", "use", "rect", "circle"}


class Page(HTMLParser):
    """A page taken apart; raises where a tag is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.script = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"{tag} has an attribute twice"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.script += data
        elif self.open and self.open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        """What a reader sees, words apart by one space."""
        return " ".join(" ".join(self.texts).split())

    def all(self, *names: str) -> list[tuple[str, dict[str, str | None]]]:
        return [(tag, attrs) for tag, attrs in self.tags if tag in names]


def hostile_site(text: str) -> Facts:
    """A site in which every field that a person types holds this text, and so does the rubric."""
    check = {**make_check("k1"), "text": text}
    check["action"] = {"text": text, "effort": "low", "owner": text, "days": 3}
    criteria = {f"c{n}": {"title": text, "checks": [check], "not_applicable": True} for n in range(1, 5)}
    rubric = make_rubric(
        {"p1": criteria, "p2": criteria, "p3": criteria},
        title=text,
        provenance=text,
        populations=[{"id": "staff", "label": text, "question": text}],
        drivers=[{"id": "training", "label": text, "group": text}],
        sources=[{"id": "ours", "citation": text}],
        administration=[{"id": "people", "text": text}, {"id": "time", "text": text}],
        findings=[{"rule": "no-evidence", "text": text, "why": text, "way_out": text}],
        usable=False,
    )
    practices = [
        practice.model_copy(update={"title": text, "short": text, "statement": text})
        for practice in rubric.practices
    ]
    rubric = rubric.model_copy(update={"practices": tuple(practices)})
    rating: dict[str, Any] = {
        "level": 1,
        "note": text,
        "checks": [],
        "evidence": [{"what": text, "where": text}],
        "barriers": [{"what": text, "driver": "training"}],
    }
    ratings = {"p1.c1": rating, "p1.c2": {"not_applicable": text}, "p2.c1": {"dont_know": True, "note": text}}
    typed: dict[str, Any] = {"site": text, "program": text, "group": text, "populations": {"staff": text}}
    return gather_facts(rubric, rate(rubric, ratings, others=2, **typed, administration={"people": False}))
