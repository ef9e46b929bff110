"""Formula trees by short names, so that lowerings read like the formulas that they make."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from generator.formula.printing import text_of
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref

LONGEST = 3700
"""Characters of one flow formula; the platform takes 3,900 (FML catalogue rows), and an edit must not break a build."""

TRUE, FALSE, NULL = Literal(value=True), Literal(value=False), Literal(value=None)
CONTROL = 0x20


def number(value: int) -> Formula:
    return Literal(value=Decimal(value))


def text(value: str) -> Formula:
    """A text; its control characters are spelled with CHR, which needs no escape to be right."""
    parts: list[Formula] = []
    run = ""
    for mark in value:
        if ord(mark) < CONTROL:
            parts += [Literal(value=run)] if run else []
            parts.append(call("CHR", number(ord(mark))))
            run = ""
        else:
            run += mark
    if run or not parts:
        parts.append(Literal(value=run))
    return joined(parts)


def ref(name: str) -> Formula:
    return Ref(name=name)


def call(function: str, *args: Formula) -> Formula:
    return Call(function=function, args=args)


def choose(test: Formula, yes: Formula, no: Formula) -> Formula:
    return call("IF", test, yes, no)


def binary(op: str, left: Formula, right: Formula) -> Formula:
    return Binary(op=op, left=left, right=right)


def folded(op: str, parts: Iterable[Formula], nothing: Formula) -> Formula:
    found: Formula | None = None
    for part in parts:
        found = part if found is None else binary(op, found, part)
    return nothing if found is None else found


def any_of(parts: Iterable[Formula]) -> Formula:
    return folded("||", parts, FALSE)


def all_of(parts: Iterable[Formula]) -> Formula:
    return folded("&&", parts, TRUE)


def joined(parts: Iterable[Formula]) -> Formula:
    return folded("&", parts, Literal(value=""))


def negation(part: Formula) -> Formula:
    """Only of what is never blank: NOT of nothing is nothing (runtime-semantics 3.4)."""
    return call("NOT", part)


def equal(left: Formula, right: Formula) -> Formula:
    return binary("=", left, right)


def contains(where: Formula, what: str) -> Formula:
    return call("CONTAINS", where, text(what))


def substituted(tree: Formula, pairs: Iterable[tuple[str, str]]) -> Formula:
    for old, new in pairs:
        tree = call("SUBSTITUTE", tree, text(old), text(new))
    return tree


def length(tree: Formula) -> int:
    """Characters of a formula as a flow holds it."""
    return len(text_of(tree, "flow"))


def packs(parts: Sequence[Formula], room: int = LONGEST) -> list[list[Formula]]:
    """Parts in order, in groups whose text stays within `room` when joined by an operator of four characters."""
    groups: list[list[Formula]] = []
    left = 0
    for part in parts:
        size = length(part) + 4
        if not groups or size > left:
            groups.append([])
            left = room
        groups[-1].append(part)
        left -= size
    return groups
