"""Binary operators, compiled for sides of kinds that go together (`kinds`; runtime-semantics 3.2 to 3.4)."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from generator.formula import arithmetic, moments
from generator.formula.compiled import TEXTS, Compiled, folded
from generator.formula.forms import all_of, any_of
from generator.formula.kinds import MOMENTS, joins_texts
from generator.formula.syntax import Binary, Call, chain
from generator.formula.values import EXACT, FormulaError, Run, Scope, Value

if TYPE_CHECKING:
    from generator.formula.evaluation import Compiler

Operation = Callable[[Any, Any], Value]
ORDERS: dict[str, Operation] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def compile_binary(compiler: "Compiler", tree: Binary) -> Compiled:
    kind = compiler.kinds.of(tree)
    if tree.op == "&&":
        return Compiled(run=all_of(compiler, Call(function="AND", args=tuple(chain(tree, "&&"))), tree), kind=kind)
    if tree.op == "||":
        return Compiled(run=any_of(compiler, Call(function="OR", args=tuple(chain(tree, "||"))), tree), kind=kind)
    if tree.op == "&":
        return joined(compiler, tree)
    left, right = compiler.part(tree.left), compiler.part(tree.right)
    if tree.op in ("=", "<>"):
        run = equality(tree.op, left, right)
    elif joins_texts(tree.op, left.kind, right.kind):
        run = both_texts(left.run, right.run)
    else:
        run = strict(operation(tree.op, left.kind, right.kind), left.run, right.run)
    return folded(Compiled(run=run, kind=kind, constant=left.constant and right.constant))


def operation(op: str, left: str, right: str) -> Operation:
    """What an order or a sum does with two values of these kinds that are there; the kinds go together."""
    if op in ORDERS:
        return ORDERS[op]
    if op in ("+", "-"):
        return sum_of(op, left, right)
    return {"*": EXACT.multiply, "/": arithmetic.divide, "^": arithmetic.power}[op]


def joined(compiler: "Compiler", tree: Binary) -> Compiled:
    """`&`: nothing counts as an empty text; all blank is nothing."""
    compiled = [compiler.part(part) for part in chain(tree, "&")]
    runs = tuple(one.run for one in compiled)

    def run(scope: Scope) -> Value:
        return "".join([str(one(scope) or "") for one in runs]) or None

    return folded(Compiled(run=run, kind="text", constant=all(one.constant for one in compiled)))


def strict(function: Callable[[Any, Any], Value], left: Run, right: Run) -> Run:
    """Nothing on a side gives nothing."""

    def run(scope: Scope) -> Value:
        a = left(scope)
        if a is None:
            right(scope)
            return None
        b = right(scope)
        return None if b is None else function(a, b)

    return run


def both_texts(left: Run, right: Run) -> Run:
    return lambda scope: f"{left(scope) or ''}{right(scope) or ''}" or None


def equality(op: str, left: Compiled, right: Compiled) -> Run:
    """With a text on a side nothing is ""; else nothing gives nothing."""
    a, b, wanted = left.run, right.run, op == "="
    if left.kind in TEXTS or right.kind in TEXTS:
        return lambda scope: ((a(scope) or "") == (b(scope) or "")) is wanted

    def run(scope: Scope) -> Value:
        x, y = a(scope), b(scope)
        if x is None or y is None:
            return None
        return (x == y) is wanted

    return run


def sum_of(op: str, left: str, right: str) -> Operation:
    """Where a side is of a kind that is not known here, the values themselves decide."""
    if "any" in (left, right):
        return added if op == "+" else taken_away
    if all(kind in ("number", "null") for kind in (left, right)):
        return EXACT.add if op == "+" else EXACT.subtract
    if left in MOMENTS and right in MOMENTS:
        return moments.difference
    if left in MOMENTS:
        return later if op == "+" else earlier
    return lambda a, b: later(b, a)


def added(a: Any, b: Any) -> Value:
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return EXACT.add(a, b)
    if isinstance(a, str) or isinstance(b, str):
        return f"{a}{b}"
    if isinstance(b, Decimal):
        return later(a, b)
    if isinstance(a, Decimal):
        return later(b, a)
    raise FormulaError("`+` takes numbers, texts, or a date or time and a number")


def taken_away(a: Any, b: Any) -> Value:
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return EXACT.subtract(a, b)
    if isinstance(b, Decimal):
        return earlier(a, b)
    if type(a) is type(b) and not isinstance(a, str | bool | tuple):
        return moments.difference(a, b)
    raise FormulaError("`-` takes numbers, dates or times")


def later(moment: Value, amount: Decimal) -> Value:
    if isinstance(moment, datetime):
        return moments.shift_instant(moment, amount)
    if isinstance(moment, date):
        return moments.shift_date(moment, amount)
    if isinstance(moment, str | Decimal | bool | tuple) or moment is None:
        raise FormulaError("only dates and times can be moved")
    return moments.time_at(moments.milliseconds(moment) + int(amount))


def earlier(moment: Value, amount: Decimal) -> Value:
    return later(moment, -amount)
