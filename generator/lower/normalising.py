"""Text in its normal form by native formulas: language.md section 6 as chains of SUBSTITUTE.

Every formula works on a piece of text short enough that its result stays under the 3,900 characters at which a text
result may be cut. Nothing here can fault: LOWER, MID, LEFT, LEN, FIND and SUBSTITUTE are total on text.
"""

from collections.abc import Iterator

from generator.formula.syntax import Formula
from generator.lower.trees import any_of, binary, call, choose, equal, joined, number, ref, substituted, text
from generator.process.characters import ACCENTS, BOUNDARIES, GONE, KNOWN, SPACES
from generator.process.characters import OTHER_SEPARATORS as OTHERS
from generator.process.model import Reading

PIECE = 1200
"""Characters of raw text that are cleaned at once: a boundary becomes three."""
WINDOW = 3400
STEP = 3000
"""Windows over the cleaned text overlap by 400 characters: more than any cue and word with what stands between."""
LEAD = 150
"""Of a later window so many characters only give context to cues; the window before has read what begins there."""
SEAM = "^"
"""Stands at both ends of a cleaned piece, so that it is never blank and its spaces are not at its ends. A window takes
seams out: a word that was cut in two with its text is whole again. Cleaning leaves no other `^`."""
BREAK = "\n"
NOWHERE = 99_999

DIGITS = "0123456789"
LETTERS = "".join(sorted(mark for mark in KNOWN if mark.isalpha()))
BETWEEN = (" ", "|", SEAM)


def collapse(tree: Formula, what: str, rounds: int) -> Formula:
    """Runs of `what` halved so many times."""
    return substituted(tree, [(what + what, what)] * rounds)


def cleaning(source: Formula) -> Iterator[Formula]:
    """The formulas that clean a piece, each a function of `Piece`, which holds the result of the one before.

    Lower case, accents and invisible marks, separators, boundaries as ` | `, runs collapsed.
    """
    accents = [(letter, base) for base, letters in ACCENTS.items() for letter in letters]
    others = [mark for mark in dict.fromkeys(OTHERS + SPACES) if mark not in f"{BOUNDARIES} {SEAM}"]
    piece, seam = ref("Piece"), text(SEAM)
    first = [("\r\n", BREAK), (SEAM, " "), *((mark, "") for mark in GONE)]
    yield joined((seam, substituted(call("LOWER", source), first), seam))
    yield substituted(piece, accents)
    yield substituted(piece, [(mark, " ") for mark in others])
    yield substituted(piece, [(mark, " | ") for mark in BOUNDARIES])
    yield collapse(piece, " ", 12)
    yield substituted(piece, [(" | | ", " | ")] * 11)


def seamless(tree: Formula) -> Formula:
    """Cleaned pieces as one text."""
    return substituted(tree, [(SEAM, "")])


def unknown_count(piece: Formula) -> Formula:
    """How many characters of a cleaned piece stand in no table."""
    return call("LEN", substituted(piece, [(mark, "") for mark in (*LETTERS, *DIGITS, *BETWEEN)]))


def letters_and_unknown_count(piece: Formula) -> Formula:
    return call("LEN", substituted(piece, [(mark, "") for mark in (*DIGITS, *BETWEEN)]))


def flat(tree: Formula) -> Formula:
    """Without clause boundaries: what phrases are looked for in."""
    return collapse(substituted(tree, [("|", " ")]), " ", 4)


def begins_forwarded(reading: Reading, subject: Formula) -> Formula:
    """Whether a cleaned subject begins with a prefix of forwarded mail."""
    start = joined((call("TRIM", flat(seamless(subject))), text(" ")))
    return any_of(call("BEGINS", start, text(f"{prefix} ")) for prefix in reading.forwards)


def lowered(field: Formula) -> Formula:
    """Line breaks of one kind, lower case."""
    return substituted(call("LOWER", field), [("\r\n", BREAK)])


def first_mark(reading: Reading, body: Formula) -> Formula:
    """The place of the first mark of quoted text in the body, or NOWHERE."""
    places = [call("FIND", text(literal), lowered(body)) for literal in reading.history]
    found = [choose(binary(">", place, number(0)), place, number(NOWHERE)) for place in places]
    return call("MIN", *found, number(NOWHERE))


def before_mark(body: Formula, mark: Formula) -> Formula:
    """What stands before the mark, with all that is nothing as spaces: each character keeps its place."""
    before = call("LEFT", lowered(body), binary("-", mark, number(1)))
    return substituted(before, [(one, " " * units(one)) for one in dict.fromkeys(GONE + SPACES)])


def quote_start(body: Formula, mark: Formula, before: Formula, forwarded: Formula) -> Formula:
    """Where quoted text begins, or NOWHERE: never in a forwarded mail, nor where nothing stands above the line of the
    mark. `before`: what `before_mark` gave."""
    first = call("FIND", call("LEFT", call("TRIM", before), number(1)), before)
    line_break = call("FIND", text(BREAK), call("LEFT", lowered(body), mark), call("MAX", number(1), first))
    nothing = any_of(
        (
            forwarded,
            equal(mark, number(NOWHERE)),
            equal(call("LEN", call("TRIM", before)), number(0)),
            equal(line_break, number(0)),
        )
    )
    return choose(nothing, number(NOWHERE), mark)


def units(mark: str) -> int:
    """Characters as an org counts them: UTF-16 units."""
    return len(mark.encode("utf-16-le")) // 2


def piece_of_body(body: Formula, start: Formula, quoted: Formula) -> Formula:
    """A piece of the sender's own words, from `start`."""
    own = choose(
        equal(quoted, number(NOWHERE)), lowered(body), call("LEFT", lowered(body), binary("-", quoted, number(1)))
    )
    return call("MID", own, start, number(PIECE))


def window_of(normal: Formula, start: Formula) -> Formula:
    return collapse(seamless(call("MID", normal, start, number(WINDOW))), " ", 3)


def without_lead(tree: Formula, start: Formula) -> Formula:
    """A later window without the characters that only give context."""
    return choose(equal(start, number(1)), tree, call("MID", tree, number(LEAD + 1), number(WINDOW * 2)))
