"""A place in a generated file that somebody else names -> the component, the innermost named element, and the line of
the spec that caused it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from generator.frozen import record
from generator.peers import Said
from generator.reading import kind_of
from generator.source import Span
from generator.verify.causes import LOCK, Sources, span_of
from generator.verify.finding import Finding
from generator.xml import NotXml, line_of, local, parse

NAMES = ("fullName", "name", "developerName", "masterLabel")


@record
class Traced:
    """`path`: the file of the tree; `kind` and `component`: what it holds; `cause`: the line of the spec."""

    path: str
    kind: str
    component: str
    cause: Span | None


def trace(files: Mapping[str, bytes], sources: Sources, path: str, line: int, element: str | None) -> Traced | None:
    """Where a finding at a path (whole, or its end, or the name of a component), a line and an element comes from; None
    for a file that is not in the tree."""
    found = file_of(files, path, element)
    if found is None:
        return None
    kind, name = kind_of(found) or (None, "")
    if kind is None:
        return Traced(path=found, kind="file", component=found, cause=None)
    own = sources.get(f"{kind.name}:{name}", {})
    named = [element] if element is not None and element in own else list(names_at(files[found], line))
    inner = next((one for one in named if one in own), "")
    cause = span_of(own[inner]) if inner in own else None
    return Traced(path=found, kind=kind.name, component=name, cause=cause)


def mapped_findings(files: Mapping[str, bytes], said: Iterable[Said]) -> tuple[Finding, ...]:
    """What others said of a generated tree, as findings of ours with their causes. What they say of a file that is not
    in the tree stays as they say it."""
    lock: Mapping[str, Any] = next(
        (json.loads(text) for path, text in files.items() if path.rpartition("/")[2] == LOCK), {}
    )
    return tuple(mapped_finding(files, lock.get("sources", {}), one) for one in said)


def mapped_finding(files: Mapping[str, bytes], sources: Sources, one: Said) -> Finding:
    found = trace(files, sources, one.path, one.line, one.element)
    line, column = max(one.line, 1), max(one.column, 1)
    path = found.path if found is not None else one.path
    return Finding(
        code=one.code,
        severity=one.severity,
        message=one.message,
        span=Span(path=path, line=line, column=column, end_line=line, end_column=column),
        component=found.component if found is not None else one.path,
        kind=found.kind if found is not None else "file",
        cause=found.cause if found is not None else None,
    )


def file_of(files: Mapping[str, bytes], path: str, element: str | None) -> str | None:
    """The file that a path means: spelled from another folder, without its suffix, or as the name of a component."""
    wanted = path.replace("\\", "/").removeprefix("file://").removeprefix("./")
    if wanted in files:
        return wanted
    endings = [one for one in files if wanted and wanted.endswith(f"/{one}")]
    endings += [one for one in files if wanted and one.endswith((f"/{wanted}", f"/{wanted}-meta.xml"))]
    if endings:
        return max(endings, key=len)
    names = {wanted, element} - {None, ""}
    return next((one for one in sorted(files) if (known := kind_of(one)) is not None and known[1] in names), None)


def names_at(content: bytes, line: int) -> Iterator[str]:
    """The names of the elements that stand around a line, the innermost first."""
    if line < 1:
        return
    try:
        root = parse(content)
    except NotXml:
        return
    here: etree._Element | None = innermost(root, line)
    while here is not None:
        for child in here:
            if local(child) in NAMES and child.text:
                yield child.text
                break
        here = here.getparent()


def innermost(root: etree._Element, line: int) -> etree._Element:
    """The last element that begins at or before a line, and does not end before it."""
    here = root
    while True:
        before = [child for child in here if line_of(child) <= line]
        if not before or not (len(before[-1]) or line_of(before[-1]) == line):
            return here
        here = before[-1]
