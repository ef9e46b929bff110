"""The files of a project on disk. Everything else about reading knows only paths and bytes."""

import os
from collections.abc import Callable
from pathlib import Path

SKIPPED = {"node_modules", "__pycache__"}


def files_below(folder: Path, wanted: Callable[[str], object] = bool) -> dict[str, bytes]:
    """Every file below `folder` that may belong to metadata and whose path is `wanted`: path with forward slashes ->
    bytes. Hidden folders and links are not followed. Raises OSError for what cannot be read."""
    found: dict[str, bytes] = {}
    for top, directories, files in os.walk(folder):
        directories[:] = sorted(one for one in directories if not one.startswith(".") and one not in SKIPPED)
        for name in sorted(files):
            path = Path(top, name)
            below = path.relative_to(folder).as_posix()
            if not name.startswith(".") and wanted(below) and not path.is_symlink():
                found[below] = path.read_bytes()
    return found
