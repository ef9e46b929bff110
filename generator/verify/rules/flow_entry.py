"""Which records a flow looks at: entry conditions and the filters of data elements (deploy rules, section 1.2)."""

import re
from collections.abc import Iterator
from typing import Any

from generator.metadata.flow import (
    FlowCondition,
    FlowRecordFilter,
    FlowRecordLookup,
    FlowRule,
)
from generator.verify.flows.logic import problems
from generator.verify.flows.names import literal
from generator.verify.flows.view import RECORD_TRIGGERS, UPDATES
from generator.verify.objects import UNKNOWN, FieldSymbol
from generator.verify.rule import Fault, fault, rule
from generator.verify.rules.flow_start import start_of
from generator.verify.subject import Subject

FILTERED = ("recordLookups", "recordCreates", "recordUpdates", "recordDeletes", "dynamicChoiceSets", "waits")
ASKED = ("IsNull", "IsChanged", "IsBlank", "IsEmpty")
"""Operators whose right side says whether it is so."""
TEXTUAL = ("StartsWith", "EndsWith", "Contains")
ONE_OF = ("In", "NotIn")
FOR_TRUTHS = ("EqualTo", "NotEqualTo", "IsNull", "IsChanged", "WasSet", "IsBlank")
COLLECTED = ("recordLookups", "recordUpdates", "recordDeletes")
ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")
CHANGES = re.compile(r"\b(ISCHANGED|PRIORVALUE)\s*\(", re.IGNORECASE)


def filtered(one: Subject) -> Iterator[tuple[str, str | None, FlowRecordFilter]]:
    """Every filter of the start and of data elements: the kind of element, the object, the filter."""
    start = start_of(one)
    yield from (("start", start.object, each) for each in start.filters)
    for kind in FILTERED:
        for element in getattr(one.body, kind, ()):
            for each in getattr(element, "filters", ()):
                yield kind, getattr(element, "object", None), each


def field_of(one: Subject, object_name: str | None, name: str) -> FieldSymbol | None:
    """The field of a filter; UNKNOWN where nobody can say."""
    if not object_name or "." in name:
        return UNKNOWN
    return one.world.objects.object(object_name).field(name)


@rule("FLOW-044", "activation", "doc", "Flow")
def one_kind_of_entry(one: Subject) -> Iterator[Fault]:
    """A start has filters or a formula, not both.

    A Draft takes both, and the activation fails (ENTRY_CONDITION_CONFLICTING_FILTERS). Keep one of them.
    Source: Metadata API, FlowStart.
    """
    start = start_of(one)
    if start.filters and start.filterFormula:
        yield fault("the start has filters and a formula", start, "filterFormula", "keep one of them")


@rule("FLOW-046", "activation", "doc", "Flow")
def entry_logic(one: Subject) -> Iterator[Fault]:
    """`filterLogic` of a start joins its filters.

    It is `and`, `or`, or an expression that names each filter by its number, and every start with filters has one
    (CONDITION_LOGIC_INVALID). Write `and` even for one filter. Source: Metadata API, FlowStart.
    """
    start = start_of(one)
    if start.filters and not start.filterLogic:
        yield fault("the filters are not joined", start, "filters", "add `<filterLogic>and</filterLogic>`")
    elif start.filterLogic:
        for message in problems(start.filterLogic, len(start.filters)):
            yield fault(message, start, "filterLogic", "and, or, or numbers such as `1 AND (2 OR 3)`")


@rule("FLOW-047", "deploy", "inf", "Flow")
def filtered_fields(one: Subject) -> Iterator[Fault]:
    """A filter names a field of the object itself.

    There are no dots: no retrieved filter follows a relationship (FIELD_RELATIONSHIP_NOT_SUPPORTED), and a field that
    the object does not have is refused (FIELD_NOT_FOUND). Use a formula, or a field of the object.
    """
    for _, object_name, each in filtered(one):
        if "." in each.field:
            yield fault(
                f"the filter follows a relationship: `{each.field}`", each, "field", "use a field of the object"
            )
        elif field_of(one, object_name, each.field) is None:
            yield fault(f"`{object_name}` has no field `{each.field}`", each, "field", missing=True)


@rule("FLOW-048", "unknown", "inf", "Flow")
def entry_values(one: Subject) -> Iterator[Fault]:
    """An entry filter compares with a value that is the same in every org.

    No retrieved start filter compares with a reference, and the id of a record type, queue or user is another one in
    the next org, where the flow then never starts. Use a key field of your own, or an entry formula with
    `{!$Record.RecordType.DeveloperName}`.
    """
    for each in start_of(one).filters:
        value = each.value
        if value is None:
            continue
        if value.elementReference and not value.elementReference.startswith("$GlobalConstant"):
            yield fault(f"the filter on `{each.field}` compares with `{value.elementReference}`", each, "value")
        elif each.field.endswith("Id") and value.stringValue and ID.fullmatch(value.stringValue):
            yield fault(
                f"the filter on `{each.field}` holds the id of one org", each, "value", "compare a name or a key field"
            )


@rule("FLOW-049", "activation", "comm", "Flow")
def values_fit_operators(one: Subject) -> Iterator[Fault]:
    """What stands on the right fits the operator.

    `IsNull`, `IsChanged` and their like take true or false; `StartsWith`, `EndsWith` and `Contains` take text; and a
    checkbox is equal to something or not. The activation fails otherwise (RECORDFILTER_INVALID_OPERATOR,
    CONDITION_OPERATOR_INCOMPATIBLE). Change the operator or the value.
    """
    asked: list[Any] = [(each, each.operator, each.value) for each in one.view.each(FlowRecordFilter)]
    asked += [(each, each.operator, each.rightValue) for each in one.view.each(FlowCondition)]
    for each, operator, value in asked:
        if value is None or not literal(value):
            continue
        truth = value.booleanValue is not None
        if operator in ASKED and not truth and value.stringValue not in ("true", "false"):
            yield fault(f"`{operator}` takes true or false", each, "operator", "use `<booleanValue>`")
        elif operator in TEXTUAL and (truth or value.numberValue is not None):
            yield fault(f"`{operator}` takes text", each, "operator", "use `<stringValue>`")
    for _, object_name, each in filtered(one):
        field = field_of(one, object_name, each.field)
        if field is not None and field.kind == "boolean" and each.operator not in FOR_TRUTHS:
            yield fault(f"`{each.field}` is a checkbox, which takes no `{each.operator}`", each, "operator")


@rule("FLOW-051", "unknown", "inf", "Flow")
def changes_of_new_records(one: Subject) -> Iterator[Fault]:
    """An entry formula does not ask what changed when the flow fires on new records alone.

    `ISCHANGED` and `PRIORVALUE` compare with the record before the save, and a new one has none. With `CreateAndUpdate`
    active flows use them. Fire on updates, or leave the function out.
    """
    start = start_of(one)
    found = CHANGES.search(start.filterFormula or "")
    if found and start.recordTriggerType == "Create":
        yield fault(f"a new record has no value before it: `{found[1]}`", start, "filterFormula")


@rule("FLOW-052", "activation", "doc", "Flow")
def must_have_changed(one: Subject) -> Iterator[Fault]:
    """The flag that a record must have changed to meet the criteria needs a trigger on updates.

    Without one nothing is ever compared, and the activation fails (RULE_REQUIRE_RECORD_CHANGED_NEVER_CHECKED). Fire on
    updates, or take the flag out. The guide asks for criteria too, yet orgs hold active flows without any; and one with
    a path at a time that only fires on new records.
    Source: Metadata API, FlowStart.
    """
    start = start_of(one)
    if start.doesRequireRecordChangedToMeetCriteria and start.recordTriggerType not in UPDATES:
        yield fault(
            "a record can only have changed when the flow fires on updates",
            start, "doesRequireRecordChangedToMeetCriteria", "fire on updates, or take the flag out",
            missing=bool(start.scheduledPaths),
        )  # fmt: skip


@rule("FLOW-053", "activation", "code", "Flow")
def outcomes_on_changes(one: Subject) -> Iterator[Fault]:
    """An outcome that asks whether the record changed needs a trigger on updates, and does not stand on a later path.

    The org has checks for both (RULE_REQUIRE_RECORD_CHANGED_NEVER_CHECKED,
    FLOW_SCHEDULED_PATH_INCOMPATIBLE_WHEN_DECISION_REQUIRES_RECORD_CHANGED). Ask on the immediate path.
    """
    asking = [each for each in one.view.each(FlowRule) if each.doesRequireRecordChangedToMeetCriteria]
    if not asking or one.view.trigger not in RECORD_TRIGGERS:
        return
    later = {id(each) for name in one.view.later for each in getattr(one.view.nodes[name], "rules", ())}
    for each in asking:
        field = "doesRequireRecordChangedToMeetCriteria"
        if not one.view.on_update:
            yield fault(f"`{each.name}` asks for a change, and the flow does not fire on updates", each, field)
        elif id(each) in later:
            yield fault(f"`{each.name}` asks for a change, on a path after the save", each, field)


@rule("FLOW-054", "warning", "doc", "Flow")
def same_field_twice(one: Subject) -> Iterator[Fault]:
    """No two filters of a data element ask one field to equal two values.

    Joined by `and` no record could meet both, and the element treats them as `or`. Say `or`, or use `In` with a
    collection. Source: Flow guide (RECORDFILTER_MULTIPLE_QUERIES_SAME_FIELD).
    """
    for kind in ("recordLookups", "recordUpdates", "recordDeletes"):
        for element in getattr(one.body, kind):
            seen: set[str] = set()
            for each in element.filters:
                if each.operator == "EqualTo" and (element.filterLogic or "and").lower() == "and":
                    if each.field in seen:
                        yield fault(
                            f"a second filter asks `{each.field}` to equal something", each, "field", "say `or`"
                        )
                    seen.add(each.field)


@rule("FLOW-055", "activation", "doc", "Flow")
def fields_without_filters(one: Subject) -> Iterator[Fault]:
    """Nothing is filtered or sorted by an encrypted field or by a location.

    The activation fails (RECORDFILTER_ENCRYPTED_FIELDS_NOT_SUPPORTED, RECORDFILTER_GEOLOCATION_FIELDS_NOT_SUPPORTED).
    Compare the parts of the location, or look the values over in a loop. Source: Flow guide.
    """
    used: list[Any] = [(object_name, each.field, each, "field") for _, object_name, each in filtered(one)]
    used += [
        (lookup.object, lookup.sortField, lookup, "sortField")
        for lookup in one.view.each(FlowRecordLookup)
        if lookup.sortField
    ]
    for object_name, name, at, field in used:
        symbol = field_of(one, object_name, name)
        if symbol is not None and (symbol.of == "EncryptedText" or symbol.kind == "geolocation"):
            kind = "a location" if symbol.kind == "geolocation" else "encrypted"
            yield fault(f"`{name}` is {kind}, and cannot be filtered or sorted by", at, field)


@rule("FLOW-056", "activation", "doc", "Flow")
def one_of_many(one: Subject) -> Iterator[Fault]:
    """`In` and `NotIn` stand in the filters of Get, Update and Delete Records, with a collection on the right.

    Elsewhere, or with a single value, the activation fails (RECORDFILTER_INVALID_OPERATOR). Collect the values first.
    Source: Flow guide.
    """
    for kind, _, each in filtered(one):
        if each.operator not in ONE_OF:
            continue
        if kind not in COLLECTED and kind != "dynamicChoiceSets":
            yield fault(f"`{each.operator}` does not stand in this filter", each, "operator", "use several filters")
        elif each.value is not None and literal(each.value):
            yield fault(f"`{each.operator}` takes a collection", each, "value", "refer to a collection variable")
        elif each.value is not None and each.value.elementReference:
            type = one.view.type_of(each.value.elementReference)
            if type is not None and type.kind not in ("any", "record") and not type.many:
                yield fault(
                    f"`{each.operator}` takes a collection, and `{each.value.elementReference}` is one value",
                    each,
                    "value",
                )
