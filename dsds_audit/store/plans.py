"""The files of plans in a workspace: found by the site they hold, changed without losing anyone's change."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from dsds_audit.atomic import remove_leftovers, write_atomically
from dsds_audit.errors import AuditError, ConflictError, PlanError, Problem, StoreError
from dsds_audit.plan import Plan
from dsds_audit.plan_files import parse_plan, render_plan
from dsds_audit.speech import say
from dsds_audit.store import StoredPlan
from dsds_audit.store.choice import is_of
from dsds_audit.store.paths import assessment_paths, inside_of, is_taken, plan_paths, revision_of
from dsds_audit.yaml.files import read_bytes, top_text

NAME = "plan.yaml"
_TRIES = 5


def find_plan_file(workspace: Path, site: str) -> Path | None:
    """The file of a site's plan; raises StoreError where there are two (AUD080).

    One that does not even say its site is of the site that is assessed in its folder.
    """
    found = [path for path in plan_paths(workspace) if _is_plan_of(workspace, path, site)]
    if len(found) > 1:
        message = say(
            "is a plan of {site}, and so is {other}. Please bring both into one file.",
            site=site,
            other=found[0],
        )
        raise StoreError(Problem("AUD080", message, str(found[1])))
    return found[0] if found else None


def read_plan_file(workspace: Path, path: Path) -> StoredPlan:
    """The plan in a file; raises PlanError, and StoreError where it leads out of the workspace (AUD050)."""
    content = _content_of(inside_of(workspace, path), path)
    return StoredPlan(str(path), revision_of(content), parse_plan(content, str(path)))


def change_plan_file(workspace: Path, path: Path, change: Callable[[Plan], Plan]) -> StoredPlan:
    """Change what a file holds; while the workspace is held by ``hold_saving``.

    ``change`` is made again where an editor, which knows of no locks, has saved meanwhile. Raises what
    ``change`` raises, PlanError where the file holds no plan, ConflictError where it never rests (AUD081).
    """
    target = inside_of(workspace, path)
    for _ in range(_TRIES):
        current = _content_of(target, path)
        before = parse_plan(current, str(path))
        after = change(before)
        if after == before:
            return StoredPlan(str(path), revision_of(current), before)
        content = render_plan(after, current)
        remove_leftovers(target.parent)
        if _content_of(target, path) == current:
            write_atomically(target, content)
            return StoredPlan(str(path), revision_of(content), after)
    message = say("is being changed by another program again and again. Please close it there and try again.")
    raise ConflictError(Problem("AUD081", message, str(path)))


def make_plan_file(
    workspace: Path, folder: Path, empty: Plan, change: Callable[[Plan], Plan], schema: str | None
) -> StoredPlan:
    """Make the first file of a site's plan; while the workspace is held by ``hold_saving``.

    Raises what ``change`` raises, PlanError or StoreError (AUD080) where another plan is in the way.
    """
    path = folder / NAME
    if is_taken(path):
        other = read_plan_file(workspace, path).plan.site
        message = say(
            "holds the plan of {other}, but {site} is assessed in this folder. Please move it into "
            "the folder of its own site, or correct its `site`.",
            other=other,
            site=empty.site,
        )
        raise StoreError(Problem("AUD080", message, str(path)))
    after = change(empty)
    content = render_plan(after, None, schema)
    write_atomically(inside_of(workspace, path), content, new=True)
    return StoredPlan(str(path), revision_of(content), after)


def rename_plan(workspace: Path, before: str, after: str, folder: Path) -> None:
    """Take the plan of a site along to its corrected name, and into its folder.

    A plan that cannot be read stays as it is, and so does one where the other name has a plan already. While
    the workspace is held by ``hold_saving``.
    """
    with suppress(PlanError):
        path = find_plan_file(workspace, before)
        if path is None or find_plan_file(workspace, after):
            return
        change_plan_file(workspace, path, lambda plan: plan.model_copy(update={"site": after}))
        if path.parent != folder and not is_taken(folder / NAME):
            inside_of(workspace, path).rename(inside_of(workspace, folder / NAME))
            with suppress(OSError):  # Something else may be in it.
                path.parent.rmdir()


def _content_of(target: Path, path: Path) -> bytes:
    try:
        return read_bytes(target)
    except AuditError as error:
        problems = [Problem(fault.code, fault.message, str(path)) for fault in error.problems]
        raise PlanError(problems) from error


def _is_plan_of(workspace: Path, path: Path, site: str) -> bool:
    named = _site_in(workspace, path)
    if named is None:
        beside = (file for file in assessment_paths(workspace) if file.parent == path.parent)
        assessed = [name for name in (_site_in(workspace, file) for file in beside) if name is not None]
        if assessed:
            return any(is_of(site, name, path) for name in assessed)
    return is_of(site, named, path)


def _site_in(workspace: Path, path: Path) -> str | None:
    try:
        return top_text(read_bytes(inside_of(workspace, path)), "site")
    except AuditError:
        return None
