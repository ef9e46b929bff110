"""What a condition says of a case: language.md section 3. Empty sides: `=` and orders are false, `!=` is true."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import assert_never

from generator.conditions.syntax import (
    And,
    Changed,
    Compare,
    Condition,
    Constant,
    FactValue,
    Found,
    Holds,
    In,
    Is,
    Not,
    Operand,
    Or,
    Today,
    UserIs,
    Value,
)
from generator.frozen import record


@record
class View:
    """What a condition can see. `state(fact, state, days)` answers for consents, clocks and verification."""

    value: Callable[[str], Value]
    prior: Callable[[str], Value]
    found: Callable[[Found], bool]
    user_is: Callable[[str], bool]
    state: Callable[[Is], bool]
    today: date


def holds(condition: Condition | None, view: View) -> bool:
    """Whether a condition holds; None always does."""
    match condition:
        case None:
            return True
        case And(parts=parts):
            return all(holds(part, view) for part in parts)
        case Or(parts=parts):
            return any(holds(part, view) for part in parts)
        case Not(part=part):
            return not holds(part, view)
        case Found():
            return view.found(condition)
        case UserIs(persona=persona):
            return view.user_is(persona)
        case Compare(left=left, op=op, right=right):
            return compared(left, op, right, view)
        case In(left=left, values=values):
            return value_of(left, view) in [one.value for one in values]
        case Is():
            return state(condition, view)
        case Changed(fact=fact):
            return view.value(fact.fact) != view.prior(fact.fact)
        case Holds(fact=fact):
            return value_of(fact, view) is True
        case _:
            assert_never(condition)


def state(condition: Is, view: View) -> bool:
    if condition.state in ("blank", "filled"):
        empty = value_of(condition.fact, view) in (None, "")
        return empty == (condition.state == "blank")
    return view.state(condition)


def value_of(operand: Operand, view: View) -> Value:
    match operand:
        case FactValue(fact=fact, was=was):
            return view.prior(fact) if was else view.value(fact)
        case Constant(value=value, type=type):
            return value if type.kind != "date" or not isinstance(value, str) else date.fromisoformat(value)
        case Today(days=days):
            return view.today + timedelta(days=days)
        case _:
            assert_never(operand)


def compared(left: Operand, op: str, right: Operand, view: View) -> bool:
    a, b = value_of(left, view), value_of(right, view)
    if isinstance(a, date) and isinstance(b, str) and b:
        b = date.fromisoformat(b)
    if a in (None, "") or b in (None, ""):
        return op == "!="
    if op == "=":
        return a == b
    if op == "!=":
        return a != b
    levels = left.type.values if isinstance(left, FactValue) and left.type.kind == "urgency" else ()
    if levels:
        a, b = -levels.index(str(a)), -levels.index(str(b))  # type: ignore[assignment]
    return ordered(a, op, b)


def ordered(a: Value, op: str, b: Value) -> bool:
    below, above = a < b, a > b  # type: ignore[operator]
    return {"<": below, "<=": not above, ">": above, ">=": not below}[op]
