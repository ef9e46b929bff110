"""Short words for metadata records, so that a test reads like the case that it is about."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from generator.emulator.loading import load
from generator.emulator.organisation import Org, Outcome, found_org
from generator.emulator.results import Error
from generator.emulator.switches import Switches
from generator.metadata.component import Component, component
from generator.metadata.flow import (
    Flow,
    FlowActionCall,
    FlowActionCallInputParameter,
    FlowAssignment,
    FlowAssignmentItem,
    FlowCollectionProcessor,
    FlowCondition,
    FlowConnector,
    FlowCustomError,
    FlowCustomErrorMessage,
    FlowDecision,
    FlowElementReferenceOrValue,
    FlowFormula,
    FlowInputFieldAssignment,
    FlowLoop,
    FlowRecordCreate,
    FlowRecordDelete,
    FlowRecordFilter,
    FlowRecordLookup,
    FlowRecordUpdate,
    FlowRule,
    FlowScheduledPath,
    FlowStart,
    FlowSubflow,
    FlowTextTemplate,
    FlowVariable,
)
from generator.metadata.objects import CustomField, CustomValue, ValidationRule, ValueSet, ValueSetValuesDefinition
from generator.metadata.people import AssignmentRule, AssignmentRules, FilterItem, Queue, QueueSobject, RuleEntry

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday."""


class Vectors:
    """Test vectors of the runtime contract: numbered, graded checks that pytest runs one by one."""

    def __init__(self) -> None:
        self.held: list[Any] = []
        self.numbers: list[int] = []

    def __call__(self, number: int, grade: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
        def keep(check: Callable[[], None]) -> Callable[[], None]:
            self.held.append(pytest.param(check, id=f"{number:03}-{grade}-{check.__name__}"))
            self.numbers.append(number)
            return check

        return keep


class Ref(str):
    """A reference, where a plain text would be a value."""

    __slots__ = ()


def value(of: Any) -> FlowElementReferenceOrValue | None:
    if of is None:
        return None
    if isinstance(of, Ref):
        return FlowElementReferenceOrValue(elementReference=str(of))
    if isinstance(of, bool):
        return FlowElementReferenceOrValue(booleanValue=of)
    if isinstance(of, int | float | Decimal):
        return FlowElementReferenceOrValue(numberValue=str(of))
    if isinstance(of, datetime):
        return FlowElementReferenceOrValue(dateTimeValue=of.isoformat())
    if isinstance(of, date):
        return FlowElementReferenceOrValue(dateValue=of.isoformat())
    return FlowElementReferenceOrValue(stringValue=of)


def to(target: str | None) -> FlowConnector | None:
    return FlowConnector(targetReference=target) if target else None


PLACE = {"locationX": 0, "locationY": 0}


def assign(name: str, *items: tuple[Any, ...], then: str | None = None) -> FlowAssignment:
    """Items are (target, value) or (target, operator, value)."""
    made = []
    for item in items:
        target, operator, given = item if len(item) == 3 else (item[0], "Assign", item[1])
        made.append(FlowAssignmentItem(assignToReference=target, operator=operator, value=value(given)))
    return FlowAssignment(name=name, label=name, assignmentItems=tuple(made), connector=to(then), **PLACE)


def condition(left: str, operator: str, right: Any) -> FlowCondition:
    return FlowCondition(leftValueReference=left, operator=operator, rightValue=value(right))


def decide(
    name: str,
    *conditions: tuple[str, str, Any],
    yes: str | None = None,
    no: str | None = None,
    logic: str = "and",
    newly: bool | None = None,
) -> FlowDecision:
    rule = FlowRule(
        name=f"{name}_yes",
        label="yes",
        conditionLogic=logic,
        conditions=tuple(condition(*one) for one in conditions),
        connector=to(yes),
        doesRequireRecordChangedToMeetCriteria=newly,
    )
    return FlowDecision(name=name, label=name, rules=(rule,), defaultConnector=to(no), **PLACE)


def filters(*given: tuple[str, str, Any]) -> tuple[FlowRecordFilter, ...]:
    return tuple(FlowRecordFilter(field=field, operator=operator, value=value(of)) for field, operator, of in given)


def get(name: str, object: str, *given: tuple[str, str, Any], then: str | None = None, **more: Any) -> FlowRecordLookup:  # noqa: A002
    options: dict[str, Any] = {"getFirstRecordOnly": True, "storeOutputAutomatically": True} | more
    return FlowRecordLookup(
        name=name,
        label=name,
        object=object,
        filterLogic="and",
        filters=filters(*given),
        connector=to(then),
        **PLACE,
        **options,
    )


def inputs(fields: dict[str, Any]) -> tuple[FlowInputFieldAssignment, ...]:
    return tuple(FlowInputFieldAssignment(field=name, value=value(of)) for name, of in fields.items())


def create(
    name: str,
    object: str,  # noqa: A002
    fields: dict[str, Any],
    then: str | None = None,
    fault: str | None = None,
    **more: Any,
) -> FlowRecordCreate:
    ways = {"connector": to(then), "faultConnector": to(fault)}
    return FlowRecordCreate(
        name=name, label=name, object=object, inputAssignments=inputs(fields), **ways, **PLACE, **more
    )


def update(
    name: str,
    object: str,  # noqa: A002
    given: Iterable[tuple[str, str, Any]],
    fields: dict[str, Any],
    then: str | None = None,
    fault: str | None = None,
) -> FlowRecordUpdate:
    ways = {"connector": to(then), "faultConnector": to(fault), "filterLogic": "and", "filters": filters(*given)}
    return FlowRecordUpdate(name=name, label=name, object=object, inputAssignments=inputs(fields), **ways, **PLACE)


def update_held(name: str, reference: str, then: str | None = None, fault: str | None = None) -> FlowRecordUpdate:
    return FlowRecordUpdate(
        name=name, label=name, inputReference=reference, connector=to(then), faultConnector=to(fault), **PLACE
    )


def delete(name: str, object: str, *given: tuple[str, str, Any], then: str | None = None) -> FlowRecordDelete:  # noqa: A002
    return FlowRecordDelete(
        name=name, label=name, object=object, filterLogic="and", filters=filters(*given), connector=to(then), **PLACE
    )


def loop(name: str, over: str, body: str | None, after: str | None, **more: Any) -> FlowLoop:
    return FlowLoop(
        name=name, label=name, collectionReference=over, nextValueConnector=to(body), noMoreValuesConnector=to(after),
        iterationOrder=more.pop("iterationOrder", "Asc"), **PLACE, **more,
    )  # fmt: skip


def processor(name: str, kind: str, over: str, then: str | None = None, **more: Any) -> FlowCollectionProcessor:
    return FlowCollectionProcessor(
        name=name,
        label=name,
        collectionProcessorType=kind,
        collectionReference=over,
        connector=to(then),
        **PLACE,
        **more,
    )


def custom_error(name: str, message: str, field: str | None = None) -> FlowCustomError:
    said = FlowCustomErrorMessage(errorMessage=message, fieldSelection=field, isFieldError=field is not None)
    return FlowCustomError(name=name, label=name, customErrorMessages=(said,), **PLACE)


def act(
    name: str, kind: str, action: str, given: dict[str, Any], then: str | None = None, fault: str | None = None
) -> FlowActionCall:
    parameters = tuple(FlowActionCallInputParameter(name=key, value=value(of)) for key, of in given.items())
    return FlowActionCall(
        name=name, label=name, actionType=kind, actionName=action, inputParameters=parameters, connector=to(then),
        faultConnector=to(fault), **PLACE,
    )  # fmt: skip


def subflow(name: str, flow_name: str, then: str | None = None, **more: Any) -> FlowSubflow:
    return FlowSubflow(name=name, label=name, flowName=flow_name, connector=to(then), **PLACE, **more)


def variable(name: str, kind: str = "String", default: Any = None, **more: Any) -> FlowVariable:
    return FlowVariable(name=name, dataType=kind, value=value(default), **more)


def formula(name: str, expression: str, kind: str = "String", scale: int | None = None) -> FlowFormula:
    return FlowFormula(name=name, dataType=kind, expression=expression, scale=scale)


def template(name: str, text: str) -> FlowTextTemplate:
    return FlowTextTemplate(name=name, text=text)


HOMES: dict[type, str] = {
    FlowAssignment: "assignments", FlowDecision: "decisions", FlowRecordLookup: "recordLookups",
    FlowRecordCreate: "recordCreates", FlowRecordUpdate: "recordUpdates", FlowRecordDelete: "recordDeletes",
    FlowLoop: "loops", FlowCollectionProcessor: "collectionProcessors", FlowCustomError: "customErrors",
    FlowActionCall: "actionCalls", FlowSubflow: "subflows", FlowVariable: "variables", FlowFormula: "formulas",
    FlowTextTemplate: "textTemplates",
}  # fmt: skip
TRIGGERS = {"before": "RecordBeforeSave", "after": "RecordAfterSave", "delete": "RecordBeforeDelete", None: None}


def flow(
    name: str,
    *parts: Any,
    trigger: str | None = "before",
    on: str | None = "Case",
    when: str = "CreateAndUpdate",
    order: int | None = None,
    version: str = "66.0",
    first: str | None = "",
    paths: tuple[FlowScheduledPath, ...] = (),
    **start: Any,
) -> Component:
    """A flow of the parts; it starts at the first element unless `first` says otherwise."""
    homes: dict[str, tuple[Any, ...]] = {}
    for part in parts:
        homes[HOMES[type(part)]] = (*homes.get(HOMES[type(part)], ()), part)
    elements = [part for part in parts if hasattr(part, "locationX")]
    begin = elements[0].name if elements and first == "" else first
    if "filters" in start:
        start |= {"filters": filters(*start["filters"]), "filterLogic": start.get("filterLogic", "and")}
    made = FlowStart(
        object=on if trigger else None,
        recordTriggerType=when if trigger else None,
        triggerType=TRIGGERS[trigger],
        connector=to(begin),
        scheduledPaths=paths,
        **PLACE,
        **start,
    )
    body = Flow(
        label=name.replace("_", " "), apiVersion=version, processType="AutoLaunchedFlow", status="Active",
        triggerOrder=order, start=made, **homes,
    )  # fmt: skip
    return component(name, body)


def path(name: str, then: str, **more: Any) -> FlowScheduledPath:
    options: dict[str, Any] = {"timeSource": "RecordTriggerEvent", "offsetNumber": 0, "offsetUnit": "Days"} | more
    return FlowScheduledPath(name=name, label=name, connector=to(then), **options)


def rule(name: str, formula: str, on: str = "Case", field: str | None = None, message: str = "no") -> Component:
    body = ValidationRule(
        fullName=name, active=True, errorConditionFormula=formula, errorMessage=message, errorDisplayField=field
    )
    return component(f"{on}.{name}", body)


def custom(name: str, type: str = "Text", on: str = "Case", values: tuple[str, ...] = (), **more: Any) -> Component:
    """A custom field; with `values` a restricted picklist."""
    chosen = None
    if values:
        listed = tuple(CustomValue(fullName=one, default=one == more.get("default_value")) for one in values)
        more.pop("default_value", None)
        chosen = ValueSet(restricted=True, valueSetDefinition=ValueSetValuesDefinition(sorted=False, value=listed))
        type = "Picklist"
    return component(f"{on}.{name}", CustomField(fullName=name, label=name, type=type, valueSet=chosen, **more))


def queue(name: str, *objects: str) -> Component:
    return component(name, Queue(name=name, queueSobject=tuple(QueueSobject(sobjectType=one) for one in objects)))


def entry(queue_name: str | None, *items: tuple[str, str, str], **more: Any) -> RuleEntry:
    made = tuple(FilterItem(field=field, operation=operation, value=of) for field, operation, of in items)
    return RuleEntry(assignedTo=queue_name, assignedToType="Queue" if queue_name else None, criteriaItems=made, **more)


def assignment(*entries: RuleEntry) -> Component:
    return component(
        "Case", AssignmentRules(assignmentRule=(AssignmentRule(fullName="Rule", active=True, ruleEntry=entries),))
    )


def org(*components: Component, zone: str = "UTC", **more: Any) -> Org:
    """An org with these, at noon on a Monday."""
    return found_org(load(components), more.pop("now", NOON), zone=zone, traced=True, **more)


def switched(made: Org, **values: Any) -> Org:
    import dataclasses

    return dataclasses.replace(made, switches=Switches(**values))


def new(made: Org, fields: dict[str, Any] | None = None, on: str = "Case", **more: Any) -> Outcome:
    return made.insert(on, fields or {}, **more)


def saved(outcome: Outcome) -> dict[str, Any]:
    """The one row that was saved; fails with what the org said instead."""
    assert outcome.result.errors == ()
    row = outcome.result.row
    assert row is not None
    return row


def errors(outcome: Outcome) -> tuple[Error, ...]:
    return outcome.result.errors


def codes(outcome: Outcome) -> list[str]:
    return [error.code for error in outcome.result.errors]
