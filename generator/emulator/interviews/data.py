"""Get, Create, Update and Delete Records: each once for a batch of interviews (runtime-semantics 2.4, 2.5, 2.9)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from generator.emulator.interviews.assigning import record_field, target
from generator.emulator.interviews.elements import target_of
from generator.emulator.interviews.interview import Bulk, Fault, Interview, Simple
from generator.emulator.queries import Query, in_order
from generator.emulator.results import Error
from generator.emulator.rows import Held, Row
from generator.emulator.schema import NotModelled, Shape
from generator.emulator.scopes import Unset
from generator.formula.values import FormulaError
from generator.metadata.flow import (
    FlowConnector,
    FlowInputFieldAssignment,
    FlowRecordCreate,
    FlowRecordDelete,
    FlowRecordFilter,
    FlowRecordLookup,
    FlowRecordUpdate,
)

if TYPE_CHECKING:
    from generator.emulator.interviews.program import Program

VERBS = {"insert": "create", "update": "update", "delete": "delete", "query": "look up"}


def fault(interview: Interview, name: str, message: str, connector: FlowConnector | None) -> None:
    """Takes the fault path where there is one; nothing is rolled back then (runtime-semantics 2.10)."""
    if interview.tx.trace is not None:
        interview.step("fault", name, "taken" if connector is not None else "none", message)
    if connector is None:
        interview.fail(message)
        return
    interview.fault_message = message
    interview.at = connector.targetReference


def said(verb: str, errors: tuple[Error, ...]) -> str:
    first = errors[0]
    return (
        f"This error occurred when the flow tried to {VERBS[verb]} records: {first.code}: {first.message}. "
        "You can look up ExceptionCode values in the SOAP API Developer Guide."
    )


def attempt(
    interview: Interview, name: str, connector: FlowConnector | None, prepare: Callable[[Interview], Any]
) -> tuple[bool, Any]:
    """Works out what an element needs. A failure there is the element's fault."""
    try:
        failing = interview.tx.failing
        if failing and f"{interview.program.name}.{name}" in failing:
            raise Fault("This error occurred when the flow tried to run the element: INJECTED: as the test asked.")
        return True, prepare(interview)
    except FormulaError as problem:
        fault(interview, name, str(problem), connector)
    except Unset as problem:
        message = f"The flow failed to access the value for {problem} because it hasn't been set or assigned."
        fault(interview, name, message, connector)
    except Fault as problem:
        fault(interview, name, str(problem), connector)
    return False, None


def query_of(
    program: "Program", shape: Shape, filters: tuple[FlowRecordFilter, ...], logic: str | None, name: str
) -> tuple[Query, Callable[[Interview], list[Any]]]:
    where = f"{program.name}.{name}"
    query = Query(program.package, shape, [(one.field, one.operator) for one in filters], logic, where)
    getters = tuple(program.direct.value(one.value, where).get for one in filters)
    return query, lambda interview: [get(interview) for get in getters]


def lookup(program: "Program", element: FlowRecordLookup) -> Bulk:
    """One query for the batch."""
    shape = program.package.schema.shape(element.object)
    query, wanted = query_of(program, shape, element.filters, element.filterLogic, element.name)
    order = program.package.paths.read(shape, element.sortField.split(".")) if element.sortField else None
    descending = element.sortOrder == "Desc"
    limit = program.direct.value(element.limit, program.name).get if element.limit is not None else None
    keep = keeping(program, element, shape)
    then, name = target_of(element.connector), element.name
    where = f"{program.name}.{name}"

    def find(interview: Interview) -> list[Row]:
        tx = interview.tx
        rows = [] if where in tx.blind else query.find(tx, wanted(interview))
        if order is not None:
            rows = in_order(rows, tx, order.get, order.field, descending=descending)
        elif len(rows) > 1 and tx.switch("query_without_sort") == "newest_first":
            rows = rows[::-1]
        most = limit(interview) if limit is not None else None
        return rows[: int(most)] if most is not None else rows

    def run(group: list[Interview]) -> None:
        group[0].tx.use("queries")
        for interview in group:
            interview.at = then
            fine, rows = attempt(interview, name, element.faultConnector, find)
            if fine:
                keep(interview, rows)

    return run


def keeping(program: "Program", element: FlowRecordLookup, shape: Shape) -> Callable[[Interview, list[Row]], None]:
    """Where the rows go: the element's own name, a variable, or one variable for each field."""
    name = element.name
    fields = [shape.field(field).name for field in element.queriedFields]
    if element.storeOutputAutomatically:
        single = bool(element.getFirstRecordOnly)

        def automatic(interview: Interview, rows: list[Row]) -> None:
            held = [Held(queried(row, fields)) for row in rows[: 1 if single else None]]
            interview.values[name] = (held[0] if held else None) if single else held

        return automatic
    if element.outputReference is not None:
        kind, put = target(program, element.outputReference, name)

        def into_variable(interview: Interview, rows: list[Row]) -> None:
            held = [chosen(row, fields) for row in rows]
            if held or kind.many or element.assignNullValuesIfNoRecordsFound:
                put(interview, held if kind.many else held[0] if held else None)

        return into_variable
    readers = []
    for one in element.outputAssignments:
        _, put = target(program, one.assignToReference, name)
        readers.append((program.package.paths.read(shape, one.field.split(".")).get, put))

    def into_fields(interview: Interview, rows: list[Row]) -> None:
        if not rows and not element.assignNullValuesIfNoRecordsFound:
            return
        for get, put in readers:
            put(interview, get(rows[0], interview.tx) if rows else None)

    return into_fields


def queried(row: Row, fields: list[str]) -> Row:
    """What a query brings of a row: the fields that it names and the id, or all where it names none; any other is blank
    to the flow (runtime-semantics 2.4)."""
    return {"Id": row.get("Id")} | {field: row.get(field) for field in fields} if fields else row


def chosen(row: Row, fields: list[str]) -> Held:
    made = Held(queried(row, fields))
    made.assigned = set(fields)
    return made


def requests_by(
    program: "Program", shape: Shape, assignments: tuple[FlowInputFieldAssignment, ...], name: str
) -> Callable[[Interview], Row]:
    readers = tuple(
        (shape.field(one.field).name, program.direct.value(one.value, f"{program.name}.{name}").get)
        for one in assignments
    )
    return lambda interview: {field: get(interview) for field, get in readers}


def referenced(program: "Program", reference: str, name: str) -> tuple[Shape, Callable[[Interview], list[Row]]]:
    """The records that a reference holds, one or many; none at all is a fault. `$Record.Account` and
    `$Record.Cases` are the records around the one that triggers."""
    if reference.startswith("$Record."):
        return related(program, reference.split(".")[1:], name)
    found = program.direct.reference(reference)
    if found.kind.name != "record" or found.kind.object is None:
        raise NotModelled(f"{program.name}.{name}: records from {reference}")
    get = found.get

    def records(interview: Interview) -> list[Row]:
        held = get(interview)
        if held is None:
            raise Fault(f"The flow failed to use {reference} because it hasn't been set or assigned.")
        return list(held) if isinstance(held, list) else [held]

    return program.package.schema.shape(found.kind.object), records


def related(program: "Program", parts: list[str], name: str) -> tuple[Shape, Callable[[Interview], list[Row]]]:
    shape, schema = program.shape, program.package.schema
    if shape is None or len(parts) != 1:
        raise NotModelled(f"{program.name}.{name}: records from $Record.{'.'.join(parts)}")
    parent = shape.relations.get(parts[0].lower())
    if parent is None and schema.child(shape.name, parts[0]) is None and shape.open:
        parent = shape.relation(parts[0])
    if parent is not None and not parent.refers and shape.open:
        return schema.shape(parts[0].removesuffix("__r") + ("__c" if parts[0].endswith("__r") else "")), lambda one: []
    if parent is not None and len(parent.refers) == 1:
        above, field = schema.shape(parent.refers[0]), parent.name

        def one(interview: Interview) -> list[Row]:
            row = interview.tx.get(above.name, interview.row.get(field))
            return [row] if row is not None else []

        return above, one
    child = schema.child(shape.name, parts[0])
    if child is None:
        raise NotModelled(f"{program.name}.{name}: records from $Record.{parts[0]}")
    below, link = child

    def many(interview: Interview) -> list[Row]:
        id = interview.row.get("Id")
        return [row for _, row in interview.tx.rows_with(below.name, link, id) if row.get(link) == id]

    return below, many


def sent(interview: Interview, shape: Shape, row: Row, *, creating: bool) -> Row:
    """What a record sends: the fields that were assigned; on create all that it has."""
    assigned = getattr(row, "assigned", None)
    names = list(row) if creating or assigned is None else [name for name in row if name in assigned]
    made = {}
    for name in names:
        value = row[name]
        if name == "Id" or shape.field(name).read_only:
            continue
        if value is None and not creating and interview.tx.switch("update_null_in_record_variable") == "skip":
            continue
        made[name] = value
    return made


def create(program: "Program", element: FlowRecordCreate) -> Bulk:
    if element.doesUpsert:
        raise NotModelled(f"{program.name}.{element.name}: an upsert")
    name, then = element.name, target_of(element.connector)
    put = target(program, element.assignRecordIdToReference, name)[1] if element.assignRecordIdToReference else None
    records: Callable[[Interview], list[Row]] | None = None
    if element.inputReference is not None:
        shape, held = referenced(program, element.inputReference, name)
        records = held

        def prepare(interview: Interview) -> list[Row]:
            return [sent(interview, shape, row, creating=True) for row in held(interview)]
    else:
        shape = program.package.schema.shape(element.object or "")
        made = requests_by(program, shape, element.inputAssignments, name)

        def prepare(interview: Interview) -> list[Row]:
            return [made(interview)]

    def done(interview: Interview, ids: list[str]) -> None:
        interview.values[name] = ids[0] if ids else None
        if put is not None:
            put(interview, ids[0] if ids else None)
        for row, id in zip(records(interview), ids, strict=True) if records is not None else ():
            row["Id"] = id

    def run(group: list[Interview]) -> None:
        write(group, "insert", shape, name, then, element.faultConnector, prepare, done)

    return run


def update(program: "Program", element: FlowRecordUpdate) -> Bulk:
    """By filters; or what a reference holds, with the fields that the element names or else those of the record."""
    name, then = element.name, target_of(element.connector)
    if element.inputReference is not None:
        shape, records = referenced(program, element.inputReference, name)
        made = requests_by(program, shape, element.inputAssignments, name) if element.inputAssignments else None
        query, wanted = query_of(program, shape, element.filters, element.filterLogic, name)

        def prepare(interview: Interview) -> list[Row]:
            values = wanted(interview)
            held = [row for row in records(interview) if query.holds((row, interview.tx, values))]
            if made is not None:
                return [{"Id": row.get("Id"), **made(interview)} for row in held]
            return [{"Id": row.get("Id"), **sent(interview, shape, row, creating=False)} for row in held]
    else:
        shape = program.package.schema.shape(element.object or "")
        query, wanted = query_of(program, shape, element.filters, element.filterLogic, name)
        fields = requests_by(program, shape, element.inputAssignments, name)

        def prepare(interview: Interview) -> list[Row]:
            return [{"Id": row["Id"], **fields(interview)} for row in query.find(interview.tx, wanted(interview))]

    def run(group: list[Interview]) -> None:
        write(group, "update", shape, name, then, element.faultConnector, prepare, lambda interview, ids: None)

    return run


def early_update(program: "Program", element: FlowRecordUpdate) -> Simple:
    """Update Records on the record that triggers, before it is saved: an assignment to its fields."""
    name, then, shape = element.name, target_of(element.connector), program.shape
    if element.inputReference != "$Record" or shape is None:
        raise NotModelled(f"{program.name}: recordUpdates before a save ({name})")
    setters = tuple(
        (record_field(program, one.field, name)[1], program.direct.value(one.value, f"{program.name}.{name}").get)
        for one in element.inputAssignments
    )
    query, wanted = query_of(program, shape, element.filters, element.filterLogic, name)

    def run(interview: Interview) -> str | None:
        if query.holds((interview.row, interview.tx, wanted(interview))):
            for put, get in setters:
                put(interview, get(interview))
        return then

    return run


def delete(program: "Program", element: FlowRecordDelete) -> Bulk:
    name, then = element.name, target_of(element.connector)
    if element.inputReference is not None:
        shape, records = referenced(program, element.inputReference, name)

        def prepare(interview: Interview) -> list[Row]:
            return [{"Id": row.get("Id")} for row in records(interview)]
    else:
        shape = program.package.schema.shape(element.object or "")
        query, wanted = query_of(program, shape, element.filters, element.filterLogic, name)

        def prepare(interview: Interview) -> list[Row]:
            return [{"Id": row["Id"]} for row in query.find(interview.tx, wanted(interview))]

    def run(group: list[Interview]) -> None:
        write(group, "delete", shape, name, then, element.faultConnector, prepare, lambda interview, ids: None)

    return run


def write(
    group: list[Interview],
    verb: str,
    shape: Shape,
    name: str,
    then: str | None,
    connector: FlowConnector | None,
    prepare: Callable[[Interview], list[Row]],
    done: Callable[[Interview, list[str]], None],
) -> None:
    """One statement for the batch. Where a record fails, its interview faults and the others are tried again without
    it; what one interview writes is saved as a whole or not at all."""
    from generator.emulator.saving import save

    tx = group[0].tx
    ready: list[tuple[Interview, list[Row]]] = []
    for interview in group:
        interview.at = then
        fine, rows = attempt(interview, name, connector, prepare)
        if fine:
            ready.append((interview, rows))
    if any(rows for _, rows in ready):
        tx.use("statements")
    while ready:
        mark = tx.mark()
        requests = [row for _, rows in ready for row in rows]
        results = save(tx, verb, shape.name, requests, all_or_none=True)
        left, failed, place = [], False, 0
        for interview, rows in ready:
            mine = results[place : place + len(rows)]
            place += len(rows)
            errors = next((one.errors for one in mine if one.errors and one.errors[0].code != "ALL_OR_NONE"), None)
            if errors is None:
                left.append((interview, rows))
                continue
            failed = True
            fault(interview, name, said(verb, errors), connector)
        if not failed:
            place = 0
            for interview, rows in ready:
                ids = [one.id or "" for one in results[place : place + len(rows)]]
                if tx.trace is not None:
                    interview.step("saved", name, shape.name, tuple(ids))
                done(interview, ids)
                place += len(rows)
            return
        tx.roll_back(mark)
        ready = left
