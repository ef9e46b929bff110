"""Subflows: an interview of another flow inside one, in the same transaction (runtime-semantics 2.6)."""

from typing import TYPE_CHECKING, Any

from generator.emulator.interviews.assigning import target
from generator.emulator.interviews.data import attempt
from generator.emulator.interviews.elements import target_of
from generator.emulator.interviews.interview import Bulk, Interview, run_all
from generator.emulator.schema import NotModelled
from generator.metadata.flow import FlowSubflow

if TYPE_CHECKING:
    from generator.emulator.interviews.program import Program

DEEPEST = 50


def subflow(program: "Program", element: FlowSubflow) -> Bulk:
    """The flow is compiled when the package links: subflows may call one another."""
    name, then, package = element.name, target_of(element.connector), program.package
    where = f"{program.name}.{name}"
    inputs = tuple((one.name, program.direct.value(one.value, where).get) for one in element.inputAssignments)
    outputs = tuple(
        (one.name, target(program, one.assignToReference, name)[1])
        for one in element.outputAssignments
        if one.assignToReference is not None
    )
    declared = package.variables_of(element.flowName, program.name)
    if package.flow_bodies[element.flowName].waits:
        raise NotModelled(f"{where}: a pause inside a subflow ({element.flowName})")
    for given, _ in inputs:
        if given not in declared:
            raise NotModelled(f"{where}: the input {given} of {element.flowName}")

    def run(group: list[Interview]) -> None:
        child = package.subprogram(element.flowName)
        begun: list[tuple[Interview, Interview]] = []
        for interview in group:
            interview.at = then
            inner = child.interview({}, None, interview.tx)
            inner.parent = interview
            if depth(inner) > DEEPEST:
                interview.fail(f"subflows are nested deeper than {DEEPEST}")
                continue
            fine, values = attempt(interview, name, None, lambda one: [(given, get(one)) for given, get in inputs])
            if fine:
                inner.values.update(values)
                begun.append((interview, inner))
        run_all(child, [inner for _, inner in begun])
        for interview, inner in begun:
            finish(interview, inner, name, outputs)

    return run


def depth(interview: Interview) -> int:
    count, one = 0, interview.parent
    while one is not None:
        count, one = count + 1, one.parent
    return count


def finish(interview: Interview, inner: Interview, name: str, outputs: tuple[tuple[str, Any], ...]) -> None:
    """Outputs go up; so does a fault, since a subflow has no fault path."""
    interview.errors += inner.errors
    if inner.failure is not None:
        interview.fail(inner.failure)
        return
    for variable in inner.program.flow.variables:
        if variable.isOutput:
            interview.values[f"{name}.{variable.name}"] = inner.values.get(variable.name)
    for given, put in outputs:
        put(interview, inner.values.get(given))
