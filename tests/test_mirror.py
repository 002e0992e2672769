from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "dsds_audit"
TESTS = ROOT / "tests"
EXCEPTIONS = {
    "__init__.py": "holds names only: tests/test_public_names.py or the tests of what it names",
    "__main__.py": "two lines that hand over to cli",
}
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if path.name not in EXCEPTIONS)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_module_has_its_test_module(module):
    wanted = TESTS / module.parent / f"test_{module.name}"
    assert wanted.is_file(), f"please write {wanted.relative_to(ROOT)}"
