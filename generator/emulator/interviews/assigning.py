"""Assignments: where a value may go and what each operator does (runtime-semantics 2.3)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from generator.emulator.comparing import equal
from generator.emulator.interviews.interview import Fault, Interview
from generator.emulator.interviews.texts import rendered
from generator.emulator.rows import Held
from generator.emulator.schema import NotModelled
from generator.emulator.scopes import Kind, Reference
from generator.metadata.flow import FlowAssignmentItem

if TYPE_CHECKING:
    from generator.emulator.interviews.program import Program

Setter = Callable[[Interview, Any], None]


def target(program: "Program", name: str, element: str) -> tuple[Kind, Setter]:
    """How to set what `name` stands for: a field of the record, a variable, a field of a record that one holds."""
    head, _, rest = name.partition(".")
    if head == "$Record" and rest:
        return record_field(program, rest, element)
    if head not in program.settable:
        raise NotModelled(f"{program.name}: an assignment to {name}")
    kind = program.settable[head]
    if not rest:
        return kind, variable(program, head, kind)
    if kind.name != "record" or kind.many or kind.object is None:
        raise NotModelled(f"{program.name}: an assignment to {name}")
    field = program.package.schema.shape(kind.object).field(rest)
    field_name = field.name

    def put(interview: Interview, value: Any) -> None:
        row = interview.values.get(head)
        if not isinstance(row, Held):
            row = interview.values[head] = Held(row or {})
        row.put(field_name, value)

    return Kind(name=field.kind), put


def record_field(program: "Program", name: str, element: str) -> tuple[Kind, Setter]:
    if program.shape is None:
        raise NotModelled(f"{program.name}: $Record in a flow without a record")
    field = program.shape.field(name)
    field_name = field.name
    if field.read_only:
        raise NotModelled(f"{program.name}: an assignment to $Record.{name}, which nobody can set")

    def put(interview: Interview, value: Any) -> None:
        row = interview.row
        if interview.tx.trace is not None:
            interview.step("write", element, field_name, value)
        row[field_name] = value
        row.assigned.add(field_name)  # type: ignore[attr-defined]  # rows of interviews are Held

    return Kind(name=field.kind), put


def variable(program: "Program", name: str, kind: Kind) -> Setter:
    scale = program.scales.get(name)
    hold = scaling(scale or 0)

    def put(interview: Interview, value: Any) -> None:
        interview.values[name] = value

    def put_number(interview: Interview, value: Any) -> None:
        interview.values[name] = hold(interview, value)

    def put_many(interview: Interview, value: Any) -> None:
        interview.values[name] = list(value or [])

    if kind.many:
        return put_many
    return put_number if scale is not None else put


def scaling(scale: int) -> Callable[[Interview, Any], Any]:
    """A number as a variable or formula of that scale holds it; how it rounds is not documented."""
    places = Decimal(1).scaleb(-scale)

    def hold(interview: Interview, value: Any) -> Any:
        if not isinstance(value, Decimal) or value.same_quantum(places):
            return value
        up = value.quantize(places, rounding=ROUND_HALF_UP)
        if up != value and interview.tx.switch("flow_number_scale_rounding") == "truncate":
            return value.quantize(places, rounding=ROUND_DOWN)
        return up

    return hold


def item(program: "Program", item: FlowAssignmentItem, element: str) -> Callable[[Interview], None]:
    """One line of an assignment."""
    kind, put = target(program, item.assignToReference, element)
    read = program.direct.value(item.value, f"{program.name}.{element}")
    get = read.get
    if item.operator == "Assign":
        if not kind.many and converts(kind.name, read):
            convert = as_text if kind.name == "text" else copied
            return lambda interview: put(interview, convert(interview, get(interview)))
        return lambda interview: put(interview, get(interview))
    operate = operator(program, item.operator, kind, read.kind)
    current = program.direct.reference(item.assignToReference).get
    return lambda interview: put(interview, operate(interview, current(interview), get(interview)))


def converts(kind: str, read: Reference) -> bool:
    """Whether a value becomes another when it is put where this kind is held."""
    return kind == "record" or (kind == "text" and read.kind.name not in ("text", "id", "picklist", "null"))


def copied(interview: Interview, value: Any) -> Any:
    return copy_of(value)


def copy_of(value: Any) -> Any:
    if isinstance(value, Held):
        return value.copy()
    return Held(value) if isinstance(value, dict) else value


def as_text(interview: Interview, value: Any) -> Any:
    return value if value is None or isinstance(value, str) else rendered(interview, value)


Operate = Callable[[Interview, Any, Any], Any]


def operator(program: "Program", name: str, kind: Kind, of_value: Kind) -> Operate:
    """Raises NotModelled for an operator that Salesforce does not take for this kind either."""
    if name == "AssignCount":
        return lambda interview, old, value: Decimal(len(value or []))
    if kind.many:
        made = MANY.get(name)
        if made is not None:
            return made
    elif name == "AddItem" and kind.name == "multipicklist":
        return lambda interview, old, value: ";".join(one for one in (old, value) if one)
    elif name == "Add" and kind.name in ADDS:
        return ADDS[kind.name]
    elif name == "Subtract" and kind.name in SUBTRACTS:
        return SUBTRACTS[kind.name]
    raise NotModelled(f"{program.name}: the operator {name} for a {kind.name}")


def add_numbers(interview: Interview, old: Any, value: Any) -> Any:
    if old is None or value is None:
        if interview.tx.switch("flow_null_arithmetic") == "null":
            return None
        return (old or Decimal(0)) + (value or Decimal(0))
    return old + value


def subtract_numbers(interview: Interview, old: Any, value: Any) -> Any:
    return add_numbers(interview, old, None if value is None else -value)


def move_date(sign: int) -> Operate:
    def run(interview: Interview, old: Any, value: Any) -> Any:
        if not isinstance(old, date) or isinstance(old, datetime) or value is None:
            interview.tx.switch("flow_null_arithmetic")
            return old
        return old + timedelta(days=sign * int(value))

    return run


def append_text(interview: Interview, old: Any, value: Any) -> Any:
    return (old or "") + rendered(interview, value)


ADDS: dict[str, Operate] = {
    "number": add_numbers, "percent": add_numbers, "date": move_date(1), "text": append_text, "picklist": append_text,
    "multipicklist": append_text, "any": append_text,
}  # fmt: skip
SUBTRACTS: dict[str, Operate] = {"number": subtract_numbers, "percent": subtract_numbers, "date": move_date(-1)}


def as_many(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [copy_of(value)]


def place_of(old: Any, value: Any) -> int | None:
    return next((place for place, one in enumerate(old or []) if equal(one, value)), None)


def remove_first(interview: Interview, old: Any, value: Any) -> Any:
    place = place_of(old, value)
    return [one for number, one in enumerate(old or []) if number != place]


def remove_before(interview: Interview, old: Any, value: Any) -> Any:
    place = place_of(old, value)
    return list(old or []) if place is None else list(old)[place:]


def remove_after(interview: Interview, old: Any, value: Any) -> Any:
    place = place_of(old, value)
    return list(old or []) if place is None else list(old)[: place + 1]


def remove_position(interview: Interview, old: Any, value: Any) -> Any:
    """Counts from 1; a place that is not there is a fault."""
    if value is None or not 1 <= int(value) <= len(old or []):
        raise Fault(f"There is no item at position {value}.")
    return [one for number, one in enumerate(old, start=1) if number != int(value)]


def remove_uncommon(interview: Interview, old: Any, value: Any) -> Any:
    return [one for one in old or [] if any(equal(one, other) for other in as_many(value))]


def remove_all(interview: Interview, old: Any, value: Any) -> Any:
    gone = as_many(value)
    return [one for one in old or [] if not any(equal(one, other) for other in gone)]


MANY: dict[str, Operate] = {
    "Add": lambda interview, old, value: [*(old or []), *as_many(value)],
    "AddAtStart": lambda interview, old, value: [*as_many(value), *(old or [])],
    "RemoveFirst": remove_first,
    "RemoveAll": remove_all,
    "RemoveBeforeFirst": remove_before,
    "RemoveAfterFirst": remove_after,
    "RemovePosition": remove_position,
    "RemoveUncommon": remove_uncommon,
}
