"""A workspace's folder as a home of documents: its files listed, read, and added to, byte for byte."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TypeVar

from dsds_audit.assessment_files import parse_assessment
from dsds_audit.atomic import make_folder, remove_leftovers, write_atomically
from dsds_audit.errors import AuditError, ConflictError, Problem, StoreError
from dsds_audit.names import folded
from dsds_audit.plan_files import parse_plan
from dsds_audit.rubric import Rubric
from dsds_audit.rubric_files import parse_rubric
from dsds_audit.speech import mark, say
from dsds_audit.store.homes import Held, Kind
from dsds_audit.store.journal_lines import parse_journal, whole_lines
from dsds_audit.store.journals import MOST_BYTES, journal_of
from dsds_audit.store.locks import hold_saving
from dsds_audit.store.names import Key, key_of, make_key
from dsds_audit.store.paths import (
    assessment_paths,
    file_errors,
    inside_of,
    is_file,
    is_taken,
    plan_paths,
    revision_of,
)
from dsds_audit.yaml.files import parse_yaml, top_text

_VERSION = r"\d+\.\d+\.\d+"
_ALONE = re.compile(rf"{_VERSION}\.yaml")  # no crosswalk, and no translation
_RUBRIC = re.compile(rf"{_VERSION}(--{_VERSION}|\.[a-z][A-Za-z0-9-]{{0,39}})?\.yaml")
_CONFLICT = re.compile(r"[^.].*\.conflict-\d+\.yaml")
_Name = TypeVar("_Name", Key, str)
_ASSESSED = mark(
    "is the assessment of that site, program, rubric and date, and so is {other}, which was left alone. "
    "Please keep one of the two."
)
_PLANNED = mark(
    "is the plan of that site, and so is {other}, which was left alone. Please keep one of the two."
)


class FolderHome:
    """The documents in a workspace's folder; a document's name is its path inside of it."""

    def __init__(self, folder: Path, rubric_of: Callable[[str], Rubric]) -> None:
        """Use a folder, which need not be there yet; ``rubric_of`` finds a rubric by ``id@version``."""
        self.folder = folder
        self._rubric_of = rubric_of
        self._keys: dict[Path, Key | None] = {}

    def held(self) -> Iterator[Held]:
        """Every document there is; what cannot be read has an empty digest. Raises StoreError (AUD050)."""
        for kind, path in _documents_in(self.folder):
            content = self._content(kind, path)
            name = path.relative_to(self.folder).as_posix()
            yield Held(kind, name, "" if content is None else revision_of(content))

    def read(self, wanted: Sequence[Held]) -> Iterator[tuple[Held, bytes]]:
        """The documents of these names; one that is not there any more, or cannot be read, is left out."""
        for held in wanted:
            content = self._content(held.kind, self._path_of(held))
            if content is not None:
                yield Held(held.kind, held.name, revision_of(content)), content

    def write(self, documents: Sequence[tuple[Held, bytes]]) -> None:
        """Add documents, all of them or none; on the disk when this returns.

        One that is there already with the same bytes is done. Raises what is wrong with a document
        (AssessmentError, PlanError, RubricError; StoreError AUD083), ConflictError where its name or its
        assessment's identity is taken (AUD112), StoreError where the folder cannot be used (AUD050).
        """
        with file_errors(self.folder):
            make_folder(self.folder)
            with hold_saving(self.folder):
                new = [(self._path_of(held), held, content) for held, content in documents]
                new = [each for each in new if not self._is_there(*each)]
                self._check(new)
                self._write_all([(path, content) for path, _, content in new])

    def _path_of(self, held: Held) -> Path:
        """The file of a document; raises ConflictError (AUD112, AUD050) for a name that leads elsewhere."""
        path = self.folder / held.name
        parts = PurePosixPath(held.name).parts
        odd = any(part.startswith(".") or not part.isprintable() for part in parts)
        if odd or len(parts) != (3 if held.kind == "rubric" else 2) or "\\" in held.name:
            message = say(
                "is no name that a file of a workspace can have. Please give it another where it is."
            )
            raise ConflictError(Problem("AUD112", message, held.name))
        try:
            inside_of(self.folder, path)
        except StoreError as error:
            raise ConflictError(error.problems) from error
        return path

    def _content(self, kind: Kind, path: Path) -> bytes | None:
        """What a file holds, of a journal its whole lines; None where it cannot be read."""
        try:
            with inside_of(self.folder, path).open("rb") as stream:
                content = stream.read(MOST_BYTES + 1)
        except (OSError, StoreError):
            return None
        if len(content) > MOST_BYTES:
            return None
        return whole_lines(content) if kind == "votes" else content

    def _is_there(self, path: Path, held: Held, content: bytes) -> bool:
        if not is_taken(path):
            return False
        if self._content(held.kind, path) == content:
            return True
        message = say(
            "is there already with something else in it, so it was left alone. Please compare the two."
        )
        raise ConflictError(Problem("AUD112", message, held.name))

    def _check(self, new: Sequence[tuple[Path, Held, bytes]]) -> None:
        """Raise what is wrong with any of the documents, or what is in their way."""
        kinds = {held.kind for _, held, _ in new}
        keys = self._known_keys() if "assessment" in kinds else {}
        planned = self._known_plans() if "plan" in kinds else {}
        coming = {path for path, _, _ in new}
        for path, held, content in new:
            if held.kind == "assessment":
                key = key_of(parse_assessment(content, held.name, self._rubric_of))
                _refuse_taken(keys, key, path, held.name, _ASSESSED)
            elif held.kind == "plan":
                site = folded(parse_plan(content, held.name).site)
                _refuse_taken(planned, site, path, held.name, _PLANNED)
            elif held.kind == "votes":
                parse_journal(content, held.name)
                _refuse_alone(path, held.name, coming)
            elif held.kind == "conflict" or not _ALONE.fullmatch(path.name):
                _refuse_damaged(parse_yaml(content, held.name).problems)
            else:
                parse_rubric(content, held.name)

    def _write_all(self, files: Sequence[tuple[Path, bytes]]) -> None:
        written: list[Path] = []
        try:
            for path, content in files:
                if path.parent not in {known.parent for known in written}:
                    make_folder(path.parent)
                    remove_leftovers(path.parent)
                write_atomically(path, content, new=True)
                written.append(path)
        except BaseException:
            for path in written:
                with suppress(OSError):  # What went wrong first is what the caller has to hear of.
                    path.unlink()
            raise

    def _known_keys(self) -> dict[Key, Path]:
        """What tells each assessment here from others, and where it is; damaged ones are told from none."""
        found: dict[Key, Path] = {}
        for path in assessment_paths(self.folder):
            if path not in self._keys:
                self._keys[path] = _key_in(self._content("assessment", path) or b"")
            if key := self._keys[path]:
                found[key] = path
        return found

    def _known_plans(self) -> dict[str, Path]:
        plans = (
            (path, top_text(self._content("plan", path) or b"", "site")) for path in plan_paths(self.folder)
        )
        return {folded(site): path for path, site in plans if site}


def other_files(folder: Path) -> list[str]:
    """The names of files in the sites' folders that are no documents and not hidden, sorted.

    Records that ``migrate`` has set aside, say.
    """
    known = {path for _, path in _documents_in(folder)}
    sites = {path.parent for path in known if path.parent.parent == folder}
    found = (path for site in sites for path in site.rglob("[!.]*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found if path not in known)


def _documents_in(folder: Path) -> Iterator[tuple[Kind, Path]]:
    """The files of documents, by kind; raises StoreError (AUD050) where a folder cannot be read."""
    with file_errors(folder):
        rubrics = sorted((folder / "rubrics").glob("*/*.yaml"))
        beside = sorted(folder.glob("[!.]*/*.conflict-*.yaml"))
    assessments = list(assessment_paths(folder))
    kinds: dict[Kind, Sequence[Path]] = {
        "rubric": [path for path in rubrics if _RUBRIC.fullmatch(path.name)],
        "assessment": assessments,
        "conflict": [path for path in beside if _CONFLICT.fullmatch(path.name)],
        "plan": list(plan_paths(folder)),
        "votes": [path for path in map(journal_of, assessments) if is_taken(path)],
    }
    return ((kind, path) for kind, paths in kinds.items() for path in paths)


def _key_in(content: bytes) -> Key | None:
    """What tells an assessment from others, read no further than that; None where it does not say."""
    site, rubric, date = (top_text(content, name) for name in ("site", "rubric", "date"))
    if site is None or rubric is None or date is None:
        return None
    with suppress(ValueError):
        program = top_text(content, "program")
        day = dt.date.fromisoformat(date)
        return make_key(site.strip(), program and program.strip(), rubric.partition("@")[0], day)
    return None


def _refuse_taken(known: dict[_Name, Path], name: _Name, path: Path, place: str, taken: str) -> None:
    """Remember what is to be written; raises ConflictError (AUD112) where another has its name already."""
    other = known.setdefault(name, path)
    if other != path:
        raise ConflictError(Problem("AUD112", say(taken, other=other), place))


def _refuse_alone(path: Path, place: str, coming: set[Path]) -> None:
    """Raise ConflictError (AUD112) where votes have no assessment beside them, here or on its way."""
    stem = path.name.removesuffix(".votes.jsonl")
    beside = [path.with_name(f"{stem}{ending}") for ending in (".yaml", ".yml")]
    if not any(own in coming or is_file(own) for own in beside):
        message = say("holds the votes on an assessment that is not there. Please bring that one first.")
        raise ConflictError(Problem("AUD112", message, place))


def _refuse_damaged(problems: Sequence[Problem]) -> None:
    if problems:
        raise AuditError(problems)
