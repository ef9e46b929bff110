"""Whatever is taken out of a real spec's process, some story misses it: the stories can fail."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

import pytest

from generator.frozen import record
from generator.interpret.telling import Interpreter
from generator.process.model import Process
from generator.scenarios.model import Scenario
from generator.scenarios.running import run
from tests.specs.loaded import ORGANISATIONS, resolved, results

T = TypeVar("T")

NEVER_MISSED = {
    "northgate": {"route category.safeguarding"},
    "ashfell": {"route category.safeguarding", "route category.mental_health_crisis"},
}
"""An exception takes these categories first: nobody could tell the difference."""


@record
class Mutant:
    """A process with one thing taken out or turned round."""

    what: str
    process: Process


def mutants(process: Process) -> Iterator[Mutant]:
    for rule in process.rules:
        yield Mutant(what=f"rule {rule.id}", process=replace(process, rules=without(process.rules, rule)))
    for effect in process.effects:
        yield Mutant(what=f"effect {effect.id}", process=replace(process, effects=without(process.effects, effect)))
    for clock in process.clocks:
        yield Mutant(what=f"clock {clock.id}", process=replace(process, clocks=without(process.clocks, clock)))
    for route in process.routes[:-1]:
        yield Mutant(what=f"route {route.id}", process=replace(process, routes=without(process.routes, route)))
    for number, category in enumerate(process.categories):
        before, after = process.categories[:number], process.categories[number + 1 :]
        special = replace(process, categories=(*before, replace(category, special=not category.special), *after))
        quiet = replace(process, categories=(*before, replace(category, quiet=not category.quiet), *after))
        yield Mutant(what=f"special {category.id}", process=special)
        yield Mutant(what=f"quiet {category.id}", process=quiet)
    for calendar in process.calendars:
        open_days = (*without(process.calendars, calendar), replace(calendar, holidays=()))
        yield Mutant(what=f"holidays of {calendar.id}", process=replace(process, calendars=open_days))
    reading = process.reading
    for cue in reading.cues:
        fewer = replace(reading, cues=without(reading.cues, cue))
        yield Mutant(what=f"cue {cue}", process=replace(process, reading=fewer))
    for mark in reading.history:
        fewer = replace(reading, history=without(reading.history, mark))
        yield Mutant(what=f"mark {mark!r}", process=replace(process, reading=fewer))


def without(items: tuple[T, ...], one: T) -> tuple[T, ...]:
    return tuple(item for item in items if item is not one)


def is_missed(mutant: Mutant, stories: tuple[Scenario, ...]) -> bool:
    """Whether a story fails, or cannot even be played."""
    try:
        teller = Interpreter(mutant.process)
        return any(not run(story, mutant.process, teller).passed for story in stories)
    except (KeyError, StopIteration):
        return True


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_what_is_taken_out_is_missed(name: str) -> None:
    stories = tuple(result.scenario for result in results(name))
    unnoticed = {one.what for one in mutants(resolved(name).process) if not is_missed(one, stories)}
    assert unnoticed == NEVER_MISSED[name]
