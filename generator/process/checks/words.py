"""Words that never get their say, and words of ours that would alarm."""

from collections.abc import Iterator

from generator.diagnostics import Diagnostic
from generator.process.checks.routing import error
from generator.process.model import Process
from generator.process.reach import Inside
from generator.source import Span


def warning(code: str, message: str, span: Span, help: str) -> Diagnostic:
    return Diagnostic(code=code, severity="warning", message=message, span=span, help=help)


def twice_taken(process: Process) -> Iterator[Diagnostic]:
    """A category's own word that an earlier category always takes."""
    inside = Inside(process.reading.sets)
    sets = {one.id: one for one in process.reading.sets}
    for category in process.categories:
        own = sets.get(f"category.{category.id}")
        for word in own.words if own else ():
            implied = inside.sets(word)
            for earlier in process.categories[: category.rank]:
                if implied & set(earlier.sets):
                    message = f"`{word.shown}` never leads to `{category.id}`: `{earlier.id}` takes it first"
                    yield warning("CP320", message, word.because, "remove it here, or order the categories")
                    break


def misplaced(process: Process) -> Iterator[Diagnostic]:
    """The last category takes the rest; every other one needs words."""
    for category in process.categories[:-1]:
        if not category.sets:
            yield error(
                "CP321", f"`{category.id}` has no words, and only the last category takes the rest", category.because
            )
    last = process.categories[-1]
    if last.sets:
        yield error("CP321", f"`{last.id}` is the last category: it takes the rest and has no words", last.because)
    used = {id for one in process.categories for id in one.sets} | {id for one in process.levels for id in one.sets}
    used |= {id for one in process.setters for id in one.sets}
    for one in process.reading.sets:
        if one.id not in used and "." not in one.id:
            yield warning("CP322", f"the word list `{one.id}` is used nowhere", one.because, "name it, or remove it")


def contained(process: Process) -> Iterator[Diagnostic]:
    """A phrase that a shorter one of its list finds as well (CP335), unless a cue in it turns the shorter one off."""
    cues = tuple(f" {cue} " for cue in process.reading.cues)
    for one in process.reading.sets:
        for word in one.words:
            text = f" {word.text}" if word.is_prefix else f" {word.text} "
            for inner in one.words:
                begins = text.find(f" {inner.text}" if inner.is_prefix else f" {inner.text} ")
                silenced = text[: begins + 1].endswith(cues) and not inner.never_negate
                if inner is not word and begins >= 0 and not silenced and (inner.is_prefix or not word.is_prefix):
                    message = f"`{word.shown}` is found by `{inner.shown}` already"
                    yield Diagnostic(code="CP335", severity="note", message=message, span=word.because)
                    break
