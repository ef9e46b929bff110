"""Runs histories on both witnesses, the interpreter of a process and an org with the files, and compares every step."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from generator.emulator.schema import NotModelled
from generator.interpret.telling import Interpreter
from generator.process.events import Arrival, Event, Observation
from generator.process.model import Process
from generator.prove.comparing import Seen, differences, plain
from generator.prove.lexicon import Lexicon
from generator.prove.observing import Witnessed
from generator.prove.playing import OrgTeller
from generator.scenarios.model import Act, Scenario
from generator.scenarios.running import Teller

Differing = tuple[str, int, Arrival | Event, tuple[str, ...]]
"""A scenario's name, the number of the step (0: the arrival), its event, and one line for each thing that differs."""


def compare(
    process: Process, scenarios: tuple[Scenario, ...], files: Mapping[str, bytes], ignoring: tuple[str, ...] = ()
) -> Iterator[Differing]:
    """The first step of each scenario on which the two differ. `ignoring`: beginnings of lines that do not count, so
    that work on one part of the metadata can go on before the others are there."""
    told, played = Interpreter(process), OrgTeller(process, files)
    for scenario in scenarios:
        found = first(told, played, scenario, ignoring)
        if found is not None:
            yield found


def first(told: Interpreter, played: OrgTeller, scenario: Scenario, ignoring: tuple[str, ...]) -> Differing | None:
    """The first step on which the two differ, or that the emulator cannot run."""
    events: list[Arrival | Event] = [scenario.given, *(one.event for one in scenario.steps if isinstance(one, Act))]
    both = zip(history(told, events), history(played, events), strict=True)
    for number, event in enumerate(events):
        try:
            spec, org = next(both)
            lines = tuple(line for line in unlike(spec, org, played.lexicon) if not line.startswith(ignoring))
        except NotModelled as problem:
            lines = (f"not modelled: {problem}",)
        if lines:
            return scenario.name, number, event, lines
    return None


def history(teller: Teller, events: list[Arrival | Event]) -> Iterator[Observation]:
    """What one witness sees after each event."""
    state: Any = None
    for event in events:
        state, seen = teller.begin(event) if isinstance(event, Arrival) else teller.step(state, event)
        yield seen


def unlike(told: Observation, found: Observation, lexicon: Lexicon) -> tuple[str, ...]:
    """One line for each thing in which two observations of the same step differ, and for each fault of the org."""
    faults = found.faults if isinstance(found, Witnessed) else ()
    both = {one.clock for one in told.clocks} & {one.clock for one in found.clocks}
    left, right = (aspects(one, lexicon, both) for one in (told, found))
    return (*(f"fault: {fault}" for fault in faults), *differences(left, right))


def aspects(seen: Observation, lexicon: Lexicon, clocks: set[str]) -> Seen:
    """All that an observation says, by name; of `clocks` each part. Effects are sets: order inside one instant is no
    meaning; roles are whoever they mean now, as two names of one recipient are one notification."""
    zone = ZoneInfo(lexicon.process.identity.zone)
    parts = {
        f"clock {one.clock}: {part}": getattr(one, part)
        for one in seen.clocks
        for part in ("level", "started", "warns", "due", "stopped", "warned", "breached")
        if one.clock in clocks
    }
    return {
        "at": seen.at,
        **{f"fact {id}": plain(value) for id, value in seen.facts.items() if id != "owner"},
        "owner": seen.owner,
        "priority": seen.priority,
        "words found": seen.found,
        "words discounted": seen.discounted,
        "visible text": seen.visible_text,
        "confidential text": seen.confidential_text,
        "blocked by": seen.blocked_by,
        "clocks": frozenset(one.clock for one in seen.clocks),
        **parts,
        "tasks": frozenset(
            (one.id, one.subject, one.due.astimezone(zone).date() if one.due else None, lexicon.meant(one.to, seen))
            for one in seen.tasks
        ),
        "notified": frozenset((lexicon.meant(one.to, seen), one.text) for one in seen.notified),
        "emailed": frozenset((one.message, one.to, one.subject, one.body) for one in seen.emailed),
        "warned": seen.warned,
        "breached": seen.breached,
        "stalled": seen.stalled,
        "linked": seen.linked,
        "log": frozenset((one.kind, one.who, one.was, one.now, one.why) for one in seen.log),
    }
