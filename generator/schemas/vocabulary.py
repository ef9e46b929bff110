"""Which elements a type of the schema may hold, whatever their order: for files whose order is not the schema's."""

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
    waiting = [(root, roots().get(local(root)))]
    while waiting:
        element, kind = waiting.pop()
        known = held_by(kind) if kind is not None and f"{{{INSTANCE}}}type" not in element.attrib else {}
        if not known:
            continue
        for child in element:
            if local(child) in known:
                waiting.append((child, known[local(child)]))
            else:
                yield child


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
