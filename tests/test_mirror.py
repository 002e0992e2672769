from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "dsds_audit"
# Modules that only make sense together are proven by the tests of the one that drives them.
PROVEN_BY = {
    "interview/criterion_questions.py": "interview/test_interview.py",
    "interview/intake_questions.py": "interview/test_interview.py",
    "interview/questions.py": "interview/test_interview.py",
    "interview/recording.py": "interview/test_interview.py",
    "interview/review.py": "interview/test_interview.py",
    "interview/route.py": "interview/test_interview.py",
    "terminal/lists.py": "terminal/test_asking.py",
    "terminal/page.py": "terminal/test_asking.py",
    "terminal/prompts.py": "terminal/test_asking.py",
    "rubric_faults.py": "test_rubric_review.py",
    "cli/desk.py": "cli/test_interview.py",
    "cli/inputs.py": "cli/test_score.py",
    "cli/output.py": "cli/test_score.py",
}
NAMES_ONLY = {"__init__.py", "__main__.py"}
MODULES = sorted(
    path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if path.name not in NAMES_ONLY
)


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_its_test_module(module: str) -> None:
    path = Path(module)
    wanted = PROVEN_BY.get(module, (path.parent / f"test_{path.name}").as_posix())
    assert (TESTS / wanted).is_file(), f"please write tests/{wanted}"


def test_no_exception_has_outlived_its_module() -> None:
    assert set(PROVEN_BY) <= set(MODULES)
