"""The values that an element of a flow may take, from the schema."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from lxml import etree

from generator.schemas.validation import SCHEMA

XSD = "{http://www.w3.org/2001/XMLSchema}"
BESIDE: Mapping[tuple[str, str], frozenset[str]] = {
    ("FlowScheduledPath", "pathType"): frozenset(("ApprovalRecall",)),
    ("Flow", "processType"): frozenset(("AppProcess",)),
}
"""Values that came after the schema's API version, or went before it."""


@cache
def choices_of(cls: Any) -> Mapping[str, frozenset[str]]:
    """Of a record's class: the fields whose values are listed, and the lists."""
    found: dict[str, frozenset[str]] = {}
    name: str | None = cls.__name__
    while name is not None:
        base, listed = schema().get(name, (None, {}))
        for field, values in listed.items():
            found.setdefault(field, values | BESIDE.get((cls.__name__, field), frozenset()))
        name = base
    return found


@cache
def schema() -> Mapping[str, tuple[str | None, Mapping[str, frozenset[str]]]]:
    """Each type's base, and its own elements that take values of a list."""
    root = etree.parse(SCHEMA).getroot()
    lists = {
        f"tns:{one.get('name')}": values
        for one in root.iter(f"{XSD}simpleType")
        if (values := frozenset(str(value.get("value")) for value in one.iter(f"{XSD}enumeration")))
    }
    found: dict[str, tuple[str | None, Mapping[str, frozenset[str]]]] = {}
    for one in root.iter(f"{XSD}complexType"):
        extension = next(one.iter(f"{XSD}extension"), None)
        base = str(extension.get("base")).removeprefix("tns:") if extension is not None else None
        listed = {
            str(element.get("name")): lists[str(element.get("type"))]
            for element in one.iter(f"{XSD}element")
            if element.get("type") in lists
        }
        found[str(one.get("name"))] = (base, listed)
    return found
