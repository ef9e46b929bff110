"""Binary operators, compiled for the kinds of their sides (runtime-semantics 3.2 to 3.4)."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from generator.formula import arithmetic, moments
from generator.formula.compiled import TEXTS, Compiled, folded
from generator.formula.forms import all_of, any_of, common
from generator.formula.syntax import Binary, Call, Formula
from generator.formula.values import EXACT, FormulaError, FormulaTypeError, Run, Scope, Value

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
    if tree.op == "&&":
        return all_of(compiler, Call(function="AND", args=tuple(chain(tree, "&&"))), tree)
    if tree.op == "||":
        return any_of(compiler, Call(function="OR", args=tuple(chain(tree, "||"))), tree)
    if tree.op == "&":
        return joined(compiler, tree)
    left, right = compiler.part(tree.left), compiler.part(tree.right)
    constant = left.constant and right.constant
    if tree.op in ("=", "<>"):
        made = equality(tree.op, left, right)
    elif joins_texts(tree.op, left.kind, right.kind):
        a, b = left.run, right.run
        made = Compiled(run=lambda scope: f"{a(scope) or ''}{b(scope) or ''}" or None, kind="text")
    else:
        run, kind = operation(tree.op, left.kind, right.kind)
        made = Compiled(run=strict(run, left.run, right.run), kind=kind)
    return folded(Compiled(run=made.run, kind=made.kind, constant=constant))


def operation(op: str, left: str, right: str) -> tuple[Operation, str]:
    """What an order or a sum does with two values of these kinds that are there, and the kind that it gives. Raises
    FormulaTypeError for kinds that do not go together."""
    if op in ORDERS:
        for side in (left, right):
            if side in ("boolean", "geolocation"):
                raise FormulaTypeError(f"`{op}` cannot order a {side}")
        common([left, right])
        return ORDERS[op], "boolean"
    if op in ("+", "-"):
        return sum_of(op, left, right)
    for side in (left, right):
        if side not in ("number", "null", "any"):
            raise FormulaTypeError(f"`{op}` takes numbers, not a {side}")
    return {"*": EXACT.multiply, "/": arithmetic.divide, "^": arithmetic.power}[op], "number"


def chain(tree: Formula, op: str) -> list[Formula]:
    """The parts of a chain of one associative operator, left to right."""
    parts: list[Formula] = []
    node = tree
    while isinstance(node, Binary) and node.op == op:
        parts.append(node.right)
        node = node.left
    parts.append(node)
    return parts[::-1]


def joined(compiler: "Compiler", tree: Binary) -> Compiled:
    """`&`: nothing counts as an empty text; all blank is nothing."""
    compiled = [compiler.part(part) for part in chain(tree, "&")]
    for one in compiled:
        if one.kind not in (*TEXTS, "null", "any"):
            raise FormulaTypeError(f"`&` joins texts, not a {one.kind}")
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


def equality(op: str, left: Compiled, right: Compiled) -> Compiled:
    """With a text on a side nothing is ""; else nothing gives nothing."""
    a, b, wanted = left.run, right.run, op == "="
    common([left.kind, right.kind])
    if left.kind in TEXTS or right.kind in TEXTS:
        return Compiled(run=lambda scope: ((a(scope) or "") == (b(scope) or "")) is wanted, kind="boolean")

    def run(scope: Scope) -> Value:
        x, y = a(scope), b(scope)
        if x is None or y is None:
            return None
        return (x == y) is wanted

    return Compiled(run=run, kind="boolean")


def joins_texts(op: str, left: str, right: str) -> bool:
    """Whether a `+` is a `&`. Raises FormulaTypeError for a text beside what is none."""
    if op != "+" or not (left in TEXTS or right in TEXTS):
        return False
    for side in (left, right):
        if side not in (*TEXTS, "null", "any"):
            raise FormulaTypeError(f"`+` cannot join a text and a {side}")
    return True


def sum_of(op: str, left: str, right: str) -> tuple[Operation, str]:
    if "any" in (left, right):
        return unknown_sum(op, left, right)
    plain = [kind for kind in (left, right) if kind != "null"]
    if all(kind == "number" for kind in plain):
        return EXACT.add if op == "+" else EXACT.subtract, "number" if plain else "null"
    moment_kinds = ("date", "datetime", "time")
    if left in moment_kinds and right in moment_kinds:
        if op == "+" or left != right:
            raise FormulaTypeError(f"`{op}` cannot take a {left} and a {right}")
        return moments.difference, "number"
    if left in moment_kinds and right in ("number", "null"):
        return later if op == "+" else earlier, left
    if op == "+" and right in moment_kinds and left in ("number", "null"):
        return lambda a, b: later(b, a), right
    raise FormulaTypeError(f"`{op}` cannot take a {left} and a {right}")


def unknown_sum(op: str, left: str, right: str) -> tuple[Operation, str]:
    """A side is of a kind that is not known here: the values themselves decide."""
    for side in (left, right):
        if side in ("boolean", "geolocation"):
            raise FormulaTypeError(f"`{op}` cannot take a {side}")
    moment = next((side for side in (left, right) if side in ("date", "datetime", "time")), None)
    return added if op == "+" else taken_away, moment if moment is not None and op == "+" else "any"


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
