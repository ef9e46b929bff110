"""Words and cues by native formulas: cues mark the word behind them with `_`, a word is looked for with its borders.

Closed form of language.md section 6: `" c "` becomes `" c _"` for every cue, longest first; a boundary takes a mark
away; then `CONTAINS(text, " chest pain ")` is true only where no cue stands directly before. Cues that overlap are
closed into longer ones first, because marking one would hide the other.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations

from generator.formula.syntax import Formula
from generator.lower.normalising import collapse
from generator.lower.trees import any_of, choose, contains, joined, packs, substituted, text
from generator.process.model import Process, Reading, Word, WordSet

LONGEST_CUE = 60
Key = tuple[str, bool]


def closed(cues: Iterable[str]) -> tuple[str, ...]:
    """The cues and all their overlaps, longest first."""
    found = {tuple(cue.split(" ")) for cue in cues}
    plain = sorted(found)
    waiting = list(plain)
    while waiting:
        first = waiting.pop()
        for second in plain:
            for size in range(1, min(len(first), len(second))):
                if first[-size:] == second[:size]:
                    longer = first + second[size:]
                    if longer not in found and len(" ".join(longer)) <= LONGEST_CUE:
                        found.add(longer)
                        waiting.append(longer)
    return tuple(sorted((" ".join(cue) for cue in found), key=lambda cue: (-len(cue), cue)))


def marking(reading: Reading, source: Formula, step: Formula) -> list[Formula]:
    """The formulas that mark what stands behind a cue, and then take boundaries out; the first reads `source`, each
    later one `step`, which holds the result of the one before."""
    pairs = [pair for cue in closed(reading.cues) for pair in ((f" {cue} ", f" {cue} _"), (f"_{cue} ", f"_{cue} _"))]
    parts = [pairs[number : number + 60] for number in range(0, len(pairs), 60)] or [[]]
    trees = [substituted(source if number == 0 else step, part) for number, part in enumerate(parts)]
    trees.append(collapse(substituted(step, [("_|", "|"), ("|", " ")]), " ", 3))
    return trees


@lru_cache(maxsize=16_384)
def variants(word: Word, cues: tuple[str, ...]) -> tuple[str, ...]:
    """How a word may stand in marked text: with a mark inside wherever a cue can end there, or without (a boundary in
    between takes it away)."""
    tokens = word.text.split(" ")
    places = [place for place in range(1, len(tokens)) if cue_ends(tokens[:place], cues)]
    made = []
    for size in range(len(places) + 1):
        for chosen in combinations(places, size):
            made.append(" ".join(("_" if place in chosen else "") + token for place, token in enumerate(tokens)))
    return tuple(made)


def cue_ends(before: list[str], cues: tuple[str, ...]) -> bool:
    """Whether a cue can end with the words `before`, perhaps having begun before them."""
    for cue in cues:
        words = cue.split(" ")
        size = min(len(words), len(before))
        if words[-size:] == before[-size:]:
            return True
    return False


def distinct(process: Process) -> dict[Key, Word]:
    """All words of a process, each once, as it was first written, in the order of their sets."""
    found: dict[Key, Word] = {}
    for one in process.reading.sets:
        for word in one.words:
            found.setdefault((word.text, word.is_prefix), word)
    return found


def token(key: Key) -> str:
    """How a found word stands in the list of hits."""
    return f"|{key[0]}{'*' if key[1] else ''}|"


def stands(marked: Formula, word: Word, cues: tuple[str, ...], start: str) -> list[Formula]:
    """Tests that a word stands whole (or begins a word) in marked text behind `start`: a space or a mark."""
    end = "" if word.is_prefix else " "
    return [contains(marked, f"{start}{variant}{end}") for variant in variants(word, cues)]


@lru_cache(maxsize=16_384)
def counts(word: Word, cues: tuple[str, ...], marked: Formula, plain: Formula, unknown: Formula) -> Formula:
    """Whether a word counts: whole and not behind a cue; anywhere at all in a text with unknown characters."""
    tests = stands(marked, word, cues, " ")
    if word.never_negate:
        tests += stands(marked, word, cues, "_")
    return choose(unknown, contains(plain, word.text), any_of(tests))


def hits(process: Process, marked: Formula, plain: Formula, unknown: Formula) -> list[Formula]:
    """Formulas that list the words that count in a window, each `|word|`."""
    words = distinct(process)
    cues = process.reading.cues
    parts = [
        choose(counts(word, cues, marked, plain, unknown), text(token(key)), text("")) for key, word in words.items()
    ]
    return [joined(group) for group in packs(parts)]


def behind_cues(process: Process, marked: Formula, unknown: Formula) -> list[Formula]:
    """Formulas that list the words that stand behind a cue in a window."""
    cues = process.reading.cues
    parts = [
        choose(any_of(stands(marked, word, cues, "_")), text(token(key)), text(""))
        for key, word in distinct(process).items()
        if not word.never_negate
    ]
    return [choose(unknown, text(""), joined(group)) for group in packs(parts)]


def in_set(words: WordSet, found: Formula) -> list[list[Formula]]:
    """Tests that a word of the set was found, in groups that fit a formula each."""
    return packs([contains(found, token((word.text, word.is_prefix))) for word in words.words])


def listed(process: Process, found: Formula, not_in: Formula | None) -> list[Formula]:
    """Formulas that write the found words as people read them, in the order of the sets, each once."""
    parts = []
    for key, word in distinct(process).items():
        test = contains(found, token(key))
        if not_in is not None:
            test = choose(contains(not_in, token(key)), contains(text(""), "x"), test)
        parts.append(choose(test, text(f"{word.shown}; "), text("")))
    return [joined(group) for group in packs(parts)]
