"""A formula past the limit becomes two: a chain (IF in IF, CASE, a row of one operator) is cut where it grows too long,
and the rest is a formula of its own that the first names. Both mean what the whole meant."""

from collections.abc import Sequence

from generator.formula.syntax import Binary, Call, Formula
from generator.lower.trees import LONGEST, length

OWN = 20
"""Characters of a link of a chain beside its parts: `IF(`, commas, an operator, parentheses."""


def halved(tree: Formula, rest: Formula, room: int = LONGEST) -> tuple[Formula, Formula] | None:
    """What stays within `room` and ends in the reference `rest`, and what that stands for, of the same type as the
    whole; None for what is no chain, or whose first link is too long already."""
    match tree:
        case Call(function="IF", args=(_, _, _)):
            return by_arms(tree, rest, room)
        case Call(function="CASE", args=args) if len(args) > 4:
            return by_pairs(args, rest, room)
        case Binary(op="||" | "&&" | "&" | "+"):
            return by_operator(tree, rest, room)
        case _:
            return None


def by_arms(tree: Formula, rest: Formula, room: int) -> tuple[Formula, Formula] | None:
    arms: list[tuple[Formula, Formula]] = []
    left = room - length(rest)
    while isinstance(tree, Call) and tree.function == "IF":
        test, value, otherwise = tree.args
        left -= length(test) + length(value) + OWN
        if left < 0:
            break
        arms.append((test, value))
        tree = otherwise
    if not arms:
        return None
    shorter = rest
    for test, value in reversed(arms):
        shorter = Call(function="IF", args=(test, value, shorter))
    return shorter, tree


def by_pairs(args: Sequence[Formula], rest: Formula, room: int) -> tuple[Formula, Formula] | None:
    key, *pairs = args
    left = room - length(key) - length(rest) - OWN
    taken = 0
    while taken + 2 < len(pairs):
        left -= length(pairs[taken]) + length(pairs[taken + 1]) + OWN
        if left < 0:
            break
        taken += 2
    if not taken:
        return None
    first, others = pairs[:taken], pairs[taken:]
    remaining = Call(function="CASE", args=(key, *others)) if len(others) > 1 else others[0]
    return Call(function="CASE", args=(key, *first, rest)), remaining


def by_operator(tree: Binary, rest: Formula, room: int) -> tuple[Formula, Formula] | None:
    """The last parts stay behind the reference: a row leans to the left, and nothing in it changes places."""
    last: list[Formula] = []
    left = room - length(rest)
    found: Formula = tree
    while isinstance(found, Binary) and found.op == tree.op:
        left -= length(found.right) + OWN
        if left < 0:
            break
        last.append(found.right)
        found = found.left
    if not last:
        return None
    shorter = rest
    for part in reversed(last):
        shorter = Binary(op=tree.op, left=shorter, right=part)
    return shorter, found
