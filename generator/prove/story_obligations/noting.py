"""An interpreter that notes which rules, clocks and effects of its process a history meets, and how each comes out.

By these notes histories are chosen: one that meets nothing new is not worth telling to two witnesses.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from generator.conditions.syntax import And, Condition, Not, Or, Value
from generator.interpret.evaluating import View, holds
from generator.interpret.happening import matches
from generator.interpret.state import State
from generator.interpret.telling import Interpreter
from generator.process.events import Event
from generator.process.model import Clock, Process, Rule
from generator.scenarios.model import Act, Scenario

Note = tuple[str, ...]
"""What was met: its kind, its id, and how it came out."""
Truths = tuple[bool, ...]
"""Of each atom of a rule's conditions, in order, whether it held."""


class Noting(Interpreter):
    """`notes`: what was met since they were last taken. `truths`: of each rule that was asked, the atoms and whether
    it was broken."""

    def __init__(self, process: Process) -> None:
        super().__init__(process)
        self.notes: set[Note] = set()
        self.truths: set[tuple[str, Truths, bool]] = set()

    def read_history(self, scenario: Scenario) -> frozenset[Note]:
        """All that a history meets."""
        self.notes, self.truths = set(), set()
        state, _ = self.begin(scenario.given)
        return self.notes_of(state, events_of(scenario))

    def read_on(self, state: State, events: Iterable[Event]) -> frozenset[Note]:
        """All that these events meet from `state` on."""
        self.notes, self.truths = set(), set()
        return self.notes_of(state, events)

    def notes_of(self, state: State, events: Iterable[Event]) -> frozenset[Note]:
        for event in events:
            state, seen = self.step(state, event)
            self.notes |= {("stopped", rule, type(event).__name__) for rule in seen.blocked_by}
        return frozenset(self.notes)

    def happen(self, state: State, kind: str, of: str | None = None) -> None:
        self.notes.add(("moment", kind, of or ""))
        view = self.view(state, state.facts, "")
        for effect in self.process.effects:
            if matches(effect.on, kind, of):
                self.notes.add(("effect", effect.id, of or "", str(holds(effect.when, view))))
        super().happen(state, kind, of)

    def start(self, state: State, clock: Clock, moment: datetime, *, reopens: bool = False) -> None:
        super().start(state, clock, moment, reopens=reopens)
        self.notes.add(("clock starts", clock.id, str(state.facts["urgency"]), str(moment == state.now), str(reopens)))

    def urgency_changed(self, state: State, was: str, *, reopens: bool = False) -> None:
        runs = [run.clock.id for run in state.clocks.values() if run.stopped is None]
        self.notes |= {("clock changes", id, was, str(state.facts["urgency"])) for id in runs}
        super().urgency_changed(state, was, reopens=reopens)

    def fall_due(self, state: State, what: int, id: str) -> None:
        how = ("warned", "breached", "told", "stalled")[what]
        self.notes.add(("falls due", how, id, str(state.facts["urgency"])))
        super().fall_due(state, what, id)

    def mail(self, state: State, message: str, to: str) -> None:
        before = len(state.happened.emailed)
        super().mail(state, message, to)
        self.notes.add(("mail", message, to, str(len(state.happened.emailed) > before), state.patient))

    def enter(self, state: State, to: str, by: str) -> None:
        self.notes.add(("move", str(state.facts["stage"]), to, "by automation" if by not in state.users else "by hand"))
        super().enter(state, to, by)

    def owned(self, state: State, owner: str, by: str) -> None:
        again = state.accepted
        super().owned(state, owner, by)
        self.notes.add(("owner", "a queue" if owner not in state.users else "a user", str(again), str(state.accepted)))

    def route(self, state: State) -> bool:
        changed = super().route(state)
        self.notes.add(("route", str(state.facts["route"]), str(changed)))
        return changed

    def broken(self, state: State, prior: dict[str, Value], by: str) -> frozenset[str]:
        view = self.judged(state, prior, by)
        for rule in self.process.rules:
            if self.watches(rule, prior, state):
                self.ask(rule, view, state.users[by])
        return super().broken(state, prior, by)

    def extend(self, state: State, clock_id: str, by: str) -> None:
        rule = next((one for one in self.process.rules if one.kind == "extension" and one.id == clock_id), None)
        if rule is not None:
            self.ask(rule, self.view(state, state.facts, by), state.users[by])
        super().extend(state, clock_id, by)

    def ask(self, rule: Rule, view: View, persona: str) -> None:
        is_broken = holds(rule.when, view) and not holds(rule.require, view)
        self.notes.add(("rule", rule.kind, rule.id, "broken" if is_broken else "kept", persona))
        if not self.personas[persona].bypass:
            self.truths.add((f"{rule.kind} {rule.id}", tuple(holds(one, view) for one in atoms_of(rule)), is_broken))


def events_of(scenario: Scenario) -> Iterator[Event]:
    return (step.event for step in scenario.steps if isinstance(step, Act))


def atoms_of(rule: Rule) -> tuple[Condition, ...]:
    """Each test of a rule's conditions, once."""
    found = [*atoms(rule.when), *atoms(rule.require)]
    return tuple(one for place, one in enumerate(found) if one not in found[:place])


def atoms(condition: Condition | None) -> Iterator[Condition]:
    match condition:
        case None:
            return
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from atoms(part)
        case Not(part=part):
            yield from atoms(part)
        case _:
            yield condition


def worthwhile(noting: Noting, candidates: Iterable[Scenario], met: set[Note]) -> Iterator[Scenario]:
    """The candidates that meet something that was not met before; `met` grows."""
    for one in candidates:
        notes = noting.read_history(one)
        if not notes <= met:
            met |= notes
            yield one
