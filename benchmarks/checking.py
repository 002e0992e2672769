"""A workspace of 1,000 assessments: ``check`` beside parsing the same YAML files, ``score`` of one site."""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.processes import EXAMPLE, audit, side_by_side

ASSESSMENTS = 1000
A_SITE = 4
_PARSE = """
import sys
from pathlib import Path
{imports}
for path in sorted(Path(sys.argv[1]).glob("*/*.yaml")):
    {load}
"""
_RUAMEL = ("from ruamel.yaml import YAML", 'YAML(typ="safe").load(path.read_bytes())')
_PYYAML = ("import yaml", "yaml.load(path.read_bytes(), yaml.CSafeLoader)")


def measure_checking() -> Iterator[tuple[str, str, str]]:
    """Whole processes over 1,000 assessments, or one of them, and the memory that a tenth takes less."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small"), Path(folder, "large")
        lay_out(small, ASSESSMENTS // 10)
        lay_out(large, ASSESSMENTS)
        ratio, memory = _compared(large, _RUAMEL, 5)
        yield "check of 1,000 : parsing them, ruamel.yaml's C", f"{ratio:.2f} times", "at most 3 times"
        ratio, _ = _compared(large, _PYYAML, 5)
        yield "check of 1,000 : parsing them, PyYAML's C", f"{ratio:.2f} times", "at most 3 times"
        ratio, _ = side_by_side(_score("Site 7", "--workspace", str(large)), _score(str(EXAMPLE)))
        yield "score SITE among 1,000 : score FILE", f"{ratio:.2f} times", ""
        _, less = _compared(small, _RUAMEL, 1)
        yield "check of 1,000, memory beside 100", f"{memory:.0f} and {less:.0f} MB", "about the same"


def _score(*what: str) -> list[str]:
    return audit("score", *what, "--format", "json")


def _compared(workspace: Path, loader: tuple[str, str], runs: int) -> tuple[float, float]:
    imports, load = loader
    parsing = [sys.executable, "-c", _PARSE.format(imports=imports, load=load), str(workspace)]
    # Where something does not add up, the exit code is 1.
    return side_by_side(audit("check", str(workspace)), parsing, runs, accepted=(0, 1))


def lay_out(workspace: Path, count: int) -> None:
    """Copies of the example as so many assessments of a quarter as many sites."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for number in range(count):
        site, year = f"Site {number // A_SITE}", 2026 - number % A_SITE
        path = workspace / f"site-{number // A_SITE}" / f"{year}-09-14.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        own = re.sub("^site: .*$", f"site: {site}", text.replace("2026-09-14", path.stem), flags=re.MULTILINE)
        path.write_text(own, encoding="utf-8")
