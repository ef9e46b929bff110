"""Identifiers by native formulas, without REGEX: masks of digits and FIND, a few tries a window.

A try looks for the next candidate behind the last one; a failed check digit makes the next try look further.
"""

from collections.abc import Iterable
from itertools import product

from generator.formula.syntax import Formula
from generator.lower.trees import all_of, any_of, binary, call, choose, equal, number, substituted, text
from generator.process.model import Finder

TRIES = 8
"""Candidates that are tried in one window; a message with more numbers that fail their check leaves them unread."""
LAST = 99_999
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def masked(tree: Formula) -> Formula:
    """Every digit as 9."""
    return substituted(tree, [(digit, "9") for digit in "012345678"])


def leading_letters(finder: Finder) -> str:
    """The letters that every shape of the finder begins with, or nothing."""
    starts = {shape.lower()[: len(shape) - len(shape.lower().lstrip(LETTERS))] for shape in finder.shapes}
    return starts.pop() if len(starts) == 1 else ""


def forms(finder: Finder) -> tuple[str, ...]:
    """What the mask of a candidate can be: each space of a shape there or not; in dates there."""
    made: list[str] = []
    for shape in finder.shapes:
        pieces = shape.lower().split(" ")
        gaps = [(" ",)] * (len(pieces) - 1) if finder.kind == "date" else [(" ", "")] * (len(pieces) - 1)
        for chosen in product(*gaps):
            made.append("".join(piece + gap for piece, gap in zip(pieces, (*chosen, ""), strict=True)))
    return tuple(dict.fromkeys(made))


def next_place(finder: Finder, at: Formula, flat: Formula, mask: Formula) -> Formula:
    """The place of the next candidate behind `at`, or LAST when there is none."""
    start = binary("+", at, number(1))
    letters = leading_letters(finder)
    if letters:
        places = [call("FIND", text(f" {letters}"), flat, start)]
    else:
        places = [call("FIND", text(f" {form} "), mask, start) for form in forms(finder)]
    found = [choose(binary(">", place, number(0)), place, number(LAST)) for place in places]
    return choose(equal(at, number(LAST)), number(LAST), call("MIN", *found, number(LAST)))


def candidate(finder: Finder, at: Formula, flat: Formula, mask: Formula) -> Formula:
    """The text of the candidate at a place, in normal form with its gaps, or blank."""
    if leading_letters(finder):
        return lettered(finder, call("MID", flat, binary("+", at, number(1)), number(60)))
    tree: Formula = text("")
    for form in reversed(forms(finder)):
        here = equal(call("MID", mask, at, number(len(form) + 2)), text(f" {form} "))
        tree = choose(here, call("MID", flat, binary("+", at, number(1)), number(len(form))), tree)
    return tree


def lettered(finder: Finder, rest: Formula) -> Formula:
    """A candidate that begins with letters: as much of `rest` as holds the shape's marks, up to the end of a word."""
    letters = leading_letters(finder)
    tree: Formula = text("")
    for shape in reversed(finder.shapes):
        marks = shape.replace(" ", "")
        for size in range(len(marks) * 2 - len(letters), len(marks) - 1, -1):
            head = call("LEFT", rest, number(size))
            fits = all_of(
                (
                    equal(call("LEN", substituted(head, [(" ", "")])), number(len(marks))),
                    binary("<>", call("MID", rest, number(size), number(1)), text(" ")),
                    equal(call("MID", rest, number(size + 1), number(1)), text(" ")),
                )
            )
            tree = choose(fits, head, tree)
    return tree


def compact(tree: Formula) -> Formula:
    """A candidate without gaps, in capitals."""
    return call("UPPER", substituted(tree, [(" ", "")]))


def digit(tree: Formula, place: int) -> Formula:
    """The digit at a place as a number; 0 for what is none, so that VALUE cannot fault: intake is total."""
    mark = call("MID", tree, number(place), number(1))
    return choose(call("ISNUMBER", mark), call("VALUE", mark), number(0))


def accepted(finder: Finder, value: Formula) -> Formula:
    """Whether a compact candidate is one: its mask is the shape's, and its check digit agrees."""
    shapes = dict.fromkeys(shape.replace(" ", "").upper() for shape in finder.shapes)
    tests = [any_of(equal(masked(value), text(mask_of(shape))) for shape in shapes)]
    size = len(next(iter(shapes)))
    if finder.check == "nhs":
        total = summed(binary("*", digit(value, place), number(11 - place)) for place in range(1, 10))
        check = binary("-", number(11), call("MOD", total, number(11)))
        tests += [binary("<>", check, number(10)), equal(call("MOD", check, number(11)), digit(value, 10))]
    if finder.check == "luhn":
        total = summed(doubled(value, place, size) for place in range(1, size + 1))
        tests.append(equal(call("MOD", total, number(10)), number(0)))
    return all_of(tests)


def mask_of(shape: str) -> str:
    return "".join("9" if mark.isdigit() else mark for mark in shape)


def doubled(value: Formula, place: int, size: int) -> Formula:
    here = digit(value, place)
    if (size - place) % 2 == 0:
        return here
    twice = binary("*", here, number(2))
    return choose(binary(">", twice, number(9)), binary("-", twice, number(9)), twice)


def summed(parts: Iterable[Formula]) -> Formula:
    total: Formula | None = None
    for part in parts:
        total = part if total is None else binary("+", total, part)
    assert total is not None
    return total


def date_parts(finder: Finder, written: Formula) -> tuple[Formula, Formula, Formula]:
    """Year, month and day of a candidate: the parts between its two gaps; years have four digits."""
    first_gap = call("FIND", text(" "), written)
    second_gap = call("FIND", text(" "), written, binary("+", first_gap, number(1)))
    first = call("LEFT", written, binary("-", first_gap, number(1)))
    middle = call(
        "MID", written, binary("+", first_gap, number(1)), binary("-", binary("-", second_gap, first_gap), number(1))
    )
    last = call("MID", written, binary("+", second_gap, number(1)), number(4))
    parts = [choose(call("ISNUMBER", part), call("VALUE", part), number(0)) for part in (first, middle, last)]
    iso = equal(first_gap, number(5))
    day, month = (parts[0], parts[1]) if finder.order == "dmy" else (parts[1], parts[0])
    return choose(iso, parts[0], parts[2]), choose(iso, parts[1], month), choose(iso, parts[2], day)


def is_date(year: Formula, month: Formula, day: Formula) -> Formula:
    """Whether such a day exists, so that DATE cannot fault."""
    leap = all_of(
        (
            equal(call("MOD", year, number(4)), number(0)),
            any_of(
                (
                    binary("<>", call("MOD", year, number(100)), number(0)),
                    equal(call("MOD", year, number(400)), number(0)),
                )
            ),
        )
    )
    short = [each for month_number in (4, 6, 9, 11) for each in (number(month_number), number(30))]
    long = call("CASE", month, number(2), choose(leap, number(29), number(28)), *short, number(31))
    return all_of(
        (
            binary(">=", year, number(1)),
            binary(">=", month, number(1)),
            binary("<=", month, number(12)),
            binary(">=", day, number(1)),
            binary("<=", day, long),
        )
    )
