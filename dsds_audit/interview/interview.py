"""The guided interview: what to ask next, how far we are, and what each answer makes of it.

All state lives in the assessment, so saving the assessment after every step saves the interview, and
``Interview(rubric, assessment)`` resumes it at the very question::

    while (question := interview.question) is not None:
        interview = interview.answered(ask(question))
        save(interview)
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from dsds_audit.assessment import Assessment, Progress, Rating
from dsds_audit.crosswalk import Leg, carry
from dsds_audit.errors import did_you_mean
from dsds_audit.interview.closing_question import closing_question
from dsds_audit.interview.criterion_questions import criterion_question
from dsds_audit.interview.fault_wording import describe_faults, fault
from dsds_audit.interview.intake_questions import intake_question
from dsds_audit.interview.questions import CONFIRM, CONFIRM_ANEW, Question
from dsds_audit.interview.recording import changed, is_blank, record, without_unconfirmed
from dsds_audit.interview.replies import Answer, Back, Finish, Forward, Jump, Reply, Skip
from dsds_audit.interview.review import destinations_of, headway_of, review_question
from dsds_audit.interview.route import ADMINISTRATION, REVIEW, Route, plan_route, progress_of, split_id
from dsds_audit.rubric import Rubric
from dsds_audit.speech import say


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview under way; nothing in it ever changes, each step makes a new one."""

    rubric: Rubric
    assessment: Assessment

    @property
    def question(self) -> Question | None:
        """What to ask next; None once the interview is finished."""
        if self.assessment.finished:
            return None
        rubric, assessment, position = self.rubric, self.assessment, self.position
        criterion, _ = split_id(position)
        if criterion:
            asked = criterion_question(rubric, assessment, position)
        elif position == REVIEW:
            asked = review_question(rubric, assessment)
        elif position == ADMINISTRATION:
            asked = closing_question(rubric, assessment)
        else:
            asked = intake_question(rubric, assessment, position)
        headway = headway_of(rubric, assessment, criterion)
        about = f"{assessment.site} · {assessment.date}" if assessment.site else ""
        places = destinations_of(rubric, assessment)
        return replace(asked, about=about, headway=headway, destinations=places)

    @property
    def position(self) -> str:
        """The id of the question to ask next."""
        return self._route.at(progress_of(self.assessment).position)

    def answered(self, reply: Reply) -> "Interview":
        """The interview after this reply.

        Raises AnswerError, with nothing changed, where the reply does not fit the question.
        """
        question = self.question
        if question is None:
            raise fault(say("This interview is finished. Please start another, or reopen the assessment."))
        match reply:
            case Answer():
                return self._told(question, reply)
            case Finish():
                return self._finished(question)
            case Skip():
                return self._skipped(question)
        if question.needed and is_blank(question.current) and (isinstance(reply, Forward) or not self._named):
            raise fault(question.needed)
        to = self._destination(reply)
        return self._jumped(to) if isinstance(reply, Jump) else self._moved(to)

    @property
    def _named(self) -> bool:
        """Whether the site has a name; before that there is nothing to save, and nowhere else to go."""
        return bool(self.assessment.site)

    @property
    def _route(self) -> Route:
        return plan_route(self.rubric, self.assessment)

    def _moved(self, position: str) -> "Interview":
        """At a position; at the review again where that was left to change one line, which is done."""
        progress = progress_of(self.assessment)
        detour = progress.detour and _line_of(position) == _line_of(progress.position)
        return self._standing(REVIEW if progress.detour and not detour else position, detour)

    def _jumped(self, position: str) -> "Interview":
        """At a position; what is open leads on from there, what was answered back to the review."""
        places = destinations_of(self.rubric, self.assessment)
        open_ = {_line_of(choice.value) for choice in places if choice.open}
        detour = self.position == REVIEW != position and _line_of(position) not in open_
        return self._standing(position, detour)

    def _standing(self, position: str, detour: bool) -> "Interview":
        progress = changed(progress_of(self.assessment), position=position, detour=detour)
        return replace(self, assessment=changed(self.assessment, interview=progress))

    def _destination(self, reply: Back | Forward | Jump) -> str:
        route = self._route
        match reply:
            case Back():
                return route.before(self.position)
            case Forward():
                return route.after(self.position)
            case Jump(to) if to in route.ranks:
                return route.at(to)
            case Jump(to) if to in self.rubric.criteria:
                return route.start_of(to)
            case Jump(to):
                hint = did_you_mean(to, [*self.rubric.criteria, *route.ids])
                raise fault(
                    say(
                        "{question} is no question of this interview.{hint} Please choose one of the review.",
                        question=to,
                        hint=hint,
                    )
                )

    def _told(self, question: Question, answer: Answer) -> "Interview":
        told = replace(self, assessment=record(self.rubric, self.assessment, question, answer.value))
        if answer.stay:
            return told._moved(question.id)
        whole = isinstance(answer.value, Rating) or (question.kind == "confirm" and answer.value == CONFIRM)
        route = told._route
        if question.kind == "confirm" and answer.value == CONFIRM_ANEW:
            return told._moved(route.at(f"{question.criterion}/evidence"))
        ahead = route.past(question.criterion) if whole else route.after(question.id)
        return told._moved(told._onward(question, ahead))

    def _skipped(self, question: Question) -> "Interview":
        if not question.criterion:
            return self.answered(Forward())
        past = self._onward(question, self._route.past(question.criterion))
        if question.criterion in self.assessment.claims:
            return self._moved(past)
        progress = progress_of(self.assessment)
        skipped = tuple(dict.fromkeys((*progress.skipped, question.criterion)))
        later = changed(self.assessment, interview=changed(progress, skipped=skipped))
        return replace(self, assessment=later)._moved(past)

    def _onward(self, question: Question, ahead: str) -> str:
        """Where to go after an answer: of a record from an earlier version past what is answered already."""
        if self.assessment.earlier and split_id(ahead)[0] != question.criterion:
            return self._route.open_from(ahead, self.assessment.claims)
        return ahead

    def _finished(self, question: Question) -> "Interview":
        if question.id != REVIEW:
            raise fault(say("Not everything has been looked over yet. Please go to the review, then finish."))
        return replace(self, assessment=without_unconfirmed(self.assessment))


def _line_of(position: str) -> str:
    """What a position belongs to in the review: its criterion, else the question itself."""
    return split_id(position)[0] or position


def begin(
    rubric: Rubric, date: dt.date, *, site: str = "", program: str = "", group: str = "", quick: bool = False
) -> Interview:
    """A fresh interview, at the first question that is not yet answered by what is given.

    ``date`` is offered as the default, ``quick`` asks for levels only. Without a site there is nothing to
    save yet: the first answer names it. Raises AnswerError where a name is no name.
    """
    given = {"site": site.strip(), "program": program.strip(), "group": group.strip()}
    position = next((name for name, text in given.items() if not text), "date")
    fields = {name: text for name, text in given.items() if text}
    fixed = {"date": date, "rubric": rubric.ref, "digest": rubric.digest}
    progress = Progress(position=position, quick=quick)
    if not fields.get("site"):
        unnamed = Assessment.model_construct(None, site="", **fixed, **fields, interview=progress)
        return Interview(rubric, unnamed)
    try:
        return Interview(rubric, Assessment.model_validate({**fields, **fixed, "interview": progress}))
    except ValidationError as error:
        raise fault(*describe_faults(error)) from error


def begin_from_last(
    rubric: Rubric, last: Assessment, date: dt.date, *, quick: bool = False, legs: Sequence[Leg] = ()
) -> Interview:
    """An interview that starts from the answers of the last assessment, each to be confirmed.

    Carries over who was assessed and by whom, the site's own targets and thresholds, and the ratings; along
    ``legs`` where the last assessment was rated against an earlier version of the rubric. Raises AnswerError
    where they lead elsewhere, or ``date`` is not after the last assessment.
    """
    if (legs[-1].new.ref if legs else last.rubric) != rubric.ref:
        raise fault(
            say(
                "The last assessment of {site} was rated against {last}, not {rubric}. Please use {last}, or "
                "start without the last answers.",
                site=last.site,
                last=last.rubric,
                rubric=rubric.ref,
            )
        )
    if date <= last.date:
        raise fault(
            say(
                "The last assessment of {site} is of {date}. Please give a date after that.",
                site=last.site,
                date=last.date,
            )
        )
    told = carry(changed(last, ratings=last.claims, interview=None), legs).assessment
    ratings = {name: rating for name, rating in told.ratings.items() if name in rubric.criteria}
    progress = Progress(position="date", quick=quick, carried=tuple(ratings), carried_from=last.date)
    fresh = {"date": date, "digest": rubric.digest, "invited": None, "administration": {}, "earlier": ()}
    return Interview(rubric, changed(told, **fresh, ratings=ratings, interview=progress))


def reopen(rubric: Rubric, assessment: Assessment) -> Interview:
    """A finished assessment taken up again, at the review; an unfinished one where it stands."""
    if not assessment.finished:
        return Interview(rubric, assessment)
    return Interview(rubric, changed(assessment, interview=Progress(position=REVIEW)))
