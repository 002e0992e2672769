"""What the tests share: the example site, hostile text, and gold files that ``--update-gold`` writes anew."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import read_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.report.facts import Facts, gather_facts

TESTS = Path(__file__).parent
os.environ["DSDS_AUDIT_CACHE"] = "off"  # No test leaves anything in a person's own cache.
EXAMPLE = TESTS.parent / "dsds_audit" / "examples" / "riverbend" / "2026-09-14.yaml"
if str(TESTS) not in sys.path:  # where rubrics_for_tests.py and its like are found
    sys.path.insert(0, str(TESTS))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-gold", action="store_true", help="write the files in tests/gold anew")


@pytest.fixture(scope="session")
def riverbend() -> Facts:
    catalogue = Catalogue()
    assessment: Assessment = read_assessment(EXAMPLE, catalogue.load)
    return gather_facts(catalogue.load(assessment.rubric), assessment)


@pytest.fixture
def gold(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with its gold file."""

    def compare(name: str, text: str) -> None:
        path = TESTS / "gold" / name
        if request.config.getoption("--update-gold"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path} is not there; pytest --update-gold writes it"
        assert text == path.read_text(encoding="utf-8"), f"{name} differs; if it should, pytest --update-gold"

    return compare
