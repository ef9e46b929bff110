"""The process, carried out by an interpreter that counts what it comes through: coverage in the words of the spec."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from generator.conditions.syntax import Value
from generator.coverage.model import Aim
from generator.emulator.coverage import Point
from generator.interpret.evaluating import holds
from generator.interpret.happening import AUTOMATION, matches
from generator.interpret.reading import Read
from generator.interpret.state import State
from generator.interpret.telling import Interpreter
from generator.process.events import Arrival
from generator.process.model import Effect, Process, Rule, Stage
from generator.source import NOWHERE, Span

REPLIES = {
    "nothing": "a reply that changes nothing",
    "raised": "a reply that raises the alarm",
    "reopened": "a reply that opens a closed case again",
    "linked": "a reply that begins another case",
}


class Watched(Interpreter):
    """`hits`: how often each point was reached since this was made."""

    def __init__(self, process: Process) -> None:
        super().__init__(process)
        self.hits: Counter[Point] = Counter()

    def hit(self, kind: str, where: str, name: str = "", what: str = "") -> None:
        self.hits[Point(kind, where, name, what)] += 1

    def classify(self, state: State, read: Read) -> None:
        super().classify(state, read)
        self.hit("category", str(state.facts["category"]))
        self.hit("level", str(state.facts["urgency"]))

    def set_by_words(self, state: State, sets: frozenset[str], *, intake: bool) -> None:
        super().set_by_words(state, sets, intake=intake)
        for setter in self.process.setters:
            if state.facts[setter.fact] == setter.value:
                self.hit("flag", setter.fact, str(setter.value))

    def mask(self, state: State, arrival: Arrival, read: Read) -> None:
        super().mask(state, arrival, read)
        for fact in read.identifiers:
            self.hit("identifier", fact)

    def route(self, state: State) -> bool:
        changed = super().route(state)
        self.hit("route", str(state.facts["route"]))
        return changed

    def move(self, state: State, to: str, by: str, through: str) -> None:
        was = str(state.facts["stage"])
        super().move(state, to, by, through)
        if state.facts["stage"] == to != was:
            self.hit("transition", was, to, through)

    def enter(self, state: State, to: str, by: str) -> None:
        if by == AUTOMATION:
            self.hit("transition", str(state.facts["stage"]), to, AUTOMATION)
        super().enter(state, to, by)

    def save(self, state: State, values: dict[str, Value], by: str) -> None:
        """A save that is stopped reaches nothing but the rules that judge it."""
        before = self.hits.copy()
        super().save(state, values, by)
        if state.happened.blocked_by:
            self.hits = before + Counter({one: self.hits[one] - before[one] for one in self.hits if is_rule(one)})

    def broken(self, state: State, prior: dict[str, Value], by: str) -> frozenset[str]:
        """Which rules a save breaks; and each rule that is for it counts as held, broken or overridden."""
        view, bypass = self.judged(state, prior, by), self.is_bypass(state, by)
        for rule in self.process.rules:
            if self.watches(rule, prior, state) and holds(rule.when, view):
                self.met(rule, holds(rule.require, view), bypass)
        return super().broken(state, prior, by)

    def met(self, rule: Rule, is_met: bool, bypass: bool) -> None:
        if is_met or not bypass:
            self.hit("guardrail", rule.id, rule.kind, "held" if is_met else "broken")
        else:
            self.hit("guardrail", rule.id, rule.kind, "overridden")

    def extend(self, state: State, clock_id: str, by: str) -> None:
        rule = next((one for one in self.process.rules if one.kind == "extension" and one.id == clock_id), None)
        run = state.clocks.get(clock_id)
        if rule is not None and run is not None and not run.extended and run.stopped is None:
            self.met(rule, holds(rule.require, self.view(state, state.facts, by)), self.is_bypass(state, by))
        super().extend(state, clock_id, by)

    def is_bypass(self, state: State, by: str) -> bool:
        return self.personas[state.users[by]].bypass

    def happen(self, state: State, kind: str, of: str | None = None) -> None:
        for run in state.clocks.values():
            if run.stopped is None and not run.breached and matches(run.clock.stops, kind, of):
                self.hit("clock", run.clock.id, run.level, "met")
        for effect in self.process.effects:
            if matches(effect.on, kind, of) and not holds(effect.when, self.view(state, state.facts, "")):
                self.hit(effect.kind, effect.id, what="held back")
        super().happen(state, kind, of)

    def act(self, state: State, effect: Effect, of: str | None) -> None:
        self.hit(effect.kind, effect.id, what="done")
        super().act(state, effect, of)

    def fall_due(self, state: State, what: int, id: str) -> None:
        if what == 3:
            self.hit("stall", id)
        elif what == 2:
            self.hit("clock", id, str(state.clocks[id].rungs + 1), "step")
        else:
            self.hit("clock", id, state.clocks[id].level, "breached" if what else "warned")
        super().fall_due(state, what, id)

    def reply(self, state: State, subject: str, text: str) -> None:
        was_closed = bool(state.facts["closed"])
        super().reply(state, subject, text)
        kinds = {one.kind for one in state.happened.log}
        reached = {"linked": "reply" in state.happened.linked, "raised": "raised" in kinds, "reopened": was_closed}
        self.hit("reply", next((what for what, so in reached.items() if so), "nothing"))


def is_rule(point: Point) -> bool:
    return point.kind == "guardrail"


# -- what there is ---------------------------------------------------------------------------------------------------


def aims_of(process: Process) -> Iterator[Aim]:
    """All that there is to reach in a process. `at` holds whole spans still: see `Aim`."""
    for category in process.categories:
        yield aim(Point("category", category.id), f"category {category.label}", category.because)
    for level in process.levels:
        yield aim(Point("level", level.id), f"urgency {level.label}", level.because)
    labels = {one.id: one.label for one in process.facts}
    for setter in process.setters:
        said = f"{labels[setter.fact]}: {'yes' if setter.value is True else setter.value}"
        yield aim(Point("flag", setter.fact, str(setter.value)), said, setter.because)
    for finder in process.finders:
        if finder.kind != "text":
            yield aim(Point("identifier", finder.fact), f"{labels[finder.fact]} in a text", finder.because)
    for place, route in enumerate(process.routes):
        made = aim(Point("route", route.id), f"route {route.id} to {route.team}", route.because)
        before = [one.id for one in process.routes[:place] if one.when == route.when]
        reason = f"The route {before[0]} is for the same cases, and comes before it." if before else ""
        yield replace(made, reason=reason)
    yield from moves(process)
    yield from rules(process)
    for effect in process.effects:
        said = f"{effect.kind.replace('_', ' ')} {effect.id}"
        yield aim(Point(effect.kind, effect.id, what="done"), said, effect.because)
        if effect.when is not None:
            yield aim(Point(effect.kind, effect.id, what="held back"), f"{said}, held back", effect.because)
    yield from promises(process)
    for what, said in REPLIES.items():
        if what != "reopened" or process.replies.reopen_within is not None:
            yield aim(Point("reply", what), said, NOWHERE)


def aim(point: Point, label: str, because: Span) -> Aim:
    return Aim(point=point, label=label, at="" if because == NOWHERE else f"{because.path}:{because.line}")


def moves(process: Process) -> Iterator[Aim]:
    """Each listed move: by the stage, by the status where that says which stage is meant, or by automation."""
    stages = {one.id: one for one in process.stages}
    for stage in process.stages:
        for id in stage.next:
            ways = [AUTOMATION] if stage.automatic else ["stage", *(["status"] if told(process, stage, id) else [])]
            for way in ways:
                said = f"{stage.label} → {stages[id].label} by {'the ' * (way != AUTOMATION)}{way}"
                yield aim(Point("transition", stage.id, id, way), said, stage.because)


def told(process: Process, source: Stage, target: str) -> bool:
    """Whether a status tells of a move: it is another than before, and one stage alone has it."""
    status = next(one.status for one in process.stages if one.id == target)
    return status != source.status and sum(one.status == status for one in process.stages) == 1


def rules(process: Process) -> Iterator[Aim]:
    bypassed = any(one.bypass for one in process.personas)
    for rule in process.rules:
        for what in ("held", "broken", *(["overridden"] if bypassed else [])):
            yield aim(Point("guardrail", rule.id, rule.kind, what), f"{rule.label or rule.id}: {what}", rule.because)


def promises(process: Process) -> Iterator[Aim]:
    for clock in process.clocks:
        for level, allowance in zip(process.levels, clock.within, strict=True):
            if allowance is None:
                continue
            for what in ("met", *(["warned"] if clock.warn else []), "breached"):
                said = f"{clock.label}, {level.label}: {what}"
                yield aim(Point("clock", clock.id, level.id, what), said, clock.because)
        for number, _ in enumerate(clock.ladder, 1):
            said = f"{clock.label}: step {number} of its ladder"
            yield aim(Point("clock", clock.id, str(number), "step"), said, clock.because)
    for stage in process.stages:
        if any(stage.stall) and not stage.automatic:
            yield aim(Point("stall", stage.id), f"{stage.label} stalls", stage.because)
