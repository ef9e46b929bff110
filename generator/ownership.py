"""Which files of a folder are ours: `carepath.lock` names each with the hash it was written with. Its other keys
belong to whoever made the tree and travel untouched. A path in a lock file is a claim, never a path to trust."""

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from generator.diagnostics import Diagnostic, Rejected
from generator.source import Span

Tree = Mapping[str, bytes]
"""A generated project: relative paths with forward slashes, and what stands in each file."""

Kind = Literal["nothing", "file", "folder", "link", "other"]

KINDS: Mapping[int, Kind] = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}

LOCK = "carepath.lock"

PIECE = re.compile(r"(?!.*[. ]$)(?! )[^\x00-\x1f\x7f-\U0010ffff\\/:*?\"<>|]{1,200}")
"""One name in a path, on any system: printable ASCII, nothing that Windows refuses; so neither `.` nor `..`."""


def is_inside(path: str) -> bool:
    """True when `path` is relative, in the one spelling that every system reads alike, and cannot leave its folder."""
    return all(PIECE.fullmatch(piece) for piece in path.split("/"))


def sealed(tree: Tree) -> Tree:
    """`tree` with a lock file that owns exactly its files; other keys of a lock file already in it are kept.

    Raises ValueError when a path could leave the folder, differs from another by case alone (one file on macOS and
    Windows), or is a file and a folder at once: a name got here that the front end should have refused."""
    clash: dict[str, str] = {}
    for path in sorted(tree):
        if not is_inside(path):
            raise ValueError(f"not a path inside the project: {path!r}")
        for spelling in (path, *parents(path)):
            if clash.setdefault(spelling.casefold(), spelling) != spelling:
                raise ValueError(f"two paths that differ by case alone: {spelling!r}, {clash[spelling.casefold()]!r}")
        if any(parent in tree for parent in parents(path)):
            raise ValueError(f"inside a file: {path!r}")
    kept = json.loads(tree[LOCK]) if LOCK in tree else {}
    kept["files"] = {path: digest(content) for path, content in tree.items() if path != LOCK}
    text = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return {**tree, LOCK: text.encode()}


def owned(folder: Path) -> Mapping[str, str]:
    """The hash of each file that the folder's lock file claims, the lock file itself among them; empty without one.
    Raises Rejected (CP551) when it is not a lock file."""
    if standing(folder, LOCK) != (LOCK, "file"):
        return {}
    content = (folder / LOCK).read_bytes()
    claims = claims_of(content)
    if claims is None:
        text = f"`{LOCK}` is damaged: it does not say which files were built here"
        raise Rejected([finding("CP551", text, folder / LOCK, "restore it from version control, or delete the folder")])
    return {**claims, LOCK: digest(content)}


def claims_of(content: bytes) -> Mapping[str, str] | None:
    """What a lock file says of the others; None when it is not one, or speaks of files that cannot be ours."""
    try:
        files: Any = json.loads(content)["files"]
        claims = {str(path): str(value) for path, value in files.items()}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return claims if all(map(is_inside, claims)) else None


def standing(folder: Path, path: str) -> tuple[str, Kind]:
    """What is met on the way from `folder` to `path`: the first thing that is no real folder (links are not followed),
    else what stands at `path`; and its kind."""
    for met in (*parents(path), path):
        kind = kind_of(f"{folder}/{met}")
        if kind != "folder":
            return met, kind
    return path, "folder"


def kind_of(path: Path | str) -> Kind:
    """What stands at `path` itself; a link is not followed."""
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return "nothing"
    return KINDS.get(stat.S_IFMT(mode), "other")


def parents(path: str) -> Iterable[str]:
    """The folders that `path` lies in, outermost first: `a/b/c` -> `a`, `a/b`."""
    pieces = path.split("/")
    return ("/".join(pieces[:count]) for count in range(1, len(pieces)))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def finding(code: str, message: str, path: Path, help: str) -> Diagnostic:
    """An error about a file of the output, not about a place in its text."""
    span = Span(path=path.as_posix(), line=1, column=1, end_line=1, end_column=1)
    return Diagnostic(code=code, severity="error", message=message, span=span, help=help)
