"""Assignments, decisions and loops, and the types on both of their sides (deploy rules, section 1.6)."""

from collections.abc import Iterator
from typing import Any

from generator.metadata.flow import FlowCondition, FlowElementReferenceOrValue
from generator.verify.flows.names import literal
from generator.verify.flows.types import FlowType
from generator.verify.flows.view import RECORD, FlowView
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject

ONLY_SET = ("Assign",)
OPERATORS: dict[str, tuple[str, ...]] = {
    "boolean": ONLY_SET,
    "record": ONLY_SET,
    "datetime": ONLY_SET,
    "date": ("Assign", "Add", "Subtract"),
    "number": ("Assign", "Add", "Subtract", "AssignCount"),
    "text": ("Assign", "Add"),
    "picklist": ("Assign", "Add"),
    "multipicklist": ("Assign", "Add", "AddItem"),
}
"""What may be done to a variable of each kind."""
COLLECTED = (
    "Assign", "Add", "AddAtStart", "AssignCount", "RemoveAfterFirst", "RemoveAll", "RemoveBeforeFirst", "RemoveFirst",
    "RemovePosition", "RemoveUncommon",
)  # fmt: skip
TEXTUAL = ("text", "id", "picklist", "multipicklist", "longtext")
LITERALS = {
    "stringValue": "text", "numberValue": "number", "booleanValue": "boolean", "dateValue": "date",
    "dateTimeValue": "datetime",
}  # fmt: skip
CHANGEABLE = ("$Flow.CurrentStage", "$Flow.ActiveStages", "$Flow.CurrentRecord", "$Output")
"""Global values that a flow may set."""
NULLABLE = ("EqualTo", "NotEqualTo", "IsNull", "IsBlank", "IsEmpty", "None")
YES_OR_NO = ("IsNull", "IsChanged", "IsBlank", "IsEmpty", "WasSet", "WasSelected", "WasVisited", "HasError")


@rule("FLOW-134", "activation", "doc", "Flow")
def operators(one: Subject) -> Iterator[Fault]:
    """What is done to a variable is possible for its type.

    Yes or no, records and instants are set; dates and numbers added to; texts set and joined; collections added to and
    taken from. ASSIGNMENTITEM_LEFT_DATATYPE_INVALID_FOR_OPERATOR.
    """
    for element in one.body.assignments:
        for item in element.assignmentItems:
            target = one.view.type_of(item.assignToReference)
            if target is None or target.kind not in OPERATORS:
                continue
            allowed = COLLECTED if target.many else OPERATORS[target.kind]
            if item.operator not in allowed:
                what = f"a collection of {target.kind}" if target.many else f"a {target.kind}"
                message = f"{item.operator} is not possible for `{item.assignToReference}`, {what}"
                yield fault(message, item, "operator", f"one of {', '.join(allowed)}")


@rule("FLOW-135", "deploy", "comm", "Flow")
def counts(one: Subject) -> Iterator[Fault]:
    """The size of a collection goes into a number by counting, not by setting.

    "In an Assignment element, "X" isn't a valid reference for the value when the "Y" variable is set with the Equals
    operator." Use AssignCount.
    """
    for element in one.body.assignments:
        for item in element.assignmentItems:
            target, value = one.view.type_of(item.assignToReference), value_type(one.view, item.value)
            if target is None or value is None or target.many or not value.many or target.kind == "any":
                continue
            if item.operator == "Assign" and target.kind in ("number", "text", "boolean", "date", "datetime"):
                message = f"`{item.assignToReference}` is set to the collection `{reference(item.value)}`"
                yield fault(message, item, "value", "AssignCount gives its size")


@rule("FLOW-136", "activation", "doc", "Flow")
def targets(one: Subject) -> Iterator[Fault]:
    """What is assigned to is a variable, a field of a record, or a field of the record that started the flow.

    Formulas, constants, texts and global values cannot be changed, and what does not exist cannot either.
    ASSIGNMENTITEM_MODIFIES_NONVARIABLE; a deploy as Draft lets it pass.
    """
    for found in one.view.references:
        if found.use != "target" or not found.text:
            continue
        why = unassignable(one.view, found.text)
        if why is not None:
            yield fault(f"`{found.text}` {why}", found.at, found.field, "assign to a variable")


def unassignable(view: FlowView, text: str) -> str | None:
    head, _, path = text.partition(".")
    if head == RECORD:
        return None if view.start is None or view.object else "is no record here"
    if head in CHANGEABLE or text in CHANGEABLE:
        return None
    if head.startswith("$"):
        return "cannot be changed"
    held = view.resources.get(head.lower())
    if held is None:
        return None if view.partial else "does not exist in this flow"
    if type(held).__name__ in ("FlowFormula", "FlowConstant", "FlowTextTemplate"):
        return "is worked out, and cannot be changed"
    if path and view.type_of(text) is None:
        return None  # FLOW-159 tells of fields that are not there
    return None


@rule("FLOW-137", "activation", "comm", "Flow")
def conditions(one: Subject) -> Iterator[Fault]:
    """A decision has outcomes, an outcome conditions, and a condition two sides that exist.

    "A condition has a reference to X, which doesn't exist."; DECISION_MISSING_OUTCOME; RULE_MISSING_CONDITION. The
    right side may be left out only where something is held against nothing.
    """
    for decision in one.body.decisions:
        if not decision.rules:
            yield fault(f"`{decision.name}` has no outcome", decision, "name")
        for outcome in decision.rules:
            formula = outcome.conditionLogic == "formula_evaluates_to_true"
            if not outcome.conditions and not formula and one.read.unknown == ():
                yield fault(f"the outcome `{outcome.name}` has no condition", outcome, "name")
    for condition in one.view.each(FlowCondition):
        left = condition.leftValueReference
        if one.view.type_of(left) is None and "." not in left:
            yield fault(f"`{left}` does not exist in this flow", condition, "leftValueReference")
        there = reference(condition.rightValue)
        if there and "." not in there and one.view.type_of(there) is None:
            yield fault(f"`{there}` does not exist in this flow", condition.rightValue, "elementReference")
        if condition.rightValue is None and condition.operator not in NULLABLE:
            yield fault(f"{condition.operator} needs something to compare with", condition, "operator")


@rule("FLOW-140", "activation", "comm", "Flow")
def loops(one: Subject) -> Iterator[Fault]:
    """A loop goes over a collection, in an order, to an element for each of its records.

    "Value X in the AssignNextValueTo element doesn't exist in this flow". Without a connector behind the last record
    the flow ends there.
    """
    for loop in one.body.loops:
        found = one.view.type_of(loop.collectionReference)
        if found is None and "." not in loop.collectionReference:
            yield fault(f"`{loop.collectionReference}` does not exist in this flow", loop, "collectionReference")
        elif found is not None and found.kind != "any" and not found.many and "." not in loop.collectionReference:
            yield fault(f"`{loop.collectionReference}` is no collection", loop, "collectionReference")
        if loop.nextValueConnector is None:
            yield fault(f"`{loop.name}` does nothing with its records", loop, "name", "connect `nextValueConnector`")


@rule("TYPE-001", "activation", "code", "Flow")
def assigned_types(one: Subject) -> Iterator[Fault]:
    """A variable is set to a value of its own type.

    ASSIGNMENTITEM_INCOMPATIBLE_DATATYPES. Convert it in a formula: TEXT, VALUE, DATEVALUE.
    """
    for element in one.body.assignments:
        for item in element.assignmentItems:
            target, value = one.view.type_of(item.assignToReference), value_type(one.view, item.value)
            if item.operator == "Assign" and target is not None and value is not None:
                why = clash(target, value)
                if why:
                    yield fault(f"`{item.assignToReference}` is {why}", item, "value")


@rule("TYPE-002", "activation", "code", "Flow")
def compared_types(one: Subject) -> Iterator[Fault]:
    """A condition compares values of types that can be compared.

    CONDITION_OPERAND_DATATYPES_INCOMPATIBLE. It would never hold, or not be activated.
    """
    for condition in one.view.each(FlowCondition):
        left, right = one.view.type_of(condition.leftValueReference), value_type(one.view, condition.rightValue)
        if left is None or right is None:
            continue
        if condition.operator in YES_OR_NO:
            if right.kind not in ("boolean", "any"):
                yield fault(f"{condition.operator} is held against true or false", condition, "rightValue")
        elif condition.operator in ("EqualTo", "NotEqualTo", "GreaterThan", "LessThan"):
            why = clash(left, right)
            if why:
                yield fault(f"`{condition.leftValueReference}` is {why}", condition, "rightValue")
        elif condition.operator in ("StartsWith", "EndsWith") and left.kind in ("boolean", "number", "date"):
            yield fault(f"{condition.operator} takes texts, not a {left.kind}", condition, "operator")


def clash(left: FlowType, right: FlowType) -> str | None:
    """Why two types do not go together; None where they do, or nobody can say."""
    if "any" in (left.kind, right.kind) or "apex" in (left.kind, right.kind):
        return None
    if left.many != right.many:
        return f"{article(left)}, and the value is {article(right)}"
    if left.kind == right.kind == "record":
        same = not left.object or not right.object or left.object.lower() == right.object.lower()
        return None if same else f"a record of {left.object}, and the value one of {right.object}"
    groups = [group(one.kind) for one in (left, right)]
    if groups[0] == groups[1] or set(groups) == {"date", "datetime"}:
        return None
    return f"{article(left)}, and the value is {article(right)}"


def group(kind: str) -> str:
    if kind in TEXTUAL:
        return "text"
    return "number" if kind == "percent" else kind


def article(of: FlowType) -> str:
    return f"a collection of {of.kind}" if of.many else f"a {of.kind}"


def reference(value: FlowElementReferenceOrValue | None) -> str | None:
    return value.elementReference if value is not None else None


def value_type(view: FlowView, value: Any) -> FlowType | None:
    """The type of a value; None for nothing, and for a literal text, which fits picklists, ids and references."""
    if value is None:
        return None
    there = reference(value)
    if there:
        return None if there.startswith("$GlobalConstant") else view.type_of(there)
    if not literal(value):
        return None
    for field, kind in LITERALS.items():
        if getattr(value, field) is not None:
            return FlowType(kind=kind)
    return None
