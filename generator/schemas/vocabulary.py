"""Which elements a type of the schema may hold, and which it needs, whatever their order: for files whose order is not
the schema's."""

from collections.abc import Iterator, Mapping
from functools import cache

from lxml import etree

from generator.schemas.validation import SCHEMA
from generator.xml import INSTANCE, local

XSD = "{http://www.w3.org/2001/XMLSchema}"
Types = Mapping[str, tuple[str | None, Mapping[str, str]]]


def strangers(root: etree._Element) -> Iterator[etree._Element]:
    """The elements of a document that the type around them has not, outermost first; nothing below them is looked at,
    nor below a type that the schema leaves open."""
    for element, kind in typed(root):
        yield from (child for child in element if local(child) not in held_by(kind))


def wanting(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """What elements of a document need by their types and do not hold, outermost first."""
    for element, kind in typed(root):
        held = {local(child) for child in element}
        yield from ((element, name) for name in needed_by(kind) if name not in held)


def typed(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The elements of a document that hold others, as far as the schema knows their types."""
    waiting = [(root, roots().get(local(root)))]
    while waiting:
        element, kind = waiting.pop()
        if kind is None or f"{{{INSTANCE}}}type" in element.attrib or not held_by(kind):
            continue
        yield element, kind
        waiting.extend((child, held_by(kind).get(local(child))) for child in element)


@cache
def needed_by(kind: str) -> tuple[str, ...]:
    """The elements that a complex type and what it extends need, in their order."""
    base, _ = types().get(kind, (None, {}))
    return (*(needed_by(base) if base is not None else ()), *needs().get(kind, ()))


@cache
def needs() -> Mapping[str, tuple[str, ...]]:
    """Complex type -> its own elements that have to stand."""
    return {
        str(one.get("name")): tuple(str(each.get("name")) for each in one.iter(f"{XSD}element") if not optional(each))
        for one in schema().iter(f"{XSD}complexType")
    }


def optional(element: etree._Element) -> bool:
    return element.get("minOccurs") == "0"


@cache
def held_by(kind: str) -> Mapping[str, str]:
    """Element -> type, of a complex type and what it extends; empty for a simple one."""
    base, own = types().get(kind, (None, {}))
    return {**(held_by(base) if base is not None else {}), **own}


@cache
def roots() -> Mapping[str, str]:
    return elements(schema())


@cache
def types() -> Types:
    """Complex type -> what it extends, and its own elements."""
    found = {}
    for one in schema().iter(f"{XSD}complexType"):
        extension = one.find(f".//{XSD}extension")
        base = str(extension.get("base")).rpartition(":")[2] if extension is not None else None
        sequence = one.find(f".//{XSD}sequence")
        found[str(one.get("name"))] = (base, elements(sequence) if sequence is not None else {})
    return found


def elements(held: etree._Element) -> Mapping[str, str]:
    return {str(one.get("name")): str(one.get("type")).rpartition(":")[2] for one in held.findall(f"{XSD}element")}


@cache
def schema() -> etree._Element:
    return etree.parse(str(SCHEMA)).getroot()
