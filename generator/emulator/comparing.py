"""The comparisons of flows and queries: texts without regard to case, ids with it, nothing as its own value.

Formulas compare otherwise (generator.formula); the two are not shared (runtime-semantics 2.2)."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from generator.emulator.rows import case_safe

Compare = Callable[[Any, Any], bool]


def pair(a: Any, b: Any) -> tuple[Any, Any]:
    """Two values of one kind: a date beside an instant is its midnight, a number beside a text is its digits."""
    if isinstance(a, datetime) != isinstance(b, datetime):
        return instant(a), instant(b)
    if isinstance(a, str) and isinstance(b, Decimal):
        return a, format(b, "f")
    if isinstance(a, Decimal) and isinstance(b, str):
        return format(a, "f"), b
    if isinstance(a, bool) and isinstance(b, str):
        return str(a).lower(), b
    return a, b


def instant(value: Any) -> Any:
    if isinstance(value, datetime) or not isinstance(value, date):
        return value
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


def equal(a: Any, b: Any) -> bool:
    a, b = pair(a, b)
    if isinstance(a, str) and isinstance(b, str):
        return a.lower() == b.lower()
    return bool(a == b)


def equal_ids(a: Any, b: Any) -> bool:
    if isinstance(a, str) and isinstance(b, str):
        return case_safe(a) == case_safe(b)
    return bool(a == b)


def ordered(test: Callable[[Any, Any], bool]) -> Compare:
    def run(a: Any, b: Any) -> bool:
        if a is None or b is None:
            return False
        a, b = pair(a, b)
        if isinstance(a, str) and isinstance(b, str):
            a, b = a.lower(), b.lower()
        return test(a, b) if type(a) is type(b) else False

    return run


def textual(test: Callable[[str, str], bool]) -> Compare:
    def run(a: Any, b: Any) -> bool:
        if isinstance(a, list):
            return any(equal(one, b) for one in a)
        if a is None or b is None:
            return False
        return test(str(a).lower(), str(b).lower())

    return run


def member(value: Any, many: Any) -> bool:
    return any(equal(value, one) for one in many or ())


COMPARISONS: dict[str, Compare] = {
    "EqualTo": equal,
    "NotEqualTo": lambda a, b: not equal(a, b),
    "GreaterThan": ordered(lambda a, b: a > b),
    "GreaterThanOrEqualTo": ordered(lambda a, b: a >= b),
    "LessThan": ordered(lambda a, b: a < b),
    "LessThanOrEqualTo": ordered(lambda a, b: a <= b),
    "Contains": textual(lambda a, b: b in a),
    "DoesNotContain": lambda a, b: not textual(lambda x, y: y in x)(a, b),
    "StartsWith": textual(lambda a, b: a.startswith(b)),
    "EndsWith": textual(lambda a, b: a.endswith(b)),
    "In": member,
    "NotIn": lambda a, b: not member(a, b),
}
"""Operators that compare two values; nothing on a side of an order or a part of a text is no match (grade C)."""
ID_COMPARISONS: dict[str, Compare] = {
    "EqualTo": equal_ids,
    "NotEqualTo": lambda a, b: not equal_ids(a, b),
    "In": lambda a, b: any(equal_ids(a, one) for one in b or ()),
    "NotIn": lambda a, b: not any(equal_ids(a, one) for one in b or ()),
}


def comparison(operator: str, *, ids: bool) -> Compare | None:
    """The comparison of an operator, or None when it is none that compares two values."""
    return (ID_COMPARISONS.get(operator) if ids else None) or COMPARISONS.get(operator)


def changed(now: Any, before: Any) -> bool:
    """Is it another value? Line ends do not matter, nor does the scale of a number."""
    if isinstance(now, str) and isinstance(before, str):
        return now.replace("\r\n", "\n") != before.replace("\r\n", "\n")
    return bool((now or None) != (before or None)) if isinstance(now, str) or isinstance(before, str) else now != before
