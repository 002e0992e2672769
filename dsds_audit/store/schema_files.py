"""The JSON Schemas in a workspace, by which editors know what a file may hold."""

from collections.abc import Callable
from pathlib import Path

from dsds_audit.atomic import make_folder, write_atomically
from dsds_audit.store.paths import inside_of

FOLDER = ".schema"


class SchemaFiles:
    """The schemas that are in a workspace; each is written once, and again only where it is not as it was."""

    def __init__(self, workspace: Path) -> None:
        """Take the workspace, which need not be there yet."""
        self._workspace = workspace
        self._written: set[str] = set()

    def write(self, name: str, text: Callable[[], str]) -> str:
        """Put a schema into the workspace; its address as seen from a site's folder.

        Raises OSError, and StoreError where it would be written out of the workspace (AUD050).
        """
        path = self._workspace / FOLDER / f"{name}.json"
        if name not in self._written:
            content = text().encode()
            target = inside_of(self._workspace, path)
            if not target.is_file() or target.read_bytes() != content:
                make_folder(target.parent)
                write_atomically(target, content)
            self._written.add(name)
        return f"../{FOLDER}/{path.name}"
