"""``dsds-audit migrate``."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import read_assessment, render_assessment
from dsds_audit.catalogue import Catalogue
from dsds_audit.cli.desk import desk_in
from dsds_audit.cli.inputs import catalogue_for, make_output_folder, workspace_option, write_output
from dsds_audit.crosswalk import Carried, carry
from dsds_audit.errors import AssessmentError, Problem, StoreError, printable
from dsds_audit.rubric import Rubric
from dsds_audit.store import Stored
from dsds_audit.store.folder import FolderStore
from dsds_audit.store.names import same_identity
from dsds_audit.yaml.files import read_bytes


@click.command("migrate")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--to", "version", required=True, metavar="VERSION", help="The later version, such as 1.1.0.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT",
    help="The new file.  [default: the same name in a folder such as dsds-1.1.0 beside FILE]",
)
@click.option(
    "--in-place",
    is_flag=True,
    help="Put it in FILE's place in the workspace; FILE is kept in a folder such as dsds-1.0.0 beside it.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would become of each rating.")
@workspace_option
def command(
    file: Path, version: str, output: Path | None, in_place: bool, dry_run: bool, workspace: Path
) -> None:
    """Carry the assessment in FILE to a later version of its rubric.

    Ratings go along as the crosswalk between the versions says. What was reworded, split or merged has to be
    confirmed before it counts. Nothing is dropped, and FILE can be read and scored as before.
    """
    if in_place and output:
        raise click.UsageError("--in-place goes without -o.")
    catalogue = catalogue_for(workspace, file.parent, file.parent.parent)
    before = read_assessment(file, catalogue.load)
    rubric = _later_version(catalogue, before, version, file)
    carried = carry(before, catalogue.legs(before.rubric, rubric.ref))
    _tell(before, rubric, carried)
    if dry_run:
        click.echo("Nothing was written.")
        return
    if in_place:
        _replace(_Place(workspace, file), before, carried.assessment, rubric)
        return
    new = output or _folder_beside(file, rubric.ref) / file.name
    _write_new(_Place(workspace, file), new, carried.assessment, rubric)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the assessment to carry stands."""

    workspace: Path
    file: Path


def _later_version(catalogue: Catalogue, before: Assessment, version: str, file: Path) -> Rubric:
    name = before.rubric.partition("@")[0]
    rubric = catalogue.load(version if "@" in version else f"{name}@{version}")
    if rubric.ref == before.rubric:
        message = f"is an assessment against {rubric.ref} already. Please name a later version with --to."
        raise AssessmentError(Problem("AUD035", message, str(file)))
    return rubric


def _folder_beside(file: Path, ref: str) -> Path:
    """A folder for one version beside a file; a level too deep to be taken for a site of the workspace."""
    return file.parent / ref.replace("@", "-")


def _write_new(place: _Place, new: Path, assessment: Assessment, rubric: Rubric) -> None:
    if new.exists():
        message = "is there already. Please name another file with -o, or remove this one."
        raise StoreError(Problem("AUD036", message, str(new)))
    if double := _double_of(place, new, assessment):
        message = (
            f"would be a second record of the assessment in {double}. Please name another folder with -o, or "
            "use --in-place."
        )
        raise StoreError(Problem("AUD037", message, str(new)))
    content = render_assessment(assessment, rubric, read_bytes(place.file))
    make_output_folder(new.parent)
    write_output(new, content)
    click.echo(f"\nThe new record is in {new}; {place.file} is as it was.")


def _double_of(place: _Place, new: Path, assessment: Assessment) -> str:
    """The file of the same assessment that a new one would stand beside; empty where there is none."""
    folder = new.resolve().parent
    if folder == place.file.resolve().parent:
        return str(place.file)
    if folder.parent != place.workspace.resolve():
        return ""
    kept = desk_in(place.workspace).store.find(assessment.site)
    return next((entry.place for entry in kept if same_identity(entry.assessment, assessment)), "")


def _replace(place: _Place, before: Assessment, after: Assessment, rubric: Rubric) -> None:
    """Keep the old record's file beside, byte for byte, then put the new record in its place."""
    store = desk_in(place.workspace).store
    stored = _stored_there(store, place, before)
    kept = _folder_beside(place.file, before.rubric) / place.file.name
    content = read_bytes(place.file)
    with store.lock(before):
        if not (kept.is_file() and read_bytes(kept) == content):
            if kept.exists():
                message = "is another record already. Please move it elsewhere, so that nothing is lost."
                raise StoreError(Problem("AUD036", message, str(kept)))
            make_output_folder(kept.parent)
            write_output(kept, content)
        store.save(after, rubric, stored)
    click.echo(f"\nThe new record is in {place.file}; the old one is kept as it was in {kept}.")


def _stored_there(store: FolderStore, place: _Place, before: Assessment) -> Stored:
    for kept in store.find(before.site):
        if Path(kept.place).resolve() == place.file.resolve():
            return kept
    message = (
        f"is no assessment of the workspace {place.workspace}. Please name the one it is in with "
        "--workspace, or leave --in-place out to get a new file."
    )
    raise StoreError(Problem("AUD038", message, str(place.file)))


def _tell(before: Assessment, rubric: Rubric, carried: Carried) -> None:
    """Say what became of each rating."""
    record = carried.assessment
    click.echo(printable(f"{before.site}, {before.date}: from {before.rubric} to {rubric.ref}"))
    waiting = {*carried.to_confirm, *carried.to_ask}
    _list("Carried as they were", [name for name in rubric.criteria if name not in waiting], named=False)
    _list("Carried, to be confirmed before they count", carried.to_confirm)
    _list("To be answered", carried.to_ask)
    _list("No longer asked, kept in the record", carried.retired)
    earlier = record.earlier[-1]
    also = [name for name in earlier.ratings if name not in carried.retired]
    _list("Kept in the record as they were before, too", also)
    _list("Targets kept in the record, without a place now", tuple(earlier.targets))
    others = [*earlier.populations, *earlier.administration, *(p.role for p in earlier.participants)]
    _list("Other things kept in the record, without a place now", others)
    if carried.to_confirm or carried.to_ask:
        click.echo("Where the record stands in a workspace, dsds-audit interview asks for what is open.")


def _list(title: str, names: Sequence[str], *, named: bool = True) -> None:
    if names:
        click.echo(f"{title}: {len(names)}" + (f" ({', '.join(names)})" if named else ""))
