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

ORDERS: dict[str, Callable[[Any, Any], bool]] = {
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
    elif tree.op in ORDERS:
        made = order(tree.op, left, right)
    elif tree.op in ("+", "-"):
        made = sum_of(tree.op, left, right)
    else:
        run = {"*": EXACT.multiply, "/": arithmetic.divide, "^": arithmetic.power}[tree.op]
        for side in (left, right):
            if side.kind not in ("number", "null", "any"):
                raise FormulaTypeError(f"`{tree.op}` takes numbers, not a {side.kind}")
        made = Compiled(run=strict(run, left.run, right.run), kind="number")
    return folded(Compiled(run=made.run, kind=made.kind, constant=constant))


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


def order(op: str, left: Compiled, right: Compiled) -> Compiled:
    """Texts by code point; nothing on a side gives nothing."""
    for side in (left, right):
        if side.kind in ("boolean", "geolocation"):
            raise FormulaTypeError(f"`{op}` cannot order a {side.kind}")
    common([left.kind, right.kind])
    return Compiled(run=strict(ORDERS[op], left.run, right.run), kind="boolean")


def sum_of(op: str, left: Compiled, right: Compiled) -> Compiled:
    kinds = (left.kind, right.kind)
    if op == "+" and any(kind in TEXTS for kind in kinds):
        for side in (left, right):
            if side.kind not in (*TEXTS, "null", "any"):
                raise FormulaTypeError(f"`+` cannot join a text and a {side.kind}")
        a, b = left.run, right.run
        return Compiled(run=lambda scope: f"{a(scope) or ''}{b(scope) or ''}" or None, kind="text")
    if "any" in kinds:
        return unknown_sum(op, left, right)
    plain = [kind for kind in kinds if kind != "null"]
    if all(kind == "number" for kind in plain):
        run = EXACT.add if op == "+" else EXACT.subtract
        return Compiled(run=strict(run, left.run, right.run), kind="number" if plain else "null")
    return dated(op, left, right)


def dated(op: str, left: Compiled, right: Compiled) -> Compiled:
    moment_kinds = ("date", "datetime", "time")
    if left.kind in moment_kinds and right.kind in moment_kinds:
        if op == "+" or left.kind != right.kind:
            raise FormulaTypeError(f"`{op}` cannot take a {left.kind} and a {right.kind}")
        return Compiled(run=strict(moments.difference, left.run, right.run), kind="number")
    if left.kind in moment_kinds and right.kind in ("number", "null"):
        sign = 1 if op == "+" else -1
        return Compiled(run=strict(lambda a, b: shifted(a, b * sign), left.run, right.run), kind=left.kind)
    if op == "+" and right.kind in moment_kinds and left.kind in ("number", "null"):
        return Compiled(run=strict(lambda a, b: shifted(b, a), left.run, right.run), kind=right.kind)
    raise FormulaTypeError(f"`{op}` cannot take a {left.kind} and a {right.kind}")


def unknown_sum(op: str, left: Compiled, right: Compiled) -> Compiled:
    """A side is of a kind that is not known here: the values themselves decide."""
    for side in (left, right):
        if side.kind in ("boolean", "geolocation"):
            raise FormulaTypeError(f"`{op}` cannot take a {side.kind}")
    moment = next((side.kind for side in (left, right) if side.kind in ("date", "datetime", "time")), None)
    run = strict(added if op == "+" else taken_away, left.run, right.run)
    return Compiled(run=run, kind=moment if moment is not None and op == "+" else "any")


def added(a: Any, b: Any) -> Value:
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return EXACT.add(a, b)
    if isinstance(a, str) or isinstance(b, str):
        return f"{a}{b}"
    if isinstance(b, Decimal):
        return shifted(a, b)
    if isinstance(a, Decimal):
        return shifted(b, a)
    raise FormulaError("`+` takes numbers, texts, or a date or time and a number")


def taken_away(a: Any, b: Any) -> Value:
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return EXACT.subtract(a, b)
    if isinstance(b, Decimal):
        return shifted(a, -b)
    if type(a) is type(b) and not isinstance(a, str | bool | tuple):
        return moments.difference(a, b)
    raise FormulaError("`-` takes numbers, dates or times")


def shifted(moment: Value, amount: Decimal) -> Value:
    if isinstance(moment, datetime):
        return moments.shift_instant(moment, amount)
    if isinstance(moment, date):
        return moments.shift_date(moment, amount)
    if isinstance(moment, str | Decimal | bool | tuple) or moment is None:
        raise FormulaError("only dates and times can be moved")
    return moments.time_at(moments.milliseconds(moment) + int(amount))
