"""How much of an identifier's shapes can be read: formulas of 3,900 characters look for them (CP236)."""

from collections.abc import Iterator
from itertools import takewhile

from generator.diagnostics import Diagnostic
from generator.language.rules import Identifier
from generator.language.spec import Spec
from generator.nodes import error

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
LONGEST = 40
MOST_SHAPES = 14
MOST_SPELLINGS = 16
"""A space may be there or not: four spaces make sixteen spellings."""
MOST_ENDINGS = 14
"""A shape behind letters may have gaps anywhere, so it is tried by every length that it can have in a text."""
MOST_CHECKED = 22
"""Digits that one formula adds up for a check digit."""


def too_long(spec: Spec) -> Iterator[Diagnostic]:
    """CP236 at a shape of an identifier that is too long for one formula, or makes too many of them."""
    for one in spec.identifiers:
        if one.kind == "pattern":
            yield from refusal(one)


def refusal(one: Identifier) -> Iterator[Diagnostic]:
    """The first shape that is too long by itself, else the last when all of them are too much."""
    for shape in one.written:
        message = too_long_alone(one, shape.text)
        if message:
            yield error("CP236", message, shape.span, "shorten it")
            return
    message = too_much(one, [shape.text for shape in one.written]) if one.written else None
    if message:
        yield error("CP236", message, one.written[-1].span, "shorten it, or make it an identifier of its own")


def too_long_alone(one: Identifier, shape: str) -> str | None:
    if len(shape) > LONGEST:
        return f"the shape `{shape}` has {len(shape)} characters, and {LONGEST} are read"
    if one.check == "luhn" and shape.count("9") > MOST_CHECKED:
        return f"the shape `{shape}` has {shape.count('9')} digits, and a check digit is worked out of {MOST_CHECKED}"
    return None


def too_much(one: Identifier, shapes: list[str]) -> str | None:
    """What no formula holds of all shapes of an identifier, with the limit."""
    letters = leading(shapes)
    behind = sum(len(shape.replace(" ", "")) - len(letters) for shape in shapes)
    spellings = sum(2 ** shape.count(" ") for shape in shapes)
    if len(shapes) > MOST_SHAPES:
        return f"`{one.id.text}` has {len(shapes)} shapes, and {MOST_SHAPES} are read"
    if letters and behind + len(shapes) > MOST_ENDINGS:
        many = f"{len(shapes)} shapes together have" if len(shapes) > 1 else f"the shape `{shapes[0]}` has"
        return f"{many} {behind} characters behind their first letters, and {MOST_ENDINGS - len(shapes)} are read"
    if not letters and spellings > MOST_SPELLINGS:
        return f"with and without its gaps `{one.id.text}` has {spellings} spellings, and {MOST_SPELLINGS} are read"
    return None


def leading(shapes: list[str]) -> str:
    """The letters that every shape begins with, or nothing."""
    starts = {"".join(takewhile(LETTERS.__contains__, shape.lower())) for shape in shapes}
    return starts.pop() if len(starts) == 1 else ""
