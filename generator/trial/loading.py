"""A folder of metadata -> what an emulated org runs, for stories on it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.diagnostics import Rejected
from generator.emulator.loading import Branch, Package
from generator.emulator.schema import NotModelled
from generator.emulator.trees import load_tree
from generator.formula.parsing import FormulaSyntaxError
from generator.nodes import error
from generator.ownership import LOCK
from generator.reading import files_below
from generator.source import Span
from generator.trial.reading import Trials


def files_of(folder: str) -> dict[str, bytes]:
    """The files of a folder. Raises Rejected (CP556) where it is none or they cannot be read."""
    if not Path(folder).is_dir():
        raise Rejected([error("CP556", f"`{folder}` is no folder", top(folder), "name a folder of metadata")])
    try:
        return files_below(Path(folder))
    except OSError:
        raise Rejected([error("CP556", f"`{folder}` cannot be read", top(folder), "see to its rights")]) from None


def is_built(files: Mapping[str, bytes]) -> bool:
    """Whether `carepath build` wrote these files."""
    return LOCK in files


def sources(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    """Where each component comes from, as far as a lock file tells."""
    found: Mapping[str, Any] = json.loads(files[LOCK])["sources"] if LOCK in files else {}
    return found


def package_of(folder: str, files: Mapping[str, bytes], given: Trials, branch: Branch | None = None) -> Package:
    """The tree, loaded, but for what `without` leaves out.

    Raises Rejected: CP631 for each thing that the emulator does not run and nobody leaves out, and for a name of
    `without` that is none of these."""
    try:
        package = load_tree(files, partial=True, open=given.assumed, branch=branch)
    except (NotModelled, FormulaSyntaxError, ValueError) as problem:
        raise Rejected([error("CP631", f"the emulator does not run this tree: {problem}", top(folder))]) from problem
    without = given.without if isinstance(given.without, tuple) else (given.without,) if given.without else ()
    left_out = {one.text for one in without}
    help = "write its name below `without:` to try the rest without it"
    found = [
        error("CP631", f"the emulator does not run `{one.name}`: {one.reason}", top(folder), help)
        for one in package.refused
        if one.name not in left_out
    ]
    known = {one.name for one in package.refused}
    found += [
        error("CP631", f"`{one.text}` is nothing that has to be left out", one.span, "take it out of `without:`")
        for one in without
        if one.text not in known
    ]
    if found:
        raise Rejected(found)
    return package


def top(folder: str) -> Span:
    return Span(path=Path(folder).as_posix(), line=1, column=1, end_line=1, end_column=1)
