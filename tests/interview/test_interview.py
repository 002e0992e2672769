import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rubrics_for_tests import DAY, make_rubric, rate

from dsds_audit.assessment import Assessment, Barrier, Evidence, Participant, Progress, Rating
from dsds_audit.errors import AnswerError
from dsds_audit.interview import (
    Answer,
    Back,
    Finish,
    Forward,
    Interview,
    Jump,
    Skip,
    begin,
    begin_from_last,
    reopen,
)
from dsds_audit.interview.questions import (
    CHANGE,
    CLEAR,
    CONFIRM,
    CONFIRM_ANEW,
    DONT_KNOW,
    NONE_HELD,
    NOT_APPLICABLE,
)
from dsds_audit.scoring import score

RUBRIC = make_rubric(
    {
        "one": {"first": {"evidence": ["Minutes", "A list"], "fresh_for": 92}, "second": {"checks": 0}},
        "two": {"third": {"not_applicable": True}, "fourth": {"checks": 3, "target": 1}},
    },
    populations=[{"id": "staff", "label": "relevant staff", "question": "Whom do we mean?"}],
    drivers=[{"id": "training", "label": "training", "group": "competency"}],
    panel={"roles": [{"id": "coach", "label": "coach"}, {"id": "lead", "label": "leader"}], "quorum": 50},
)
POPULATIONS = [{"id": "staff", "label": "relevant staff", "question": "Whom do we mean?"}]
INTAKE = ["site", "program", "group", "date", "populations.staff", "facilitator", "participants", "invited"]
NEXT_DAY = dt.date(2026, 9, 14)


def started(**fields) -> Interview:
    """An interview of a named site, at the first criterion."""
    return begin(RUBRIC, DAY, site="Riverbend", **fields).answered(Jump("one.first"))


def at(interview: Interview) -> str:
    return interview.question.id if interview.question else "finished"


def given_in_turn(interview: Interview, *replies) -> Interview:
    for reply in replies:
        move = isinstance(reply, Back | Forward | Skip | Jump | Finish | Answer)
        interview = interview.answered(reply if move else Answer(reply))
    return interview


def visited(interview: Interview, *replies) -> list[str]:
    """The questions asked, in order, the one after the last reply included."""
    ids = [at(interview)]
    for reply in replies:
        interview = given_in_turn(interview, reply)
        ids.append(at(interview))
    return ids


def parts(ids: list[str], criterion: str) -> list[str]:
    return [name.partition("/")[2] for name in ids if name.startswith(f"{criterion}/")]


# The route


def test_the_intake_comes_first_and_each_answer_is_kept():
    people = (Participant(role="coach", name="Bo"),)
    replies = ["Riverbend", "Families First", "", "2026-03-05", "Supervisors", "Ann", people, "12"]
    interview = given_in_turn(begin(RUBRIC, DAY), *replies)
    assert visited(begin(RUBRIC, DAY), *replies) == [*INTAKE, "one.first/checks"]
    kept = interview.assessment
    assert (kept.site, kept.program, kept.group, kept.date) == (
        "Riverbend",
        "Families First",
        None,
        dt.date(2026, 3, 5),
    )
    assert (kept.populations, kept.facilitator, kept.participants, kept.invited) == (
        {"staff": "Supervisors"},
        "Ann",
        people,
        12,
    )
    assert (kept.rubric, kept.digest) == (RUBRIC.ref, RUBRIC.digest)


@pytest.mark.parametrize(
    ("known", "first"),
    [
        ({}, "site"),
        ({"site": "Riverbend"}, "program"),
        ({"site": "Riverbend", "program": "Families First"}, "group"),
        ({"site": "Riverbend", "program": "Families First", "group": "North"}, "date"),
        ({"site": "  "}, "site"),
    ],
)
def test_an_interview_begins_at_the_first_thing_not_yet_known(known, first):
    assert at(begin(RUBRIC, DAY, **known)) == first


@pytest.mark.parametrize(
    ("criterion", "replies", "asked"),
    [
        ("one.first", [("k1", "k2"), 2, "", ()], ["checks", "level", "note", "evidence"]),
        ("one.first", [("k1",), 1, "", (), ()], ["checks", "level", "note", "evidence", "barriers"]),
        ("one.first", [(), 0, "", ()], ["checks", "level", "note", "barriers"]),
        ("one.first", [(), DONT_KNOW, ""], ["checks", "level", "note"]),
        ("one.second", [1, "", (), ()], ["level", "note", "evidence", "barriers"]),
        ("two.third", [(), NOT_APPLICABLE, "Not ours."], ["checks", "level", "reason"]),
        ("two.fourth", [("k1", "k2"), 1, "", ()], ["checks", "level", "note", "evidence"]),
    ],
)
def test_what_is_asked_of_a_criterion_follows_from_its_level(criterion, replies, asked):
    assert parts(visited(started().answered(Jump(criterion)), *replies), criterion) == asked


def test_quick_mode_asks_levels_and_reasons_only():
    replies = [1, 2, NOT_APPLICABLE, "Not ours.", DONT_KNOW, Finish()]
    asked = ["one.first/level", "one.second/level", "two.third/level", "two.third/reason", "two.fourth/level"]
    assert visited(started(quick=True), *replies) == [*asked, "review", "finished"]


def test_without_panel_nobody_is_asked_for_roles():
    bare = begin(make_rubric([1]), DAY, site="Riverbend")
    ids = visited(bare, *[Forward()] * 5)
    assert ids == ["program", "group", "date", "facilitator", "p1.c1/checks", "p1.c1/level"]


def test_back_retraces_the_way():
    there = visited(begin(RUBRIC, DAY), "Riverbend", *[Forward()] * 7, ("k1", "k2"), 2, "", ())
    interview = given_in_turn(begin(RUBRIC, DAY), "Riverbend", *[Forward()] * 7, ("k1", "k2"), 2, "", ())
    assert visited(interview, *[Back()] * (len(there) - 1)) == there[::-1]


def test_both_ends_stand_still():
    interview = started().answered(Jump("review"))
    assert at(interview.answered(Forward())) == "review"
    assert at(interview.answered(Jump("site")).answered(Back())) == "site"


@pytest.mark.parametrize(
    ("to", "place"),
    [("two.fourth", "two.fourth/checks"), ("site", "site"), ("review", "review"), ("one.second/level",) * 2],
)
def test_jump(to, place):
    assert at(started().answered(Jump(to))) == place


@pytest.mark.parametrize(
    ("position", "place"),
    [
        ("one.first/evidence", "one.second/level"),
        ("one.first/no-such-part", "one.first/checks"),
        ("gone.long-ago/level", "one.first/checks"),
        ("populations.gone", "one.first/checks"),
        ("two.fourth/barriers", "review"),
    ],
)
def test_a_position_that_has_gone_leads_to_the_nearest_question(position, place):
    assessment = rate(RUBRIC, {}, interview={"position": position})
    assert at(Interview(RUBRIC, assessment)) == place


def test_with_everything_answered_a_strange_position_leads_to_the_review():
    assessment = rate(RUBRIC, others=2, interview={"position": "gone.gone/level"})
    assert at(Interview(RUBRIC, assessment)) == "review"


# What answers write


def test_ticks_wait_in_the_progress_until_the_level_takes_them_along():
    ticked = started().answered(Answer(("k1",)))
    assert ticked.assessment.interview.ticked == {"one.first": ("k1",)}
    assert ticked.assessment.ratings == {}
    rated = ticked.answered(Answer("1"))
    assert rated.assessment.interview.ticked == {}
    assert rated.assessment.ratings["one.first"] == Rating(level=1, checks=("k1",))


def test_ticks_are_kept_once_and_in_rubric_order():
    assert started().answered(Answer(("k2", "k1", "k2"))).assessment.interview.ticked == {
        "one.first": ("k1", "k2")
    }


@pytest.mark.parametrize(("ticks", "level"), [((), "0"), (("k2",), "1"), (("k1", "k2"), "2")])
def test_the_level_is_suggested_from_the_ticks(ticks, level):
    choices = started().answered(Answer(ticks)).question.choices
    assert [choice.value for choice in choices if choice.suggested] == [level]


def test_nothing_is_suggested_where_the_checks_were_not_gone_through():
    question = started().answered(Forward()).question
    assert question.kind == "level"
    assert not any(choice.suggested for choice in question.choices)


def test_ticking_again_changes_no_level_but_asks_for_it():
    rated = given_in_turn(started(), ("k1", "k2"), 2, Jump("one.first"), ("k1",))
    assert rated.assessment.ratings["one.first"] == Rating(level=2, checks=("k1",))
    assert [(c.value, c.current, c.suggested) for c in rated.question.choices[:3]] == [
        ("0", False, False),
        ("1", False, True),
        ("2", True, False),
    ]


def test_a_level_that_differs_from_the_ticks_needs_a_note():
    differing = given_in_turn(started(), ("k1",), 2)
    assert differing.question.required
    assert "1 of 2 checks, which suggests label 1; you chose label 2" in differing.question.help[0]
    for reply in (Answer(""), Answer("  "), Answer(None), Forward()):
        with pytest.raises(AnswerError, match="Please say why"):
            differing.answered(reply)
    noted = differing.answered(Answer("The second holds in spirit."))
    assert noted.assessment.ratings["one.first"].note == "The second holds in spirit."
    assert at(differing.answered(Jump("two.third"))) == "two.third/checks"


def test_changing_the_level_keeps_what_still_fits():
    full = Rating(level=1, checks=("k1",), note="So.", evidence=(Evidence(what="Minutes"),))
    full = full.model_copy(update={"barriers": (Barrier(what="Time", driver="training"),)})
    rated = started().answered(Answer(full)).answered(Jump("one.first/level"))
    for claim in (0, 2, DONT_KNOW):
        kept = rated.answered(Answer(claim)).assessment.ratings["one.first"]
        assert (kept.checks, kept.note, kept.evidence, kept.barriers) == (
            full.checks,
            full.note,
            full.evidence,
            full.barriers,
        )
    assert parts(visited(rated, 0, "Now so.", *[Forward()] * 2), "one.first") == [
        "level",
        "note",
        "evidence",
        "barriers",
    ]


@pytest.mark.parametrize("claim", [DONT_KNOW, NOT_APPLICABLE])
def test_entering_without_ticks_says_nothing_where_no_level_is_claimed(claim):
    told = given_in_turn(started(), Jump("two.third"), (), claim, Jump("two.third"))
    assert told.assessment.ratings["two.third"].checks is None
    again = told.answered(Answer(()))
    assert again.assessment.ratings["two.third"].checks is None
    assert again.answered(Answer(claim)).assessment.ratings["two.third"].checks is None
    assert given_in_turn(started(), (), 0).assessment.ratings["one.first"].checks == ()
    old = rate(RUBRIC, {"one.first": {"dont_know": True, "checks": []}})
    review = reopen(RUBRIC, old).question
    assert "don't know" in [choice.meaning for choice in review.choices]


def test_after_dont_know_the_note_asks_who_could_find_out():
    asked = given_in_turn(started(), (), DONT_KNOW).question
    assert (asked.id, asked.required) == ("one.first/note", False)
    assert asked.text == "Who could find out, or what is missing?"


def test_whom_a_criterion_speaks_of_stands_beneath_it():
    rubric = make_rubric(
        {"one": {"first": {"question": "Do the Relevant staff know it?"}, "second": {}}},
        populations=POPULATIONS,
    )
    named = given_in_turn(begin(rubric, DAY, site="Riverbend"), Jump("populations.staff"), "Supervisors")
    shown = [named.answered(Jump(f"one.{name}")).question.help for name in ("first", "second")]
    assert shown == [("relevant staff: Supervisors",), ()]


def test_a_list_grows_item_by_item_and_each_is_kept_at_once():
    rated = given_in_turn(started(), ("k1", "k2"), 2, "")
    one = rated.answered(Answer(({"what": "Minutes", "date": "2026-02-01"},), stay=True))
    assert at(one) == "one.first/evidence"
    two = one.answered(Answer((*one.question.current, Evidence(what="A list")), stay=True))
    assert [evidence.what for evidence in two.assessment.ratings["one.first"].evidence] == [
        "Minutes",
        "A list",
    ]
    none = two.answered(Answer((), stay=True))
    assert none.assessment.ratings["one.first"].evidence == ()


def test_does_not_apply_is_kept_at_once_and_asks_for_the_reason():
    told = given_in_turn(started(), Jump("two.third"), Forward(), NOT_APPLICABLE)
    assert told.assessment.ratings["two.third"].not_applicable == ""
    assert (told.question.id, told.question.required) == ("two.third/reason", True)
    with pytest.raises(AnswerError, match="Please say why"):
        told.answered(Forward())
    assert told.answered(Answer("Not ours.")).assessment.ratings["two.third"].not_applicable == "Not ours."


def test_does_not_apply_is_offered_only_where_the_rubric_permits_it():
    offered = {
        name: NOT_APPLICABLE in [c.value for c in started().answered(Jump(f"{name}/level")).question.choices]
        for name in RUBRIC.criteria
    }
    assert offered == {"one.first": False, "one.second": False, "two.third": True, "two.fourth": False}


def test_a_whole_rating_answers_a_criterion_at_once():
    rating = Rating(level=2, checks=("k1",))
    told = started().answered(Answer(rating))
    assert told.assessment.ratings["one.first"] == rating
    assert at(told) == "one.second/level"


def test_skipping_marks_and_answering_unmarks():
    skipped = started().answered(Skip())
    assert (at(skipped), skipped.assessment.interview.skipped) == ("one.second/level", ("one.first",))
    assert [c.meaning for c in skipped.question.destinations if c.value == "one.first/checks"] == [
        "skipped for now"
    ]
    answered = given_in_turn(skipped, Jump("one.first"), (), 0)
    assert answered.assessment.interview.skipped == ()
    assert answered.answered(Skip()).assessment.interview.skipped == ()


def test_a_note_that_says_confirm_is_a_note():
    assert at(given_in_turn(started(), (), 0, CONFIRM)) == "one.first/barriers"


def test_ratings_stand_in_rubric_order_whatever_the_order_asked():
    rated = given_in_turn(started(), Jump("two.fourth/level"), 1, Jump("one.second"), 2)
    assert list(rated.assessment.ratings) == ["one.second", "two.fourth"]


# What does not fit


@pytest.mark.parametrize(
    ("place", "reply", "message"),
    [
        ("site", "", "Please type its name"),
        ("site", "x" * 201, "longer than 200 characters. Please shorten it"),
        ("site", "\ud800", "no text"),
        ("date", "2026-02-30", "2026-02-30 is no date. Please write"),
        ("date", "soon", "Please write it as year-month-day"),
        ("date", "", "A date is missing"),
        ("invited", "many", "no whole number"),
        ("invited", "0", "Please type 1 or more"),
        ("participants", ({"role": "coahc"},), "Did you mean coach?"),
        ("participants", ({"role": "coach", "name": ""},), "at least one character"),
        ("one.first/checks", ("k3",), "k3 is no check of one.first"),
        ("one.first/level", "3", "level|3 is not on the scale 0..2. Please use 0, 1, 2"),
        ("one.first/level", -1, "not on the scale"),
        ("one.first/level", True, "not on the scale"),
        ("one.first/level", "", "not on the scale"),
        ("one.first/level", NOT_APPLICABLE, "does not permit"),
        ("one.first/level", Rating(level=3), "not on the scale 0..2"),
        ("one.first/level", Rating(level=1, checks=("zz",)), "no check"),
        ("one.first/level", Rating(not_applicable="Not ours."), "does not permit"),
        ("two.third/level", Rating(not_applicable=""), "a reason is missing"),
        ("review", "yes", "takes no answer"),
    ],
)
def test_an_answer_that_does_not_fit_says_so_and_changes_nothing(place, reply, message):
    interview = started().answered(Jump(place))
    with pytest.raises(AnswerError, match=message) as caught:
        interview.answered(Answer(reply))
    assert {problem.code for problem in caught.value.problems} == {"AUD061"}
    assert all("Please" in p.message or "Did you mean" in p.message for p in caught.value.problems)


@pytest.mark.parametrize(
    ("part", "reply", "message"),
    [
        ("evidence", ({"what": "Minutes", "date": "2026-13-01"},), "2026-13-01 is no date"),
        ("evidence", ({"what": ""},), "at least one character"),
        ("barriers", ({"what": "Time", "driver": "trainnig"},), "Did you mean training?"),
    ],
)
def test_an_item_that_does_not_fit_says_so(part, reply, message):
    rated = given_in_turn(started(), ("k1",), 1, Jump(f"one.first/{part}"))
    with pytest.raises(AnswerError, match=message):
        rated.answered(Answer(reply))


def test_before_the_site_has_a_name_there_is_nowhere_else_to_go():
    for reply in (Back(), Forward(), Skip(), Jump("review"), Jump("one.first")):
        with pytest.raises(AnswerError, match="Please type its name"):
            begin(RUBRIC, DAY).answered(reply)


def test_a_jump_to_nowhere_says_where_one_can_go():
    with pytest.raises(AnswerError, match=r"Did you mean one\.first\?"):
        started().answered(Jump("one.frist"))


def test_finishing_is_for_the_review():
    with pytest.raises(AnswerError, match="review"):
        started().answered(Finish())
    finished = given_in_turn(started(), Jump("review"), Finish())
    assert finished.question is None
    with pytest.raises(AnswerError, match="finished"):
        finished.answered(Back())


# How it was run

STATEMENTS = [{"id": f"s{number}", "text": f"Statement {number}."} for number in (1, 2, 3)]
ASKING = make_rubric({"one": {"first": {"checks": 0}}}, administration=STATEMENTS)


def looking_back(**fields) -> Interview:
    return begin(ASKING, DAY, site="Riverbend", **fields).answered(Jump("administration"))


@pytest.mark.parametrize("quick", [True, False])
def test_how_it_was_run_is_asked_after_the_last_criterion_and_before_the_review(quick):
    rated = begin(ASKING, DAY, site="Riverbend", quick=quick).answered(Jump("one.first/level"))
    rated = rated.answered(Answer(Rating(level=2)))
    assert at(rated) == "administration"
    assert at(rated.answered(Answer(("s1",)))) == "review"
    assert at(looking_back().answered(Back())) == "one.first/level"
    assert "administration" not in begin(RUBRIC, DAY, site="Riverbend")._route.ids


def test_ticks_answer_every_statement_and_are_shown_again():
    ticked = looking_back().answered(Answer(("s3", "s1")))
    assert ticked.assessment.administration == {"s1": True, "s2": False, "s3": True}
    again = Interview(ASKING, Assessment.model_validate_json(ticked.assessment.model_dump_json()))
    question = again.answered(Back()).question
    assert (question.id, question.current) == ("administration", ("s1", "s3"))
    assert [choice.value for choice in question.choices if choice.current] == ["s1", "s3"]


def test_that_none_held_is_said_and_not_taken_from_an_untouched_list():
    assert looking_back().answered(Answer(())).assessment.administration == {}
    none = looking_back().answered(Answer((NONE_HELD,)))
    assert none.assessment.administration == dict.fromkeys(("s1", "s2", "s3"), False)
    assert none.answered(Back()).question.current == (NONE_HELD,)
    with pytest.raises(AnswerError, match="none held, and that some did"):
        looking_back().answered(Answer(("s1", NONE_HELD)))


@pytest.mark.parametrize("reply", [Forward(), Skip()])
def test_skipped_it_stays_unanswered(reply):
    skipped = looking_back().answered(reply)
    assert (at(skipped), skipped.assessment.administration) == ("review", {})
    assert skipped.answered(Back()).question.current is None


def test_a_mapping_answers_only_what_it_names():
    partly = looking_back().answered(Answer({"s2": True}))
    assert partly.assessment.administration == {"s2": True}
    (line,) = [choice for choice in partly.question.choices if choice.value == "administration"]
    assert (line.meaning, line.open) == ("1 of 3 statements held · 2 not answered", True)


def test_the_review_shows_it_open_until_answered_and_finishing_without_it_is_allowed():
    def line(interview):
        review = interview.answered(Jump("review")).question
        return next(choice for choice in review.choices if choice.value == "administration"), review.caution

    rated = looking_back().answered(Jump("one.first/level")).answered(Answer(Rating(level=2)))
    open_, caution = line(rated)
    assert (open_.label, open_.meaning, open_.open, caution) == (
        "How this assessment was run",
        "not answered",
        True,
        "",
    )
    told, _ = line(rated.answered(Jump("administration")).answered(Answer(("s1", "s2"))))
    assert (told.meaning, told.open) == ("2 of 3 statements held", False)
    assert given_in_turn(rated, Jump("review"), Finish()).question is None


def test_one_line_is_changed_and_the_review_comes_again():
    review = reopen(RUBRIC, rate(RUBRIC, others=2))
    name = next(iter(RUBRIC.criteria))
    changing = review.answered(Jump(name))
    assert changing.assessment.interview.detour
    assert at(changing.answered(Answer(Rating(level=1)))) == "review"
    assert at(changing.answered(Back())) == "review"
    assert at(changing.answered(Skip())) == "review"
    assert at(review.answered(Jump("site")).answered(Forward())) == "review"
    elsewhere = changing.answered(Jump("program"))
    assert at(elsewhere.answered(Forward())) == "group"


def test_what_is_open_leads_on_from_the_review():
    first, second, *_ = RUBRIC.criteria
    review = begin(RUBRIC, DAY, site="Riverbend").answered(Jump("review"))
    skipped = review.answered(Jump(first)).answered(Skip())
    assert skipped.question.criterion == second


def test_site_and_date_stand_on_every_question():
    assert begin(RUBRIC, DAY).question.about == ""
    named = begin(RUBRIC, DAY, site="Riverbend")
    for place in ("site", "date", *RUBRIC.criteria, "review"):
        assert named.answered(Jump(place)).question.about == f"Riverbend · {DAY}"


def test_barriers_of_a_criterion_that_reached_its_target_are_asked_about_again():
    name = next(iter(RUBRIC.criteria))
    blocked = Rating(level=RUBRIC.top, barriers=({"what": "No time"},))
    standing = begin(RUBRIC, DAY, site="R").answered(Jump(name)).answered(Answer(blocked))
    question = standing.answered(Jump(f"{name}/barriers")).question
    assert (question.text, question.proposed) == ("Does this still stand in the way?", CLEAR)
    below = standing.answered(Jump(name)).answered(Answer(Rating(level=0, barriers=blocked.barriers)))
    assert below.answered(Jump(f"{name}/barriers")).question.proposed == ""


def test_it_is_about_this_sitting_so_it_is_not_carried_over():
    last = rate(ASKING, others=2, administration={"s1": True})
    assert begin_from_last(ASKING, last, NEXT_DAY).assessment.administration == {}
    assert reopen(ASKING, last).assessment.administration == {"s1": True}


@pytest.mark.parametrize(
    "value", [("s9",), "s9", ({"what": "x"},), 7, None, "", {"s9": True}, {"s1": "maybe"}]
)
def test_what_is_no_statement_is_refused(value):
    interview = looking_back()
    with pytest.raises(AnswerError) as caught:
        interview.answered(Answer(value))
    assert all("Please" in p.message or "Did you mean" in p.message for p in caught.value.problems)


# Starting from the last assessment

LAST = rate(
    RUBRIC,
    {
        "one.first": {"level": 1, "checks": ["k1"], "note": "So.", "evidence": [{"what": "Minutes"}]},
        "two.third": "-",
        "two.fourth": "?",
    },
    program="Families First",
    group="North",
    facilitator="Ann",
    populations={"staff": "All"},
    participants=[{"role": "coach"}],
    invited=9,
    targets={"one.second": 1},
)


def test_the_last_answers_are_carried_over_but_count_for_nothing_yet():
    carried = begin_from_last(RUBRIC, LAST, NEXT_DAY).assessment
    kept = ("site", "program", "group", "facilitator", "populations", "participants", "targets", "ratings")
    assert all(getattr(carried, name) == getattr(LAST, name) for name in kept)
    assert (carried.date, carried.invited, carried.interview.carried_from) == (NEXT_DAY, None, DAY)
    assert (set(carried.interview.carried), carried.claims) == (set(LAST.ratings), {})


def test_a_carried_rating_is_shown_and_asked_to_be_confirmed():
    question = begin_from_last(RUBRIC, LAST, NEXT_DAY).answered(Jump("one.first")).question
    assert question.kind == "confirm"
    shown = " | ".join(question.help)
    assert all(text in shown for text in ("2026-03-02", "label 1", "It is so: k1.", "Minutes", "So."))


def test_confirmed_it_counts_and_the_next_criterion_is_asked():
    confirmed = given_in_turn(begin_from_last(RUBRIC, LAST, NEXT_DAY), Jump("one.first"), CONFIRM)
    assert confirmed.assessment.claims == {"one.first": LAST.ratings["one.first"]}
    assert at(confirmed) == "one.second/level"


def test_changed_it_starts_from_the_old_values_and_counts_once_rated():
    changing = given_in_turn(begin_from_last(RUBRIC, LAST, NEXT_DAY), Jump("one.first"), CHANGE)
    assert (at(changing), changing.question.current) == ("one.first/checks", ("k1",))
    ticked = changing.answered(Answer(("k1", "k2")))
    assert ticked.assessment.claims == {}
    assert ticked.assessment.ratings["one.first"] == LAST.ratings["one.first"]
    rated = ticked.answered(Answer(2)).assessment.claims["one.first"]
    assert (rated.level, rated.checks, rated.note, len(rated.evidence)) == (2, ("k1", "k2"), "So.", 1)


def test_changed_ticks_propose_their_level_and_an_old_note_is_no_reason():
    changing = given_in_turn(begin_from_last(RUBRIC, LAST, NEXT_DAY), Jump("one.first"), CHANGE)
    assert changing.answered(Forward()).question.proposed == "1"
    assert changing.answered(Answer(("k1",))).question.proposed == "1"
    ticked = changing.answered(Answer(("k1", "k2")))
    assert ticked.question.proposed == "2"
    differing = ticked.answered(Answer(1))
    assert (differing.question.current, differing.question.required) == (None, True)
    assert "Noted before: So." in differing.question.help
    assert reloaded(differing).question == differing.question
    assert differing.answered(Back()).assessment.ratings["one.first"].note == "So."
    noted = given_in_turn(differing, "Not yet all.", Back())
    assert noted.question.current == "Not yet all."
    assert noted.answered(Back()).question.proposed == "1"


def test_confirmed_with_new_evidence_it_counts_and_evidence_is_asked_for():
    carried = begin_from_last(RUBRIC, LAST, NEXT_DAY).answered(Jump("one.first"))
    assert CONFIRM_ANEW in [choice.value for choice in carried.question.choices]
    confirmed = carried.answered(Answer(CONFIRM_ANEW))
    assert confirmed.assessment.claims == {"one.first": LAST.ratings["one.first"]}
    assert at(confirmed) == "one.first/evidence"


@pytest.mark.parametrize(
    ("date", "told"),
    [
        (None, "Without a date it does not count."),
        ("2026-01-01", "It is too old to count on 2026-09-14."),
        ("2026-12-01", "It is from after 2026-09-14, so it does not count."),
        ("2026-09-01", "2026-09-01"),
    ],
)
def test_what_is_to_be_confirmed_shows_barriers_and_evidence_that_no_longer_counts(date, told):
    rating = {
        "level": 1,
        "evidence": [{"what": "Minutes", "date": date}],
        "barriers": [{"what": "Time", "driver": "training"}],
    }
    last = rate(RUBRIC, {"one.first": rating})
    shown = begin_from_last(RUBRIC, last, NEXT_DAY).answered(Jump("one.first")).question.help
    assert "Barrier: Time · training" in shown
    assert next(line for line in shown if line.startswith("Evidence")).endswith(told)


def test_what_was_never_confirmed_is_left_out_and_the_review_says_so_first():
    review = given_in_turn(
        begin_from_last(RUBRIC, LAST, NEXT_DAY), Jump("one.first"), CONFIRM, Jump("review")
    )
    assert "3 criteria have no answer yet" in review.question.help[0]
    assert "2 ratings from last time" in review.question.help[1]
    assert "Title of third, Title of fourth" in review.question.help[1]
    finished = review.answered(Finish()).assessment
    assert list(finished.ratings) == ["one.first"]
    assert finished.interview is None


def test_a_carried_claim_that_the_rubric_does_not_permit_cannot_be_confirmed():
    last = rate(RUBRIC, {"one.first": "-"})
    with pytest.raises(AnswerError, match="does not permit"):
        given_in_turn(begin_from_last(RUBRIC, last, NEXT_DAY), Jump("one.first"), CONFIRM)


@pytest.mark.parametrize("day", [DAY, DAY - dt.timedelta(days=1)])
def test_the_next_assessment_is_later_than_the_last(day):
    with pytest.raises(AnswerError, match="date after that"):
        begin_from_last(RUBRIC, LAST, day)
    with pytest.raises(AnswerError, match="date after that"):
        begin_from_last(RUBRIC, LAST, NEXT_DAY).answered(Answer(str(day)))


def test_another_rubric_is_refused():
    with pytest.raises(AnswerError, match=r"small@0\.9\.0"):
        begin_from_last(RUBRIC, LAST.model_copy(update={"rubric": "small@0.9.0"}), NEXT_DAY)


def test_of_an_unfinished_assessment_only_what_counts_is_carried():
    last = LAST.model_copy(update={"interview": Progress(position="review", carried=("one.first",))})
    assert set(begin_from_last(RUBRIC, last, NEXT_DAY).assessment.ratings) == {"two.third", "two.fourth"}


# Reviewing and resuming


def test_the_review_lists_every_answer():
    review = given_in_turn(started(), ("k1",), 1, Jump("two.third"), Skip())
    review = given_in_turn(review, Jump("two.fourth"), ("k1",), DONT_KNOW, Jump("review"))
    meanings = {choice.value: choice.meaning for choice in review.question.choices}
    assert meanings["site"] == "Riverbend"
    assert meanings["one.first/checks"] == "label 1 · 1 of 2 checks"
    assert meanings["one.second/level"] == "not answered"
    assert meanings["two.third/checks"] == "skipped for now"
    assert meanings["two.fourth/checks"] == "don't know · 1 of 3 checks"


def test_the_review_says_that_ticks_without_a_level_are_left_out():
    review = given_in_turn(started(), ("k1",), Jump("review"))
    assert any("ticked without a level" in line for line in review.question.help)


def test_reopening_stands_at_the_review_and_finishing_changes_nothing():
    again = reopen(RUBRIC, LAST)
    assert at(again) == "review"
    assert again.answered(Finish()).assessment == LAST
    unfinished = given_in_turn(started(), ("k1",)).assessment
    assert reopen(RUBRIC, unfinished).assessment is unfinished


def test_headway():
    question = started().answered(Jump("two.third")).question
    headway = question.headway
    assert (headway.practice, headway.practice_number, headway.practices) == ("two", 2, 2)
    assert (headway.criterion_number, headway.criteria, headway.answered) == (3, 4, 0)
    assert begin(RUBRIC, DAY).question.headway.criterion_number == 0


# Any walk whatever

VALUES = st.one_of(
    st.sampled_from(["", "Riverbend", "2026-03-03", "7", "0", "1", "2", "3", DONT_KNOW, NOT_APPLICABLE]),
    st.sampled_from([CONFIRM, CHANGE, (), ("k1",), ("k1", "k2"), ("k9",), None, 2]),
    st.sampled_from([(Evidence(what="Minutes", date=DAY),), ({"what": "", "date": "x"},), Rating(level=1)]),
    st.sampled_from([(Participant(role="coach"),), ({"role": "nobody"},), (Barrier(what="Time"),)]),
    st.text(max_size=12),
)
REPLIES = st.one_of(
    st.builds(Answer, VALUES, st.booleans()),
    st.builds(Answer, VALUES),
    st.just(Forward()),
    st.just(Back()),
    st.just(Skip()),
    st.builds(Jump, st.sampled_from([*RUBRIC.criteria, "site", "date", "review", "nowhere"])),
)
STARTS = st.sampled_from(
    [begin(RUBRIC, DAY), started(), started(quick=True), begin_from_last(RUBRIC, LAST, NEXT_DAY)]
)


def reloaded(interview: Interview) -> Interview:
    """What is found on disk by whoever resumes."""
    stored = interview.assessment.model_dump_json(exclude_defaults=True)
    return Interview(RUBRIC, Assessment.model_validate_json(stored))


def held(assessment: Assessment) -> dict[str, set[str]]:
    """Which fields of which rating hold something."""
    fields = ("checks", "evidence", "note", "barriers")
    return {
        name: {field for field in fields if getattr(rating, field)}
        for name, rating in assessment.ratings.items()
    }


@settings(max_examples=70, deadline=None)
@given(STARTS, st.lists(REPLIES, max_size=40))
def test_no_walk_breaks_the_interview(interview, replies):
    for reply in replies:
        before, question = interview.assessment, interview.question
        try:
            interview = interview.answered(reply)
        except AnswerError:
            continue
        assert interview.position in interview._route.ids
        assert interview.position == interview.assessment.interview.position
        again = reloaded(interview)
        assert again.assessment == interview.assessment
        assert again.question == interview.question
        if not isinstance(reply, Answer):
            assert replace_progress(interview.assessment) == replace_progress(before)
        for name, fields in held(before).items():
            assert name in interview.assessment.ratings
            if name != question.criterion or not isinstance(reply, Answer):
                assert interview.assessment.ratings[name] == before.ratings[name]
            elif question.kind == "level" and not isinstance(reply.value, Rating):
                assert fields <= held(interview.assessment)[name]
    if interview.assessment.site:
        finished = given_in_turn(interview, Jump("review"), Finish())
        assert finished.question is None
        assert Assessment.model_validate(finished.assessment.model_dump()) == finished.assessment
        assert finished.assessment.ratings == interview.assessment.claims


def replace_progress(assessment: Assessment) -> Assessment:
    return assessment.model_copy(update={"interview": None})


@settings(max_examples=30, deadline=None)
@given(st.permutations(list(RUBRIC.criteria)), st.data())
def test_giving_a_level_only_narrows_the_range(order, data):
    interview = started(quick=True)
    low, high = 0, 100
    for criterion in order:
        level = data.draw(st.integers(0, RUBRIC.top))
        interview = given_in_turn(interview, Jump(criterion), level)
        card = score(RUBRIC, interview.assessment)
        assert low <= card.low <= card.high <= high
        low, high = card.low, card.high
    assert low == high


def test_forward_from_the_start_visits_every_question_once():
    interview, seen = started().answered(Jump("site")), []
    while at(interview) != "review":
        seen.append(at(interview))
        interview = interview.answered(Forward())
    assert seen == [name for name in interview._route.ids if name != "review"]
    assert len(set(seen)) == len(seen)


def test_interviews_never_change():
    interview = started()
    before = replace(interview)
    interview.answered(Answer(("k1",)))
    assert interview == before


def test_what_several_people_sent_in_is_gone_through_and_never_just_confirmed():
    waiting = Progress(position="one.first/confirm", carried=("one.first",))
    rating = Rating(dont_know=True, evidence=(Evidence(what="Minutes"),))
    interview = Interview(
        RUBRIC,
        started().assessment.model_copy(update={"ratings": {"one.first": rating}, "interview": waiting}),
    )
    assert at(interview) == "one.first/checks"
    interview = interview.answered(Answer(("k1", "k2")))
    assert at(interview) == "one.first/level"
    agreed = interview.answered(Answer("2"))
    assert agreed.assessment.claims["one.first"].level == 2
    assert agreed.assessment.claims["one.first"].evidence == rating.evidence
