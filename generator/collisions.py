"""Two things that would become one: fields and components of one name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.diagnostics import Diagnostic, Note
from generator.lower.naming import WORKFLOW_FIELDS, Names, mails_outside, said_in_mails
from generator.metadata.component import Component
from generator.nodes import error
from generator.process.model import Process
from generator.source import NOWHERE, Span

NAMED_ONCE = ("Dashboard", "Report")
"""An org has one of a name, in whatever folder."""


def one_field(process: Process, names: Names) -> Iterator[Diagnostic]:
    """A fact that takes the id or the field of something else that a case keeps (CP213): of the workflow itself, or of
    a part of a clock, stage, message or consent. Told before anything is made of them, because a field that the org
    has (`existing`) would take the place of ours without a second component."""
    declared = {fact.id: fact.because for fact in process.facts if fact.because != NOWHERE}
    kept = {*WORKFLOW_FIELDS, *(f"mail_{one}" for one in said_in_mails(process))}
    for id, span in declared.items():
        if id in kept:
            yield error("CP213", f"`{id}` is what the workflow calls a field of its own", span, "choose another id")
    places = places_of(process)
    seen: dict[str, str] = {}
    for key, name in names.fields:
        other = seen.setdefault(name.lower(), key)
        if other != key and not {key, other} & kept & declared.keys():
            first, second = sorted((other, key), key=lambda one: (one in declared, begins(places, one)))
            message = f"`{second}` and `{first}` become one field of a case, `{name}`"
            span = places.get(second.partition(".")[0], process.identity.because)
            yield error("CP213", message, span, "change the id of one, or give an `api_name`")


def places_of(process: Process) -> Mapping[str, Span]:
    """Where each thing is declared that a case keeps something of, by the first part of its keys."""
    messages = {one.id: one.because for one in process.messages}
    return {
        **{key: messages[id] for key, id, _ in mails_outside(process)},
        **{one.id: one.because for one in process.stages},
        **{fact.id: fact.because for fact in process.facts if fact.because != NOWHERE},
    }


def begins(places: Mapping[str, Span], key: str) -> tuple[str, int, int]:
    span = places.get(key.partition(".")[0], NOWHERE)
    return span.path, span.line, span.column


def one_name(components: Iterable[Component]) -> Iterator[Diagnostic]:
    """Two components of one kind and name (CP213): an id of the spec became a name that the workflow keeps for itself,
    or that something else of the spec has. An org tells names apart without regard to case."""
    seen: dict[tuple[str, str], Component] = {}
    for one in components:
        name = one.name.rpartition("/")[2] if one.kind in NAMED_ONCE else one.name
        other = seen.setdefault((one.kind, name.lower()), one)
        if other is not one:
            first, second = sorted((other.because, one.because), key=lambda span: (span.path, span.line, span.column))
            notes = (Note(message="the other one", span=first),) if first.path and first != second else ()
            message = f"two things of the package become the {one.kind} `{one.name}`"
            found = error("CP213", message, second, "change the id of one, or give an `api_name`")
            yield replace(found, notes=notes)
