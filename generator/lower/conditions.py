"""Condition -> formula tree, for a place that says how a fact is written there. Blanks are guarded, so that the
three-valued formula never leaks: an empty side makes `=` and orders false and `!=` true (language.md section 3)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
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
)
from generator.formula.syntax import Formula, Literal
from generator.frozen import record
from generator.lower.trees import all_of, any_of, binary, call, equal, joined, negation, number, text


@record
class Place:
    """How a place writes what conditions name. `fact` gives a value as text (choices, urgencies,
    persons), number, date or yes/no; `prior` the value before the save."""

    fact: Callable[[FactValue], Formula]
    changed: Callable[[FactValue], Formula]
    found: Callable[[Found], Formula]
    user_is: Callable[[str], Formula]
    state: Callable[[Is], Formula]
    today: Formula
    constant: Callable[[FactValue, Constant], Formula]


def lowered(condition: Condition, place: Place) -> Formula:
    """The formula tree of a condition; true or false, never blank."""
    match condition:
        case And(parts=parts):
            return all_of(lowered(part, place) for part in parts)
        case Or(parts=parts):
            return any_of(lowered(part, place) for part in parts)
        case Not(part=part):
            return negation(lowered(part, place))
        case Found():
            return place.found(condition)
        case UserIs(persona=persona):
            return place.user_is(persona)
        case Compare():
            return compared(condition, place)
        case In(left=left, values=values):
            return any_of(equal(place.fact(left), place.constant(left, value)) for value in values)
        case Is(fact=fact, state=state):
            if state in ("blank", "filled"):
                blank = call("ISBLANK", place.fact(fact))
                return blank if state == "blank" else negation(blank)
            return place.state(condition)
        case Changed(fact=fact):
            return place.changed(fact)
        case Holds(fact=fact):
            return place.fact(fact)
        case _:
            assert_never(condition)


def compared(condition: Compare, place: Place) -> Formula:
    left, right, op = condition.left, condition.right, condition.op
    kind = left.type.kind if isinstance(left, FactValue) else "date"
    a, b = side(left, right, place), side(right, left, place)
    if kind == "yes_no":
        return equal(a, b) if op == "=" else binary("<>", a, b)
    if kind == "urgency" and op not in ("=", "!="):
        assert isinstance(left, FactValue)
        a, b = (call("CASE", one, *ranks(left.type.values), number(-1)) for one in (a, b))
        filled = all_of((binary(">=", a, number(0)), binary(">=", b, number(0))))
        return all_of((filled, binary(op, b, a)))
    filled = all_of(negation(call("ISBLANK", one)) for one, of in ((a, left), (b, right)) if isinstance(of, FactValue))
    if op == "!=":
        return any_of((negation(filled), binary("<>", a, b)))
    return all_of((filled, binary(op, a, b)))


def verified_in(listed: Formula, identifier: str) -> Formula:
    """Whether an identifier is in the list of verified ones, which are separated by `, `."""
    spaced = joined((text(", "), call("BLANKVALUE", listed, text("-")), text(",")))
    return call("CONTAINS", spaced, text(f", {identifier},"))


def ranks(levels: tuple[str, ...]) -> list[Formula]:
    """Pairs of a level and its rank, 0 the most urgent."""
    return [part for rank, level in enumerate(levels) for part in (text(level), number(rank))]


def side(operand: Operand, other: Operand, place: Place) -> Formula:
    match operand:
        case FactValue():
            return place.fact(operand)
        case Today(days=days):
            return binary("+", place.today, number(days)) if days else place.today
        case Constant():
            return place.constant(other, operand) if isinstance(other, FactValue) else literal(operand)
        case _:
            assert_never(operand)


def literal(constant: Constant) -> Formula:
    """A constant as a formula: dates with DATE, which cannot fault on a date that exists."""
    value = constant.value
    if constant.type.kind == "date" or isinstance(value, date):
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
        return call("DATE", number(day.year), number(day.month), number(day.day))
    if isinstance(value, bool | Decimal) or value is None:
        return Literal(value=value)
    return text(str(value))
