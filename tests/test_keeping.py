import datetime as dt
import os
import random
import signal
import time
from itertools import pairwise
from pathlib import Path

import pytest

from dsds_audit.assessment import Assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.errors import ConflictError
from dsds_audit.interview import Answer, Finish, Interview, Jump, begin
from dsds_audit.interview.questions import NONE_HELD, Question
from dsds_audit.keeping import Keeper
from dsds_audit.store import Stored
from dsds_audit.store.folder import FolderStore

CATALOGUE = Catalogue()
RUBRIC = CATALOGUE.load("dsds")
TODAY = dt.date(2026, 3, 2)


def reply_to(question: Question, chance: random.Random) -> Answer | Finish:
    """An answer that fits, of the kind the question takes."""
    if question.id == "site":
        return Answer(f"Site {chance.randrange(10**9)}")
    match question.kind:
        case "review":
            return Finish()
        case "text":
            return Answer(f"typed {chance.random()} — é 漢")
        case "date":
            return Answer(TODAY)
        case "number":
            return Answer(9)
        case "people":
            return Answer(({"role": "leader", "name": "Ruth"},))
        case "checks":
            ticks = tuple(c.value for c in question.choices if chance.random() < 0.5)
            return Answer((NONE_HELD,) if NONE_HELD in ticks else ticks)
        case "level":
            return Answer(chance.randrange(3))
        case "evidence":
            return Answer(({"what": "minutes", "where": "drive", "date": "2026-02-01"},))
        case "barriers":
            return Answer(({"what": "no time"},))
    raise AssertionError(question.kind)


def step(interview: Interview, chance: random.Random) -> Interview:
    question = interview.question
    assert question is not None
    return interview.answered(reply_to(question, chance))


def store_in(folder: Path) -> FolderStore:
    return FolderStore(folder, CATALOGUE.load)


def unfinished(store: FolderStore) -> list[Stored]:
    return [
        kept for kept in store.all_assessments() if isinstance(kept, Stored) and not kept.assessment.finished
    ]


def interview_until_killed(folder: Path, told: int, seed: int) -> None:
    """Resume what is unfinished, or begin; tell each acknowledged answer; never return."""
    chance = random.Random(seed)
    store = store_in(folder)
    while True:
        found = unfinished(store)
        stored = found[0] if found else None
        interview = Interview(RUBRIC, stored.assessment) if stored else begin(RUBRIC, TODAY)
        with Keeper(store, interview, stored) as keeper:
            while interview.question is not None:
                interview = step(interview, chance)
                keeper.save(interview)
                if interview.assessment.site:
                    os.write(told, interview.assessment.model_dump_json().encode() + b"\n")


@pytest.mark.slow
@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="needs fork to kill an interview hundreds of times in seconds"
)
def test_killed_hundreds_of_times_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    chance = random.Random(7)
    acknowledged = 0
    known: dict[str, Assessment] = {}
    for turn in range(200):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                interview_until_killed(tmp_path, writing, turn)
            finally:
                os._exit(1)
        os.close(writing)
        heard = b""
        for _ in range(chance.randrange(5)):  # so many words from it, then a moment, then the end
            heard += os.read(reading, 100_000)
        time.sleep(chance.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        with os.fdopen(reading, "rb") as pipe:
            lines = [line for line in (heard + pipe.read()).split(b"\n") if line.endswith(b"}")]
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "the interview stopped by itself"
        acknowledged += len(lines)
        told = [Assessment.model_validate_json(line) for line in lines]
        known |= {assessment.site: assessment for assessment in told}
        kept = list(store_in(tmp_path).all_assessments())
        found = {entry.assessment.site: entry.assessment for entry in kept if isinstance(entry, Stored)}
        assert len(found) == len(kept), "a file is damaged, or a site has two"
        assert len(unfinished(store_in(tmp_path))) <= 1
        lost = [site for site in known if site not in found or not goes_on_from(known[site], found[site])]
        assert not lost, f"an acknowledged answer is lost in turn {turn}"
        known = found
    assert acknowledged > 200
    assert not list(tmp_path.rglob("*.conflict-*"))


def goes_on_from(told: Assessment, found: Assessment) -> bool:
    """Whether what is found is what was told, or has besides one answer: to the question asked then."""
    if told.finished:
        return found == told
    asked = Interview(RUBRIC, told).position
    before, after = answers_in(told), answers_in(found)
    differing = {name for name in before | after if before.get(name) != after.get(name)}
    return differing <= {asked.partition("/")[0]} and (asked == "review" or not found.finished)


def answers_in(assessment: Assessment) -> dict[str, object]:
    """Everything that has been answered, by the question it answers; a criterion's parts are one."""
    whole = {name: getattr(assessment, name) for name in Assessment.model_fields}
    progress = whole.pop("interview")
    ticked = progress.ticked if progress else {}
    populations, ratings = whole.pop("populations"), whole.pop("ratings")
    return {
        **whole,
        **{f"populations.{name}": text for name, text in populations.items()},
        **{name: (ratings.get(name), ticked.get(name)) for name in {**ratings, **ticked}},
    }


def test_whatever_is_lost_would_be_seen() -> None:
    chance = random.Random(3)
    interview = begin(RUBRIC, TODAY)
    states = []
    while interview.question is not None:
        interview = step(interview, chance)
        states.append(interview.assessment)
    assert all(goes_on_from(state, state) for state in states)
    assert all(goes_on_from(before, after) for before, after in pairwise(states))
    told = states[-1]
    for name, rating in told.ratings.items():
        others = {key: kept for key, kept in told.ratings.items() if key != name}
        emptied = {**others, name: rating.model_copy(update={"note": None, "evidence": ()})}
        assert not goes_on_from(told, told.model_copy(update={"ratings": others}))
        assert emptied == told.ratings or not goes_on_from(told, told.model_copy(update={"ratings": emptied}))
    for name in ("program", "facilitator", "participants", "populations"):
        blank = Assessment.model_fields[name].get_default(call_default_factory=True)
        assert not goes_on_from(states[-2], states[-2].model_copy(update={name: blank})), name


def test_nobody_else_can_open_the_same_interview(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    interview = begin(RUBRIC, TODAY, site="Riverbend")
    with Keeper(store, interview, None) as first:
        first.save(interview)
        with (
            pytest.raises(ConflictError, match="AUD052"),
            Keeper(store_in(tmp_path), interview, first.stored),
        ):
            pass
    with Keeper(store, interview, first.stored):
        pass


def test_a_file_changed_by_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    interview = begin(RUBRIC, TODAY, site="Riverbend")
    with Keeper(store, interview, None) as keeper:
        keeper.save(interview)
        assert keeper.stored is not None
        file = Path(keeper.stored.place)
        theirs = file.read_text(encoding="utf-8") + "# a line of theirs\ngroup: North\n"
        file.write_text(theirs, encoding="utf-8")
        with pytest.raises(ConflictError, match="AUD051"):
            keeper.save(interview.answered(Jump("accountability.person")))
    assert file.read_text(encoding="utf-8") == theirs
    assert list(file.parent.glob("*.conflict-*")), "ours is kept beside it"


def test_a_date_that_is_taken_is_refused_before_it_is_saved(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    other = begin(RUBRIC, TODAY, site="Riverbend")
    with Keeper(store, other, None) as keeper:
        keeper.save(other)
    late = begin(RUBRIC, TODAY + dt.timedelta(days=1), site="Riverbend")
    with Keeper(store, late, None) as keeper:
        keeper.save(late)
        at_date = late.answered(Jump("date"))
        keeper.save(at_date)
        assert "one already" in keeper.objection(Answer(TODAY))
        assert keeper.objection(Answer(TODAY + dt.timedelta(days=2))) == ""


def test_the_file_follows_the_date(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    interview = begin(RUBRIC, TODAY, site="Riverbend")
    with Keeper(store, interview, None) as keeper:
        keeper.save(interview)
        keeper.save(interview.answered(Jump("date")).answered(Answer(dt.date(2026, 4, 1))))
    assert [path.name for path in tmp_path.glob("riverbend/*.yaml")] == ["2026-04-01.yaml"]
