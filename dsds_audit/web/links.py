"""The addresses of pages: an assessment is named by its identity, so that no name can become a path."""

from urllib.parse import urlencode

from dsds_audit.assessment import Assessment


def address(path: str, assessment: Assessment | None = None, /, **parts: str | None) -> str:
    """The address of a page; of an assessment's page with all that identifies it."""
    named: dict[str, str | None] = {}
    if assessment is not None:
        site, program, rubric_id, date = assessment.identity
        named = {"site": site, "program": program, "rubric": rubric_id, "date": date.isoformat()}
    told = {name: text for name, text in (named | parts).items() if text}
    return f"{path}?{urlencode(told)}" if told else path


def topic_of(assessment: Assessment) -> str:
    """The topic of the feed under which every change around an assessment is told."""
    return address("", assessment)
