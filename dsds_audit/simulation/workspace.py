"""Made-up assessments as the documents of a workspace, in a folder or a database."""

from collections.abc import Callable, Iterator
from itertools import islice

from dsds_audit.assessment_files import render_assessment
from dsds_audit.catalogue import Catalogue, bundled_folder
from dsds_audit.simulation.model import SimulationModel
from dsds_audit.simulation.records import simulate_assessments
from dsds_audit.store.homes import Held, Home, Kind
from dsds_audit.store.names import slug_of
from dsds_audit.store.paths import revision_of

_AT_ONCE = 200
Documents = tuple[Held, bytes]


def write_workspace(
    model: SimulationModel, home: Home, catalogue: Catalogue, tell: Callable[[int], object] = lambda _: None
) -> int:
    """Write every assessment of a model, and its rubric where that is nobody's but one's own; how many.

    ``tell`` is called with the number of assessments kept so far. Raises what ``Home.write`` raises.
    """
    own = list(_own_rubric(model, catalogue))
    if own:
        home.write(own)
    documents, count = _documents(model), 0
    while batch := list(islice(documents, _AT_ONCE)):
        home.write(batch)
        count += len(batch)
        tell(count)
    return count


def _documents(model: SimulationModel) -> Iterator[Documents]:
    for assessment in simulate_assessments(model):
        content = render_assessment(assessment, model.rubric)
        yield _document("assessment", f"{slug_of(assessment.site)}/{assessment.date}.yaml", content)


def _own_rubric(model: SimulationModel, catalogue: Catalogue) -> Iterator[Documents]:
    path = catalogue.path_of(model.rubric.ref)
    if not path.is_relative_to(bundled_folder()):
        yield _document("rubric", f"rubrics/{model.rubric.id}/{model.rubric.version}.yaml", path.read_bytes())


def _document(kind: Kind, name: str, content: bytes) -> Documents:
    return Held(kind, name, revision_of(content)), content
