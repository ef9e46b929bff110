"""Files as the schema of the Metadata API has them: elements, their order, their values (appendix A of the rules)."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any

from lxml import etree

from generator.frozen import record
from generator.reading import kind_of
from generator.schemas.validation import decider
from generator.schemas.vocabulary import roots, strangers, wanting
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Paper, Subject
from generator.verify.world import META, World
from generator.xml import NAMESPACE, NotXml, line_of, local, parse

MOST, FEW = 20, 8
"""Faults of one file, and values of a list, that are told."""
NAME = re.compile(rf"\{{{re.escape(NAMESPACE)}\}}|tns:")
TAKEN = ("This element is not expected", "The element is not 'nillable'")
"""What orgs take all the same: another order of elements, and `xsi:nil`, which they write themselves."""
MISSING = "Missing child element(s)"
"""What is said of the last element only; looked for apart, whatever the order."""
LISTED = re.compile(r"The value '(.*)' is not an element of the set \{(.*)\}", re.DOTALL)


@record
class Document:
    """A file that is metadata by its name or by what it says: why it is no XML, or what its schema refuses, by line."""

    path: str
    broken: NotXml | None = None
    refused: tuple[tuple[int, str], ...] = ()


def documents(world: World) -> tuple[Document, ...]:
    """Those of a tree in which something is wrong. Each is parsed and let go of, once for all rules."""
    if documents not in world.kept:
        looked_at = (document(world, path, content) for path, content in sorted(world.files.items()))
        world.kept[documents] = tuple(one for one in looked_at if one.broken or one.refused)
    found: tuple[Document, ...] = world.kept[documents]
    return found


def document(world: World, path: str, content: bytes) -> Document:
    named = path.endswith(META) or kind_of(path) is not None
    if not named and not (content[:5] == b"<?xml" and NAMESPACE.encode() in content[:600]):
        return Document(path=path)
    try:
        root = parse(content)
    except NotXml as problem:
        return Document(path=path, broken=problem)
    if path in world.templates or root.tag not in known_roots() or decider().validate(root):
        return Document(path=path)
    return Document(path=path, refused=tuple(faults(root)))


@cache
def known_roots() -> frozenset[str]:
    return frozenset(f"{{{NAMESPACE}}}{name}" for name in roots())


@rule("XML-001", "deploy", "doc")
def well_formed(world: World) -> Iterator[Fault]:
    """A file of metadata is XML, without a document type and its entities.

    Nothing inside another one was checked, and an org refuses the whole deployment. Mend the file where the message
    points.
    """
    for one in documents(world):
        if one.broken is not None:
            yield fault(one.broken.message, of=Paper(one.path, world), line=one.broken.line)


@rule("XML-002", "deploy", "doc")
def readable(world: World) -> Iterator[Fault]:
    """A file holds the component that its name promises, with all that it needs.

    Its root is of the kind of its suffix, needed elements are there, numbers are numbers: "Required field is missing".
    Nothing else of the file was checked.
    """
    for one in world.broken:
        if one.is_xml:
            yield fault(one.message, of=Paper(one.path, world), line=one.line)


@rule("XML-003", "warning", "maint")
def templates(world: World) -> Iterator[Fault]:
    """A tree is judged as it is deployed.

    Files with tokens such as `%%%NAMESPACE%%%` are filled in by a tool first; they are not judged. Fill them in, and
    verify what comes out.
    """
    if world.templates:
        more = f" and {len(world.templates) - 1} others" if len(world.templates) > 1 else ""
        yield fault(f"a template{more}, not judged before it is filled in", of=Paper(world.templates[0], world), line=1)


@rule("XSD-001", "deploy", "doc")
def valid(world: World) -> Iterator[Fault]:
    """A file is valid by the schema of the Metadata API, version 66.

    An element that is not there, a value that is not listed, a needed element that is missing: an org refuses the file
    while it is parsed. An org of another version may know elements and values that this one does not. Elements may
    stand in any order as long as those of a name stand together. Of files in another namespace, as that of the tooling
    API, nothing is judged.
    """
    for one in documents(world):
        for line, message in one.refused:
            yield fault(message, of=Paper(one.path, world), line=line, missing=True)


def faults(root: etree._Element) -> Iterator[tuple[int, str]]:
    """What is wrong with a document, but for what orgs take."""
    told: set[tuple[int, str]] = set()
    log: Any = decider().error_log  # a list, though its stubs do not say so
    untold = (*TAKEN, MISSING)
    refused = [(one.line, shorter(one.message)) for one in log if not any(each in one.message for each in untold)]
    needed = [(line_of(one), f"`{local(one)}` needs `{name}`") for one, name in wanting(root)]
    unknown = [(line_of(one), f"`{above(one)}` has no element `{local(one)}`") for one in strangers(root)]
    for line, message in (*refused, *needed, *unknown):
        if (line, message) not in told and len(told) < MOST:
            told.add((line, message))
            yield line, message[0].lower() + message[1:].rstrip(".")


def shorter(message: str) -> str:
    """A message of the schema without namespaces, and with the values that come close in place of all."""
    found = LISTED.search(message)
    if found is None:
        return NAME.sub("", message)
    values = re.findall(r"'([^']*)'", found[2])
    close = get_close_matches(found[1], values, n=3) if len(values) > FEW else values
    return f"`{found[1]}` is not listed" + (f": {', '.join(f'`{one}`' for one in close)}" if close else "")


def above(element: etree._Element) -> str:
    parent = element.getparent()
    return local(parent) if parent is not None else ""


@rule("XSD-003", "deploy", "comm", "CustomField", "CustomObject", "RecordType", "Queue", "Report", "Workflow")
def together(one: Subject) -> Iterator[Fault]:
    """Elements of a name stand together, and one that may stand once stands once.

    "Element X is duplicated at this location in type Y". Move them together.
    """
    for each in one.read.repeated:
        yield fault(f"`{each.element}` stands here again", line=each.line, help="move it to the others")


@rule("PERM-002", "deploy", "comm", "PermissionSet")
def permissions_together(one: Subject) -> Iterator[Fault]:
    """Permissions of a kind stand together.

    "Element fieldPermissions is duplicated at this location in type PermissionSet".
    """
    yield from together.check(one)
