"""Tests of flows that an org runs (deploy rules, section 1.10)."""

import json
from collections.abc import Iterator

from generator.metadata.flow_tests import FlowTestParameter, FlowTestPoint, FlowTestReferenceOrValue
from generator.verify.flows.types import FlowType
from generator.verify.flows.view import RECORD_TRIGGERS
from generator.verify.rule import Fault, fault, rule
from generator.verify.rules.flow_start import start_of
from generator.verify.subject import Subject

START, FINISH = "Start", "Finish"
INITIAL, UPDATED, PATH = "InputTriggeringRecordInitial", "InputTriggeringRecordUpdated", "ScheduledPath"
PATH_NAME = "ScheduledPathApiName"
LITERALS = {
    "booleanValue": ("boolean",), "numberValue": ("number", "percent"), "dateValue": ("date", "datetime"),
    "dateTimeValue": ("datetime", "date"), "timeValue": ("time",),
}  # fmt: skip
"""Kinds of value, and of the fields that they are held against. Text may stand for much else."""


def parameters(one: Subject) -> tuple[FlowTestParameter, ...]:
    return tuple(each for point in one.body.testPoints for each in point.parameters)


def tested(one: Subject) -> Subject | None:
    return one.world.find("Flow", one.body.flowApiName)


@rule("FTEST-001", "deploy", "doc", "FlowTest")
def labels(one: Subject) -> Iterator[Fault]:
    """A test says what it is called and which flow it tests.

    "Required field is missing": an empty `label` or `flowApiName` is no better than none. Fill them in.
    Source: Metadata API, FlowTest.
    """
    for field in ("flowApiName", "label"):
        if not getattr(one.body, field).strip():
            yield fault(f"the test has no `{field}`", field=field)


@rule("FTEST-002", "deploy", "doc", "FlowTest")
def points(one: Subject) -> Iterator[Fault]:
    """A test looks at the flow's start and at its end.

    There is one point `Start`, with what goes in, and one point `Finish`, with what must come out; others are refused
    (FLOW_TEST_POINT_NOT_SUPPORTED, FLOW_TEST_POINTS_DUPLICATED, FLOW_TEST_POINT_MISSING). Source: Metadata API.
    """
    seen: dict[str, FlowTestPoint] = {}
    for point in one.body.testPoints:
        if point.elementApiName not in (START, FINISH):
            yield fault(f"`{point.elementApiName}` is no point of a test", point, "elementApiName", "Start or Finish")
        elif seen.setdefault(point.elementApiName, point) is not point:
            yield fault(f"a second point `{point.elementApiName}`", point, "elementApiName", "join the two")
    for name in (START, FINISH):
        if name not in seen:
            yield fault(f"the test has no point `{name}`", field="testPoints", help="add it")


@rule("FTEST-003", "deploy", "doc", "FlowTest")
def triggering_records(one: Subject) -> Iterator[Fault]:
    """A test of a flow that a record triggers gives the record.

    One on a new record gives `InputTriggeringRecordInitial`, one on an update also `InputTriggeringRecordUpdated`, both
    for `$Record` (FLOW_TEST_PARAMS_REQUIRED, FLOW_TEST_PARAMETER_MISSING). Source: Metadata API, FlowTestParameter.
    """
    flow = tested(one)
    trigger = start_of(flow) if flow is not None else None
    given = {each.type for each in parameters(one)}
    if trigger is not None and trigger.triggerType in RECORD_TRIGGERS:
        if INITIAL not in given:
            yield fault("the test does not give the record", field="testPoints", help=f"add `{INITIAL}`")
        elif trigger.recordTriggerType == "Update" and UPDATED not in given:
            yield fault("the test does not say what the update makes of the record", field="testPoints", help=UPDATED)
    for each in parameters(one):
        if each.type in (INITIAL, UPDATED) and each.leftValueReference != "$Record":
            yield fault("the record is called `$Record`", each, "leftValueReference", "`$Record`")


@rule("FTEST-004", "deploy", "doc", "FlowTest")
def records(one: Subject) -> Iterator[Fault]:
    """The record of a test is an object of JSON in `sobjectValue`.

    Any other text is refused (FLOW_TEST_PARAMETER_VALUE_INVALID). Source: Metadata API, FlowTestReferenceOrValue.
    """
    for each in parameters(one):
        if each.type in (INITIAL, UPDATED):
            text = each.value.sobjectValue
            if text is None:
                yield fault("the record does not stand in `sobjectValue`", each, "value", "write it as JSON")
            elif not is_object(text):
                yield fault("the record is no JSON", each.value, "sobjectValue", "write an object of names and values")


def is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


@rule("FTEST-005", "deploy", "doc", "FlowTest")
def paths(one: Subject) -> Iterator[Fault]:
    """A test of a later path names the path.

    The parameter is of the type `ScheduledPath`, refers to `ScheduledPathApiName`, and has the path's name in
    `stringValue` (FLOW_TEST_PARAMETER_LEFTVALUEREFERENCE_INVALID). Source: Metadata API, FlowTestParameter.
    """
    flow = tested(one)
    known = {path.name or path.pathType for path in start_of(flow).scheduledPaths} if flow is not None else None
    for each in parameters(one):
        if each.type != PATH:
            continue
        if each.leftValueReference != PATH_NAME:
            yield fault(f"a path is given as `{PATH_NAME}`", each, "leftValueReference", f"`{PATH_NAME}`")
        elif not each.value.stringValue:
            yield fault("the path is not named", each, "value", "write its name in `<stringValue>`")
        elif known is not None and each.value.stringValue not in known:
            yield fault(f"the flow has no path `{each.value.stringValue}`", each.value, "stringValue")


@rule("FTEST-006", "deploy", "doc", "FlowTest")
def flows_with_tests(one: Subject) -> Iterator[Fault]:
    """A test is of a flow that a record triggers, or of one that runs by itself.

    Screen flows, schedules and events have none (FLOW_TEST_PROCESSTYPE_INVALID, FLOW_TEST_FLOW_INVALID). Test the flow
    that does the work. Source: Metadata API, FlowTest.
    """
    flow = tested(one)
    if flow is None:
        yield fault(f"there is no flow `{one.body.flowApiName}`", field="flowApiName", missing=True)
    elif flow.body.processType == "Flow":
        yield fault(f"`{flow.name}` is a screen flow, which has no tests", field="flowApiName")
    elif start_of(flow).triggerType in ("Scheduled", "PlatformEvent"):
        yield fault(f"`{flow.name}` is started by no record, and has no tests", field="flowApiName")


@rule("FTEST-007", "deploy", "code", "FlowTest")
def assertions(one: Subject) -> Iterator[Fault]:
    """A test asserts something that can be so.

    There is at least one assertion, each has a condition, and a value is of the kind of the field that it is held
    against (FLOW_TEST_ASSERTION_MISSING, FLOW_TEST_CONDITION_INCOMPATIBLE, FLOW_TEST_RIGHTVALUE_INVALID).
    """
    held = [each for point in one.body.testPoints for each in point.assertions]
    if not held:
        yield fault("the test asserts nothing", field="testPoints", help="add `<assertions>` to the point `Finish`")
    flow = tested(one)
    for each in held:
        if not each.conditions:
            yield fault("the assertion has no condition", each, help="add `<conditions>`")
        for condition in each.conditions:
            right = condition.rightValue
            type = flow.view.type_of(condition.leftValueReference) if flow is not None else None
            if right is not None and type is not None and condition.operator != "IsNull" and not fits(right, type):
                yield fault(
                    f"`{condition.leftValueReference}` is a {type.kind}, and the value is not", condition, "rightValue"
                )


def fits(value: FlowTestReferenceOrValue, type: FlowType) -> bool:
    said = next((field for field in LITERALS if getattr(value, field) is not None), None)
    return said is None or type.kind == "any" or type.kind in LITERALS[said]


@rule("FTEST-008", "deploy", "inf", "FlowTest")
def immediate_paths(one: Subject) -> Iterator[Fault]:
    """A test of a flow without an immediate path names the later one.

    There is nothing else to run (FLOW_TEST_IMMEDIATE_PATH_MISSING). Add a parameter of the type `ScheduledPath`.
    """
    flow = tested(one)
    start = start_of(flow) if flow is not None else None
    given = {each.type for each in parameters(one)}
    if start is not None and start.scheduledPaths and start.connector is None and PATH not in given:
        yield fault("the flow has no immediate path to test", field="testPoints", help=f"add `{PATH}`")


@rule("FTEST-010", "deploy", "doc", "FlowTest")
def asserted_references(one: Subject) -> Iterator[Fault]:
    """What an assertion expects is written out.

    `elementReference` is reserved for later, and refused today (FLOW_TEST_MERGE_FIELD_NOT_SUPPORTED). Write the value.
    Source: Metadata API, FlowTestReferenceOrValue.
    """
    for point in one.body.testPoints:
        for each in point.assertions:
            for condition in each.conditions:
                if condition.rightValue is not None and condition.rightValue.elementReference:
                    yield fault("an assertion compares with a reference", condition.rightValue, "elementReference")
