"""Data and action steps -> elements of a flow, and where a flow starts. Connectors and names are given."""

from collections.abc import Callable, Iterator
from typing import TypedDict

from generator.formula.syntax import Formula
from generator.frozen import record
from generator.lower.programs import Act, Call, Create, Data, Filter, Get, Item, Kind, Path, Program, Update
from generator.metadata.flow import (
    FlowActionCall,
    FlowActionCallInputParameter,
    FlowConnector,
    FlowElementReferenceOrValue,
    FlowInputFieldAssignment,
    FlowRecordCreate,
    FlowRecordFilter,
    FlowRecordLookup,
    FlowRecordUpdate,
    FlowSchedule,
    FlowScheduledPath,
    FlowStart,
    FlowSubflow,
    FlowSubflowInputAssignment,
)

Valued = Callable[[Formula, Kind, str], FlowElementReferenceOrValue | None]
FIRST_DAY = "2026-01-01"
"""A past start of a daily schedule is normal (FLOW-103)."""


@record
class Wiring:
    """What an element is called and where it goes on to; `value` makes a formula into a value of the flow."""

    name: str
    then: str | None
    fault: str | None
    value: Valued


def to(name: str | None) -> FlowConnector | None:
    return FlowConnector(targetReference=name) if name else None


class Node(TypedDict):
    """The arguments, not the data, that the records of all these elements share."""

    description: str
    name: str
    label: str
    locationX: int
    locationY: int
    connector: FlowConnector | None


def node(step: Data, wiring: Wiring) -> Node:
    """What any element carries; its description is what the step is for, or its label. The canvas lays itself out."""
    return Node(
        description=step.what or step.label,
        name=wiring.name,
        label=step.label,
        locationX=0,
        locationY=0,
        connector=to(wiring.then),
    )


def data_element(
    step: Data, wiring: Wiring
) -> FlowRecordLookup | FlowRecordCreate | FlowRecordUpdate | FlowActionCall | FlowSubflow:
    """The element of a step. A call of another flow has no fault path: that flow has its own."""
    match step:
        case Get():
            return FlowRecordLookup(
                **node(step, wiring),
                faultConnector=to(wiring.fault),
                filterLogic="and",
                filters=filters(step.filters, wiring),
                getFirstRecordOnly=not step.many,
                object=step.object,
                queriedFields=step.fields,
                sortField=step.newest,
                sortOrder="Desc" if step.newest else None,
                storeOutputAutomatically=True,
            )
        case Create():
            return FlowRecordCreate(
                **node(step, wiring),
                faultConnector=to(wiring.fault),
                inputAssignments=assigned(step.items, wiring),
                inputReference=step.of,
                object=step.object or None,
                storeOutputAutomatically=None if step.of else True,
            )
        case Update():
            return FlowRecordUpdate(
                **node(step, wiring),
                faultConnector=to(wiring.fault),
                filterLogic="and" if step.filters else None,
                filters=filters(step.filters, wiring),
                inputAssignments=assigned(step.items, wiring),
                inputReference=step.of,
                object=step.object or None,
            )
        case Act():
            return FlowActionCall(
                **node(step, wiring),
                actionName=step.action,
                actionType=step.type,
                faultConnector=to(wiring.fault),
                flowTransactionModel="CurrentTransaction",
                inputParameters=tuple(
                    FlowActionCallInputParameter(name=target, value=value)
                    for target, value in given(step.inputs, wiring)
                ),
                nameSegment=step.action,
            )
        case Call():
            return FlowSubflow(
                **node(step, wiring),
                flowName=step.flow,
                inputAssignments=tuple(
                    FlowSubflowInputAssignment(name=target, value=value) for target, value in given(step.inputs, wiring)
                ),
            )


def given(items: tuple[Item, ...], wiring: Wiring) -> Iterator[tuple[str, FlowElementReferenceOrValue | None]]:
    """Targets and their values, by target: the order of an element's inputs means nothing."""
    for one in sorted(items, key=lambda one: one.target):
        yield one.target, wiring.value(one.value, one.kind, f"{wiring.name}_{one.target.removesuffix('__c')}")


def filters(given: tuple[Filter, ...], wiring: Wiring) -> tuple[FlowRecordFilter, ...]:
    return tuple(
        FlowRecordFilter(
            field=one.field,
            operator=one.operator,
            value=wiring.value(one.value, "String", f"{wiring.name}_{one.field.removesuffix('__c')}"),
        )
        for one in given
    )


def assigned(items: tuple[Item, ...], wiring: Wiring) -> tuple[FlowInputFieldAssignment, ...]:
    return tuple(FlowInputFieldAssignment(field=target, value=value) for target, value in given(items, wiring))


def started(
    program: Program, first: str | None, paths: tuple[tuple[Path, str | None], ...], value: Valued
) -> FlowStart:
    """Where the flow begins: its trigger, which records it runs for, and its paths."""
    entry = Wiring(name="Entry", then=None, fault=None, value=value)
    scheduled = program.trigger == "Scheduled"
    return FlowStart(
        locationX=0,
        locationY=0,
        connector=to(first),
        filterLogic=program.entry_logic if program.entry else None,
        filters=filters(program.entry, entry),
        object=program.object,
        recordTriggerType=program.on,
        schedule=FlowSchedule(frequency="Daily", startDate=FIRST_DAY, startTime=f"{program.hour:02d}:00:00.000Z")
        if scheduled
        else None,
        scheduledPaths=tuple(scheduled_path(path, begins) for path, begins in paths),
        triggerType=program.trigger,
    )


def scheduled_path(path: Path, first: str | None) -> FlowScheduledPath:
    """Right after the save a path carries nothing but its type and connector (FLOW-087)."""
    if path.at is None:
        return FlowScheduledPath(connector=to(first), pathType="AsyncAfterCommit")
    return FlowScheduledPath(
        name=path.name,
        connector=to(first),
        label=path.label,
        offsetNumber=0,
        offsetUnit="Minutes",
        recordField=path.at,
        timeSource="RecordField",
    )
