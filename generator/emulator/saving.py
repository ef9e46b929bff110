"""The save pipeline: steps 1 to 17 of the order of execution, for a chunk of records (runtime-semantics 1)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from generator.emulator import owning
from generator.emulator.checking import Refused, check, missing, stored
from generator.emulator.comparing import changed
from generator.emulator.interviews.interview import Interview, report, run_all, unhandled
from generator.emulator.interviews.program import EntryFailed, Program
from generator.emulator.results import Error, Published, Result, Step
from generator.emulator.rows import Held, Row
from generator.emulator.schema import Shape
from generator.emulator.scopes import Scope
from generator.emulator.summing import sum_up
from generator.emulator.transactions import LimitExceeded
from generator.formula.values import FormulaError

if TYPE_CHECKING:
    from generator.emulator.transactions import Transaction

CHUNK = 200
ATTEMPTS = 3
AFTER_ENTITLEMENTS = 53
"""Flows of this API version or an older one run their after-save part after step 15."""


class Saving:
    """One record on its way through a save. `summing`: it writes roll-ups, which nobody else may set."""

    __slots__ = ("errors", "id", "place", "prior", "recursive", "request", "row", "summing")

    def __init__(self, place: int, request: Mapping[str, Any], *, summing: bool = False) -> None:
        self.place = place
        self.summing = summing
        self.request = request
        self.id: str | None = None
        self.prior: Row | None = None
        self.row = Held({})
        self.errors: list[Error] = []
        self.recursive = False


def save(
    tx: "Transaction",
    verb: str,
    object_name: str,
    requests: Sequence[Mapping[str, Any]],
    *,
    all_or_none: bool,
    summing: bool = False,
) -> list[Result]:
    """Inserts, updates or deletes records; `summing`: a parent's roll-ups, no row that counts against a limit. Raises
    LimitExceeded, which ends the transaction."""
    shape = tx.package.schema.shape(object_name)
    if not summing:
        tx.use("rows_written", len(requests))
    if verb == "insert" and shape.name.endswith("__e"):
        return publish(tx, shape, requests)
    tx.depth += 1
    if tx.depth > tx.limits.depth:
        raise LimitExceeded(f"Maximum trigger depth exceeded: {shape.name}")
    mark = tx.mark()
    try:
        done: list[Saving] = []
        for start in range(0, len(requests), CHUNK):
            part = requests[start : start + CHUNK]
            chunk = [Saving(start + n, one, summing=summing) for n, one in enumerate(part)]
            save_chunk(tx, verb, shape, chunk, all_or_none=all_or_none)
            done += chunk
    finally:
        tx.depth -= 1
    if all_or_none and any(one.errors for one in done):
        tx.roll_back(mark)
        for one in done:
            if not one.errors:
                one.errors.append(Error(code="ALL_OR_NONE", message="Record rolled back because not all were valid"))
    return [Result(id=one.id if not one.errors else None, errors=tuple(one.errors)) for one in done]


def publish(tx: "Transaction", shape: Shape, requests: Sequence[Mapping[str, Any]]) -> list[Result]:
    """Platform events are no records: they leave with the commit."""
    for one in requests:
        row = tuple(sorted((shape.field(name).name, value) for name, value in one.items()))
        tx.effects.append(Published(at=tx.now, event=shape.name, row=row))
    return [Result(id=tx.fresh_id(shape.prefix)) for _ in requests]


def save_chunk(tx: "Transaction", verb: str, shape: Shape, chunk: list[Saving], *, all_or_none: bool) -> None:
    """Up to three attempts, each with the records that have not failed yet."""
    left = chunk
    for attempt in range(ATTEMPTS):
        mark = tx.mark()
        pipeline(tx, verb, shape, left)
        if all_or_none or not any(one.errors for one in left):
            return
        tx.roll_back(mark, limits=True)
        left = [one for one in left if not one.errors]
        if not left:
            return
        if attempt == ATTEMPTS - 1:
            message = "Too many batch retries in the presence of Apex triggers and partial failures."
            for one in left:
                one.errors.append(Error(code="TOO_MANY_APEX_REQUESTS", message=message))


def pipeline(tx: "Transaction", verb: str, shape: Shape, chunk: list[Saving]) -> None:
    if verb == "delete":
        delete(tx, shape, chunk)
        return
    for one in chunk:
        begin(tx, verb, shape, one)
    going = [one for one in chunk if not one.errors]
    for program in tx.package.flows(shape.name, "RecordBeforeSave", verb):
        run_flow(tx, program, [one for one in going if not one.errors], saved=False)
    for one in going:
        if not one.errors:
            validate(tx, verb, shape, one)
    going = [one for one in going if not one.errors]
    for one in going:
        write(tx, verb, shape, one)
    whole = [one for one in going if not one.recursive]
    for one in whole:
        owning.assign(tx, verb, shape, one)
        owning.respond(tx, verb, shape, one)
        owning.escalate(tx, verb, shape, one)
    for one in going:
        tx.saving[one.id or ""] += 1
    try:
        after_save(tx, verb, shape, going)
        sum_up(tx, shape, [one for one in whole if not one.errors])
    finally:
        for one in going:
            tx.saving[one.id or ""] -= 1


# Steps 1 and 2


def begin(tx: "Transaction", verb: str, shape: Shape, one: Saving) -> None:
    """The row of the database, or a new one with defaults; then the request; then system validation of it."""
    request = {}
    for name, value in one.request.items():
        field = shape.fields.get(name) or shape.lower.get(name.lower())
        if field is None and shape.open:
            field = shape.field(name)
        if field is None:
            message = f"No such column '{name}' on sobject of type {shape.name}"
            one.errors.append(Error(code="INVALID_FIELD", message=message))
            continue
        if field.read_only and field.name != "Id" and not one.summing:
            message = f"Unable to create/update fields: {field.name}. Please check the security settings of this field"
            one.errors.append(Error(code="INVALID_FIELD_FOR_INSERT_UPDATE", message=message, fields=(field.name,)))
            continue
        try:
            request[field.name] = stored(field, value, tx)
        except Refused as refusal:
            one.errors.append(refusal.error)
    if verb == "update":
        one.id = str(request.pop("Id", None) or one.request.get("Id") or "")
        one.prior = tx.get(shape.name, one.id)
        if one.prior is None:
            one.errors.append(Error(code="INVALID_CROSS_REFERENCE_KEY", message="invalid cross reference id"))
            return
        one.recursive = tx.saving[one.id] > 0
        one.row = Held(one.prior)
    else:
        request.pop("Id", None)
        one.id = None
        one.row = Held(new_row(tx, shape, request))
    one.row.update(request)
    derive(tx, verb, shape, one, request)
    one.errors += check(tx, shape, one.row, request)


def new_row(tx: "Transaction", shape: Shape, request: Mapping[str, Any]) -> Row:
    """Defaults for the fields that the request does not name (runtime-semantics 6.6)."""
    package = tx.package
    row: Row = dict(package.blank_row(shape)) | {key: request[key] for key in ("RecordTypeId",) if key in request}
    record_type = tx.get("RecordType", request.get("RecordTypeId"))
    chosen: Mapping[str, str] = {}
    if record_type is not None:
        names = record_type.get("DeveloperName")
        chosen = next((one.defaults for one in shape.record_types if one.name == names), {})
    for name, formula in package.defaults(shape):
        if name not in request:
            row[name] = formula(Scope(package.rule_names(shape), row, None, tx))
    for name, value in chosen.items():
        field = shape.lower.get(name.lower())
        if field is not None and field.name not in request:
            row[field.name] = value
    zeros = package.counted(shape)
    if zeros and tx.switch("roll_up_without_children") == "zero":
        row |= dict.fromkeys(zeros, Decimal(0))
    if "OwnerId" in shape.fields and request.get("OwnerId") is None:
        row["OwnerId"] = tx.user
    return row


def derive(tx: "Transaction", verb: str, shape: Shape, one: Saving, request: Row) -> None:
    """What Salesforce fills in by itself (runtime-semantics 1.3)."""
    row = one.row
    if "OwnerId" in request and row.get("OwnerId") is None:
        row["OwnerId"] = one.prior["OwnerId"] if one.prior else tx.user
    for name, value in request.items():
        if value is None and shape.fields[name].kind == "boolean":
            row[name] = False
    if shape.name == "Case" and row.get("AccountId") is None and "AccountId" not in request:
        moved = one.prior is None or changed(row.get("ContactId"), one.prior.get("ContactId"))
        contact = tx.get("Contact", row.get("ContactId")) if moved else None
        if contact is not None:
            row["AccountId"] = contact.get("AccountId")


# Steps 3, 5, 7


def validate(tx: "Transaction", verb: str, shape: Shape, one: Saving) -> None:
    """System validation again, of what automation wrote; and every active validation rule (runtime-semantics 4)."""
    row = one.row
    assigned = sorted(row.assigned)
    for name in assigned:
        try:
            row[name] = stored(shape.fields[name], row.get(name), tx)
        except Refused as refusal:
            one.errors.append(refusal.error)
    one.errors += check(tx, shape, row, assigned)
    one.errors += missing(shape, row)
    if one.errors:
        return
    scope = Scope(tx.package.rule_names(shape), row, one.prior, tx)
    for rule in tx.package.rules(shape.name):
        try:
            broken = rule.test(scope) is True
            message = rule.message
        except FormulaError as problem:
            broken, message = True, f"The validation rule {rule.name} failed: {problem}"
        if tx.trace is not None:
            what = "broken" if broken else "held"
            tx.trace.append(Step(kind="rule", where=shape.name, name=rule.name, what=what, record=one.id))
        if broken:
            code = "FIELD_CUSTOM_VALIDATION_EXCEPTION"
            one.errors.append(Error(code=code, message=message, fields=rule.fields, rule=rule.name))


def write(tx: "Transaction", verb: str, shape: Shape, one: Saving) -> None:
    """Into the database, not committed: ids, stamps and derived fields become real here."""
    row = one.row
    if verb == "insert":
        one.id = tx.fresh_id(shape.prefix)
        row |= {"Id": one.id, "CreatedDate": tx.now, "CreatedById": tx.user}
        if shape.name == "Case":
            row["CaseNumber"] = f"{tx.number('CaseNumber'):08}"
        if shape.numbered is not None:
            row["Name"] = numbered(shape.numbered, tx.number(f"{shape.name}.Name"))
    row |= {"LastModifiedDate": tx.now, "LastModifiedById": tx.user, "SystemModstamp": tx.now}
    if shape.closed:
        closed = row.get("Status") in shape.closed
        if "ClosedDate" in shape.fields and closed is not (row.get("IsClosed") is True):
            row["ClosedDate"] = tx.now if closed else None
        row["IsClosed"] = closed
        if verb == "insert" and "IsClosedOnCreate" in shape.fields:
            row["IsClosedOnCreate"] = closed
    tx.write(shape.name, one.id or "", dict(row))
    tx.touched.setdefault((shape.name, one.id or ""), verb)
    if verb == "update":
        keep_history(tx, shape, one)


def numbered(format: str, number: int) -> str:  # noqa: A002
    """`C-{0000}` -> `C-0007`."""
    head, brace, rest = format.partition("{")
    zeros, _, tail = rest.partition("}")
    return f"{head}{number:0{len(zeros)}}{tail}" if brace else format


def keep_history(tx: "Transaction", shape: Shape, one: Saving) -> None:
    """A row of history for each tracked field that changed."""
    tracked = tx.package.tracked(shape)
    if not tracked or one.prior is None:
        return
    custom = shape.name.endswith("__c")
    name = f"{shape.name[:-1]}History" if custom else f"{shape.name}History"
    link = "ParentId" if custom else f"{shape.name}Id"
    for field in tracked:
        before, now = one.prior.get(field), one.row.get(field)
        if changed(now, before):
            id = tx.fresh_id("017")
            row = {"Id": id, link: one.id, "Field": field, "OldValue": before, "NewValue": now}
            tx.write(name, id, row | {"CreatedDate": tx.now, "CreatedById": tx.user})


# Step 14


def after_save(tx: "Transaction", verb: str, shape: Shape, going: list[Saving]) -> None:
    flows = tx.package.flows(shape.name, "RecordAfterSave", verb)
    for late in (False, True):
        for program in flows:
            if (program.version <= AFTER_ENTITLEMENTS) is late:
                ready = [one for one in going if not one.errors and (not one.recursive or again(tx, program, one))]
                run_flow(tx, program, ready, saved=True)


def again(tx: "Transaction", program: Program, one: Saving) -> bool:
    """May a flow run once more on a record that is being saved higher up? Documented as no, and contested."""
    if not program.admits(tx.get(program.shape.name, one.id) or {}, one.prior, tx):  # type: ignore[union-attr]
        return False
    how = tx.switch("after_save_reentry")
    return bool(how == "rerun_if_criteria" or (how == "max2" and tx.runs[program.name, one.id or ""] < 2))


def run_flow(tx: "Transaction", program: Program, savings: list[Saving], *, saved: bool) -> None:
    """The interviews of one flow for a chunk. One that fails without a fault path fails its record's save."""
    interviews: list[tuple[Saving, Interview]] = []
    for one in savings:
        row: Row = one.row
        if saved and program.shape:
            fresh = tx.get(program.shape.name, one.id) or {}
            if fresh != row and tx.switch("after_save_record_refresh") == "reread":
                row = fresh
        try:
            enters = program.admits(row, one.prior, tx)
        except EntryFailed as problem:
            one.errors.append(Error(code="CANNOT_EXECUTE_FLOW_TRIGGER", message=str(problem), rule=program.name))
            continue
        if tx.trace is not None:
            what = "entered" if enters else "stayed out"
            tx.trace.append(Step(kind="path", where=program.name, name="start", what=what, record=one.id))
        if not enters:
            continue
        if saved and program.named_paths:
            tx.entered[program.name, one.id or ""] = tx.now
        if program.first is not None:
            tx.runs[program.name, one.id or ""] += 1
            interviews.append((one, program.interview(Held(row) if saved else row, one.prior, tx)))
    if not interviews:
        return
    run_all(program, [interview for _, interview in interviews])
    for one, interview in interviews:
        if interview.failure is not None:
            report(interview)
            message = unhandled(interview, program.label)
            one.errors.append(Error(code="CANNOT_EXECUTE_FLOW_TRIGGER", message=message, rule=program.name))
        one.errors += interview.errors


# Delete


def delete(tx: "Transaction", shape: Shape, chunk: list[Saving]) -> None:
    for one in chunk:
        one.id = str(one.request.get("Id") or "")
        one.prior = tx.get(shape.name, one.id)
        if one.prior is None:
            one.errors.append(Error(code="INVALID_CROSS_REFERENCE_KEY", message="invalid cross reference id"))
        else:
            one.row = Held(one.prior)
    going = [one for one in chunk if not one.errors]
    for program in tx.package.flows(shape.name, "RecordBeforeDelete", "delete"):
        run_flow(tx, program, [one for one in going if not one.errors], saved=False)
    for one in going:
        if not one.errors:
            tx.write(shape.name, one.id or "", None)
            tx.touched[shape.name, one.id or ""] = "delete"
    sum_up(tx, shape, [one for one in going if not one.errors])
