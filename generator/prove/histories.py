"""Runs histories on both witnesses, the interpreter of a process and an org with the files, and compares every step."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from generator.interpret.telling import Interpreter
from generator.process.events import Arrival, Event, Observation
from generator.process.model import Process
from generator.prove.comparing import unlike
from generator.prove.lexicon import Lexicon
from generator.prove.playing import OrgTeller
from generator.scenarios.model import Act, Scenario
from generator.scenarios.running import Moment, Teller

REMEMBERED = 200
"""States of an org that are kept: they share what is equal in them."""
Differing = tuple[str, int, Arrival | Event, tuple[str, ...]]
"""A scenario's name, the number of the step (0: the arrival), its event, and one line for each thing that differs."""


def compare(
    process: Process, scenarios: tuple[Scenario, ...], files: Mapping[str, bytes], ignoring: tuple[str, ...] = ()
) -> Iterator[Differing]:
    """The first step of each scenario on which the two differ. `ignoring`: beginnings of lines that do not count, so
    that work on one part of the metadata can go on before the others are there. The interpreter knows no elements
    that fail: a scenario with one is not compared."""
    told, played = Interpreter(process), OrgTeller(process, files)
    for scenario in scenarios:
        if not scenario.needs_org:
            found = parting(told, history(played, scenario), played.lexicon, ignoring)
            if found is not None:
                yield scenario.name, *found


def history(teller: Teller, scenario: Scenario) -> Iterator[Moment]:
    """The events of a scenario, and what one witness sees after each."""
    state, seen = teller.begin(scenario.given)
    yield Moment(event=scenario.given, seen=seen)
    for step in scenario.steps:
        if isinstance(step, Act):
            state, seen = teller.step(state, step.event)
            yield Moment(event=step.event, seen=seen)


class Remembering:
    """A teller that remembers the beginnings of histories: many share theirs and differ in their ends."""

    def __init__(self, teller: Teller) -> None:
        self.teller = teller
        self.after = lru_cache(maxsize=REMEMBERED)(self.tell)

    def tell(self, given: Arrival, events: tuple[Event, ...]) -> tuple[Any, Observation]:
        if not events:
            return self.teller.begin(given)
        state, _ = self.after(given, events[:-1])
        return self.teller.step(state, events[-1])

    def begin(self, arrival: Arrival) -> tuple[Any, Observation]:
        return (arrival, ()), self.after(arrival, ())[1]

    def step(self, state: Any, event: Event) -> tuple[Any, Observation]:
        given, events = state
        return (given, (*events, event)), self.after(given, (*events, event))[1]


def parting(
    told: Teller, moments: Iterable[Moment], lexicon: Lexicon, ignoring: tuple[str, ...] = ()
) -> tuple[int, Arrival | Event, tuple[str, ...]] | None:
    """The first moment at which another witness saw something else than `moments` tell."""
    state: Any = None
    for number, moment in enumerate(moments):
        event = moment.event
        state, seen = told.begin(event) if isinstance(event, Arrival) else told.step(state, event)
        lines = tuple(line for line in unlike(seen, moment.seen, lexicon) if not line.startswith(ignoring))
        if lines:
            return number, event, lines
    return None
