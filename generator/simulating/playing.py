"""Plays one history on an org that runs the generated files, and keeps everything that happened, instant by instant."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from generator.emulator.clock import next_run
from generator.emulator.organisation import Org, Outcome
from generator.emulator.results import Effect, Error, Step
from generator.emulator.schema import NotModelled
from generator.emulator.switches import Switches
from generator.frozen import record
from generator.process.events import Arrival, Event, Wait
from generator.process.model import Process
from generator.prove.observing import Witnessed
from generator.prove.playing import OrgTeller, Played
from generator.scenarios.model import Act, Scenario


@record
class Happening:
    """What one event brought about, or time alone (`event` is None then): the org before and after, and all between."""

    event: Arrival | Event | None
    before: Org
    after: Org
    case: str | None
    seen: Witnessed
    effects: tuple[Effect, ...]
    errors: tuple[Error, ...]
    trace: tuple[Step, ...]
    notes: frozenset[str]


class Unplayable(Exception):  # noqa: N818  (a verdict on a history)
    """An event asks for what the emulator does not run."""

    def __init__(self, event: Arrival | Event, problem: Exception) -> None:
        self.event = event
        super().__init__(str(problem))


class Recorder(OrgTeller):
    """An OrgTeller that traces, and keeps the outcomes of what it does until they are asked for."""

    def __init__(self, process: Process, files: Mapping[str, bytes]) -> None:
        super().__init__(process, files, traced=True, alone=True)
        self.switches = Switches()
        self.kept: list[tuple[Org, Outcome]] = []
        self.refused: Exception | None = None

    def peopled(self, arrival: Arrival) -> Org:
        return replace(super().peopled(arrival), switches=self.switches)

    def arrive(self, org: Org, arrival: Arrival) -> Outcome:
        return self.keep(org, lambda: super(Recorder, self).arrive(org, arrival))

    def happen(self, state: Played, act: Callable[[], Outcome], **more: Any) -> tuple[Played, Witnessed]:
        return super().happen(state, lambda: self.keep(state.org, act), **more)

    def keep(self, before: Org, act: Callable[[], Outcome]) -> Outcome:
        try:
            outcome = act()
        except (NotModelled, RuntimeError) as problem:
            self.refused = problem
            raise
        self.kept.append((before, outcome))
        return outcome

    def happenings(self, scenario: Scenario, switches: Switches) -> Iterator[Happening]:
        """The events of a history one after the other; while it waits, every instant at which something is due. Of a
        message that is lost nothing comes: the arrival is all.

        Raises Unplayable for what the emulator does not run, at its event."""
        self.switches = switches
        self.take()
        arrival = scenario.given
        state, seen = self.begin(arrival)
        yield self.happening(arrival, state, seen)
        for step in scenario.steps if state.case is not None else ():
            if not isinstance(step, Act):
                continue
            event = step.event
            if isinstance(event, Wait):
                to = event.until if event.until is not None else state.org.now + timedelta(minutes=event.minutes)
                while (at := due(state.org, to)) is not None:
                    state, seen = self.step(state, Wait(until=at, because=event.because))
                    yield self.happening(event, state, seen, timed=True)
                event = Wait(until=to, because=event.because)
            state, seen = self.step(state, event)
            yield self.happening(event, state, seen)

    def happening(self, event: Arrival | Event, state: Played, seen: Witnessed, *, timed: bool = False) -> Happening:
        if self.refused is not None:
            raise Unplayable(event, self.refused)
        kept = self.take()
        outcomes = [outcome for _, outcome in kept]
        return Happening(
            event=None if timed else event,
            before=kept[0][0] if kept else state.org,
            after=state.org,
            case=state.case,
            seen=seen,
            effects=tuple(effect for one in outcomes for effect in one.effects),
            errors=tuple(error for one in outcomes for result in one.results for error in result.errors),
            trace=tuple(step for one in outcomes for step in one.trace),
            notes=frozenset().union(*(one.notes for one in outcomes)),
        )

    def take(self) -> list[tuple[Org, Outcome]]:
        kept, self.kept = self.kept, []
        return kept


def due(org: Org, to: datetime) -> datetime | None:
    """The next instant before `to` at which something runs by itself."""
    times = [one.at for one in org.state.pending.values()]
    for program in org.package.programs.values():
        at = next_run(program, org.state.zone, org.now) if program.trigger == "Scheduled" else None
        times += [at] if at is not None else []
    return min((at for at in times if org.now < at < to), default=None)
