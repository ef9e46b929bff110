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

from generator.frozen import field_names, record
from generator.metadata.component import Component, component
from generator.metadata.custom_metadata import TypedValue
from generator.metadata.registry import Kind
from generator.xml import INSTANCE, NAMESPACE, line_of, local, parse

NIL, TYPE = f"{{{INSTANCE}}}nil", f"{{{INSTANCE}}}type"
SHORT = 10
"""Digits from which on a number may be too large."""
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
    """A component, and what of its file is not in it."""

    component: Component
    unknown: tuple[Unknown, ...]
    repeated: tuple[Repeated, ...]


@record
class Place:
    """Where an element goes: which field of the record, and what it holds. `deep`: a record; `plain`: a text."""

    field: str
    inner: Any
    many: bool
    required: bool
    deep: bool
    plain: bool


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
    reader = Reader(kind.whole if whole else None, attributes=bool(root.xpath("boolean(.//@*)")))
    body = reader.record(kind.body, root)
    return Read(
        component=component(name, body, content=beside),
        unknown=tuple(reader.unknown),
        repeated=tuple(reader.repeated),
    )


Step = tuple[etree._Element, int | None]
"""An element, and which of its name it is where there may be several."""


class Reader:
    """`whole`: the module to look into for a record that has a place for more. `attributes`: whether any element has
    one."""

    def __init__(self, whole: str | None = None, *, attributes: bool = True) -> None:
        self.whole = whole
        self.attributes = attributes
        self.unknown: list[Unknown] = []
        self.repeated: list[Repeated] = []
        self.way: list[Step] = []
        """How the record that is read stands in the outermost."""

    def record(self, cls: Any, element: etree._Element) -> Any:
        """The record in an element. Raises Unreadable."""
        known = tags(cls)
        values: dict[str, Any] = {}
        last, beside = "", element.text
        for child in element:
            place = known.get(child.tag)
            if place is None:
                name = local(child)
                place = known.get(name)
                if place is None and (wide := self.wider(cls)) is not None:
                    cls, known = wide, tags(wide)
                    place = known.get(name)
            if not beside or beside.isspace():
                beside = child.tail
            if place is None:
                self.unknown.append(Unknown(element=name, line=line_of(child), path=self.path(name)))
                continue
            field = place.field
            before = values.get(field)
            if before is not None and (not place.many or last != field):
                name = local(child)
                here = self.path(name, len(before) if place.many else None)
                self.repeated.append(Repeated(element=name, line=line_of(child), path=here))
            last = field
            if place.plain and not self.attributes and not len(child):
                value = child.text or ""
            else:
                self.way.append((child, len(before or ()) if place.many else None))
                value = self.value(place, child)
                self.way.pop()
            if not place.many:
                if value is not None and before is None:
                    values[field] = value
            elif before is not None:
                before.append(value)
            else:
                values[field] = [value]
        if beside and beside.strip():
            raise Unreadable(f"<{local(element)}> holds elements, not {beside.strip()[:40]!r}", line_of(element))
        needed = lacking(cls, values)
        if needed and (wide := self.wider(cls)) is not None:
            cls, needed = wide, lacking(wide, values)
        if needed:
            raise Unreadable(f"<{local(element)}> needs <{needed}>", line_of(element))
        for field in truths(cls):
            values.setdefault(field, False)
        for field, held in values.items():
            if isinstance(held, list):
                values[field] = tuple(held)
        return cls(**values)

    def wider(self, cls: Any) -> Any:
        return widened(cls.__name__, self.whole) if self.whole else None

    def path(self, name: str, number: int | None = None) -> str:
        """The way to an element of the record that is read: `decisions[2].rules[0].attributes`."""
        steps = [*((local(element), which) for element, which in self.way), (name, number)]
        return ".".join(one if which is None else f"{one}[{which}]" for one, which in steps)

    def value(self, place: Place, element: etree._Element) -> Any:
        """What an element holds; None for an element that says it is null."""
        inner = place.inner
        if element.get(NIL) in ("true", "1"):
            return None
        if place.deep:
            return typed(element) if inner is TypedValue else self.record(inner, element)
        for child in element:
            self.unknown.append(Unknown(element=local(child), line=line_of(child), path=self.path(local(child))))
        text = element.text or ""
        if place.plain:
            return text
        if inner is bool:
            if text.strip() not in TRUTH:
                raise Unreadable(f"<{local(element)}> is true or false, not {text!r}", line_of(element))
            return TRUTH[text.strip()]
        return int(text) if text.isdecimal() and len(text) < SHORT else whole(text, element)


def lacking(cls: Any, values: Mapping[str, Any]) -> str | None:
    """The first element that a record needs and was not given, but for truths."""
    for name, field in needs(cls):
        if field not in values:
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
def needs(cls: Any) -> tuple[tuple[str, str], ...]:
    """The elements that a record needs, but for truths, and their fields."""
    held = places(cls).items()
    return tuple((name, place.field) for name, place in held if place.required and place.inner is not bool)


@cache
def deep_fields(cls: Any) -> tuple[str, ...]:
    """The fields of a record that hold records; none of what is no record."""
    held: Mapping[str, Place] = places(cls) if field_names(cls) else {}
    return tuple(one.field for one in held.values() if one.deep)


@cache
def tags(cls: Any) -> Mapping[str, Place]:
    """`places`, by name and by name with the namespace of metadata."""
    known = places(cls)
    return {**known, **{f"{{{NAMESPACE}}}{name}": place for name, place in known.items()}}


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
            plain=inner is str,
        )
    return found
