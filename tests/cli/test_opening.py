import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import pytest

from dsds_audit.assessment import Progress
from dsds_audit.cli import opening
from dsds_audit.cli.desk import desk_in
from dsds_audit.desk import Desk
from dsds_audit.errors import RubricError, StoreError
from dsds_audit.interview.route import REVIEW
from dsds_audit.opening import Wishes
from tests.cli.conftest import Run
from tests.cli.test_migrate import FILE, RECORD, put_versions

TODAY = dt.date(2026, 9, 2)
Pick = Callable[[str], None]


def wish(site: str | None, **others: object) -> Wishes:
    wishes: dict[str, object] = dict.fromkeys(("program", "ref"))
    wishes |= dict.fromkeys(("quick", "from_last", "correct", "new"), False)
    return Wishes(site, **{**wishes, **others})  # type: ignore[arg-type]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked before the interview; each answered with the last choice that is named."""
    titles: list[str] = []

    def pick(title: str, choices: Sequence[tuple[str, str]]) -> str:
        titles.append(title)
        return next(value for _, value in reversed(choices) if value)

    monkeypatch.setattr(opening, "_picked", pick)
    return titles


def desk_with(run: Run, *answers: str) -> Desk:
    for text in answers:
        result = run("interview", "--answers", "-", stdin=text)
        assert result.exit_code == 0, result.stderr
    return desk_in(Path())


def assessment(site: str = "Hill", date: dt.date = TODAY, program: str = "") -> str:
    named = f"program: {program}\n" if program else ""
    populations = "populations: {relevant-staff: Teachers}\n"
    return f"site: {site}\ndate: {date}\n{named}{populations}ratings: {{use.reports: {{level: 1}}}}\n"


def test_an_assessment_of_today_is_opened_again_at_its_review(run: Run, asked: list[str]) -> None:
    desk = desk_with(run, assessment())
    interview, stored = opening.open_interview(desk, wish("Hill"), TODAY)
    assert asked == ["There is an assessment of Hill, 2026-09-02 already."]
    assert stored is not None
    assert interview.position == REVIEW
    assert "use.reports" in interview.assessment.ratings


def test_the_latest_is_opened_again_when_asked_to(run: Run, asked: list[str]) -> None:
    desk = desk_with(run, assessment(date=dt.date(2026, 3, 2)))
    interview, stored = opening.open_interview(desk, wish("Hill", correct=True), TODAY)
    assert (interview.position, bool(stored), asked) == (REVIEW, True, [])
    with pytest.raises(StoreError, match="AUD053"):
        opening.open_interview(desk, wish("Hill", correct=True, program="Another"), TODAY)


def test_a_site_never_heard_of_is_asked_about(run: Run, asked: list[str]) -> None:
    desk = desk_with(run, assessment("Hill & Dale", dt.date(2026, 3, 2)))
    interview, _ = opening.open_interview(desk, wish("Hill"), TODAY)
    assert asked == ["There is no site called Hill here yet."]
    assert interview.assessment.site == "Hill & Dale"


def test_of_several_programs_one_is_asked_for(run: Run, asked: list[str]) -> None:
    march = dt.date(2026, 3, 2)
    desk = desk_with(run, assessment(date=march, program="A"), assessment(date=march, program="B"))
    interview, _ = opening.open_interview(desk, wish("Hill"), TODAY)
    assert asked == ["Hill has several programs. Which is it about?"]
    assert interview.assessment.program in ("A", "B")
    named, _ = opening.open_interview(desk, wish("Hill", program="a", from_last=True), TODAY)
    assert named.assessment.program == "A"
    assert len(asked) == 1


def test_a_new_one_offers_the_last_populations(run: Run, asked: list[str]) -> None:
    desk = desk_with(run, assessment(date=dt.date(2026, 3, 2)))
    interview, stored = opening.open_interview(desk, wish("Hill"), TODAY)
    assert stored is None
    assert interview.assessment.populations == {"relevant-staff": "Teachers"}
    assert interview.assessment.ratings == {}


def test_wishes_that_cannot_be_met_are_refused(run: Run, asked: list[str]) -> None:
    desk = desk_with(run, assessment(date=dt.date(2026, 3, 2)))
    with pytest.raises(click.UsageError, match="--from-last needs"):
        opening.open_interview(desk, wish(None, from_last=True), TODAY)
    with pytest.raises(StoreError, match="AUD053"):
        opening.open_interview(
            desk, wish("Hill", from_last=True, ref="python-project@1.0.0", program=None), TODAY
        )
    both = run("interview", "Hill", "--answers", "-", "--from-last", stdin="ratings: {}")
    assert both.exit_code == 2


# The last assessment was made with an earlier version of the rubric.


@pytest.fixture
def versions(run: Run, tmp_path: Path) -> Path:
    put_versions(tmp_path / "rubrics")
    FILE.parent.mkdir()
    FILE.write_text(RECORD, encoding="utf-8")
    return tmp_path


def test_from_last_carries_along_the_crosswalk(versions: Path) -> None:
    interview, stored = opening.open_interview(desk_in(Path()), wish("Hill", from_last=True), TODAY)
    assert stored is None
    assert interview.rubric.ref == "small@1.1.0"
    assert interview.assessment.interview
    assert interview.assessment.interview.carried == ("p1.c1", "p1.c2")
    assert interview.assessment.claims == {}


def test_from_last_can_stay_with_the_version_of_last_time(versions: Path) -> None:
    wishes = wish("Hill", from_last=True, ref="small@1.0.0")
    assert opening.open_interview(desk_in(Path()), wishes, TODAY)[0].rubric.ref == "small@1.0.0"


def test_from_last_without_a_crosswalk_says_both_ways_out(versions: Path) -> None:
    Path("rubrics/small/1.0.0--1.1.0.yaml").unlink()
    with pytest.raises(RubricError) as caught:
        opening.open_interview(desk_in(Path()), wish("Hill", from_last=True), TODAY)
    (problem,) = caught.value.problems
    assert problem.code == "AUD025"
    assert "dsds-audit rubric diff small@1.0.0 small@1.1.0" in problem.message
    assert problem.message.endswith("--rubric small@1.0.0.")


# An unfinished interview that is older than what was finished since.


def unfinished(run: Run, date: dt.date, **others: str) -> Desk:
    desk = desk_with(run, assessment(date=date, **others))
    (stored,) = [kept for kept in desk.store.find("Hill") if kept.assessment.date == date]
    opened = stored.assessment.model_copy(update={"interview": Progress(position=REVIEW)})
    desk.store.save(opened, desk.catalogue.load(opened.rubric), stored)
    return desk


def test_an_interview_older_than_the_latest_assessment_is_asked_about(run: Run, asked: list[str]) -> None:
    desk = unfinished(run, dt.date(2026, 1, 5))
    desk_with(run, assessment(date=dt.date(2026, 3, 2)))
    interview, stored = opening.open_interview(desk, wish("Hill"), TODAY)
    (title,) = asked
    assert "there is an assessment of 2026-03-02 since" in title
    assert stored is not None
    assert interview.assessment.date == dt.date(2026, 1, 5)


def test_the_only_interview_is_gone_on_with_unasked(run: Run, asked: list[str]) -> None:
    desk = unfinished(run, dt.date(2026, 3, 2))
    desk_with(run, assessment(date=dt.date(2026, 1, 5)), assessment(date=TODAY, program="Another"))
    opening.open_interview(desk, wish("Hill"), TODAY)
    assert asked == []


def test_the_nearest_site_comes_first_and_a_new_one_after_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_with(run, assessment("Hill"), assessment("Abbey"))
    offered: list[Sequence[tuple[str, str]]] = []
    monkeypatch.setattr(opening, "_picked", lambda _, choices: offered.append(choices) or choices[0][1])
    interview, _ = opening.open_interview(desk, wish("Hil"), dt.date(2026, 12, 1))
    assert interview.assessment.site == "Hill"
    assert [value for _, value in offered[0]] == ["Hill", "", "Abbey"]
    opening.open_interview(desk, wish("Somewhere"), TODAY)
    assert [value for _, value in offered[1]] == ["", "Abbey", "Hill"]
