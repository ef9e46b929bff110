"""The messages that every proof tries first: one for each border, cue, order and number that the process defines.

Random text built from a spec's own words is blind to borders, and borders are where patients are under-triaged; so
each word is tried alone, one letter longer, behind a cue, between separators and across the windows of a long text.
"""

from collections.abc import Iterator
from itertools import permutations
from random import Random

from generator.process.model import Process, Word
from generator.prove.messages import SEPARATORS, Draft, every_word, filler, identifiers, spelled

Obligation = tuple[str, Draft]
"""What the message is for, and the message."""
FIRST_BORDER, LAST_BORDER = 1_000, 7_200
"""Wherever a long text is cut, it is cut here for the first times: no formula takes more than 3,900 characters."""
MOST_SHIFTS = 120


def obligations(process: Process, random: Random) -> Iterator[Obligation]:
    """All obligations of intake for `process`; `random` only picks cues, separators and positions."""
    words = every_word(process)
    for word in words:
        yield from for_word(process, word, random)
    yield from for_cues(process, words, random)
    yield from for_quotes(process, words, random)
    yield from for_orders(process)
    yield from for_borders(process, words, random)
    for finder in process.finders:
        for text in identifiers(finder, random):
            yield f"identifier {finder.fact}: {text!r}", says("My number is ", text, " thank you")
            yield f"identifier {finder.fact} at the end: {text!r}", says("number:", text)
    yield from for_the_unreadable(words, random)


def says(*pieces: str) -> Draft:
    return Draft(body=pieces)


def for_word(process: Process, word: Word, random: Random) -> Iterator[Obligation]:
    text = spelled(word)
    separators = random.sample(SEPARATORS, 2)
    yield f"word {text}", says("I have ", text, " today and it will not go away")
    yield f"word {text} alone", says(text)
    yield f"word {text} in the subject", Draft(subject=(text,), body=("see above, thank you for your help",))
    yield f"word {text} one letter longer", says("I have ", text, "q", " today and it will not go away")
    yield f"word {text} one letter before", says("I have ", "q", text, " today and it will not go away")
    yield f"word {text} between marks", says("I have", separators[0], text, separators[1], "it will not go away")
    yield (
        f"word {text} with other gaps",
        says("I have ", text.replace(" ", random.choice(SEPARATORS)), " today, please"),
    )
    yield f"word {text} in capitals", says("I have ", text.upper(), " today and it will not go away")
    yield f"word {text} first", says(text, " is what I have today and it will not go away")
    yield f"word {text} last", says("it will not go away and what I have today is ", text)
    for cue in random.sample(process.reading.cues, min(2, len(process.reading.cues))):
        yield f"word {text} after {cue}", says("I have ", cue, " ", text, " today and it will not go away")
        yield f"word {text} after {cue} and a stop", says("I have ", cue, ". ", text, " today and it will not go away")
    place = random.randrange(FIRST_BORDER, LAST_BORDER)
    yield f"word {text} at {place}", says(filler(random, place), text, " today")


def for_borders(process: Process, words: tuple[Word, ...], random: Random) -> Iterator[Obligation]:
    """Long texts full of words: each begins a little later than the one before, until every place has been every place
    of a phrase. Wherever a text is cut to be read, a word is cut there, and a cue is cut off its word. Each word stands
    once, with a cue or without, so that the lists of found and discounted words tell of every one that went astray."""
    told = [spelled(word) for word in words if not any(overlap(word, other) for other in words)]
    if not told:
        return
    cues = ["", *random.sample(process.reading.cues, min(3, len(process.reading.cues)))]
    longest = max(map(len, told)) + max(map(len, cues)) + 4
    pitch = max(longest, (LAST_BORDER - FIRST_BORDER) // len(told) + 1)
    count = (LAST_BORDER - FIRST_BORDER) // pitch + 1
    for shift in range(0, pitch, max(1, pitch // MOST_SHIFTS)):
        for turn in (0, 1):
            chosen = random.sample(told, min(count, len(told)))
            pieces = [filler(random, FIRST_BORDER - pitch + shift)]
            for number, text in enumerate(chosen):
                cue = random.choice(cues[1:] or cues) if number % 2 == turn else ""
                phrase = f"{cue} {text} ".lstrip()
                pieces += [phrase, filler(random, pitch - len(phrase))]
            yield f"borders, {shift} later, {turn}", says(*pieces)


def overlap(word: Word, other: Word) -> bool:
    """Whether one of two words could be found where the other stands."""
    return word is not other and (word.text in other.text or other.text in word.text)


def for_cues(process: Process, words: tuple[Word, ...], random: Random) -> Iterator[Obligation]:
    for cue in process.reading.cues:
        for word in random.sample(words, min(4, len(words))):
            yield f"cue {cue}", says("there is ", cue, " ", spelled(word), " here as far as I can tell")
        for second in process.reading.cues:
            text = spelled(random.choice(words))
            yield f"cues {cue}, {second}", says("there is ", cue, " ", second, " ", text, " here as far as I can tell")


def for_quotes(process: Process, words: tuple[Word, ...], random: Random) -> Iterator[Obligation]:
    for literal in process.reading.history:
        word, other = (spelled(each) for each in random.sample(words, 2))
        for shown in (literal, literal.upper(), literal.title()):
            yield f"quote {literal!r} after", says("I have ", word, " today", shown, "you said ", other)
            yield f"quote {literal!r} first", says(shown, "I have ", word, " today")
            yield f"quote {literal!r} after blanks", says("\n \t\r\n", shown, "I have ", word, " today")
    for forward in process.reading.forwards:
        for mark in (": ", " ", ":"):
            word, other = (spelled(each) for each in random.sample(words, 2))
            for literal in process.reading.history:
                body = ("please see", literal, "I have ", word)
                yield f"forward {forward}{mark!r}", Draft(subject=(forward.upper(), mark, other), body=body)
                yield f"{forward} inside", Draft(subject=("re ", forward, mark, other), body=body)


def for_orders(process: Process) -> Iterator[Obligation]:
    """Every ordered pair of categories and of levels in one message."""
    first = {one.id: spelled(one.words[0]) for one in process.reading.sets if one.words}
    holders = [(f"category {one.id}", one.sets) for one in process.categories if one.sets]
    holders += [(f"level {one.id}", one.sets) for one in process.levels if one.sets]
    for (a, sets), (b, others) in permutations(holders, 2):
        yield f"{a} before {b}", says("first ", first[sets[0]], " and then also ", first[others[0]], " thank you")
        yield (
            f"{a} before {b}, last set",
            says("first ", first[sets[-1]], ". Then also ", first[others[-1]], " thank you"),
        )


def for_the_unreadable(words: tuple[Word, ...], random: Random) -> Iterator[Obligation]:
    word = spelled(random.choice(words))
    yield "nothing at all", Draft()
    yield "blanks only", says(" \n\t ")
    yield "nineteen letters", says("a" * 19)
    yield "twenty letters", says("a" * 20)
    yield "a short word that counts", says(word)
    yield "another script", says("Здравствуйте, у меня болит голова со вчерашнего дня")
    yield "another script with a word", says("Здравствуйте, у меня болит голова ", word, " со вчерашнего дня")
    for count in (11, 12, 13, 23, 24, 25):
        yield f"{count} emoji beside 24 letters", says("\U0001f600" * count, " abcdefghijklmnopqrstuvwx")
    yield "a word glued to an emoji", says("I have 😀", word, "😀 today and it will not go away")
    yield "cut off", says(filler(random, 32000 - len(word)), word)
    yield "long, a word at the end", says(filler(random, 31990 - len(word)), word, " ")
    yield "tags only", says("<p></p><br/>")
