"""Reads a message as language.md section 6 defines it: tokens and clauses, no marks, no windows.

Plain on purpose: this is the witness that the generated formulas are compared with. What it takes from elsewhere is
data (`process.characters`), never code of the lowering.
"""

import re
from collections.abc import Mapping
from datetime import date

from generator.conditions.syntax import Value
from generator.frozen import record
from generator.process.characters import (
    BOUNDARIES,
    FEWEST_LETTERS,
    GONE,
    KNOWN,
    LETTERS,
    LONGEST_TEXT,
    REPLACED,
    SPACES,
    TAG,
    normal,
)
from generator.process.model import Finder, Process, Word

CLAUSES = str.maketrans({**REPLACED, **dict.fromkeys(BOUNDARIES, " | ")})
BLANKS = frozenset(GONE + SPACES)
"""What is nothing, however much of it there is."""


def says_something_above(text: str, mark: int) -> bool:
    """Whether something stands above the line of the mark at `mark`; a mark that begins with a line break is a line of
    its own. What stands on the mark's line is its heading ("On Monday A wrote:"): below it an answer may follow."""
    said = next((place for place, sign in enumerate(text[:mark]) if sign not in BLANKS), None)
    return said is not None and "\n" in text[said : mark + 1]


@record
class Read:
    """What a message says. `sets`: ids of the word sets with a word that counts. `found`, `discounted`: words as shown,
    in the order of the sets. `identifiers`: fact -> value, for those that are there and pass their check."""

    sets: frozenset[str]
    found: tuple[str, ...]
    discounted: tuple[str, ...]
    identifiers: Mapping[str, Value]
    unreadable: bool


class Reader:
    """Reads messages of one process. Words are indexed once by their first token."""

    def __init__(self, process: Process) -> None:
        self.reading = process.reading
        self.cues = frozenset(tuple(cue.split(" ")) for cue in process.reading.cues)
        self.longest_cue = max((len(cue) for cue in self.cues), default=0)
        words: dict[tuple[str, bool], Word] = {}
        self.sets_of: dict[tuple[str, bool], set[str]] = {}
        for one in process.reading.sets:
            for word in one.words:
                key = (word.text, word.is_prefix)
                words.setdefault(key, word)
                self.sets_of.setdefault(key, set()).add(one.id)
        self.words = words
        self.whole: dict[str, list[tuple[tuple[str, ...], tuple[str, bool]]]] = {}
        self.beginnings: list[tuple[str, tuple[str, bool]]] = []
        for key in words:
            tokens = tuple(key[0].split(" "))
            if len(tokens) == 1 and key[1]:
                self.beginnings.append((tokens[0], key))
            else:
                self.whole.setdefault(tokens[0], []).append((tokens, key))
        hits = {id for one in process.categories for id in one.sets} | {id for one in process.levels for id in one.sets}
        self.counting = frozenset(key for key, sets in self.sets_of.items() if sets & hits)
        self.finders = tuple((finder, patterns(finder)) for finder in process.finders if finder.kind != "text")

    def read(self, subject: str, body: str, today: date) -> Read:
        """Subject and body of a message as it was stored; `today` is the local date of receipt."""
        text = f"{subject.lower()}\n{self.own_words(subject, body)}"
        tokens, clauses = tokenise(text)
        flat = " ".join(tokens)
        unknown = units("".join(mark for mark in flat if mark not in KNOWN))
        counted, behind = self.without_borders(flat) if unknown else self.occurrences(tokens, clauses)
        behind -= counted
        letters = sum(1 for mark in flat if mark in LETTERS)
        return Read(
            sets=frozenset().union(*(self.sets_of[key] for key in counted)),
            found=tuple(word.shown for key, word in self.words.items() if key in counted),
            discounted=tuple(word.shown for key, word in self.words.items() if key in behind),
            identifiers=self.identifiers(f" {flat} ", today),
            unreadable=(
                (letters < FEWEST_LETTERS and not counted & self.counting)
                or unknown > letters
                or units(body) >= LONGEST_TEXT
                or TAG in body
            ),
        )

    def own_words(self, subject: str, body: str) -> str:
        """The body in lower case without what was quoted."""
        lowered = body.lower()
        start = f"{normal(subject)} "
        if any(start.startswith(f"{prefix} ") for prefix in self.reading.forwards):
            return lowered
        places = [place for literal in self.reading.history if (place := lowered.find(literal)) >= 0]
        if not places or not says_something_above(lowered, min(places)):
            return lowered
        return lowered[: min(places)]

    def occurrences(self, tokens: list[str], clauses: list[int]) -> tuple[set[tuple[str, bool]], set[tuple[str, bool]]]:
        """Words that count, and words that stand behind a cue (perhaps both)."""
        counted, behind = set(), set()
        for place, token in enumerate(tokens):
            keys = [key for beginning, key in self.beginnings if token.startswith(beginning)]
            keys += [key for words, key in self.whole.get(token, ()) if self.stands(tokens, place, words, key[1])]
            for key in keys:
                if self.words[key].never_negate or not self.negated(tokens, clauses, place):
                    counted.add(key)
                else:
                    behind.add(key)
        return counted, behind

    def stands(self, tokens: list[str], place: int, words: tuple[str, ...], is_prefix: bool) -> bool:
        here = tokens[place : place + len(words)]
        if len(here) != len(words):
            return False
        if is_prefix:
            return tuple(here[:-1]) == words[:-1] and here[-1].startswith(words[-1])
        return tuple(here) == words

    def negated(self, tokens: list[str], clauses: list[int], place: int) -> bool:
        """Whether a cue stands directly before, in the same clause."""
        for length in range(1, min(self.longest_cue, place) + 1):
            start = place - length
            if clauses[start] != clauses[place]:
                return False
            if tuple(tokens[start:place]) in self.cues:
                return True
        return False

    def without_borders(self, flat: str) -> tuple[set[tuple[str, bool]], set[tuple[str, bool]]]:
        """A text with unknown characters: a word counts wherever its letters stand, behind a cue or not."""
        return {key for key in self.words if key[0] in flat}, set()

    def identifiers(self, flat: str, today: date) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for finder, pattern in self.finders:
            for match in pattern.finditer(flat):
                value = accepted(finder, match.group(1).strip(), today)
                if value is not None:
                    found[finder.fact] = value
                    break
        return found


def units(text: str) -> int:
    """Characters as an org counts them: those beyond the basic plane, most emoji among them, are two."""
    return len(text) + sum(1 for mark in text if ord(mark) > 0xFFFF)


def tokenise(text: str) -> tuple[list[str], list[int]]:
    """The words of a text in lower case, and for each the number of its clause."""
    tokens, clauses, clause = [], [], 0
    for piece in text.translate(CLAUSES).split():
        if piece == "|":
            clause += 1
        else:
            tokens.append(piece)
            clauses.append(clause)
    return tokens, clauses


def patterns(finder: Finder) -> re.Pattern[str]:
    """All shapes of an identifier, each as a whole word; found at every place, also where matches overlap."""
    shapes = "|".join(shape_pattern(shape, finder.kind == "date") for shape in finder.shapes)
    return re.compile(f"(?= ({shapes}) )")


def shape_pattern(shape: str, strict: bool) -> str:
    """A shape in normal form: 9 a digit, a space any gap (in dates one that is there); after letters gaps anywhere."""
    marks = shape.lower()
    free = marks[:1].isalpha()
    letters = len(marks) - len(marks.lstrip("abcdefghijklmnopqrstuvwxyz")) if free else 0
    made = re.escape(marks[:letters])
    for mark in marks[letters:]:
        if mark == " ":
            made += " " if strict else " ?"
        else:
            made += (" ?" if free else "") + ("[0-9]" if mark == "9" else re.escape(mark))
    return made


def accepted(finder: Finder, written: str, today: date) -> Value:
    """The value of a candidate, or None when its check fails."""
    if finder.kind == "date":
        return date_of(written, finder.order, today)
    compact = written.replace(" ", "").upper()
    digits = [int(mark) for mark in compact if mark.isdigit()]
    if finder.check == "nhs" and not modulus_11(digits):
        return None
    if finder.check == "luhn" and not luhn(digits):
        return None
    return compact


def modulus_11(digits: list[int]) -> bool:
    """NHS number: weights 10 to 2 over nine digits, 11 - sum mod 11 is the tenth; 11 counts as 0, 10 is invalid."""
    check = 11 - sum(digit * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return len(digits) == 10 and check != 10 and check % 11 == digits[9]


def luhn(digits: list[int]) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        double = digit * 2 if place % 2 else digit
        total += double - 9 if double > 9 else double
    return total % 10 == 0


def date_of(written: str, order: str, today: date) -> date | None:
    """A real date that is not in the future, or None."""
    first, second, third = (int(part) for part in written.split(" "))
    if len(written.split(" ")[0]) == 4:
        year, month, day = first, second, third
    else:
        day, month, year = (first, second, third) if order == "dmy" else (second, first, third)
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found <= today else None
