"""``dsds-audit migrate``."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import click

from dsds_audit.assessment import Assessment
from dsds_audit.assessment_files import parse_assessment, render_assessment
from dsds_audit.cli.catalogues import catalogue_for
from dsds_audit.cli.desk import desk_in
from dsds_audit.cli.inputs import find_stored, workspace_option
from dsds_audit.cli.migration_steps import Step, step_to, tell_open, tell_step
from dsds_audit.cli.output_files import make_output_folder, write_output
from dsds_audit.cli.spoken import SpokenCommand
from dsds_audit.errors import AuditError, Problem, StoreError
from dsds_audit.speech import say
from dsds_audit.store import Stored
from dsds_audit.store.journals import copy_journal
from dsds_audit.store.names import same_identity
from dsds_audit.store.own_folders import find_site
from dsds_audit.store.paths import assessment_paths, file_errors, is_file, is_taken, revision_of
from dsds_audit.store.where import Database, Where
from dsds_audit.yaml.files import read_bytes

_SCHEMA_LINE = re.compile(rb"\A(?:\xef\xbb\xbf)?# yaml-language-server: \$schema=[^\n]*\n")


@click.command("migrate", cls=SpokenCommand)
@click.argument("file", metavar="FILE|SITE")
@click.option(
    "--to", "version", metavar="VERSION", help="The later version, such as 1.1.0.  [default: newest]"
)
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
    file: str, version: str | None, output: Path | None, in_place: bool, dry_run: bool, workspace: Where
) -> None:
    """Carry the assessment in FILE, or the latest of SITE, to a later version of its rubric.

    Ratings go along as the crosswalk between the versions says. What was reworded, split or merged has to be
    confirmed before it counts. Nothing is dropped, and FILE can be read and scored as before.
    """
    if in_place and output:
        raise click.UsageError(say("--in-place goes without -o."))
    if isinstance(workspace, Database) and not is_file(file):
        from dsds_audit.cli.migrate_in_database import migrate_in_database

        migrate_in_database(workspace, file, version, output, in_place=in_place, dry_run=dry_run)
        return
    place = _place_of(file, Path() if isinstance(workspace, Database) else workspace)
    if in_place and not dry_run:
        _replace(place, version)
        return
    step = _read_step(place, version)
    tell_step(step)
    if dry_run:
        click.echo(say("Nothing was written."))
        return
    _write_new(place, output or _folder_beside(place.file, step.rubric.ref) / place.file.name, step)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the assessment to carry stands."""

    workspace: Path
    file: Path


def _place_of(file: str, workspace: Path) -> _Place:
    if not is_file(file):
        site, workspace = find_site(file, workspace)
        return _Place(workspace, Path(find_stored(site, workspace).place))
    return _Place(workspace, Path(file))


def _read_step(place: _Place, version: str | None) -> Step:
    """The record as its file holds it at this moment, carried; all of it follows from one reading."""
    catalogue = catalogue_for(place.workspace, place.file.parent, place.file.parent.parent)
    content = read_bytes(place.file)
    before = parse_assessment(content, str(place.file), catalogue.load)
    return step_to(version, before, content, str(place.file), catalogue)


def _folder_beside(file: Path, ref: str) -> Path:
    """A folder for one version beside a file; a level too deep to be taken for a site of the workspace."""
    return file.parent / ref.replace("@", "-")


def _write_new(place: _Place, new: Path, step: Step) -> None:
    if not is_taken(new) and (double := _double_of(place, new, step.after)):
        message = say(
            "would be a second record of the assessment in {file}. Please name another folder with -o, or "
            "use --in-place.",
            file=double,
        )
        raise StoreError(Problem("AUD037", message, str(new)))
    content = render_assessment(step.after, step.rubric, _without_schema(step.content))
    make_output_folder(new.parent)
    write_output(new, content, new=True)
    message = say(
        "The new record is in {new_file}; {old_file} is as it was, and interview, trend and compare still "
        "take that one. To go on with the new version, use --in-place.",
        new_file=new,
        old_file=place.file,
    )
    click.echo(f"\n{message}")


def _without_schema(content: bytes) -> bytes:
    """A record without the line that names the schema of the version it was made with."""
    return _SCHEMA_LINE.sub(b"", content, count=1)


def _double_of(place: _Place, new: Path, assessment: Assessment) -> str:
    """The file of the same assessment that a new one would stand beside; empty where there is none."""
    folder = new.resolve().parent
    if folder == place.file.resolve().parent:
        return str(place.file)
    if folder.parent != place.workspace.resolve():
        return ""
    kept = desk_in(place.workspace).store.find(assessment.site)
    return next((entry.place for entry in kept if same_identity(entry.assessment, assessment)), "")


def _replace(place: _Place, version: str | None) -> None:
    """Keep the old record's file beside, byte for byte, then put the new record in its place."""
    desk, path = desk_in(place.workspace), _path_there(place)
    with desk.store.lock(_read_step(place, version).before):
        step = _read_step(place, version)
        tell_step(step)
        kept = _folder_beside(place.file, step.before.rubric) / place.file.name
        made = _keep(kept, step.content)
        try:
            read = Stored(str(path), revision_of(step.content), step.before)
            desk.store.save(step.after, step.rubric, read)
        except AuditError:
            if made:
                kept.unlink()
            raise
        with file_errors(place.workspace):
            voted = copy_journal(place.workspace, path, kept)
    files = {"new_file": place.file, "old_file": kept}
    message = say("The new record is in {new_file}; the old one is kept as it was in {old_file}.", **files)
    click.echo(f"\n{message}")
    if voted:
        votes = f"dsds-audit votes {shlex.quote(str(kept))}"
        click.echo(say("What was voted stays with the old questions: {command}", command=votes))
    tell_open(desk, step)
    click.echo(say("To undo this, move {old_file} back to {new_file}.", **files))


def _keep(kept: Path, content: bytes) -> bool:
    """Write the old record's file under another name; False where it is there already."""
    if is_file(kept) and read_bytes(kept) == content:
        return False
    if is_taken(kept):
        message = say("is another record already. Please move it elsewhere, so that nothing is lost.")
        raise StoreError(Problem("AUD036", message, str(kept)))
    make_output_folder(kept.parent)
    write_output(kept, content, new=True)
    return True


def _path_there(place: _Place) -> Path:
    """The file as the workspace names it."""
    for path in assessment_paths(place.workspace):
        if path.resolve() == place.file.resolve():
            return path
    message = say(
        "is no assessment of the workspace {workspace}. Please name the one it is in with "
        "--workspace, or leave --in-place out to get a new file.",
        workspace=place.workspace,
    )
    raise StoreError(Problem("AUD038", message, str(place.file)))
