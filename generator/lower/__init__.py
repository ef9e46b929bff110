"""Process -> components: every Salesforce decision. Two package directories so far, each deployable over the last:
`foundation` (fields, queues, groups, permissions, record type) and `workflow` (flow, rules, report type)."""

from collections.abc import Mapping

from generator.lower.assemble import assemble
from generator.lower.fields import fields
from generator.lower.flows.intake import intake
from generator.lower.naming import names_of
from generator.lower.objects import objects
from generator.lower.people import assignment, people, permissions, record_type, report_type
from generator.lower.rules import rules
from generator.metadata.component import Component
from generator.process.model import Process

Directories = Mapping[str, tuple[Component, ...]]


def lower(process: Process) -> Directories:
    """The components of a process by package directory, in the order in which they deploy."""
    names = names_of(process)
    foundation = [
        *fields(process, names),
        *objects(process, names),
        *people(process, names),
        *permissions(process, names),
        *record_type(process, names),
    ]
    workflow = [
        assemble(intake(process, names)),
        *rules(process, names),
        *assignment(process, names),
        *report_type(process, names),
    ]
    return {"foundation": in_order(foundation), "workflow": in_order(workflow)}


def in_order(components: list[Component]) -> tuple[Component, ...]:
    return tuple(sorted(components, key=lambda one: (one.kind, one.name)))
