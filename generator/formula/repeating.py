"""Parts of a chain that differ only in their words: one text of Python serves them all, over a table of the words.

A list of five hundred words is five hundred tests of one shape; spelled out, Python would read each of them.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary, chain

if TYPE_CHECKING:
    from generator.formula.fusing import Fusing

LEAST = 3
"""So many parts of one shape make a table."""
JOINED = ("IF", "AND", "OR", "NOT", "CONTAINS", "BEGINS", "ISBLANK", "!", "&", "&&", "||", "=", "<>")
"""What may join words in a table."""
BLANK = (Literal(value=""), Literal(value=None))
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


class Unspelled(Exception):  # noqa: N818  (a reason to go another way)
    """A part of a table holds what is only called."""


def any_in(text: str, words: Sequence[str]) -> bool:
    for word in words:  # noqa: SIM110  (a generator takes twice the time)
        if word in text:
            return True
    return False


def tests_in_a_table(fusing: "Fusing", turn: Turn, word: str, depth: int) -> str | None:
    """The Python of tests of one shape, joined by ` or ` or ` and `; None where they have no table."""
    first = turn[0]
    if word == " or " and isinstance(first, Call) and first.function == "CONTAINS" and not fusing.words:
        where, what = first.args
        if isinstance(what, Literal) and what.value and not words_of(where):
            words = tuple(one.value for tree in turn for one in words_of(tree))
            return f"{fusing.bind(any_in)}({fusing.text(where, depth)}, {fusing.bind(words)})"
    made = rows(fusing, [(tree,) for tree in turn], lambda parts: (fusing.test(parts[0], depth),))
    if made is None:
        return None
    (test,), loop = made
    return f"{'any' if word == ' or ' else 'all'}({test} {loop})"


def texts_in_a_table(fusing: "Fusing", turn: Turn, depth: int) -> str | None:
    """The Python of a list of texts of one shape. Those of IF(test, text, "") are not in it where the test fails; an IF
    that begins the test and says the same in every row decides once."""
    chosen = [one.args for one in turn if isinstance(one, Call) and one.function == "IF" and one.args[2] in BLANK]
    if len(chosen) < len(turn):
        made = rows(fusing, [(tree,) for tree in turn], lambda parts: (fusing.text(parts[0], depth),))
        return made and f"[{made[0][0]} {made[1]}]"
    tests = [test.args for test, _, _ in chosen if isinstance(test, Call) and test.function == "IF"]
    if len(tests) < len(turn) or words_of(tests[0][0]):
        return listed(fusing, [(test, text) for test, text, _ in chosen], depth)
    yes, no = (
        listed(fusing, [(test[way], text) for test, (_, text, _) in zip(tests, chosen, strict=True)], depth)
        for way in (1, 2)
    )
    return f"({yes} if {fusing.test(tests[0][0], depth)} else {no})" if yes and no else None


def listed(fusing: "Fusing", chosen: Sequence[tuple[Formula, Formula]], depth: int) -> str | None:
    """The texts whose tests hold."""
    made = rows(fusing, chosen, lambda parts: (fusing.test(parts[0], depth), fusing.text(parts[1], depth)))
    if made is None:
        return None
    (test, text), loop = made
    return f"[{text} {loop} if {test}]"


def rows(
    fusing: "Fusing", parts: Sequence[tuple[Formula, ...]], spell: Callable[[tuple[Formula, ...]], tuple[str, ...]]
) -> tuple[tuple[str, ...], str] | None:
    """What the first row says, and the loop that makes every row say it; None where a row holds what is only called."""
    table = tuple(tuple(one.value for tree in row for one in words_of(tree)) for row in parts)
    words = [f"w{number}" for number in range(len(table[0]))]
    named = dict(zip((id(one) for tree in parts[0] for one in words_of(tree)), words, strict=True))
    if fusing.words or not words or len(named) < len(words):  # a tree that was put together may share its parts
        return None
    fusing.words = named
    try:
        made = spell(parts[0])
    except Unspelled:
        return None
    finally:
        fusing.words = {}
    return made, f"for {', '.join(words)}, in {fusing.bind(table)}"
