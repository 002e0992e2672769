"""Which rubrics there are, bundled or the user's own, with the crosswalks between their versions."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from dsds_audit.catalogue_wording import no_way, unspoken
from dsds_audit.errors import Problem, RubricError, did_you_mean
from dsds_audit.languages import ENGLISH, fallbacks_of
from dsds_audit.rubric import Rubric
from dsds_audit.rubric_files import read_rubric
from dsds_audit.speech import say
from dsds_audit.values import version_numbers

if TYPE_CHECKING:
    from dsds_audit.crosswalk import Leg

RELEASED = "released.txt"
_VERSION_FILE = re.compile(r"(\d+)\.(\d+)\.(\d+)\.yaml")
_TRANSLATION_FILE = re.compile(r"(\d+\.\d+\.\d+)\.([a-z][A-Za-z0-9-]*)\.yaml")
_CROSSWALK_FILE = re.compile(r"(\d+\.\d+\.\d+)--(\d+\.\d+\.\d+)\.yaml")


def bundled_folder() -> Path:
    """Where the rubrics stand that come with the package, installed or in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "rubrics"
    return inside if inside.is_dir() else package.parent / "rubrics"


def released_digests() -> dict[str, str]:
    """The digest of every bundled rubric that was released, by ``id@version``."""
    lines = (bundled_folder() / RELEASED).read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(" ") for line in lines if line.strip() and not line.startswith("#"))
    return {ref: digest.strip() for ref, _, digest in pairs}


def translations_beside(file: Path) -> list[Path]:
    """The files of translations that lie beside a rubric's file ``<version>.yaml``, by language."""
    names = ((path, _TRANSLATION_FILE.fullmatch(path.name)) for path in file.parent.glob("*.yaml"))
    return sorted(path for path, name in names if name and name[1] == file.stem)


@dataclass(frozen=True)
class Catalogue:
    """The rubrics in some folders, ``<folder>/<id>/<version>.yaml``, the first folder that has one wins.

    Crosswalks between two versions stand beside them: ``<folder>/<id>/<version>--<later version>.yaml``; and
    translations of a version: ``<folder>/<id>/<version>.<language>.yaml``. Rubrics are loaded in ``language``
    as far as they are translated; None leaves them as they were written.
    """

    folders: Sequence[Path] = ()
    language: str | None = None
    _read: dict[str, Rubric] = field(default_factory=dict, repr=False, compare=False)
    _translated: dict[tuple[str, str], Rubric] = field(default_factory=dict, repr=False, compare=False)
    _legs: dict[Path, "Leg"] = field(default_factory=dict, repr=False, compare=False)

    def unread(self) -> "Catalogue":
        """The same, to be sent to another process: it finds the same there, and has read nothing yet."""
        return Catalogue(tuple(self.folders), self.language)

    def refs(self) -> tuple[str, ...]:
        """``id@version`` of every rubric there is, by id, newest version first."""
        found = {ref for folder in self._all_folders() for ref in _refs_in(folder)}
        return tuple(sorted(found, key=lambda ref: (ref.partition("@")[0], [-n for n in _numbers(ref)])))

    def path_of(self, ref: str) -> Path:
        """The file of a rubric named ``id@version`` or ``id`` (its newest version).

        Raises RubricError (AUD020) with what there is where it is not found.
        """
        full = next((known for known in self.refs() if ref in (known, known.partition("@")[0])), None)
        if full is None:
            known = self.refs()
            versions = [there for there in known if there.partition("@")[0] == ref.partition("@")[0]]
            # Another version is another rubric, never a slip of the pen.
            hint = "" if versions else did_you_mean(ref, known)
            hint = hint or " " + say("Known: {names}.", names=", ".join(versions or known))
            message = say(
                "the rubric {rubric} is not there.{hint} Please name one of them, or put its file into a "
                "rubrics folder of your workspace.",
                rubric=ref,
                hint=hint,
            )
            raise RubricError(Problem("AUD020", message))
        name, _, version = full.partition("@")
        paths = (folder / name / f"{version}.yaml" for folder in self._all_folders())
        return next(path for path in paths if path.is_file())

    def load(self, ref: str, language: str | None = None) -> Rubric:
        """The rubric named ``id@version`` or ``id``, in a language (else the catalogue's own).

        A version that is not translated, or not in that variant of the language, falls back: to the language,
        then to how it was written. Raises RubricError: a bundled rubric must have the digest it was released
        with (AUD022), a file must hold the rubric that its name says (AUD023), and some rubric has to be
        translated into the language (AUD180).
        """
        wanted = language or self.language
        return self._in_language(self.load_original(ref), wanted) if wanted else self.load_original(ref)

    @property
    def loaded(self) -> tuple[Rubric, ...]:
        """The rubrics that were asked for in a language, once each, as they were given."""
        return tuple(self._translated.values())

    def languages(self, ref: str) -> Mapping[str, Path]:
        """The languages that a rubric named ``id@version`` is translated into, each with its file."""
        name, _, version = ref.partition("@")
        return {tag: path for (of, tag), path in self._translations(name).items() if of == version}

    def _in_language(self, rubric: Rubric, wanted: str) -> Rubric:
        if (rubric.ref, wanted) not in self._translated:
            self._translated[rubric.ref, wanted] = self._worded(rubric, wanted)
        return self._translated[rubric.ref, wanted]

    def _worded(self, rubric: Rubric, wanted: str) -> Rubric:
        there, tags = self.languages(rubric.ref), fallbacks_of(wanted)
        for tag in tags:
            if tag == rubric.language:
                return rubric
            if tag in there:
                from dsds_audit.translation import translate
                from dsds_audit.translation_files import read_translation

                return translate(rubric, read_translation(there[tag], rubric, tag))
        self.require_language(wanted)
        return rubric

    def require_language(self, wanted: str) -> None:
        """Raise RubricError (AUD180) where no rubric at all is translated into a language."""
        names = {ref.partition("@")[0] for ref in self.refs()}
        spoken = {tag for name in names for _, tag in self._translations(name)} | {ENGLISH}
        if not spoken.intersection(fallbacks_of(wanted)):
            raise RubricError(Problem("AUD180", unspoken(wanted, sorted(spoken))))

    def _translations(self, name: str) -> dict[tuple[str, str], Path]:
        """The file of every translation of a rubric, by version and language."""
        found: dict[tuple[str, str], Path] = {}
        for folder in self._all_folders():
            with suppress(OSError):  # A folder that cannot be there holds no translations.
                for path in sorted((folder / name).glob("*.yaml")):
                    if match := _TRANSLATION_FILE.fullmatch(path.name):
                        found.setdefault((match[1], match[2]), path)
        return found

    def load_original(self, ref: str) -> Rubric:
        """The rubric named ``id@version`` or ``id`` as it was written; raises as ``load`` does."""
        if ref not in self._read:
            self._read[ref] = _checked(self.path_of(ref))
        return self._read[ref]

    def legs(self, old_ref: str, new_ref: str) -> "tuple[Leg, ...]":
        """The crosswalks that lead from one version of a rubric to a later one, fewest first; none if equal.

        Raises RubricError where a version is not there (AUD020) or none leads there (AUD025), and with the
        problems of a crosswalk that is not in order.
        """
        if old_ref == new_ref:
            return ()
        (name, _, was), (other, _, now) = old_ref.partition("@"), new_ref.partition("@")
        crosswalks = self._crosswalks(name) if name == other else {}
        versions = _shortest_chain(crosswalks, was, now) if crosswalks else ()
        if not versions:
            for ref in (old_ref, new_ref):
                self.path_of(ref)
            raise RubricError(Problem("AUD025", no_way(old_ref, new_ref)))
        return tuple(self._leg(name, crosswalks[pair], *pair) for pair in pairwise(versions))

    def _leg(self, name: str, path: Path, was: str, now: str) -> "Leg":
        from dsds_audit.crosswalk_files import read_crosswalk

        if path not in self._legs:
            # As they were written: only so can be told whether the levels mean what they meant.
            old, new = self.load_original(f"{name}@{was}"), self.load_original(f"{name}@{now}")
            self._legs[path] = read_crosswalk(path, old, new)
        return self._legs[path]

    def _crosswalks(self, name: str) -> dict[tuple[str, str], Path]:
        """The file of every crosswalk of a rubric, by its two versions."""
        found: dict[tuple[str, str], Path] = {}
        for folder in self._all_folders():
            with suppress(OSError):  # A folder that cannot be there holds no crosswalks.
                for path in sorted((folder / name).glob("*--*.yaml")):
                    if match := _CROSSWALK_FILE.fullmatch(path.name):
                        found.setdefault((match[1], match[2]), path)
        return found

    def _all_folders(self) -> tuple[Path, ...]:
        return (bundled_folder(), *self.folders)


def _checked(path: Path) -> Rubric:
    rubric = read_rubric(path)
    named = f"{path.parent.name}@{path.stem}"
    if rubric.ref != named:
        message = say(
            "holds {rubric}, but its name says {named}. Please rename it or correct its id and version.",
            rubric=rubric.ref,
            named=named,
        )
        raise RubricError(Problem("AUD023", message, str(path)))
    if path.parent.parent == bundled_folder():
        released = released_digests().get(rubric.ref)
        if released is not None and released != rubric.digest:
            message = say(
                "{rubric} is released and may not change: its digest was {released} and is now "
                "{digest}. Please install the package again, or give a changed rubric a new version.",
                rubric=rubric.ref,
                released=released,
                digest=rubric.digest,
            )
            raise RubricError(Problem("AUD022", message, str(path)))
    return rubric


def _shortest_chain(pairs: Iterable[tuple[str, str]], start: str, end: str) -> tuple[str, ...]:
    """The versions on the shortest way from one to another; none where no way leads there."""
    chains: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while chains:
        reached = [chain for chain in chains if chain[-1] == end]
        if reached:
            return reached[0]
        longer = [(*chain, now) for chain in chains for was, now in pairs if was == chain[-1]]
        chains = [chain for chain in longer if chain[-1] not in seen]
        seen |= {chain[-1] for chain in chains}
    return ()


def _refs_in(folder: Path) -> Iterator[str]:
    with suppress(OSError):  # A folder that cannot be there holds no rubrics.
        for path in folder.glob("*/*.yaml"):
            if _VERSION_FILE.fullmatch(path.name):
                yield f"{path.parent.name}@{path.stem}"


def _numbers(ref: str) -> tuple[int, ...]:
    return version_numbers(ref.partition("@")[2])
