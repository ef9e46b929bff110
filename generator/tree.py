"""A generated project on disk: what would change in a folder, and the change itself, all of it or nothing.

A folder may hold files that are not ours (notes, `.sf`, `node_modules`): they are never overwritten, moved elsewhere or
deleted. A file of ours that somebody edited is written anew; it is not deleted."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from generator.diagnostics import Diagnostic, Rejected, require
from generator.frozen import record
from generator.ownership import LOCK, PIECE, Tree, digest, finding, kind_of, owned, sealed, standing
from generator.swapping import alone, settle, swap

__all__ = ["LOCK", "Change", "Tree", "differences", "place", "sealed", "write"]

NOT_OURS = "move it away, or build into another folder"
EDITED = "move it away to keep it, or delete it"


@record
class Change:
    """One file that a write makes, alters or removes. None: there is no such file before, or after."""

    path: str
    before: bytes | None
    after: bytes | None

    @property
    def kind(self) -> Literal["add", "change", "delete"]:
        if self.before is None:
            return "add"
        return "delete" if self.after is None else "change"


def place(output: Path, name: str) -> Path:
    """The folder for the project `name` in `output`. Raises Rejected (CP555) when the name would lead elsewhere: the
    file `...yaml` has the stem `..`."""
    if name.startswith(".") or not PIECE.fullmatch(name):
        text = f"`{name}` cannot name a folder of its own in the output"
        raise Rejected([finding("CP555", text, output, "rename the spec's file: letters, digits, `-`, `_`")])
    return output / name


def differences(tree: Tree, folder: Path) -> tuple[Change, ...]:
    """What `write` would change in `folder`, by path; empty when it holds `tree` already. Changes nothing, but for
    finishing a write that was killed. Raises Rejected as `write` does, ValueError as `sealed` does."""
    wanted = sealed(tree)
    with reporting_refusals(folder):
        if kind_of(folder.parent) == "nothing":
            return compare(wanted, folder)
        with alone(folder):
            settle(folder)
            return compare(wanted, folder)


def write(tree: Tree, folder: Path) -> tuple[Change, ...]:
    """Make `folder` hold `tree` and its lock file, and say what changed; a folder that is right is not touched.

    Whenever the process dies, `folder` is the old project or the new one, or for an instant away under a name from
    which the next call brings it (see `swapping`). Raises Rejected, with nothing changed, when a file or link that is
    not ours stands in the way (CP552, CP554), a file to delete was edited (CP553), the lock file is damaged (CP551) or
    the system refuses (CP556); ValueError as `sealed` does."""
    wanted = sealed(tree)
    with reporting_refusals(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with alone(folder):
            settle(folder)
            changes = compare(wanted, folder)
            if changes:
                swap(wanted, folder)
    return changes


@contextmanager
def reporting_refusals(folder: Path) -> Iterator[None]:
    """A full disk or a missing right is no fault of ours to show a traceback for."""
    try:
        yield
    except OSError as error:
        text = f"`{folder.as_posix()}` cannot be read or written: {(error.strerror or str(error)).lower()}"
        raise Rejected(
            [finding("CP556", text, folder, "see to its rights and the disk's space, then try again")]
        ) from None


def compare(wanted: Tree, folder: Path) -> tuple[Change, ...]:
    """The changes from a settled `folder` to `wanted`, which is sealed. Raises Rejected on what forbids them."""
    kind = kind_of(folder)
    if kind not in ("nothing", "folder"):
        raise Rejected([not_a_folder(folder, kind)])
    files = owned(folder)
    gone = [path for path in files if path not in wanted and standing(folder, path)[0] == path]
    gone = [path for path in gone if kind_of(folder / path) != "nothing"]
    found = [problem for path in wanted for problem in in_the_way(folder, path, wanted[path], files)]
    found += [problem for path in gone for problem in edited(folder, path, files[path])]
    require(found)
    before = {path: content_of(folder, path) for path in (*wanted, *gone)}
    return tuple(
        Change(path=path, before=before[path], after=wanted.get(path))
        for path in sorted(before)
        if before[path] != wanted.get(path)
    )


def in_the_way(folder: Path, path: str, content: bytes, files: Mapping[str, str]) -> Iterator[Diagnostic]:
    """What forbids to write `content` at `path`: anything there, or on the way there, that is not ours."""
    met, kind = standing(folder, path)
    if kind in ("link", "other"):
        yield not_a_folder(folder / met, kind)
    elif kind == "file" and met not in files and not (met == path and (folder / met).read_bytes() == content):
        yield not_ours(folder / met)
    elif kind == "folder":
        inside = [child.relative_to(folder).as_posix() for child in everything_in(folder / path)]
        if not inside:
            yield not_ours(folder / path)
        yield from (not_ours(folder / child) for child in inside if child not in files)


def everything_in(folder: Path) -> Iterator[Path]:
    """Each file or link below `folder`, and each empty folder; links are not followed."""
    for at, folders, files in os.walk(folder):
        links = [name for name in folders if kind_of(Path(at, name)) == "link"]
        yield from (Path(at, name) for name in (*files, *links))
        if not folders and not files and Path(at) != folder:
            yield Path(at)


def edited(folder: Path, path: str, value: str) -> Iterator[Diagnostic]:
    """What forbids to delete our file at `path`: that it is no longer what we wrote."""
    if kind_of(folder / path) != "file" or digest((folder / path).read_bytes()) != value:
        text = f"`{path}` was changed by hand, and is no longer part of what is built"
        yield finding("CP553", text, folder / path, EDITED)


def not_ours(path: Path) -> Diagnostic:
    return finding("CP552", f"`{path.name}` was not built here, and is in the way of a file that is", path, NOT_OURS)


def not_a_folder(path: Path, kind: str) -> Diagnostic:
    is_what = "a symbolic link, which is not followed" if kind == "link" else "no folder and no plain file of ours"
    return finding("CP554", f"`{path.name}` is {is_what}", path, NOT_OURS)


def content_of(folder: Path, path: str) -> bytes | None:
    return (folder / path).read_bytes() if standing(folder, path) == (path, "file") else None
