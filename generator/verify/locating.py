"""Where a record of a component stands in its file. Looked up only for what is wrong: reading keeps no columns."""

import dataclasses
from typing import Any

from lxml import etree

from generator.frozen import field_names, record
from generator.metadata.registry import BY_NAME
from generator.verify.subject import Subject
from generator.xml import NotXml, line_of, local, parse

Step = tuple[str, int]


@record
class Position:
    """From 1. `end_column`: behind the element's name, for a frame that marks it."""

    line: int
    column: int
    end_column: int


def locate(subject: Subject, at: object = None, field: str = "", which: int = 0) -> Position:
    """The place of a record (by identity; None: the whole component) or of one of its elements: `which` of a name."""
    files = subject.world.files
    content = files.get(subject.path, b"")
    try:
        element = inside(subject, parse(content))
    except NotXml:
        return Position(line=1, column=1, end_column=1)
    for name, number in path_to(subject.body, at) if at is not None else ():
        element = nth(element, name, number)
    if field:
        element = nth(element, field, which)
    return position(element, content)


def on_line(subject: Subject, line: int) -> Position:
    """The place of what begins a line of a file."""
    lines = subject.world.files.get(subject.path, b"").split(b"\n")
    text = lines[line - 1].decode("utf-8", "replace") if 0 < line <= len(lines) else ""
    start = len(text) - len(text.lstrip())
    return Position(line=max(line, 1), column=start + 1, end_column=max(len(text.rstrip()), start + 1) + 1)


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


def way_to(body: Any, at: object) -> tuple[Any, ...]:
    """The records from the outermost to one inside it, both included; the outermost alone where it is not in it."""
    held, way = body, [body]
    for name, number in path_to(body, at) if at is not None else ():
        below = getattr(held, name, None) or getattr(held, f"{name}_")
        held = below[number] if isinstance(below, tuple) else below
        way.append(held)
    return tuple(way)


def path_to(body: Any, at: object) -> tuple[Step, ...]:
    """The way from a record to one inside it: names of elements, and which of them."""
    waiting: list[tuple[Any, tuple[Step, ...]]] = [(body, ())]
    while waiting:
        here, way = waiting.pop()
        if here is at:
            return way
        cls: Any = type(here)
        for name in field_names(cls):
            held = getattr(here, name)
            if isinstance(held, tuple):
                waiting += [
                    (one, (*way, (name.rstrip("_"), number)))
                    for number, one in enumerate(held)
                    if dataclasses.is_dataclass(one)
                ]
            elif dataclasses.is_dataclass(held):
                waiting.append((held, (*way, (name.rstrip("_"), 0))))
    return ()


def nth(element: etree._Element, name: str, number: int) -> etree._Element:
    """The n-th child of a name, or the element itself where there is none: what is missing is shown at its parent."""
    found = [child for child in element if local(child) == name]
    return found[number] if number < len(found) else element


def position(element: etree._Element, content: bytes) -> Position:
    line = max(line_of(element), 1)
    lines = content.split(b"\n")
    text = lines[line - 1].decode("utf-8", "replace") if line <= len(lines) else ""
    tag = f"<{local(element)}"
    start = max(text.find(tag), 0)
    return Position(line=line, column=start + 1, end_column=start + 1 + len(tag) + 1)
