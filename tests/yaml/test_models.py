import pytest

from dsds_audit.assessment import Assessment
from dsds_audit.errors import Problem
from dsds_audit.yaml.files import parse_yaml
from dsds_audit.yaml.models import sorted_problems, valid_model


def validated(data: str) -> tuple[Assessment | None, list[Problem]]:
    return valid_model(Assessment, parse_yaml(data.encode(), "a.yaml"), "a.yaml")


def test_every_problem_of_form_is_found_at_once() -> None:
    model, problems = validated(
        "date: soon\nrubric: dsds\nsiet: x\nratings: {a: {level: x}, B.C: {level: 1}}\n"
    )
    assert model is None
    found = [(problem.line, problem.code) for problem in sorted_problems(problems)]
    first = [(1, "AUD007"), (1, "AUD008"), (2, "AUD008"), (3, "AUD006")]
    assert found == [*first, (4, "AUD008"), (4, "AUD008"), (4, "AUD008")]
    assert any("Did you mean site?" in problem.message for problem in problems)


WRONG = """
level: NaN
level: .inf
level: 1e2
level: 1.0
level: -1
level: 99999999999999999999999999
level: [1]
level: {a: 1}
level: yes
dont_know: 1
checks: a
checks: {a: 1}
evidence: a
evidence: [a]
evidence: [{what: a, date: 2026-02-30}]
evidence: [{what: a, date: 2026-3-2}]
evidence: [{what: a, date: 02.03.2026}]
evidence: [{what: }]
note: []
note: ''
not_applicable: []
"""


@pytest.mark.parametrize("line", WRONG.strip().split("\n"))
def test_wrong_types_are_told_by_line(line: str) -> None:
    claim = "" if line.startswith(("level", "dont", "not_")) else "    level: 1\n"
    _, problems = validated(
        f"site: a\ndate: '2026-03-02'\nrubric: a@1.0.0\nratings:\n  a.b:\n{claim}    {line}\n"
    )
    assert {problem.line for problem in problems} <= {5, 6, 7}
    assert problems
    assert all("Please" in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (f"site: {'x' * 201}\n", f"site: {'x' * 39}… is longer than 200 characters. Please shorten it."),
        (
            f"ratings: {{a.b: {{level: 1, checks: [{'a, ' * 51}]}}}}\n",
            "ratings.a.b.checks: this holds more than 50 entries. Please take some out.",
        ),
        ("format: 2\n", "format: 2 is not known here. Please write 1."),
    ],
)
def test_what_is_too_much_or_not_known_is_told_in_plain_words(data: str, told: str) -> None:
    assert told in [problem.message for problem in validated(data)[1]]


def test_dates_are_read_with_and_without_quotes() -> None:
    assert validated("site: a\ndate: 2026-03-02\nrubric: a@1.0.0\n") == validated(
        "site: a\ndate: '2026-03-02'\nrubric: a@1.0.0\n"
    )
