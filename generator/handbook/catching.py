"""What a word of a list catches and what it does not, shown on ordinary words, and which other words come with it."""

from collections.abc import Iterator

from generator.frozen import record
from generator.handbook.vocabulary import ORDINARY, PLURALS
from generator.process.characters import normal
from generator.process.model import Reading, Word, WordSet

MOST = 4
"""Examples of a kind that a reviewer still reads."""

APOSTROPHES = "'\u2019\u2018\u00b4`"


def tokens(word: Word) -> tuple[str, ...]:
    return tuple(word.text.split(" "))


def takes(word: Word, said: tuple[str, ...], place: int) -> bool:
    """Whether `word` stands in the words `said`, from `place` on."""
    own = tokens(word)
    here = said[place : place + len(own)]
    if len(here) != len(own) or here[:-1] != own[:-1]:
        return False
    return here[-1].startswith(own[-1]) if word.is_prefix else here[-1] == own[-1]


def stands_in(word: Word, text: str) -> bool:
    said = tuple(normal(text).split(" "))
    return any(takes(word, said, place) for place in range(len(said)))


def caught(word: Word) -> tuple[str, ...]:
    """Ordinary words that a beginning catches besides itself; none for a whole word."""
    if not word.is_prefix:
        return ()
    *before, last = tokens(word)
    grown = [one for one in ORDINARY if one.startswith(last) and one != last] or [f"{last}s"]
    return tuple(" ".join((*before, one)) for one in grown[:MOST])


def missed(word: Word, own: WordSet) -> tuple[str, ...]:
    """What a reader might think that the word catches, and no word of its list does: other forms, other spellings."""
    found = [one for one in looks_alike(word) if not any(stands_in(other, one) for other in own.words)]
    return tuple(dict.fromkeys(found))[:MOST]


def looks_alike(word: Word) -> Iterator[str]:
    yield from joined(word)
    if word.is_prefix:
        if word.text.endswith("y"):
            yield f"{word.text[:-1]}ies"
        return
    *before, last = tokens(word)
    if before:
        if f"{last}s" in PLURALS:
            yield " ".join((*before, f"{last}s"))
        return
    yield from (one for one in ORDINARY if one.startswith(last) and one != last)
    yield from (one for one in ORDINARY if last in one and not one.startswith(last))


def joined(word: Word) -> Iterator[str]:
    """Written without its apostrophe or hyphen a word is another word."""
    for marks in (APOSTROPHES, "-"):
        if any(mark in word.shown for mark in marks):
            yield normal(word.shown.translate(str.maketrans("", "", marks)).rstrip("*"))


@record
class Companion:
    """Another word that is found wherever this one is, and the list that it stands in."""

    word: Word
    set: WordSet


def companions(word: Word, reading: Reading) -> Iterator[Companion]:
    """Words that stand inside this one and so are found with it; not those that a cue inside it turns off."""
    said = tokens(word)
    cues = {tuple(cue.split(" ")) for cue in reading.cues}
    for one in reading.sets:
        for other in one.words:
            if other.text not in word.text or (other.text, other.is_prefix) == (word.text, word.is_prefix):
                continue
            if word.is_prefix and not other.is_prefix and tokens(other)[-1] == said[-1]:
                continue
            if any(
                takes(other, said, place) and (other.never_negate or not turned_off(said, place, cues))
                for place in range(len(said))
            ):
                yield Companion(word=other, set=one)


def turned_off(said: tuple[str, ...], place: int, cues: set[tuple[str, ...]]) -> bool:
    return any(said[start:place] in cues for start in range(place))


def holds_cue(word: Word, reading: Reading) -> str | None:
    """The first cue that the word holds itself, or None."""
    padded = f" {word.text} "
    return next((cue for cue in reading.cues if f" {cue} " in padded), None)
