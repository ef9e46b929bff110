"""A flow declares what it uses: formulas and variables that nothing in it asks for are left out.

Flows that are alike are lowered from one list of resources (switches, counters), of which each needs a part. What is
declared and never used misleads whoever reads the flow, and scanners report it (ELEMENT_NEVER_USED, FLOW-014).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.frozen import field_names
from generator.metadata.flow import Flow, FlowAssignment

MERGED = re.compile(r"\{!(\w+)")


def used(flow: Flow) -> Flow:
    """The flow without the formulas and variables that no element asks for, nor a formula that is asked for itself; and
    without writes to what nobody reads. What the caller of a flow may give stays: it is the flow's signature."""
    while True:
        slim = without_idle_writes(asked_for(flow))
        if slim.assignments == flow.assignments:
            return slim
        flow = slim


def without_idle_writes(flow: Flow) -> Flow:
    """The flow without writes to variables that nothing reads. An assignment keeps one write: an element that does
    nothing is none."""
    read = set(asked(replace(flow, variables=(), assignments=())))
    for each in flow.assignments:
        for item in each.assignmentItems:
            read |= set(asked(item.value))
            if "." in item.assignToReference:
                read.add(item.assignToReference.split(".")[0])
    idle = {one.name for one in flow.variables if not one.isInput and not one.isOutput} - read
    return replace(flow, assignments=tuple(without_writes(one, idle) for one in flow.assignments)) if idle else flow


def without_writes(assignment: FlowAssignment, idle: set[str]) -> FlowAssignment:
    kept = tuple(one for one in assignment.assignmentItems if one.assignToReference not in idle)
    return replace(assignment, assignmentItems=kept) if kept else assignment


def asked_for(flow: Flow) -> Flow:
    """The flow with the formulas and variables alone that something in it names."""
    formulas = {one.name: one for one in flow.formulas}
    declared = formulas.keys() | {one.name for one in flow.variables}
    kept = {one.name for one in flow.variables if one.isInput}
    waiting = [*kept, *asked(replace(flow, formulas=(), variables=()))]
    while waiting:
        name = waiting.pop()
        if name in declared and name not in kept:
            kept.add(name)
            if name in formulas:
                waiting += asked(formulas[name])
    return replace(
        flow,
        formulas=tuple(one for one in flow.formulas if one.name in kept),
        variables=tuple(one for one in flow.variables if one.name in kept),
    )


def asked(value: object, where: str = "") -> Iterator[str]:
    """The names that a record speaks of: what its references begin with, and what its texts merge."""
    if isinstance(value, str):
        if where.endswith("Reference"):
            yield value.split(".")[0]
        yield from MERGED.findall(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from asked(item, where)
    else:
        cls: Any = type(value)
        for name in field_names(cls):
            inner = getattr(value, name)
            if inner is not None and inner != ():
                yield from asked(inner, name)
