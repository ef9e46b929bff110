"""Histories for every promise: its warning and its due time to the second; stopped, extended, superseded."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from generator.process.events import ClockSeen, Event, Observation, Wait
from generator.process.model import Clock, Stage
from generator.prove.story_obligations.instants import instants
from generator.prove.story_obligations.openings import AT, Opening
from generator.prove.story_obligations.script import (
    MINUTE,
    Script,
    accept,
    edit,
    extend,
    history,
    move,
    reply,
    until,
    wait,
)
from generator.scenarios.model import Scenario

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
SOON = 7 * MINUTE
"""After the beginning, before anything is due."""


def for_clocks(script: Script) -> Iterator[Scenario]:
    """All obligations of the clocks and of stalling."""
    for clock in script.process.clocks:
        for level in script.process.levels:
            begun = running_at(script, clock, level.id)
            if begun is not None:
                opening, before = begun
                yield from on_time(script, clock, opening, before)
                yield from stopped(script, clock, opening, before)
                yield from extended(script, clock, opening, before)
                yield from superseded(script, clock, opening, before)
                yield from climbed(script, clock, opening, before)
    for stage in script.process.stages:
        yield from stalled(script, stage)


def running_at(script: Script, clock: Clock, level: str) -> tuple[Opening, tuple[Event, ...]] | None:
    """A message, and events after it, by which a clock runs at a level."""
    for one in (one for one in script.openings.all if one.pair[1] == level):
        given = script.given(one)
        state, _ = script.told(given)
        before = () if clock.starts.kind == "created" else script.bring(clock.starts, state)
        _, seen = script.told(given, *before)
        if seen_of(seen, clock) is not None:
            return one, before
    return None


def seen_of(seen: Observation, clock: Clock) -> ClockSeen | None:
    return next((one for one in seen.clocks if one.clock == clock.id and one.stopped is None), None)


def around(*moments: datetime | None, after: datetime) -> tuple[Wait, ...]:
    """Waits until a second before each moment, then until it."""
    known = sorted({one for moment in moments if moment for one in (moment - SECOND, moment)})
    return tuple(until(one) for one in known if one > after)


def on_time(script: Script, clock: Clock, opening: Opening, before: tuple[Event, ...]) -> Iterator[Scenario]:
    """Nobody does anything: a second before the warning, at it, a second before due, at it, a minute later."""
    for name, at in instants(script.process).items():
        given = script.given(opening, at=at)
        state, seen = script.told(given, *before)
        run = seen_of(seen, clock)
        if run is not None:
            waits = around(run.warns, run.due, after=state.now)
            yield history(f"clock {clock.id} at {opening.pair[1]}, {name}", given, *before, *waits, wait(1))


def stopped(script: Script, clock: Clock, opening: Opening, before: tuple[Event, ...]) -> Iterator[Scenario]:
    """It stops before the warning, after it, a second before due, at due, and after; then the time passes."""
    given = script.given(opening)
    state, seen = script.told(given, *before)
    run = seen_of(seen, clock)
    assert run is not None
    stop = script.bring(clock.stops, state)
    times = {"soon": state.now + SOON, "a second early": run.due - SECOND, "when due": run.due, "late": run.due + SOON}
    if run.warns:
        times["after its warning"] = run.warns + MINUTE
    for name, moment in times.items():
        if moment > state.now:
            label = f"clock {clock.id} at {opening.pair[1]} stops {name}"
            yield history(label, given, *before, until(moment), *stop, until(run.due + DAY), *stop)


def extended(script: Script, clock: Clock, opening: Opening, before: tuple[Event, ...]) -> Iterator[Scenario]:
    """By everybody, with and without what is asked, before the warning and after due; twice; then up to the new due."""
    if clock.extension is None:
        return
    given = script.given(opening)
    _, seen = script.told(given, *before)
    run = seen_of(seen, clock)
    assert run is not None
    fill = tuple(script.fill(one.id) for one in script.filled if one.origin == "field" and one.id != clock.stops.of)
    label = f"clock {clock.id} at {opening.pair[1]} extended"
    for persona in script.process.personas:
        yield history(f"{label} by {persona.id}, nothing filled", given, *before, extend(clock.id, persona.id))
        yield history(f"{label} by {persona.id}", given, *before, *fill, extend(clock.id, persona.id))
    by = script.member(opening.facts["team"])
    for name, moment in (("after its warning", run.warns), ("a second early", run.due - SECOND), ("late", run.due)):
        if moment is None:
            continue
        start = (*before, *fill, until(moment), extend(clock.id, by))
        state, later = script.told(given, *start)
        again = seen_of(later, clock)
        waits = around(again.warns, again.due, after=state.now) if again else ()
        yield history(f"{label} {name}", given, *start, *waits, extend(clock.id, by))
    stop = script.bring(clock.stops, script.told(given, *before)[0])
    yield history(f"{label} after it stopped", given, *before, *fill, *stop, extend(clock.id, by))


def superseded(script: Script, clock: Clock, opening: Opening, before: tuple[Event, ...]) -> Iterator[Scenario]:
    """The urgency changes while it runs, by hand and by a reply, and so does what it is about; up to the new times."""
    changes: dict[str, Event] = {}
    for level in script.process.levels:
        if level.id != opening.pair[1]:
            changes[f"set to {level.id}"] = edit(script.free, urgency=level.id)
        said = script.openings.of(level=level.id)
        if said is not None:
            changes[f"a reply of {level.id}"] = reply(said.text)
    other = script.other_category(opening.pair[0])
    changes[f"made {other}"] = edit(script.free, category=other)
    given = script.given(opening)
    for name, change in changes.items():
        start = (*before, wait(5), change)
        state, seen = script.told(given, *start)
        run = seen_of(seen, clock)
        waits = around(run.warns, run.due, after=state.now) if run else (wait(24 * 60),)
        yield history(f"clock {clock.id} at {opening.pair[1]}, {name}", given, *start, *waits)


def climbed(script: Script, clock: Clock, opening: Opening, before: tuple[Event, ...]) -> Iterator[Scenario]:
    """Every step of the ladder; accepted before each and after; handed over."""
    given = script.given(opening)
    state, seen = script.told(given, *before)
    run = seen_of(seen, clock)
    if not clock.ladder or run is None:
        return
    steps = [script.calendars.due(rung.after, run.started) for rung in clock.ladder]
    label = f"ladder of {clock.id} at {opening.pair[1]}"
    yield history(label, given, *before, *around(*steps, after=state.now), wait(24 * 60))
    take = accept(script.member(opening.facts["team"]))
    outside = accept(script.stranger(opening.facts["team"]))
    for number, step in enumerate(steps, 1):
        if step - SECOND > state.now:
            end = until(steps[-1] + DAY)
            yield history(f"{label}, taken before step {number}", given, *before, until(step - SECOND), take, end)
            yield history(f"{label}, taken at step {number}", given, *before, until(step), take, end)
            yield history(f"{label}, taken outside at step {number}", given, *before, until(step), outside, end)


def stalled(script: Script, stage: Stage) -> Iterator[Scenario]:
    """A stay at each level, to the second; left and entered again; made more urgent and less while it lasts."""
    for level, allowance in zip(script.process.levels, stage.stall, strict=True):
        opening = script.openings.of(level=level.id)
        if opening is None:
            continue
        given = script.given(opening)
        state, _ = script.told(given)
        enter = (wait(5), *script.into(stage.id, state))
        state, _ = script.told(given, *enter)
        label = f"stay in {stage.id} at {level.id}"
        if allowance is None:
            yield history(f"{label}, for long", given, *enter, wait(30 * 24 * 60))
            continue
        due = script.calendars.due(allowance, state.stage_since)
        waits = around(due, after=state.now)
        away = move(script.elsewhere(stage.id), script.free)
        back = move(stage.id, script.free)
        yield history(label, given, *enter, *waits, wait(1), away, back, until(due + (due - AT) + DAY))
        yield history(f"{label}, left in time", given, *enter, waits[0] if waits else wait(1), away, wait(1), back)
        for other in script.process.levels:
            if other.id != level.id:
                change = edit(script.free, urgency=other.id)
                yield history(f"{label}, then {other.id}", given, *enter, wait(1), change, *waits, until(due + DAY))
