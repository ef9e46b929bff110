"""XML -> the same metadata records that lowering makes: one reader for verify, emulator and plan, driven by the
annotations of the records. What it does not know it lists by name and line; it never guesses."""

import dataclasses
import importlib
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from lxml import etree

from generator.frozen import record
from generator.metadata.component import Component as Component
from generator.metadata.component import component
from generator.metadata.registry import BY_NAME, BY_SUFFIX, Kind
from generator.xml import local, parse


@record
class Unknown:
    """An element that no record has a place for."""

    element: str
    line: int


@record
class Read:
    """`lines`: names of elements that have one (flow elements, resources) -> line in the file."""

    component: Component
    unknown: tuple[Unknown, ...]
    lines: Mapping[str, int]


@record
class Place:
    name: str
    inner: Any
    many: bool
    required: bool


def read(content: bytes, name: str, kind: Kind) -> Read:
    """The component in a file. Raises NotXml, or ValueError when a needed element is missing or a number is none."""
    root = parse(content)
    if local(root) != kind.name:
        raise ValueError(f"the root is <{local(root)}>, and a .{kind.suffix} holds <{kind.name}>")
    reader = Reader()
    body = reader.record(kind.body, root)
    return Read(component=component(name, body), unknown=tuple(reader.unknown), lines=reader.lines)


class Reader:
    def __init__(self) -> None:
        self.unknown: list[Unknown] = []
        self.lines: dict[str, int] = {}

    def record(self, cls: type[Any], element: etree._Element) -> Any:
        known = places(f"{cls.__module__}:{cls.__qualname__}")
        values: dict[str, Any] = {}
        for child in element:
            if not isinstance(child.tag, str):
                continue
            name = local(child)
            place = known.get(name)
            if place is None:
                self.unknown.append(Unknown(element=name, line=line_of(child)))
                continue
            value = self.value(place.inner, child)
            values[name] = (*values.get(name, ()), value) if place.many else value
        missing = [place.name for place in known.values() if place.required and place.name not in values]
        if missing:
            raise ValueError(f"line {line_of(element)}: <{local(element)}> needs <{missing[0]}>")
        if isinstance(values.get("name"), str):
            self.lines.setdefault(values["name"], line_of(element))
        return cls(**values)

    def value(self, inner: Any, element: etree._Element) -> Any:
        if dataclasses.is_dataclass(inner) and isinstance(inner, type):
            return self.record(inner, element)
        text = element.text or ""
        if inner is bool:
            return text.strip() == "true"
        if inner is int:
            try:
                return int(float(text))
            except ValueError:
                raise ValueError(f"line {line_of(element)}: <{local(element)}> is a number, not {text!r}") from None
        return text


def line_of(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


@cache
def places(name: str) -> Mapping[str, Place]:
    """The elements that a record has a place for, by name."""

    module, _, qualname = name.partition(":")
    cls = getattr(importlib.import_module(module), qualname)
    hints = get_type_hints(cls)
    found = {}
    for one in dataclasses.fields(cls):
        inner, many = hints[one.name], False
        if get_origin(inner) in (Union, types.UnionType):
            inner = next(option for option in get_args(inner) if option is not type(None))
        if get_origin(inner) is tuple:
            inner, many = get_args(inner)[0], True
        if get_origin(inner) is Literal:
            inner = str
        found[one.name] = Place(name=one.name, inner=inner, many=many, required=one.default is dataclasses.MISSING)
    return found


def kind_of(path: str) -> tuple[Kind, str] | None:
    """The kind and full name that a path in source format stands for, or None for what is not metadata we know."""
    parts = path.split("/")
    stem = parts[-1].removesuffix("-meta.xml")
    name, _, suffix = stem.rpartition(".")
    kind = BY_SUFFIX.get(suffix)
    if kind is None or not name:
        return None
    if kind.has_parent:
        if len(parts) < 3:
            return None
        return kind, f"{parts[-3]}.{name}"
    return kind, name


__all__ = ["BY_NAME", "Component", "Read", "Unknown", "kind_of", "read"]
