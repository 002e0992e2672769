# /// script
# requires-python = ">=3.11"
# ///
"""Pin every dependency in constraints.txt and mirror the pins in pyproject.toml.

Pins stay as they are while they satisfy pyproject.toml. A lock file of uv's would hold the addresses of the
index it was made with; these pins hold none, and serve uv (through pyproject.toml) and pip (-c) alike.
"""

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# The pins of all this project may install: made by `make lock`, not to be edited by hand.\n"
MIRROR = re.compile(r"^constraint-dependencies = \[\n.*?^\]\n", re.MULTILINE | re.DOTALL)

# No configuration is read, as pyproject.toml holds the present pins as constraints: none could ever change.
COMPILE = shlex.split(
    "pip compile pyproject.toml --universal --python-version 3.11 --all-extras --group dev"
    " --no-config --no-header --no-annotate --quiet --output-file"
)


def resolve(pins: str, *, upgrade: bool) -> str:
    """Return one pin a line, for every platform and Python, keeping the given ones that still serve."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "constraints.txt")
        output.write_text(pins, encoding="utf-8")
        command = [os.environ.get("UV", "uv"), *COMPILE, str(output), *(["--upgrade"] if upgrade else [])]
        subprocess.run(command, cwd=ROOT, check=True)
        return output.read_text(encoding="utf-8")


def mirror(project: str, pins: str) -> str:
    """Return the text of pyproject.toml with the pins as its constraint-dependencies."""
    block = "".join(f'  "{pin}",\n' for pin in pins.splitlines())
    text, found = MIRROR.subn(lambda _: f"constraint-dependencies = [\n{block}]\n", project)
    if found != 1:
        sys.exit("pyproject.toml must hold one list constraint-dependencies, under [tool.uv].")
    return text


def main() -> None:
    """Pin, or check that all is pinned."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="change nothing; fail where something would")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    options = parser.parse_args()

    constraints, project = ROOT / "constraints.txt", ROOT / "pyproject.toml"
    before = {path: path.read_text(encoding="utf-8") for path in (constraints, project) if path.exists()}
    pins = resolve(before.get(constraints, ""), upgrade=options.upgrade)
    after = {constraints: HEADER + pins, project: mirror(before[project], pins)}

    changed = [path for path in after if after[path] != before.get(path)]
    names = ", ".join(path.name for path in changed) or "nothing"
    if options.check and changed:
        sys.exit(f"Out of date: {names}. Please run `make lock`.")
    for path in changed:
        path.write_text(after[path], encoding="utf-8", newline="\n")
    print(f"{len(pins.splitlines())} pins; changed: {names}.")


if __name__ == "__main__":
    main()
