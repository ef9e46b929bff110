"""Which (category, urgency) pairs can occur: what `only_to` and the routes are proved over.

A word implies another that stands inside it, so some combinations of words cannot stand alone. Where it is not certain
that a pair is impossible it counts as possible: the proof errs towards finding a fault.
"""

from collections.abc import Iterable, Iterator

from generator.frozen import record
from generator.process.model import Category, Process, Word, WordSet


@record
class Pair:
    """A category with an urgency (by rank), and whether the text could be read."""

    category: str
    rank: int
    unreadable: bool


def pairs(process: Process) -> tuple[Pair, ...]:
    """All pairs that can occur, in order of category and urgency."""
    found: dict[tuple[str, int, bool], Pair] = {}
    inside = Inside(process.reading.sets)
    for category in process.categories:
        for rank in sorted(reached(process, category, inside)):
            found.setdefault((category.id, rank, False), Pair(category=category.id, rank=rank, unreadable=False))
            floor = min(rank, process.unreadable_floor)
            found.setdefault((category.id, floor, True), Pair(category=category.id, rank=floor, unreadable=True))
    return tuple(found[key] for key in found)


def reached(process: Process, category: Category, inside: "Inside") -> Iterator[int]:
    """Ranks that a readable message of this category can have."""
    words = {one.id: one.words for one in process.reading.sets}
    earlier = {id for one in process.categories[: category.rank] for id in one.sets}
    level_of = {id: level.rank for level in reversed(process.levels) for id in level.sets}
    lowest = len(process.levels) - 1
    own = [word for id in category.sets for word in words[id]]
    if not category.sets:
        yield category.floor
    for word in own:
        implied = inside.sets(word)
        if not implied & earlier:
            yield min([category.floor, *(level_of.get(id, lowest) for id in implied if id in level_of)])
    for later in process.categories[category.rank + 1 :] if category.sets else ():
        if later.floor < category.floor and any(not inside.sets(w) & earlier for id in later.sets for w in words[id]):
            yield later.floor
    earlier_or_own = earlier if category.sets else set_ids(process)
    for level in process.levels[: category.floor]:
        if any(not inside.sets(word) & earlier_or_own for id in level.sets for word in words[id]):
            yield level.rank


def set_ids(process: Process) -> set[str]:
    return {id for one in process.categories for id in one.sets}


class Inside:
    """Which sets hold a word that stands whole inside another: looked up, not searched for, since every word of a large
    spec is asked about against every other."""

    def __init__(self, sets: Iterable[WordSet]) -> None:
        self.whole: dict[str, set[str]] = {}
        self.begun: dict[str, set[str]] = {}
        self.known: dict[str, frozenset[str]] = {}
        for one in sets:
            for word in one.words:
                (self.begun if word.is_prefix else self.whole).setdefault(word.text, set()).add(one.id)
        self.lengths = sorted({len(text) for text in self.begun})

    def sets(self, word: Word) -> frozenset[str]:
        """The sets that hold a word which stands whole inside `word`, itself among them."""
        known = self.known.get(word.text)
        if known is None:
            known = self.known[word.text] = frozenset(self.found(word.text))
        return known

    def found(self, text: str) -> Iterator[str]:
        starts = [0, *(place + 1 for place, mark in enumerate(text) if mark == " ")]
        for start in starts:
            ends = [one - 1 for one in starts if one > start] + [len(text)]
            for end in ends:
                yield from self.whole.get(text[start:end], ())
            for size in self.lengths:
                if start + size <= len(text):
                    yield from self.begun.get(text[start : start + size], ())
