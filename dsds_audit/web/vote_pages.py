"""What the panel voted, over all criteria of an assessment."""

from starlette.responses import Response

from dsds_audit.polls import polls_of
from dsds_audit.report.vote_wording import VoteWording
from dsds_audit.web.addressed import assessment_at
from dsds_audit.web.doors import for_facilitators
from dsds_audit.web.spreads import ShownRound, tell_measures
from dsds_audit.web.visits import Visit, address, page, topic_of


def show(visit: Visit) -> Response:
    """Every vote that was shown, how far people agree, and what to talk about first."""
    stored = assessment_at(visit)
    assessment = stored.assessment
    rubric = visit.hall.desk.catalogue.load(assessment.rubric)
    words = VoteWording(rubric, polls_of(visit.hall.desk.store.votes(stored)))
    return page(
        visit,
        "votes.html.j2",
        assessment=assessment,
        words=words,
        criteria=[(each, tuple(ShownRound(shown) for shown in each.rounds)) for each in words.criteria],
        measures=tell_measures(),
        feed=address("/feed", topic=topic_of(assessment)),
    )


ROUTES = (for_facilitators("/votes", show),)
