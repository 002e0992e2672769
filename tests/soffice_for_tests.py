"""LibreOffice, by which another program than ours reads and calculates what we write."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_soffice = pytest.mark.skipif(
    SOFFICE is None and not os.environ.get("CI"),
    reason="LibreOffice is not here, so no other program checks our files; Debian: libreoffice-calc",
)


def converted(path: Path, suffix: str, folder: Path) -> Path:
    """A file as LibreOffice writes it anew in another format, or in the same."""
    assert SOFFICE, "LibreOffice is not here"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    target = folder / "converted"
    command = [SOFFICE, profile, "--headless", "--convert-to", suffix, "--outdir", str(target), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return target / f"{path.stem}.{suffix}"
