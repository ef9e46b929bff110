"""Where a record of a component stands in its file. Looked up only for what is wrong: reading keeps no columns."""

from collections.abc import Mapping
from functools import cached_property
from itertools import islice
from typing import Any

from lxml import etree

from generator.frozen import record
from generator.metadata.registry import BY_NAME
from generator.reading.records import deep_fields
from generator.verify.subject import Subject
from generator.xml import NotXml, line_of, local, parse

Step = tuple[str, int]


@record
class Position:
    """From 1. `end_column`: behind the element's name, for a frame that marks it."""

    line: int
    column: int
    end_column: int


@record
class Way:
    """How a record stands in another one: by its identity, the name of the field, and which of several it is."""

    above: int
    field: str
    number: int


class Located:
    """A component and its file, read once for all that is wrong with it."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.content = subject.world.files.get(subject.path, b"")

    @cached_property
    def lines(self) -> list[bytes]:
        return self.content.split(b"\n")

    @cached_property
    def element(self) -> etree._Element | None:
        """The element of the component; None where the file is no XML."""
        try:
            return inside(self.subject, parse(self.content))
        except NotXml:
            return None

    @cached_property
    def ways(self) -> Mapping[int, Way]:
        """How each record in the component stands in the next one, by identity."""
        return ways_below(self.subject.body)

    def path_to(self, at: object) -> tuple[Way, ...]:
        """The way from the component to a record inside it; empty where it is not in it."""
        way = []
        here = self.ways.get(id(at))
        while here is not None:
            way.append(here)
            here = self.ways.get(here.above)
        return tuple(reversed(way))

    def place(self, at: object, field: str = "", number: int = 0) -> Position:
        """The place of a record (by identity; None: the whole component) or of one of its elements: which of a name."""
        element = self.element
        if element is None:
            return Position(line=1, column=1, end_column=1)
        for step in self.path_to(at):
            element = nth(element, step.field.rstrip("_"), step.number)
        if field:
            element = nth(element, field, number)
        return self.position(element)

    def position(self, element: etree._Element) -> Position:
        line = max(line_of(element), 1)
        tag = f"<{local(element)}"
        start = max(self.text(line).find(tag), 0)
        return Position(line=line, column=start + 1, end_column=start + 1 + len(tag) + 1)

    def on_line(self, line: int) -> Position:
        """The place of what begins a line of the file."""
        text = self.text(line)
        start = len(text) - len(text.lstrip())
        return Position(line=max(line, 1), column=start + 1, end_column=max(len(text.rstrip()), start + 1) + 1)

    def text(self, line: int) -> str:
        return self.lines[line - 1].decode("utf-8", "replace") if 0 < line <= len(self.lines) else ""

    def around(self, at: object) -> tuple[Any, ...]:
        """The records from the outermost to one inside it, both included; the outermost alone where it is not in it."""
        held, way = self.subject.body, [self.subject.body]
        for step in self.path_to(at):
            below = getattr(held, step.field)
            held = below[step.number] if isinstance(below, tuple) else below
            way.append(held)
        return tuple(way)


def inside(subject: Subject, root: etree._Element) -> etree._Element:
    """The element of a component: the root, or a part of an object's file."""
    kind = BY_NAME.get(subject.kind)
    if kind is None or kind.composed is None or local(root) == kind.name:
        return root
    name = subject.name.partition(".")[2]
    for child in root:
        if local(child) == kind.composed and any(local(one) == "fullName" and one.text == name for one in child):
            return child
    return root


def ways_below(body: Any) -> dict[int, Way]:
    """How each record below one stands in the next one, by identity; the outermost has none."""
    found: dict[int, Way] = {}
    waiting = [body]
    while waiting:
        here = waiting.pop()
        cls: Any = type(here)
        for name in deep_fields(cls):
            held = getattr(here, name)
            for number, one in enumerate(held if isinstance(held, tuple) else (held,)):
                if one is not None and id(one) not in found:
                    found[id(one)] = Way(above=id(here), field=name, number=number)
                    waiting.append(one)
    return found


def nth(element: etree._Element, name: str, number: int) -> etree._Element:
    """The n-th child of a name, or the element itself where there is none: what is missing is shown at its parent."""
    found = islice(element.iterchildren(f"{{*}}{name}"), number, None)
    return next(found, element)
