"""The records of the metadata vocabulary hold what the schema holds, in its order and with its lists."""

import dataclasses
import types
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from generator.metadata.registry import BESIDE, KINDS, Kind
from generator.schemas.model import BUILT_IN, Complex, Simple, content
from generator.schemas.validation import SCHEMA
from generator.schemas.wsdl import complex_type, simple_type

XSD = "{http://www.w3.org/2001/XMLSchema}"


def schema() -> dict[str, Complex | Simple]:
    known: dict[str, Complex | Simple] = {}
    for node in etree.parse(SCHEMA).getroot():
        if node.tag == f"{XSD}complexType":
            known[node.get("name")] = complex_type(node)
        elif node.tag == f"{XSD}simpleType":
            known[node.get("name")] = simple_type(node)
    return known


KNOWN = schema()


def inside(annotation: object) -> Iterator[object]:
    """The types that an annotation is made of: `tuple[X, ...] | None` -> tuple, X."""
    origin = typing.get_origin(annotation)
    if origin is None:
        yield annotation
        return
    if origin not in (typing.Union, types.UnionType):
        yield origin
    for one in typing.get_args(annotation):
        yield from inside(one)


def compared(record: type, name: str, seen: set[tuple[type, str]]) -> Iterator[str]:
    """What a record and the schema's type say differently, here and in all that it holds."""
    if (record, name) in seen:
        return
    seen.add((record, name))
    elements = {element.name: element for element in content(name, KNOWN)}
    fields = [field.name for field in dataclasses.fields(record)]
    spelled = [field.rstrip("_") for field in fields]
    if unknown := [one for one in spelled if one not in elements]:
        yield f"{record.__name__} as {name}: not in the schema: {unknown}"
    if spelled != [one for one in elements if one in spelled] and not unknown:
        yield f"{record.__name__} as {name}: another order than the schema's"
    hints = typing.get_type_hints(record)
    for field, one in zip(fields, spelled, strict=True):
        if one not in elements:
            continue
        parts = list(inside(hints[field]))
        if (tuple in parts) != elements[one].many:
            yield f"{record.__name__}.{field}: a list in one and not in the other"
        for part in parts:
            if dataclasses.is_dataclass(part) and not elements[one].type.startswith(BUILT_IN):
                yield from compared(typing.cast(type, part), elements[one].type, seen)


@pytest.mark.parametrize("kind", [*KINDS, *BESIDE], ids=lambda kind: kind.name)
def test_records_are_spelled_as_the_schema_is(kind: Kind) -> None:
    assert list(compared(kind.body, kind.name, set())) == []


def test_schema_file_is_beside_the_module() -> None:
    assert Path(SCHEMA).is_file()
    assert len(KNOWN) > 200
