"""What the lock file knows beside hashes: where each component comes from, and how the words of the process are called
in the org. `prove` reads an org through it, without the lowering."""

import dataclasses
from collections.abc import Iterator, Mapping
from functools import lru_cache
from os.path import dirname, relpath
from typing import Any

from generator.lower.naming import CLOCK_ROW, CONTROL, EVENT_ROW, Names, clock_parts, mails_outside
from generator.lower.rules import STATUS, STATUS_RULE, rule_name
from generator.metadata.component import Component
from generator.process.model import Process
from generator.source import NOWHERE, Span

OBJECTS = {"clock": CLOCK_ROW, "event": EVENT_ROW, "control": CONTROL}
"""Our own objects, and the keys of their fields."""


def lock(process: Process, names: Names, components: tuple[Component, ...], spec: str) -> Mapping[str, Any]:
    """The keys of the lock file. Files of the source map are relative to the folder of `spec`."""
    return {
        "spec": process.identity.id,
        "facts": dict(names.fields),
        "teams": dict(names.teams),
        "rules": {
            **{rule_name(names, rule): rule.id for rule in process.rules},
            names.own(STATUS_RULE): STATUS,
        },
        "personas": {one.id: names.own(one.id) for one in process.personas},
        "zone": process.identity.zone,
        "members": {one.id: list(one.teams) for one in process.personas},
        "forms": {one.id: one.form for one in process.consents},
        "finders": {one.fact: {"kind": one.kind, "found_on": one.found_on} for one in process.finders},
        "identifiers": {id: f"{owner}.{field}" for id, owner, field in process.expects.identifiers},
        "permissions": {"override": names.own("override"), "data_load": names.own("data_load")},
        "record_type": process.identity.record_type,
        "workflow": process.identity.id,
        "expects": sorted(f"{owner}.{field}" for _, owner, field in process.expects.identifiers),
        "origins": {one.id: one.origin for one in process.channels},
        "clocks": {one.id: fields(names, one.id, clock_parts(one)) for one in process.clocks},
        "stages": {
            one.id: {"status": one.status, **fields(names, one.id, ("entered", "first_entered"))}
            for one in process.stages
        },
        "messages": {key: fields(names, key, ("asked", "sent")) for key, _, _ in mails_outside(process)},
        "groups": {
            "teams": {one.id: names.members(one.id) for one in process.teams},
            "people": {one.id: names.group(one.id) for one in process.people},
        },
        "objects": {
            id: {"name": names.object(id), "fields": {key: names.of(key) for key in keys}}
            for id, keys in OBJECTS.items()
        },
        "sources": {
            f"{one.kind}:{one.name}": sources(one, spec, process.identity.because)
            for one in sorted(components, key=lambda one: (one.kind, one.name))
        },
    }


def fields(names: Names, owner: str, parts: tuple[str, ...]) -> Mapping[str, str]:
    """The Case field of each part."""
    return {part: names.field(f"{owner}.{part}") for part in parts}


def sources(component: Component, spec: str, otherwise: Span) -> Mapping[str, str]:
    """Element -> file:line; the component itself under the empty name. What no line of a spec asks for by itself is
    there because of what holds it: an element because of its component, a component because of the workflow."""
    own = otherwise if component.because == NOWHERE else component.because
    spans = {"": own, **dict.fromkeys(elements(component), own)}
    spans |= {name: span for name, span in component.parts if span != NOWHERE}
    return {name: where(span, spec) for name, span in spans.items()}


def elements(component: Component) -> Iterator[str]:
    """The names of a component's elements: of a flow all that Flow Builder lists and the outcomes of its decisions,
    elsewhere what has a full name of its own."""
    body: Any = component.body
    if component.kind == "Flow":
        yield from (one.name for part in records(body) for one in part)
        yield from (rule.name for decision in body.decisions for rule in decision.rules)
        yield from (path.name for path in (body.start.scheduledPaths if body.start else ()) if path.name)
    else:
        yield from (one.fullName for part in records(body) for one in part if getattr(one, "fullName", None))


def records(body: Any) -> Iterator[tuple[Any, ...]]:
    """The lists of records that a body holds, but for a flow's settings (`BuilderType` and the like)."""
    for field in dataclasses.fields(body):
        value = getattr(body, field.name)
        if isinstance(value, tuple) and field.name not in ("processMetadataValues", "environments"):
            yield value


def where(span: Span, spec: str) -> str:
    return f"{relative(span.path, dirname(spec) or '.')}:{span.line}"


@lru_cache(maxsize=256)
def relative(path: str, folder: str) -> str:
    return relpath(path, folder).replace("\\", "/")
