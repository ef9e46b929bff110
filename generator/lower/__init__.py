"""Process -> components: every Salesforce decision. Two package directories so far, each deployable over the last:
`foundation` (fields, queues, groups, permissions, record type) and `workflow` (flow, rules, report type)."""

from collections.abc import Mapping

from generator.lower.assemble import assemble
from generator.lower.assignment import assignment, merged
from generator.lower.fields import fields
from generator.lower.flows.intake import intake
from generator.lower.naming import names_of
from generator.lower.objects import objects
from generator.lower.people import people, permissions, record_type, report_type
from generator.lower.rules import rules
from generator.metadata.component import Component
from generator.metadata.people import AssignmentRules
from generator.process.model import Process

Directories = Mapping[str, tuple[Component, ...]]


def lower(process: Process, theirs: AssignmentRules | None = None) -> Directories:
    """The components of a process by package directory, in the order in which they deploy; a directory that would be
    empty is left out. `theirs`: the org's rules that assign cases, where the process is to be merged into them."""
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
    org = [*merged(process, names, theirs)]
    directories = {"foundation": foundation, "workflow": workflow, "org": org}
    return {name: in_order(components) for name, components in directories.items() if components}


def in_order(components: list[Component]) -> tuple[Component, ...]:
    return tuple(sorted(components, key=lambda one: (one.kind, one.name)))
