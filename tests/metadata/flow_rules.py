"""What an org asks of a flow as a whole before it is activated (deploy rules, section 1): each function yields what
breaks one group of rules. A flow is judged as if it were active, whatever its status."""

import re
from collections.abc import Callable, Iterator

from generator.metadata.flow import FlowElement
from tests.metadata import element_rules
from tests.metadata.flow_walking import Flows, nodes, reached, speaks_of, targets
from tests.metadata.packages import parts, texts

Rule = Callable[[str, Flows], Iterator[str]]
NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*")


def names(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-005 to FLOW-007."""
    elements = [one.name for one in parts(flows[name]) if isinstance(one, FlowElement)]
    for one in (name, *elements):
        if not NAME.fullmatch(one) or len(one) > 80:
            yield f"{one} is no API name"
    if len({one.lower() for one in elements}) < len(elements):
        yield "two elements have one name"


def labels(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-001, FLOW-008, FLOW-009, and a description on everything that has a name."""
    flow = flows[name]
    for one in (flow, *nodes(flow).values(), *flow.variables, *flow.formulas):
        if not one.description:
            yield f"{one} has no description"
    for node in nodes(flow).values():
        if not node.label or len(node.label) > 255:
            yield f"{node.name} has no label that fits"
    for decision in flow.decisions:
        if not decision.defaultConnectorLabel:
            yield f"{decision.name} does not name its default outcome"
    if (flow.processType, flow.apiVersion, flow.environments) != ("AutoLaunchedFlow", "66.0", ("Default",)):
        yield "not an autolaunched flow of API 66"
    if not flow.interviewLabel or len(flow.label) > 80 or flow.status not in ("Active", "Draft"):
        yield "the flow's own labels or status"


def connections(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-010 to FLOW-014."""
    flow, known = flows[name], nodes(flows[name])
    if flow.start is None or flow.startElementReference or not targets(flow.start):
        yield "nothing is connected to the start"
    for where, node in (("start", flow.start), *known.items()):
        yield from (f"{where} goes to {one}" for one in targets(node) if one not in known or one == where)
    yield from (f"{one} is never reached" for one in known.keys() - reached(flow, flow.start))


def triggers(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-020, FLOW-040, FLOW-041, FLOW-100 to FLOW-105."""
    flow, start = flows[name], flows[name].start
    assert start is not None
    saved = start.triggerType in ("RecordBeforeSave", "RecordAfterSave")
    if saved != (start.recordTriggerType is not None) or (saved and not start.object):
        yield "a flow on records has an object and says when"
    if saved != (flow.triggerOrder is not None) or (
        flow.triggerOrder is not None and not 1 <= flow.triggerOrder <= 2000
    ):
        yield "an order is for flows on records"
    if start.recordTriggerType not in (None, "Create", "Update", "CreateAndUpdate"):
        yield "an unknown time"
    if (start.triggerType == "Scheduled") != (start.schedule is not None):
        yield "a schedule is for scheduled flows"
    if start.schedule is not None:
        plan = start.schedule
        if plan.frequency not in ("Once", "Daily", "Weekly") or not plan.startDate:
            yield "a schedule without a frequency"
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d:00\.000Z", plan.startTime or ""):
            yield f"a schedule at {plan.startTime}"
        if plan.endDate or plan.frequencyNumber or plan.dayOfMonthToRun or plan.daysOfWeekToRun:
            yield "a schedule with more than is supported"
    if start.flowRunAsUser or flow.runInMode:
        yield "a mode to run in"


def entries(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-044 to FLOW-049, FLOW-052."""
    start = flows[name].start
    assert start is not None
    updates = start.recordTriggerType in ("Update", "CreateAndUpdate")
    if start.filterFormula or bool(start.filters) != bool(start.filterLogic):
        yield "filters and their logic go together"
    for one in start.filters:
        if "." in one.field or one.field in ("RecordTypeId", "OwnerId"):
            yield f"an entry condition on {one.field}"
        if one.value is None or one.value.elementReference:
            yield f"an entry condition on {one.field} is not held against a constant"
        elif one.operator in ("IsNull", "IsChanged") and one.value.booleanValue is None:
            yield f"{one.operator} takes true or false"
        if one.operator == "IsChanged" and not updates:
            yield "IsChanged without updates"
    if start.doesRequireRecordChangedToMeetCriteria and not (updates and start.filters):
        yield "the require-changed flag without updates or criteria"


def prior(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-050, FLOW-057, FLOW-058, FLOW-109."""
    flow, start = flows[name], flows[name].start
    assert start is not None
    updates = start.recordTriggerType in ("Update", "CreateAndUpdate")
    if not updates and any("$Record__Prior" in text for text in texts(flow)):
        yield "$Record__Prior without updates"
    later = [nodes(flow)[one] for path in start.scheduledPaths for one in reached(flow, path)]
    for node in later:
        if "$Record__Prior" in speaks_of(flow, node):
            yield f"{node.name} asks for the record before the save, on a path after it"
        if any(getattr(one, "operator", "") == "IsChanged" for one in parts(node)):
            yield f"{node.name} asks for a change, on a path after the save"


def before_save(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-070 to FLOW-074, FLOW-156."""
    flow = flows[name]
    if flow.start is None or flow.start.triggerType != "RecordBeforeSave":
        return
    if (
        flow.recordCreates
        or flow.recordDeletes
        or flow.actionCalls
        or flow.subflows
        or flow.waits
        or flow.recordUpdates
    ):
        yield "an element that is impossible before save"
    if flow.start.scheduledPaths:
        yield "a path before save"
    yield from (f"{one.name} has a fault path" for one in flow.recordLookups if one.faultConnector)


def paths(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-080 to FLOW-091."""
    start = flows[name].start
    assert start is not None
    updates = start.recordTriggerType in ("Update", "CreateAndUpdate")
    changed = start.doesRequireRecordChangedToMeetCriteria or any(one.operator == "IsChanged" for one in start.filters)
    later = [one for one in start.scheduledPaths if one.pathType == "AsyncAfterCommit"]
    timed = [one for one in start.scheduledPaths if one.pathType is None]
    if start.scheduledPaths and start.triggerType != "RecordAfterSave":
        yield "a path without a save"
    if (
        len(later) > 1
        or len({one.name for one in timed}) < len(timed)
        or len(later) + len(timed) < len(start.scheduledPaths)
    ):
        yield "two paths alike"
    if later and updates and not changed:
        yield "a path right after every update"
    if timed and updates and not start.doesRequireRecordChangedToMeetCriteria:
        yield "a timed path on updates that need not change anything"
    for one in start.scheduledPaths:
        if one.connector is None:
            yield "a path to nowhere"
    for one in later:
        if (
            one.label
            or one.name
            or one.timeSource
            or one.offsetUnit
            or one.offsetNumber
            or one.recordField
            or one.maxBatchSize
        ):
            yield "a path right after the save says more than that"
    for one in timed:
        if not (one.name and one.label and one.offsetNumber is not None and one.recordField):
            yield f"{one.name} leaves out what a timed path needs"
        if one.offsetUnit not in ("Minutes", "Hours", "Days", "Months") or one.timeSource != "RecordField":
            yield f"{one.name} counts from {one.timeSource} in {one.offsetUnit}"


RULES: tuple[Rule, ...] = (
    names,
    labels,
    connections,
    triggers,
    entries,
    prior,
    before_save,
    paths,
    *element_rules.RULES,
)


def broken(name: str, flows: Flows) -> list[tuple[str, str]]:
    """Everything that a flow breaks: the rule and what is wrong."""
    return [(rule.__name__, what) for rule in RULES for what in rule(name, flows)]
