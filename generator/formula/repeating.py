"""Parts of a chain that differ only in their words: one text of Python serves them all, over a table of the words.

A list of five hundred words is five hundred tests of one shape; spelled out, Python would read each of them.
"""

from collections.abc import Hashable, Iterable, Iterator
from itertools import groupby

from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary, chain

LEAST = 3
"""So many parts of one shape make a table."""
JOINED = ("IF", "AND", "OR", "NOT", "CONTAINS", "BEGINS", "ISBLANK", "!", "&", "&&", "||", "=", "<>")
"""What may join words in a table."""
Shape = Hashable
Turn = tuple[Formula, ...]
"""Parts of one shape that stand one after the other."""


def turns(parts: Iterable[Formula]) -> Iterator[Turn]:
    """The parts in their order, those of one shape together."""
    for shape, same in groupby(parts, shape_of):
        together = tuple(same)
        if shape is not None and len(together) >= LEAST:
            yield together
        else:
            yield from ((one,) for one in together)


def shape_of(tree: Formula) -> Shape:
    """What is left of a part without its words; None for a part that holds more than tests and joints."""
    match tree:
        case Literal(value=str(value)) if value:
            return "word"
        case Literal(value=value):
            return ("constant", type(value), value)
        case Ref(name=name):
            return ("reference", name)
        case Unary(op="!") | Binary() | Call():
            name, parts = parted(tree)
            shapes = tuple(map(shape_of, parts)) if name in JOINED else (None,)
            return None if None in shapes else (name, *shapes)
    return None


def parted(tree: Unary | Binary | Call) -> tuple[str, tuple[Formula, ...]]:
    """What joins the parts of a node, and the parts: all of a chain."""
    match tree:
        case Unary(op=op, operand=inner):
            return op, (inner,)
        case Binary(op="&" | "&&" | "||" as op):
            return op, tuple(chain(tree, op))
        case Binary(op=op, left=left, right=right):
            return op, (left, right)
        case Call(function=name, args=args):
            return name, args


def words_of(tree: Formula) -> list[Literal]:
    """The words of a part, in the order of its shape."""
    if isinstance(tree, Literal):
        return [tree] if isinstance(tree.value, str) and tree.value else []
    if isinstance(tree, Ref):
        return []
    return [word for part in parted(tree)[1] for word in words_of(part)]
