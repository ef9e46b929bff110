"""What the lock file knows beside hashes: where each component comes from, and how the words of the process are called
in the org. `prove` reads an org through it, without the lowering."""

from collections.abc import Mapping
from os.path import dirname, relpath
from typing import Any

from generator.lower.naming import Names
from generator.lower.rules import rule_name
from generator.metadata.component import Component
from generator.process.model import Process
from generator.source import NOWHERE, Span


def lock(process: Process, names: Names, components: tuple[Component, ...], spec: str) -> Mapping[str, Any]:
    """The keys of the lock file. Files of the source map are relative to the folder of `spec`."""
    return {
        "spec": process.identity.id,
        "facts": dict(names.fields),
        "teams": dict(names.teams),
        "rules": {rule_name(names, rule): rule.id for rule in process.rules},
        "personas": {one.id: names.own(one.id) for one in process.personas},
        "permissions": {"override": names.own("override"), "data_load": names.own("data_load")},
        "record_type": process.identity.record_type,
        "workflow": process.identity.id,
        "origins": {one.id: one.origin for one in process.channels},
        "sources": {f"{one.kind}:{one.name}": sources(one, spec) for one in components},
    }


def sources(component: Component, spec: str) -> Mapping[str, str]:
    """Element -> file:line; the component itself under the empty name."""
    spans = {"": component.because, **dict(component.parts)}
    return {name: where(span, spec) for name, span in spans.items() if span != NOWHERE}


def where(span: Span, spec: str) -> str:
    return f"{relpath(span.path, dirname(spec) or '.').replace(chr(92), '/')}:{span.line}"
