"""A folder replaced as a whole. Beside `northgate` the new one is built as `.northgate.carepath-new`, then two renames
put it in place and leave the old one as `.northgate.carepath-old`, whose other people's files come across before it is
deleted. Whoever looks at `northgate` sees the old project or the new one, never a mixture. At every instant the names
that exist say how far it came, so `settle` finishes (or undoes) what a killed process began:

    folder | new | old | died
    -------|-----|-----|-------------------------------------------------------------
    yes    |     |     | not at all
    yes/no | yes |     | while building: the new one goes
    no     | yes | yes | between the renames: the new one is whole, and takes its place
    yes    |     | yes | while clearing up: that goes on

Nothing is flushed to the disk (fsync): after a power cut the hashes in the lock file tell, and a build repairs."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path

from generator.diagnostics import Rejected
from generator.ownership import LOCK, Tree, digest, finding, kind_of, owned, parents, standing

if sys.platform != "win32":
    import fcntl


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Waits until no other process writes beside `folder`. The lock is the parent folder's and ends with the process,
    however that ends. Windows has no such lock: there two builds into one folder must not run at once."""
    if sys.platform == "win32":
        yield
        return
    parent = os.open(folder.parent, os.O_RDONLY)
    try:
        fcntl.flock(parent, fcntl.LOCK_EX)
        yield
    finally:
        os.close(parent)


def swap(tree: Tree, folder: Path) -> None:
    """Put `tree`, which is sealed, in the place of `folder`, which is settled. Files that are not ours stay."""
    new, old = beside(folder)
    try:
        fill(new, tree)
        if kind_of(folder) == "folder":
            shutil.copymode(folder, new)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        raise
    if kind_of(folder) == "folder":
        os.rename(folder, old)
    settle(folder)


def settle(folder: Path) -> None:
    """Bring `folder` to where the write that was killed was going, or back to where it came from.

    Raises Rejected (CP557) when a file that is not ours cannot come back: then it stays where it is."""
    new, old = beside(folder)
    if kind_of(folder) == "nothing":
        if is_whole(new):
            os.rename(new, folder)
        elif kind_of(old) == "folder":
            os.rename(old, folder)
    if kind_of(new) == "folder":
        shutil.rmtree(new)
    if kind_of(old) == "folder" and kind_of(folder) == "folder":
        clear(old, folder)


def beside(folder: Path) -> tuple[Path, Path]:
    """Where the next content of `folder` is built, and where the previous one waits to be deleted."""
    return folder.with_name(f".{folder.name}.carepath-new"), folder.with_name(f".{folder.name}.carepath-old")


def fill(new: Path, tree: Tree) -> None:
    """Write all files of `tree` below `new`."""
    new.mkdir()
    for folder in sorted({parent for path in tree for parent in parents(path)}):
        (new / folder).mkdir()
    for path in sorted(tree):
        with open(new / path, "xb") as file:
            file.write(tree[path])


def is_whole(new: Path) -> bool:
    """True when every file that the lock file names is there as it was written."""
    try:
        files = owned(new)
    except Rejected:
        return False
    return LOCK in files and all(is_as_written(new, path, value) for path, value in files.items())


def is_as_written(folder: Path, path: str, value: str) -> bool:
    return standing(folder, path) == (path, "file") and digest((folder / path).read_bytes()) == value


def clear(old: Path, folder: Path) -> None:
    """Delete what is ours in `old` and give the rest back to `folder`; the lock file goes last, since it says which."""
    files = owned(old)
    ours = {parent for path in files for parent in parents(path)}
    stranded = tuple(give_back(old, folder, files, ours, ""))
    if stranded:
        text = "`{}` is not ours and was left in `{}`: its place is taken"
        help = "move it to where it belongs, then delete that folder"
        raise Rejected(finding("CP557", text.format(path, old.name), folder / path, help) for path in stranded)
    if LOCK in files:
        (old / LOCK).unlink()
    old.rmdir()


def give_back(old: Path, folder: Path, files: Mapping[str, str], ours: Set[str], within: str) -> Iterator[str]:
    """Empty the folder `within` of `old`; yields what had to stay. A folder that is not among `ours`, those with files
    of ours in them, moves in one go."""
    with os.scandir(old / within) as entries:
        names = sorted(entry.name for entry in entries)
    for name in names:
        path = f"{within}/{name}" if within else name
        source, target = old / path, folder / path
        if path == LOCK and LOCK in files:
            continue
        if kind_of(source) == "folder" and (path in ours or kind_of(target) == "folder"):
            stayed = tuple(give_back(old, folder, files, ours, path))
            yield from stayed
            if not stayed:
                source.rmdir()
        elif is_done_with(source, target, files.get(path)):
            source.unlink()
        elif standing(folder, path)[1] == "nothing":
            target.parent.mkdir(parents=True, exist_ok=True)
            os.rename(source, target)
        else:
            yield path


def is_done_with(source: Path, target: Path, value: str | None) -> bool:
    """True when the file at `source` may go: ours and unchanged, ours and written anew, or there already."""
    if kind_of(source) != "file":
        return False
    content = source.read_bytes()
    if value is not None and (value == digest(content) or kind_of(target) == "file"):
        return True
    return kind_of(target) == "file" and target.read_bytes() == content
