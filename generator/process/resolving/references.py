"""Every reference in a spec, checked against the section it points to: one walk over all records."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from generator.binding import names, suggestion
from generator.diagnostics import Diagnostic
from generator.language.spec import Spec
from generator.language.values import Reads, Written
from generator.nodes import error
from generator.shapes import Shape, places

WHAT = {
    "teams": "team", "people": "group of people", "stages": "stage", "word_lists": "word list", "urgency": "urgency",
    "categories": "category", "personas": "persona", "clocks": "clock", "messages": "message", "facts": "fact",
}  # fmt: skip
ROLES = ("owner", "team", "team_lead")
NO_REFERENCES = ("scenarios", "examples")
"""Resolved apart, with codes of their own."""


def section_ids(spec: Spec) -> dict[str, tuple[str, ...]]:
    """The ids that each section declares."""
    found = {}
    for one in fields(spec):
        section = getattr(spec, one.name)
        if isinstance(section, tuple) and section and hasattr(section[0], "id"):
            found[one.name] = tuple(entry.id.text for entry in section)
        else:
            found[one.name] = ()
    return found


def dangling(spec: Spec, known: Mapping[str, tuple[str, ...]], renamed: Mapping[str, str]) -> list[Diagnostic]:
    """A finding (CP210) for every reference to what is declared nowhere. `known`: ids by section, and `facts`."""
    found = []
    for reads, written in references(spec):
        if reads.what == "recipient":
            allowed = (*ROLES, *known["people"], *known["teams"])
            what = "recipient"
        else:
            allowed = known[reads.of]
            what = WHAT[reads.of]
            if reads.of == "facts":
                allowed = (*allowed, "age")
        if written.text not in allowed:
            now = renamed.get(written.text)
            help = f"`{written.text}` is called `{now}` now" if now else suggestion(written.text, allowed)
            few = f"there is {names(allowed)}" if 0 < len(allowed) <= 12 else None
            found.append(error("CP210", f"there is no {what} `{written.text}`", written.span, help or few))
    return found


def references(spec: Spec) -> Iterator[tuple[Reads, Written]]:
    for place in places(Spec):
        if place.key not in NO_REFERENCES:
            yield from walk(place.shape, getattr(spec, place.attribute))


def walk(shape: Shape, value: Any) -> Iterator[tuple[Reads, Written]]:
    if value is None:
        return
    if shape.kind == "scalar" and shape.reads and shape.reads.what in ("ref", "recipient"):
        yield shape.reads, value
    elif shape.kind == "listing" and shape.item is not None:
        for item in value:
            yield from walk(shape.item, item)
    elif shape.kind in ("keyed", "ordered"):
        for entry in value:
            yield from within(entry)
    elif shape.kind == "record":
        yield from within(value)


def entries(spec: Spec) -> Iterator[Any]:
    """Every record of a spec, at whatever depth, but for its stories."""
    for place in places(Spec):
        if place.key not in NO_REFERENCES:
            yield from records(place.shape, getattr(spec, place.attribute))


def records(shape: Shape, value: Any) -> Iterator[Any]:
    if shape.kind not in ("record", "keyed", "ordered") or value is None:
        if shape.kind == "listing" and shape.item is not None:
            for item in value:
                yield from records(shape.item, item)
        return
    for entry in (value,) if shape.kind == "record" else value:
        yield entry
        for place in places(type(entry)):
            yield from records(place.shape, getattr(entry, place.attribute))


def within(entry: Any) -> Iterator[tuple[Reads, Written]]:
    assert is_dataclass(entry)
    for place in places(type(entry)):
        yield from walk(place.shape, getattr(entry, place.attribute))


def renames(spec: Spec) -> dict[str, str]:
    """Old id -> new id, of every entry that says `was`."""
    found = {}
    for one in fields(spec):
        section = getattr(spec, one.name)
        for entry in section if isinstance(section, tuple) else ():
            was = getattr(entry, "was", None)
            if was is not None:
                found[was.text] = entry.id.text
    return found
