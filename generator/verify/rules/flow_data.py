"""Elements that read, create, change and delete records (deploy rules, section 1.6)."""

from collections.abc import Iterator
from typing import Any

from generator.metadata.flow import (
    Flow,
    FlowRecordCreate,
    FlowRecordDelete,
    FlowRecordLookup,
    FlowRecordUpdate,
)
from generator.verify.flows.view import FlowView
from generator.verify.objects import ObjectSymbol
from generator.verify.rule import Fault, fault, rule, said
from generator.verify.subject import Subject

DataElement = FlowRecordCreate | FlowRecordDelete | FlowRecordLookup | FlowRecordUpdate
SYSTEM = frozenset(
    ("Id", "CreatedById", "CreatedDate", "LastModifiedById", "LastModifiedDate", "SystemModstamp", "IsDeleted")
)
GIVEN = frozenset(("OwnerId", "RecordTypeId", "CurrencyIsoCode"))
"""Required fields that an org fills in where nobody does."""
OLD_PROCESSES = ("Workflow", "InvocableProcess", "CustomEvent")


def elements(flow: Flow) -> tuple[DataElement, ...]:
    return (*flow.recordLookups, *flow.recordCreates, *flow.recordUpdates, *flow.recordDeletes)


def object_of(view: FlowView, element: Any) -> ObjectSymbol | None:
    """The object whose records an element reads or writes; None where nobody can say."""
    name = getattr(element, "object", None)
    if name is None and getattr(element, "inputReference", None):
        found = view.type_of(element.inputReference)
        name = found.object if found is not None else None
    return view.world.objects.object(name) if name else None


@rule("FLOW-120", "deploy", "comm", "Flow")
def automatic(one: Subject) -> Iterator[Fault]:
    """A lookup that keeps what it finds by itself does not also hand it to variables.

    "You can't use the outputAssignments field with the storeOutputAutomatically field."
    """
    for element in one.body.recordLookups:
        if element.storeOutputAutomatically:
            for field in ("outputReference", "outputAssignments"):
                if said(getattr(element, field)):
                    yield fault(f"`{element.name}` keeps what it finds in two ways", element, field, "remove one")


@rule("FLOW-121", "deploy", "comm", "Flow")
def by_hand(one: Subject) -> Iterator[Fault]:
    """A lookup hands what it finds to one record variable or to single variables, not to both.

    "You can't use the sObjectOutputReference field with the outputAssignments field."
    """
    for element in one.body.recordLookups:
        if not element.storeOutputAutomatically and element.outputReference and element.outputAssignments:
            yield fault(f"`{element.name}` keeps what it finds in two ways", element, "outputAssignments")


@rule("FLOW-122", "deploy", "comm", "Flow")
def fields_read(one: Subject) -> Iterator[Fault]:
    """A lookup asks for fields of its own object, by their bare names, and they are there.

    Conditions and sorting likewise. "The field "X" for the object "Y" doesn't exist." What lies behind a relationship
    is read by a lookup of its own, or by a formula.
    """
    for element in elements(one.body):
        symbol = object_of(one.view, element)
        for at, field, number, name in fields_named(element):
            if "." in name:
                yield fault(f"`{element.name}` asks for `{name}` over a relationship", at, field, number=number)
            elif symbol is not None and symbol.field(name) is None:
                yield fault(f"there is no field `{name}` on {symbol.name}", at, field, missing=True, number=number)


def fields_named(element: Any) -> Iterator[tuple[object, str, int, str]]:
    """Where an element names a field: the record, its element and which of that name; and the field."""
    for each in getattr(element, "filters", ()):
        yield each, "field", 0, each.field
    for number, name in enumerate(getattr(element, "queriedFields", ())):
        yield element, "queriedFields", number, name
    if getattr(element, "sortField", None):
        yield element, "sortField", 0, element.sortField
    for each in getattr(element, "outputAssignments", ()):
        yield each, "field", 0, each.field


@rule("FLOW-123", "activation", "doc", "Flow")
def limits(one: Subject) -> Iterator[Fault]:
    """A lookup's limit is from 2 to 20,000, of a lookup that takes all records.

    FLOW_RECORD_LOOKUP_LIMIT_OUT_OF_RANGE. Since API 63.
    """
    for element in one.body.recordLookups:
        if element.limit is None:
            continue
        number = element.limit.numberValue
        if element.getFirstRecordOnly:
            yield fault(f"`{element.name}` takes one record, and has a limit", element, "limit")
        elif number is not None and not 2 <= float(number) <= 20_000:
            yield fault(f"a limit is from 2 to 20,000, not {number}", element, "limit")


@rule("FLOW-124", "activation", "code", "Flow")
def sorting(one: Subject) -> Iterator[Fault]:
    """A sort field and a sort order come together.

    SORT_FIELD_MISSING, SORT_ORDER_MISSING. Which of several records comes first is not defined without both.
    """
    for element in one.body.recordLookups:
        if bool(element.sortField) != bool(element.sortOrder):
            has = "sortField" if element.sortField else "sortOrder"
            yield fault(f"`{element.name}` sorts by halves", element, has)


@rule("FLOW-125", "deploy", "doc", "Flow")
def keepers(one: Subject) -> Iterator[Fault]:
    """Only flows keep what a lookup finds by themselves; old processes do not.

    Hand it to a variable there.
    """
    if one.body.processType in OLD_PROCESSES:
        for element in one.body.recordLookups:
            if element.storeOutputAutomatically:
                message = f"a {one.body.processType} does not store output automatically"
                yield fault(message, element, "storeOutputAutomatically")


@rule("FLOW-126", "deploy", "comm", "Flow")
def creates(one: Subject) -> Iterator[Fault]:
    """A create takes a record variable, or an object with values, and gives its id in one way.

    "You can't use the sObjectInputReference field with the assignReturnIdToReference field."
    """
    for element in one.body.recordCreates:
        if element.inputReference and (element.object or element.inputAssignments):
            yield fault(f"`{element.name}` creates from a variable and from values", element, "inputReference")
        elif not element.inputReference and not element.object:
            yield fault(f"`{element.name}` does not say what it creates", element, "name")
        if element.assignRecordIdToReference and (element.inputReference or element.storeOutputAutomatically):
            yield fault(f"`{element.name}` gives the id in two ways", element, "assignRecordIdToReference")


@rule("FLOW-127", "run", "inf", "Flow")
def required(one: Subject) -> Iterator[Fault]:
    """A create gives every field that its object requires.

    It deploys without, and fails when it runs: REQUIRED_FIELD_MISSING.
    """
    for element in one.body.recordCreates:
        if not element.object or element.inputReference:
            continue
        given = {each.field.lower() for each in element.inputAssignments}
        for field in one.world.objects.object(element.object).fields.values():
            default = field.custom.defaultValue if field.custom is not None else None
            open_one = field.required and field.creatable and field.name not in GIVEN | SYSTEM and default is None
            if open_one and field.name.lower() not in given:
                yield fault(f"`{element.name}` creates a {element.object} without `{field.name}`", element, "name")


@rule("FLOW-128", "deploy", "comm", "Flow")
def updates(one: Subject) -> Iterator[Fault]:
    """An update takes a record variable, the record that started the flow with values, or an object with values.

    A record variable with conditions and without values is refused (RECORDUPDATE_MISSING_FILTERS).
    """
    for element in one.body.recordUpdates:
        if element.inputReference and element.object:
            yield fault(f"`{element.name}` updates a variable and an object", element, "inputReference")
        elif not element.inputReference and not element.object:
            yield fault(f"`{element.name}` does not say what it updates", element, "name")
        elif element.object and not element.inputAssignments:
            yield fault(f"`{element.name}` changes nothing", element, "object", "give a value to a field")
        elif element.inputReference and element.filters and not element.inputAssignments:
            yield fault(f"`{element.name}` has conditions and gives no values", element, "filters")


@rule("FLOW-129", "warning", "inf", "Flow")
def unfiltered(one: Subject) -> Iterator[Fault]:
    """An update of an object has conditions; without them it changes every record.

    Two active flows do so in the wild; few mean it.
    """
    for element in one.body.recordUpdates:
        if element.object and not element.inputReference and not element.filters:
            yield fault(f"`{element.name}` updates every {element.object}", element, "object")


@rule("FLOW-130", "deploy", "code", "Flow")
def fields_written(one: Subject) -> Iterator[Fault]:
    """Values go to fields that are there and can be written, each once.

    Formulas, roll-ups, numbers given by the org and the org's own dates cannot. FIELD_NOT_FOUND;
    FIELDASSIGNMENT_MULTIPLE_REFERENCES_SAME_FIELD.
    """
    for element in (*one.body.recordCreates, *one.body.recordUpdates):
        symbol = object_of(one.view, element)
        seen: set[str] = set()
        for each in element.inputAssignments:
            if each.field.lower() in seen:
                yield fault(f"`{element.name}` gives `{each.field}` twice", each, "field")
            seen.add(each.field.lower())
            field = symbol.field(each.field) if symbol is not None else None
            if "." in each.field:
                yield fault(f"`{element.name}` writes `{each.field}` over a relationship", each, "field")
            elif symbol is not None and field is None:
                yield fault(f"there is no field `{each.field}` on {symbol.name}", each, "field", missing=True)
            elif field is not None and field.of != "any" and not writable(element, field):
                yield fault(f"`{each.field}` of a {getattr(symbol, 'name', '')} cannot be written", each, "field")


def writable(element: Any, field: Any) -> bool:
    if field.custom is not None or field.name in SYSTEM:
        return bool(field.writable)
    return bool(field.creatable if isinstance(element, FlowRecordCreate) else field.writable or field.creatable)


@rule("FLOW-131", "deploy", "comm", "Flow")
def single_values(one: Subject) -> Iterator[Fault]:
    """A field is given a value, not a collection.

    "The inputAssignments field can't use a collection variable."
    """
    for element in (*one.body.recordCreates, *one.body.recordUpdates):
        for each in element.inputAssignments:
            there = each.value.elementReference if each.value is not None else None
            found = one.view.type_of(there) if there else None
            if found is not None and found.many and "." not in (there or ""):
                yield fault(f"`{there}` is a collection, and `{each.field}` takes one value", each, "value")


@rule("FLOW-132", "activation", "inf", "Flow")
def deletes(one: Subject) -> Iterator[Fault]:
    """A delete takes a record variable, or an object with conditions.

    Without conditions it would delete every record.
    """
    for element in one.body.recordDeletes:
        if bool(element.inputReference) == bool(element.object):
            yield fault(f"`{element.name}` does not say in one way what it deletes", element, "name")
        elif element.object and not element.filters:
            yield fault(f"`{element.name}` deletes every {element.object}", element, "object")


@rule("FLOW-133", "activation", "code", "Flow")
def upserts(one: Subject) -> Iterator[Fault]:
    """A create that may update names one field by which it knows its record.

    A standard one or an external id. FLOW_UPSERT checks; since API 62.
    """
    for element in one.body.recordCreates:
        standard, external = element.upsertStandardIdField, element.upsertExternalIdField
        if standard and external:
            yield fault(f"`{element.name}` knows its record by two fields", element, "upsertExternalIdField")
        if (standard or external) and not element.doesUpsert:
            yield fault(f"`{element.name}` does not upsert", element, "name", "set `doesUpsert`")
        symbol = object_of(one.view, element)
        field = symbol.field(external) if symbol is not None and external else None
        if field is not None and field.custom is not None and not field.custom.externalId:
            yield fault(f"`{external}` is no external id", element, "upsertExternalIdField")


@rule("FLOW-141", "warning", "doc", "Flow")
def data_in_loops(one: Subject) -> Iterator[Fault]:
    """Records are read and written outside of loops.

    A transaction has 100 queries and 150 writes; a loop over 200 records spends them at once. Collect in the loop, and
    write behind it.
    """
    for element in elements(one.body):
        loop = one.view.in_loops.get(element.name)
        if loop is not None:
            yield fault(
                f"`{element.name}` stands in the loop `{loop.name}`", element, "name", "collect, and write once"
            )


@rule("FLOW-142", "activation", "inf", "Flow")
def processors(one: Subject) -> Iterator[Fault]:
    """A filter of a collection names what it fills and has a condition; a sort has at most three fields.

    COLLECTION_PROCESSOR checks.
    """
    for element in one.body.collectionProcessors:
        if "Filter" in element.collectionProcessorType:
            if not element.conditions and not element.formula:
                yield fault(f"`{element.name}` filters by nothing", element, "name")
        elif "Sort" in element.collectionProcessorType and len(element.sortOptions) > 3:
            yield fault(f"`{element.name}` sorts by more than three fields", element, "sortOptions")
        found = one.view.type_of(element.collectionReference)
        if found is not None and found.kind != "any" and not found.many and "." not in element.collectionReference:
            yield fault(f"`{element.collectionReference}` is no collection", element, "collectionReference")
