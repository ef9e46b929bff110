"""What an org asks of the elements and resources of a flow (deploy rules, section 1.6 to 1.8), rule by rule."""

import re
from collections.abc import Iterator

from generator.metadata.flow import (
    FlowActionCall,
    FlowElementReferenceOrValue,
    FlowRecordCreate,
    FlowRecordLookup,
    FlowRecordUpdate,
    FlowSubflow,
)
from tests.metadata.flow_walking import Flows, nodes, reached
from tests.metadata.packages import parts, texts

HARD_ID = re.compile(r"\b(?:00[0-9GDEe]|012|500|0D2)[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?\b")
FALLIBLE = (FlowRecordLookup, FlowRecordCreate, FlowRecordUpdate, FlowActionCall)
REFUSED_FUNCTIONS = re.compile(
    r"\b(GETRECORDIDS|IMAGE|INCLUDE|PARENTGROUPVAL|PREVGROUPVAL|REQUIRESCRIPT|VLOOKUP|TIMENOW|TIMEVALUE)\s*\("
)
OPERATORS = {
    "Boolean": {"Assign"}, "SObject": {"Assign"}, "DateTime": {"Assign"}, "Date": {"Assign", "Add", "Subtract"},
    "Number": {"Assign", "Add", "Subtract", "AssignCount"}, "String": {"Assign", "Add"},
}  # fmt: skip
COLLECTED = {"Assign", "Add", "AddAtStart", "RemoveAll", "RemoveFirst", "RemoveUncommon", "RemoveAfterFirst"}


def lookups(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-120 to FLOW-125; and only the fields that are read are fetched."""
    for one in flows[name].recordLookups:
        if (
            not one.storeOutputAutomatically
            or one.getFirstRecordOnly is None
            or one.outputReference
            or one.outputAssignments
        ):
            yield f"{one.name} mixes two ways of keeping what it finds"
        if not one.queriedFields or any("." in field for field in one.queriedFields):
            yield f"{one.name} does not name its fields"
        if (one.sortField is None) != (one.sortOrder is None) or one.limit:
            yield f"{one.name} sorts by halves"
        if not one.filters or not one.filterLogic:
            yield f"{one.name} finds everything"


def changes(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-126, FLOW-128 to FLOW-132."""
    flow = flows[name]
    many = {one.name for one in flow.variables if one.isCollection} | {
        one.name for one in flow.recordLookups if not one.getFirstRecordOnly
    }
    yield from (f"{one.name} deletes" for one in flow.recordDeletes)
    for one in flow.recordCreates:
        if bool(one.inputReference) == bool(one.object and one.inputAssignments) or one.assignRecordIdToReference:
            yield f"{one.name} creates in two ways"
    for one in flow.recordUpdates:
        if bool(one.inputReference) == bool(one.object and one.filters and one.inputAssignments):
            yield f"{one.name} updates in two ways"
    for one in (*flow.recordCreates, *flow.recordUpdates):
        fields = [item.field for item in one.inputAssignments]
        if len(set(fields)) < len(fields) or any("." in field for field in fields):
            yield f"{one.name} sets a field twice"
        for item in one.inputAssignments:
            if item.value and item.value.elementReference in many:
                yield f"{one.name} sets {item.field} to a collection"


def assignments(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-134 to FLOW-136."""
    flow = flows[name]
    known = {one.name: one for one in flow.variables}
    for one in flow.assignments:
        if not one.assignmentItems:
            yield f"{one.name} does nothing"
        for item in one.assignmentItems:
            first, *rest = item.assignToReference.split(".")
            if first == "$Record" and rest:
                if flow.start is None or flow.start.triggerType != "RecordBeforeSave":
                    yield f"{one.name} sets {item.assignToReference} after the save"
                continue
            variable = known.get(first)
            if variable is None or (rest and (variable.dataType != "SObject" or variable.isCollection)):
                yield f"{one.name} sets {item.assignToReference}, which is no variable"
            elif not rest:
                allowed = COLLECTED if variable.isCollection else OPERATORS[variable.dataType]
                if item.operator not in allowed:
                    yield f"{one.name}: {item.operator} to {item.assignToReference}"


def decisions(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-024, FLOW-137, FLOW-140, FLOW-141."""
    flow = flows[name]
    for decision in flow.decisions:
        if not decision.rules:
            yield f"{decision.name} decides nothing"
        for rule in decision.rules:
            if (
                not rule.conditions
                or rule.conditionLogic not in ("and", "or")
                or rule.doesRequireRecordChangedToMeetCriteria
            ):
                yield f"{rule.name} has no condition of the plain kind"
            yield from (f"{rule.name} compares with nothing" for one in rule.conditions if one.rightValue is None)
    many = {one.name for one in flow.variables if one.isCollection} | {
        one.name for one in flow.recordLookups if not one.getFirstRecordOnly
    }
    for loop in flow.loops:
        if loop.collectionReference not in many or loop.iterationOrder not in ("Asc", "Desc"):
            yield f"{loop.name} goes through {loop.collectionReference}"
        after = reached(flow, loop.noMoreValuesConnector) if loop.noMoreValuesConnector else set[str]()
        for inside in reached(flow, loop.nextValueConnector) - after - {loop.name}:
            if isinstance(nodes(flow)[inside], (*FALLIBLE, FlowSubflow)):
                yield f"{inside} reads or writes inside {loop.name}"


def subflows(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-108, FLOW-143 to FLOW-147."""
    flow = flows[name]
    for one in flow.subflows:
        called = flows.get(one.flowName)
        if called is None or one.flowName == name or called.start is None or called.start.triggerType:
            yield f"{one.name} calls {one.flowName}"
            continue
        if called.status != flow.status or called.runInMode != flow.runInMode:
            yield f"{one.name} calls a flow of another status"
        given = {item.name: item.value for item in one.inputAssignments}
        takes = {item.name: item for item in called.variables if item.isInput}
        yield from (f"{one.name} gives {item}, which nobody takes" for item in given.keys() - takes.keys())
        yield from (f"{one.name} leaves out {item}" for item in takes.keys() - given.keys())
        many = {item.name: bool(item.isCollection) for item in flow.variables}
        for item, value in given.items():
            if (
                item in takes
                and value
                and many.get(value.elementReference or "", False) != bool(takes[item].isCollection)
            ):
                yield f"{one.name} gives {item} one for many, or many for one"


def variables(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-153 to FLOW-155, FLOW-190 to FLOW-192, FLOW-194."""
    flow = flows[name]
    for one in flow.variables:
        if (one.dataType == "SObject") != (one.objectType is not None) or (one.dataType == "Number") != (
            one.scale is not None
        ):
            yield f"{one.name} leaves its type open"
    for one in flow.formulas:
        if one.dataType is None or (one.dataType == "Number") != (one.scale is not None):
            yield f"{one.name} leaves its type open"
        if len(one.expression) > 3900 or REFUSED_FUNCTIONS.search(one.expression):
            yield f"{one.name} is too long, or calls what no flow may call"
        if set(one.expression) & set("“”‘’") and '"' not in one.expression:
            yield f"{one.name} has curly quotes"
    for value in parts(flow):
        if isinstance(value, FlowElementReferenceOrValue) and value.stringValue == "null":
            yield "a text that says null"


def actions(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-170, FLOW-171, FLOW-174, FLOW-176, FLOW-177."""
    flow = flows[name]
    collections = {one.name for one in flow.variables if one.isCollection and one.dataType == "String"}
    for one in flow.actionCalls:
        given = {item.name: item.value for item in one.inputParameters}
        if len(given) < len(one.inputParameters) or any(value is None for value in given.values()):
            yield f"{one.name} gives something twice, or not at all"
        if one.actionType == "emailAlert":
            if given.keys() != {"SObjectRowId"} or not one.actionName.startswith("Case."):
                yield f"{one.name} is no email alert on a case"
        elif one.actionType == "customNotificationAction":
            type, to = (
                given[key].elementReference if given.get(key) else None for key in ("customNotifTypeId", "recipientIds")
            )
            if not {"title", "body", "targetId"} <= given.keys() or to not in collections:
                yield f"{one.name} is no notification"
            if not type or not any(type == f"{found.name}.Id" for found in flow.recordLookups):
                yield f"{one.name} does not look its type up"
        else:
            yield f"{one.name} is a {one.actionType}"
    for call in flow.subflows:
        for item in call.inputAssignments:
            most = {"Title": 250, "Body": 750}.get(item.name)
            if most and item.value and item.value.stringValue and len(item.value.stringValue) > most:
                yield f"{call.name}: {item.name} is too long"


def faults(name: str, flows: Flows) -> Iterator[str]:
    """Whatever may fail goes on to the common tail, and an element of that tail goes on in it."""
    flow = flows[name]
    if flow.start is not None and flow.start.triggerType == "RecordBeforeSave":
        return
    tail = {name for node in nodes(flow).values() for name in reached(flow, getattr(node, "faultConnector", None))}
    for node in nodes(flow).values():
        if isinstance(node, FALLIBLE) and node.faultConnector is None and node.name not in tail:
            yield f"nobody hears when {node.name} fails"


def literals(name: str, flows: Flows) -> Iterator[str]:
    """FLOW-162, FLOW-163: no id of one org, and no address of one."""
    for text in texts(flows[name]):
        if HARD_ID.search(text) or "://" in text:
            yield f"of one org only: {text[:80]}"


RULES = (lookups, changes, assignments, decisions, subflows, variables, actions, faults, literals)
