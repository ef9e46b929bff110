"""The sfdx source that a spec brings itself (`extra`): copied as it is into a directory of its own, once all of it is
known to be metadata that nothing else of the package is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import accumulate

from generator.diagnostics import Diagnostic, require
from generator.frozen import record
from generator.loading import Extra
from generator.metadata.component import Component
from generator.metadata.registry import BY_NAME
from generator.nodes import error
from generator.ownership import is_inside
from generator.reading import Found, Project, read_files
from generator.reading.projects import META

ABOVE = "/main/default/"
"""Folders down to here are the layout of the project that the source was copied from."""


@record
class Brought:
    """What the folders hold: files by their path below `main/default`, and the components in them."""

    files: Mapping[str, bytes]
    components: tuple[Component, ...]


def brought(extra: tuple[Extra, ...], ours: Iterable[Component]) -> Brought:
    """The source that a spec brings beside `ours`. Raises Rejected with what is no metadata that we know (CP565), and
    with what we generate too or what stands there twice (CP563)."""
    placed = {below(one.path): one for one in reversed(extra)}
    project = read_files({path: one.content for path, one in placed.items()})
    require([*twice(extra), *strange(project, placed), *generated(project.found, placed, ours)])
    components = tuple(replace(one.read.component, because=placed[one.path].because) for one in project.found)
    return Brought(files={path: one.content for path, one in placed.items()}, components=components)


def below(path: str) -> str:
    """Where a file stands in its package directory."""
    return f"/{path}".rpartition(ABOVE)[2].lstrip("/")


def twice(extra: Iterable[Extra]) -> Iterator[Diagnostic]:
    """Files and folders of one path, also where only capitals tell them apart: they are one on some systems."""
    seen: dict[str, str] = {}
    files: set[str] = set()
    for one in extra:
        path = below(one.path)
        spellings = accumulate(path.split("/"), "{}/{}".format)
        if path in files or any(seen.setdefault(each.lower(), each) != each for each in spellings):
            yield error("CP563", f"`{one.path}` stands there twice", one.because, "keep one of them")
        files.add(path)


def strange(project: Project, placed: Mapping[str, Extra]) -> Iterator[Diagnostic]:
    """Files that are no metadata of a kind that we know and can read, in the format of sources (CP565)."""
    known = {one.path for one in project.found if one.path.endswith(META)}
    known |= {one.path.removesuffix(META) for one in project.found if BY_NAME[one.read.component.kind].content}
    broken = {one.path: one for one in project.broken}
    known |= {path.removesuffix(META) for path in broken}
    help = "take it out of the folder; metadata of other kinds is deployed apart from this package"
    for path in sorted(placed):
        one = placed[path]
        if path in broken:
            message = f"`{one.path}` cannot be read, at line {broken[path].line}: {broken[path].message}"
            yield error("CP565", message, one.because, "retrieve it again as source")
        elif path not in known:
            yield error("CP565", f"`{one.path}` is no metadata source of a kind that we know", one.because, help)
        elif not is_inside(path):
            yield error("CP565", f"`{one.path}` is no name on every system", one.because, "rename it")


def generated(found: Iterable[Found], placed: Mapping[str, Extra], ours: Iterable[Component]) -> Iterator[Diagnostic]:
    """Components that we generate too, wherever their files lie, or that the folders hold twice (CP563)."""
    taken = {(one.kind, one.name.lower()): "is generated too" for one in ours}
    for one in found:
        key = (one.read.component.kind, one.read.component.name.lower())
        if key in taken:
            message = f"`{placed[one.path].path}` {taken[key]}"
            help = "take it out of the folder, or rename what it holds"
            yield error("CP563", message, placed[one.path].because, help)
        taken.setdefault(key, "holds what another file of the folders holds")
