"""One XML file -> the records that lowering makes, driven by the annotations of the records. What has no place in a
record is listed by name and line; nothing is guessed and nothing is dropped in silence. A truth that a file leaves out
is false, as orgs take it: public projects that deploy leave out `isLicensed` and `includeRecordsOwnedByAll`."""

import dataclasses
import types
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import import_module
from typing import Any, Union, get_args, get_origin, get_type_hints

from lxml import etree

from generator.frozen import record
from generator.metadata.component import Component, component
from generator.metadata.custom_metadata import TypedValue
from generator.metadata.registry import Kind
from generator.xml import INSTANCE, line_of, local, parse

NIL, TYPE = f"{{{INSTANCE}}}nil", f"{{{INSTANCE}}}type"
TRUTH = {"true": True, "1": True, "false": False, "0": False}


class Unreadable(ValueError):  # noqa: N818  (a verdict on a file)
    """XML that is no component: a needed element is missing, a number is none. `line` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        self.message = message
        self.line = line
        super().__init__(f"line {line}: {message}")


@record
class Unknown:
    """An element that no record has a place for. `path` leads to it: `decisions[2].rules[0].attributes`."""

    element: str
    line: int
    path: str


@record
class Repeated:
    """An element that stands twice where it may stand once, or apart from the others of its name (FLOW-002)."""

    element: str
    line: int
    path: str


@record
class Read:
    """A component and where its parts stand. `lines`: names of elements, outcomes and resources -> line. `spots`: paths
    of records inside it -> line (`decisions[2].rules[0]`, and `` for the whole)."""

    component: Component
    unknown: tuple[Unknown, ...]
    repeated: tuple[Repeated, ...]
    lines: Mapping[str, int]
    spots: Mapping[str, int]


@record
class Place:
    """Where an element goes: which field of the record, and what it holds. `deep`: a record."""

    field: str
    inner: Any
    many: bool
    required: bool
    deep: bool


def read(content: bytes, name: str, kind: Kind, beside: bytes | None = None, *, whole: bool = False) -> Read:
    """The component in a file; `beside` is the content of the file next to it. Accepts elements in any order. `whole`:
    with what Carepath never writes, in records that are wider than those which templates transcribe.

    Raises NotXml for what is no XML, Unreadable for XML that is no such component.
    """
    return read_element(parse(content), name, kind, beside, whole=whole)


def read_element(
    root: etree._Element, name: str, kind: Kind, beside: bytes | None = None, *, whole: bool = False
) -> Read:
    """The component that an element holds."""
    if local(root) not in (kind.name, kind.root):
        raise Unreadable(f"the root is <{local(root)}>, and a .{kind.suffix} holds <{kind.name}>", line_of(root))
    return read_body(root, name, kind, beside, whole=whole)


def read_body(root: etree._Element, name: str, kind: Kind, beside: bytes | None = None, *, whole: bool = False) -> Read:
    """The component that an element holds, whatever the element is called."""
    reader = Reader(kind.whole if whole else None)
    body = reader.record(kind.body, root, "")
    return Read(
        component=component(name, body, content=beside),
        unknown=tuple(reader.unknown),
        repeated=tuple(reader.repeated),
        lines=reader.lines,
        spots=reader.spots,
    )


class Reader:
    """`whole`: the module to look into for a record that has a place for more."""

    def __init__(self, whole: str | None = None) -> None:
        self.whole = whole
        self.unknown: list[Unknown] = []
        self.repeated: list[Repeated] = []
        self.lines: dict[str, int] = {}
        self.spots: dict[str, int] = {}

    def record(self, cls: Any, element: etree._Element, path: str) -> Any:
        """The record in an element. Raises Unreadable."""
        self.spots[path] = line_of(element)
        known = places(cls)
        values: dict[str, Any] = {}
        last, beside = "", element.text
        for child in element:
            name = local(child)
            place = known.get(name)
            if place is None and (wide := self.wider(cls)) is not None:
                cls, known = wide, places(wide)
                place = known.get(name)
            if not beside or beside.isspace():
                beside = child.tail
            if place is None:
                self.unknown.append(Unknown(element=name, line=line_of(child), path=joined(path, name)))
                continue
            before = values.get(place.field, ())
            again = place.field in values and (not place.many or last != name)
            if again or place.deep or len(child):  # a way to tell of
                here = joined(path, f"{name}[{len(before)}]" if place.many else name)
                if again:
                    self.repeated.append(Repeated(element=name, line=line_of(child), path=here))
            else:
                here = ""
            last = name
            value = self.value(place, child, here)
            if not place.many:
                if value is not None:
                    values.setdefault(place.field, value)
            elif before:
                before.append(value)
            else:
                values[place.field] = [value]
        if beside and beside.strip():
            raise Unreadable(f"<{local(element)}> holds elements, not {beside.strip()[:40]!r}", line_of(element))
        needed = lacking(known, values)
        if needed and (wide := self.wider(cls)) is not None:
            cls, needed = wide, lacking(places(wide), values)
        if needed:
            raise Unreadable(f"<{local(element)}> needs <{needed}>", line_of(element))
        for field in truths(cls):
            values.setdefault(field, False)
        if isinstance(values.get("name"), str) and ("label" in known or "description" in known):
            self.lines.setdefault(values["name"], line_of(element))
        return cls(**{name: tuple(held) if isinstance(held, list) else held for name, held in values.items()})

    def wider(self, cls: Any) -> Any:
        return widened(cls.__name__, self.whole) if self.whole else None

    def value(self, place: Place, element: etree._Element, path: str) -> Any:
        """What an element holds; None for an element that says it is null."""
        inner = place.inner
        if element.get(NIL) in ("true", "1"):
            return None
        if place.deep:
            return typed(element) if inner is TypedValue else self.record(inner, element, path)
        for child in element:
            self.unknown.append(Unknown(element=local(child), line=line_of(child), path=joined(path, local(child))))
        text = element.text or ""
        if inner is bool:
            if text.strip() not in TRUTH:
                raise Unreadable(f"<{local(element)}> is true or false, not {text!r}", line_of(element))
            return TRUTH[text.strip()]
        return whole(text, element) if inner is int else text


def lacking(known: Mapping[str, Place], values: Mapping[str, Any]) -> str | None:
    """The first element that a record needs and was not given, but for truths."""
    for name, place in known.items():
        if place.required and place.field not in values and place.inner is not bool:
            return name
    return None


def typed(element: etree._Element) -> TypedValue:
    """A value that says its type in an attribute."""
    said = element.get(TYPE)
    if not said:
        raise Unreadable(f"<{local(element)}> does not say its type", line_of(element))
    return TypedValue(type=str(said), text=element.text or "")


def whole(text: str, element: etree._Element) -> int:
    """A whole number; `3.0` is one, as orgs write it for fields of type double."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number != number.to_integral_value() or abs(number) >= 2**31:
        raise Unreadable(f"<{local(element)}> is a whole number, not {text!r}", line_of(element))
    return int(number)


def joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


@cache
def widened(name: str, module: str) -> Any:
    """The record that widens the one of this name; None where nothing is left out of it."""
    return getattr(import_module(f"generator.metadata.{module}"), name, None)


@cache
def truths(cls: Any) -> tuple[str, ...]:
    """The fields of a record that are true or false and have no default."""
    hints = get_type_hints(cls)
    return tuple(
        one.name for one in dataclasses.fields(cls) if hints[one.name] is bool and one.default is dataclasses.MISSING
    )


@cache
def places(cls: Any) -> Mapping[str, Place]:
    """The elements that a record has a place for, by name. A trailing underscore in a field is not of the name."""
    hints = get_type_hints(cls)
    found = {}
    for one in dataclasses.fields(cls):
        inner, many = hints[one.name], False
        if get_origin(inner) in (Union, types.UnionType):
            inner = next(option for option in get_args(inner) if option is not type(None))
        if get_origin(inner) is tuple:
            inner, many = get_args(inner)[0], True
        found[one.name.rstrip("_")] = Place(
            field=one.name,
            inner=inner,
            many=many,
            required=one.default is dataclasses.MISSING,
            deep=isinstance(inner, type) and dataclasses.is_dataclass(inner),
        )
    return found
