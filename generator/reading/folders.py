"""The files of a project on disk. Everything else about reading knows only paths and bytes."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.frozen import record
from generator.xml import LARGEST

SKIPPED = {"node_modules", "__pycache__"}
NAMED = (".forceignore",)
"""Hidden files that belong to a project."""
MOST_BYTES = 2_000_000_000
"""Of all files together: what a project has is hundreds of times smaller."""


@record
class Unread:
    """A file that is not read, and why. `code`: FILE-001 too large, -002 a link, -003 no plain file, -004 refused by
    the system, -005 a name that cannot be shown."""

    path: str
    code: str
    message: str


@record
class Folder:
    """What lies below a folder: path with forward slashes -> bytes, and what was left unread."""

    files: dict[str, bytes]
    unread: tuple[Unread, ...]


def files_below(folder: Path, wanted: Callable[[str], object] = bool) -> dict[str, bytes]:
    """Every file below `folder` that may belong to metadata and whose path is `wanted`: path with forward slashes ->
    bytes. Hidden folders and links are not followed. Raises OSError for what cannot be read."""
    found: dict[str, bytes] = {}
    for path, below in walked(folder):
        if wanted(below) and not path.is_symlink() and path.name not in NAMED:
            found[below] = path.read_bytes()
    return found


def folder_below(folder: Path, wanted: Callable[[str], object] = bool) -> Folder:
    """The same for a folder that nobody vouches for: nothing outside it is read, nothing that is no plain file, nothing
    of any size, and what is left out is named. Never raises for what it finds."""
    files: dict[str, bytes] = {}
    unread: list[Unread] = []
    total = 0
    for path, below in walked(folder):
        if not wanted(below):
            continue
        why = objection(path, below, total)
        if why is not None:
            unread.append(why)
            continue
        try:
            files[below] = contents(path)
        except OSError as problem:
            unread.append(Unread(path=shown(below), code="FILE-004", message=f"the system refuses: {problem.strerror}"))
            continue
        total += len(files[below])
    return Folder(files=files, unread=tuple(unread))


def objection(path: Path, below: str, total: int) -> Unread | None:
    """Why a file is not to be read; None where it is."""
    if not below.isprintable():
        return Unread(path=shown(below), code="FILE-005", message="its name holds characters that cannot be shown")
    try:
        found = path.lstat()
    except OSError as problem:
        return Unread(path=below, code="FILE-004", message=f"the system refuses: {problem.strerror}")
    if stat.S_ISLNK(found.st_mode):
        return Unread(path=below, code="FILE-002", message="a link is not followed")
    if not stat.S_ISREG(found.st_mode):
        return Unread(path=below, code="FILE-003", message="it is no plain file")
    if found.st_size > LARGEST or total + found.st_size > MOST_BYTES:
        return Unread(path=below, code="FILE-001", message=f"it has {found.st_size:,} bytes, too many to read")
    return None


def contents(path: Path) -> bytes:
    """A plain file's bytes; opened so that what took its place meanwhile is not followed or waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(path, flags), "rb") as file:
        return file.read(LARGEST + 1)


def walked(folder: Path) -> Iterator[tuple[Path, str]]:
    """Files in order, with their paths below the folder. Folders that are links are listed and not entered."""
    for top, directories, files in os.walk(folder):
        kept = sorted(one for one in directories if not one.startswith(".") and one not in SKIPPED)
        links = [one for one in kept if os.path.islink(os.path.join(top, one))]
        directories[:] = [one for one in kept if one not in links]
        for name in sorted((*files, *links)):
            if not name.startswith(".") or name in NAMED:
                path = Path(top, name)
                yield path, path.relative_to(folder).as_posix()


def shown(name: str) -> str:
    """A name with what cannot be shown replaced."""
    return "".join(mark if mark.isprintable() else "\ufffd" for mark in name)
