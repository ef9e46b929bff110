"""How a message is read: words, cues, marks of quoted text, identifiers."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.mutants.mutant import Mutant, Subject, exchanged, without
from generator.process.characters import normal
from generator.process.model import Finder, Process, Word, WordSet
from generator.source import Span


def mutants(subject: Subject) -> Iterator[Mutant]:
    process = subject.process
    for place, words in enumerate(process.reading.sets):
        yield from of_words(process, place, words)
    for set_id in stubborn(subject):
        yield from never_negate(process, set_id)
    yield from lowered(subject)
    yield from of_matching(subject)
    for place, finder in enumerate(process.finders):
        yield from of_finder(subject, place, finder)


def reread(process: Process, **changes: Any) -> Process:
    return replace(process, reading=replace(process.reading, **changes))


def of_words(process: Process, place: int, words: WordSet) -> Iterator[Mutant]:
    sets = process.reading.sets
    for number, word in enumerate(words.words):
        fewer = replace(words, words=without(words.words, number))
        yield Mutant(
            kind="word dropped",
            says=f"drops the word `{word.shown}` from `{words.id}`",
            process=reread(process, sets=exchanged(sets, place, fewer)),
            touches=(word.shown,),
            because=word.because,
        )
        if word.is_prefix:
            whole = replace(word, is_prefix=False)  # shown as before: that it is shown otherwise is no miss
            yield Mutant(
                kind="star dropped",
                says=f"takes the star from `{word.shown}` in `{words.id}`",
                process=reread(
                    process, sets=exchanged(sets, place, replace(words, words=exchanged(words.words, number, whole)))
                ),
                touches=(word.shown,),
                because=word.because,
            )


def stubborn(subject: Subject) -> Iterator[str]:
    """The sets whose author says `never_negate`."""
    for one in subject.spec.word_lists:
        if one.never_negate:
            yield one.id.text
    for category in subject.spec.categories:
        if category.never_negate and category.words:
            yield f"category.{category.id.text}"


def never_negate(process: Process, set_id: str) -> Iterator[Mutant]:
    """Without `never_negate` a set's words are as its author's other words: wherever the same word stands."""
    words = next(one for one in process.reading.sets if one.id == set_id)
    keys = {(word.text, word.is_prefix) for word in words.words}

    def plain(word: Word) -> Word:
        return replace(word, never_negate=False) if (word.text, word.is_prefix) in keys else word

    sets = tuple(replace(one, words=tuple(plain(word) for word in one.words)) for one in process.reading.sets)
    yield Mutant(
        kind="never_negate dropped",
        says=f"drops `never_negate` of `{set_id}`",
        process=reread(process, sets=sets),
        touches=tuple(word.shown for word in words.words),
        because=words.because,
    )


def lowered(subject: Subject) -> Iterator[Mutant]:
    """Each word of a level stands one level lower; what else its list is good for stays as it is."""
    process = subject.process
    sets = {one.id: one for one in process.reading.sets}
    for rank, level in enumerate(process.levels[:-1]):
        below = process.levels[rank + 1]
        for place, set_id in enumerate(level.sets):
            for number, word in enumerate(sets[set_id].words):
                rest = replace(sets[set_id], id=f"{level.id} {set_id}", words=without(sets[set_id].words, number))
                alone = replace(sets[set_id], id=f"{below.id} {word.text}", words=(word,))
                levels = exchanged(process.levels, rank, replace(level, sets=exchanged(level.sets, place, rest.id)))
                levels = exchanged(levels, rank + 1, replace(below, sets=(*below.sets, alone.id)))
                made = reread(process, sets=(*process.reading.sets, rest, alone))
                yield Mutant(
                    kind="word at a lower level",
                    says=f"makes the word `{word.shown}` `{below.id}` in place of `{level.id}`",
                    process=replace(made, levels=levels),
                    touches=(word.shown,),
                    because=word.because,
                )


def of_matching(subject: Subject) -> Iterator[Mutant]:
    process, matching = subject.process, subject.spec.matching
    reading = process.reading
    for written in matching.negation:
        cues = tuple(one for one in reading.cues if one != normal(written.text))
        yield Mutant(
            kind="negation cue dropped",
            says=f"drops the cue `{written.text}`",
            process=reread(process, cues=cues),
            touches=(f" {written.text} ",),
            because=written.span,
        )
    for written in matching.history:
        marks = tuple(one for one in reading.history if one != written.text.lower())
        yield Mutant(
            kind="mark of quoted text dropped",
            says=f"drops the mark {written.text!r} of quoted text",
            process=reread(process, history=marks),
            touches=(written.text,),
            because=written.span,
        )
    for written in matching.forwards:
        forwards = tuple(one for one in reading.forwards if one != normal(written.text))
        yield Mutant(
            kind="forward prefix dropped",
            says=f"drops the prefix `{written.text}` of forwarded mail",
            process=reread(process, forwards=forwards),
            touches=(written.text,),
            because=written.span,
        )


def of_finder(subject: Subject, place: int, finder: Finder) -> Iterator[Mutant]:
    process, written = subject.process, subject.entry("identifiers", finder.fact)

    def mutant(kind: str, says: str, made: Finder, span: Span) -> Mutant:
        return Mutant(
            kind=kind,
            says=f"{says} of the identifier `{finder.fact}`",
            process=replace(process, finders=exchanged(process.finders, place, made)),
            touches=(finder.fact,),
            because=span,
        )

    for number, shape in enumerate(finder.shapes if len(finder.shapes) > 1 else ()):
        span = written.written[number].span if written.written else written.id.span
        fewer = replace(finder, shapes=without(finder.shapes, number))
        yield mutant("identifier shape dropped", f"drops the shape `{shape}`", fewer, span)
    if finder.kind != "text":
        yield mutant("identifier never read", "drops the reading", replace(finder, kind="text"), written.id.span)
    if finder.check:
        unchecked = replace(finder, check=None)
        yield mutant("check digit dropped", f"drops the check `{finder.check}`", unchecked, written.id.span)
    if finder.kind == "date":
        turned = replace(finder, order="mdy" if finder.order == "dmy" else "dmy")
        yield mutant("date order turned", "turns day and month", turned, written.id.span)
    if finder.on_find == "mask":
        yield mutant("mask dropped", "drops the masking", replace(finder, on_find="store"), written.id.span)
    if finder.found_on != "nothing":
        nowhere = replace(finder, found_on="nothing")
        yield mutant("identifier never verified", "drops the place", nowhere, written.id.span)
