"""Which (category, urgency) pairs can occur: what `only_to` and the routes are proved over.

A word implies another that stands inside it, so some combinations of words cannot stand alone. Where it is not certain
that a pair is impossible it counts as possible: the proof errs towards finding a fault.
"""

from collections.abc import Iterator

from generator.frozen import record
from generator.process.model import Category, Process, Word


@record
class Pair:
    """A category with an urgency (by rank), and whether the text could be read."""

    category: str
    rank: int
    unreadable: bool


def pairs(process: Process) -> tuple[Pair, ...]:
    """All pairs that can occur, in order of category and urgency."""
    found: dict[tuple[str, int, bool], Pair] = {}
    for category in process.categories:
        for rank in sorted(reached(process, category)):
            found.setdefault((category.id, rank, False), Pair(category=category.id, rank=rank, unreadable=False))
            floor = min(rank, process.unreadable_floor)
            found.setdefault((category.id, floor, True), Pair(category=category.id, rank=floor, unreadable=True))
    return tuple(found[key] for key in found)


def reached(process: Process, category: Category) -> Iterator[int]:
    """Ranks that a readable message of this category can have."""
    words = {one.id: one.words for one in process.reading.sets}
    earlier = {id for one in process.categories[: category.rank] for id in one.sets}
    level_of = {id: level.rank for level in reversed(process.levels) for id in level.sets}
    lowest = len(process.levels) - 1
    own = [word for id in category.sets for word in words[id]]
    if not category.sets:
        yield category.floor
    for word in own:
        implied = sets_in(process, word)
        if not implied & earlier:
            yield min([category.floor, *(level_of.get(id, lowest) for id in implied if id in level_of)])
    for later in process.categories[category.rank + 1 :] if category.sets else ():
        if later.floor < category.floor and any(
            not sets_in(process, w) & earlier for id in later.sets for w in words[id]
        ):
            yield later.floor
    earlier_or_own = earlier if category.sets else set_ids(process)
    for level in process.levels[: category.floor]:
        if any(not sets_in(process, word) & earlier_or_own for id in level.sets for word in words[id]):
            yield level.rank


def set_ids(process: Process) -> set[str]:
    return {id for one in process.categories for id in one.sets}


def sets_in(process: Process, word: Word) -> set[str]:
    """The sets that hold a word which stands whole inside `word`, itself among them."""
    text = f" {word.text} "
    return {
        one.id
        for one in process.reading.sets
        if any((f" {inner.text}" if inner.is_prefix else f" {inner.text} ") in text for inner in one.words)
    }
