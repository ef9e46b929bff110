"""Who does what in a history: users that may, events that bring a moment about, ways into a stage."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from generator.conditions.syntax import Value
from generator.interpret.calendars import Calendars
from generator.interpret.evaluating import holds
from generator.interpret.state import State
from generator.interpret.telling import Interpreter
from generator.process.events import (
    Accept,
    Arrival,
    Edit,
    Event,
    Extend,
    Move,
    Observation,
    Reply,
    Sign,
    Verify,
    Wait,
)
from generator.process.model import Fact, Moment, Process, Rule
from generator.prove.story_obligations.openings import AT, PLAIN, Opening, Openings, Patient, arrival
from generator.scenarios.model import Act, Scenario
from generator.source import NOWHERE

MINUTE = timedelta(minutes=1)
SAID = "said by staff"


class Script:
    """One process, with the messages that its cases begin with and the people who work on them."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.openings = Openings(process)
        self.interpreter = Interpreter(process)
        self.calendars = Calendars(process)
        self.facts = {one.id: one for one in process.facts}
        self.filled = [one for one in process.facts if one.origin in ("field", "flag") and not one.existing]
        self.verifiable = [one.fact for one in process.finders if one.found_on != "nothing"]
        self.closed = [one.id for one in process.stages if one.closed]
        bound = [one for one in process.personas if not one.bypass]
        self.free = next((one.id for one in process.personas if one.bypass), bound[0].id)
        """Somebody for whom no rule holds, where there is one."""

    # -- histories ---------------------------------------------------------------------------------------------------

    def given(
        self, opening: Opening, *, at: datetime = AT, patient: Patient = "unknown", channel: str | None = None
    ) -> Arrival:
        return arrival(self.process, opening.text, at=at, patient=patient, channel=channel)

    def told(self, given: Arrival, *events: Event) -> tuple[State, Observation]:
        """What the interpreter makes of a beginning."""
        state, seen = self.interpreter.begin(given)
        for event in events:
            state, seen = self.interpreter.step(state, event)
        return state, seen

    def needs(self, rule: Rule, opening: Opening) -> bool:
        """Whether a rule concerns the case of a message."""
        state, _ = self.told(self.given(opening))
        return holds(rule.when, self.interpreter.view(state, state.facts, ""))

    def few(self) -> list[Opening]:
        """A message for each way in which cases are treated apart: confidential or not, quiet or not, unreadable."""
        quiet = {one.id for one in self.process.categories if one.quiet}
        found: dict[object, Opening] = {}
        for one in self.openings.all:
            flags = any(one.facts[flag] for flag in self.process.quiet_flags)
            facts = one.facts
            found.setdefault((facts["special_handling"], one.pair[0] in quiet, flags, facts["unreadable"]), one)
        return list(found.values())

    # -- people ------------------------------------------------------------------------------------------------------

    def member(self, team: object) -> str:
        """A user who works for a team; the free one where nobody does."""
        return next((one.id for one in self.process.personas if team in one.teams), self.free)

    def stranger(self, team: object) -> str:
        """A user who does not work for a team."""
        return next((one.id for one in self.process.personas if team not in one.teams and one.teams), self.free)

    def editor(self, fact: str) -> str:
        """A user who may change a fact."""
        editors = self.facts[fact].editors
        return editors[0] if editors else self.free

    # -- events ------------------------------------------------------------------------------------------------------

    def value(self, fact: Fact, turn: int = 0) -> Value:
        """Some value of a fact; another one for another `turn`."""
        match fact.type.kind:
            case "yes_no":
                return turn % 2 == 0
            case "choice" if fact.choices:
                return fact.choices[turn % len(fact.choices)].id
            case "urgency" | "choice":
                return fact.type.values[turn % len(fact.type.values)]
            case "date":
                return (AT + timedelta(days=turn)).date()
            case "moment":
                return AT + timedelta(days=turn)
            case "number":
                return Decimal(7 + turn)
            case "person":
                return self.process.personas[turn % len(self.process.personas)].id
            case _:
                return SAID if turn == 0 else f"{SAID}, {turn}"

    def fill(self, fact: str, turn: int = 0) -> Edit:
        return edit(self.editor(fact), **{fact: self.value(self.facts[fact], turn)})

    def prepared(self, team: object) -> tuple[Event, ...]:
        """Whatever rules may ask of a case is done: it is accepted, verified, signed for, and its fields are filled."""
        done: list[Event] = [Accept(by=self.member(team), because=NOWHERE)]
        done += [Verify(identifier=one, because=NOWHERE) for one in self.verifiable]
        done += [Sign(consent=one.id, because=NOWHERE) for one in self.process.consents]
        done += [self.fill(fact.id) for fact in self.filled if fact.origin == "field"]
        return tuple(done)

    def into(self, stage: str, state: State) -> tuple[Event, ...]:
        """Straight into a stage, past all rules."""
        return () if state.facts["stage"] == stage else (move(stage, self.free),)

    def along(self, stage: str, by: str, start: object) -> tuple[Event, ...]:
        """Into a stage as people go, stage by stage; nothing where no way leads there."""
        ways: dict[str, tuple[str, ...]] = {str(start): ()}
        waiting = [str(start)]
        while waiting:
            here = waiting.pop(0)
            for then in next(one.next for one in self.process.stages if one.id == here):
                if then not in ways:
                    ways[then] = (*ways[here], then)
                    waiting.append(then)
        return tuple(move(one, by) for one in ways.get(stage, ()))

    def bring(self, moment: Moment, state: State) -> tuple[Event, ...]:
        """Events after which a moment has come; nothing where it has come at the arrival, or comes by itself."""
        facts = state.facts
        match moment.kind:
            case "accepted":
                return (Accept(by=self.member(facts["team"]), because=NOWHERE),)
            case "entering" if moment.of:
                away = () if facts["stage"] != moment.of else (move(self.elsewhere(moment.of), self.free),)
                return (*away, move(moment.of, self.free))
            case "leaving" if moment.of:
                return (*self.into(moment.of, state), move(self.elsewhere(moment.of), self.free))
            case "filled" if moment.of:
                return (self.fill(moment.of),)
            case "closed":
                return (move(self.closed[0], self.free),)
            case "reopened":
                return (move(self.closed[0], self.free), move(self.elsewhere(self.closed[0]), self.free))
            case "replied":
                return (reply(PLAIN),)
            case "raised":
                return (reply(self.raising(state)),)
            case "reclassified" | "routed":
                return (edit(self.free, category=self.other_category(facts["category"])),)
            case _:
                return ()

    def elsewhere(self, stage: str) -> str:
        """An open stage beside this one, not where cases begin by themselves."""
        return next(one.id for one in self.process.stages if not one.closed and not one.automatic and one.id != stage)

    def other_category(self, category: object) -> str:
        return next(one.id for one in reversed(self.process.categories) if one.id != category)

    def raising(self, state: State) -> str:
        """A text that says something more urgent than the case."""
        rank = self.interpreter.levels[str(state.facts["urgency"])].rank
        found = self.openings.that(lambda one: self.interpreter.levels[one.pair[1]].rank < rank)
        return found.text if found else PLAIN


def history(label: str, given: Arrival, *events: Event) -> Scenario:
    """A labelled history: a scenario without expectations."""
    acts = tuple(Act(event=event, because=NOWHERE) for event in events)
    return Scenario(name=label, given=given, steps=acts, because=NOWHERE)


def edit(by: str, /, **values: Any) -> Edit:
    return Edit(values=tuple(values.items()), by=by, because=NOWHERE)


def move(to: str, by: str, through: Any = "stage") -> Move:
    return Move(to=to, by=by, through=through, because=NOWHERE)


def wait(minutes: int) -> Wait:
    return Wait(minutes=minutes, because=NOWHERE)


def until(moment: datetime) -> Wait:
    return Wait(until=moment, because=NOWHERE)


def reply(text: str, subject: str = "") -> Reply:
    return Reply(subject=subject, text=text, because=NOWHERE)


def accept(by: str) -> Accept:
    return Accept(by=by, because=NOWHERE)


def extend(clock: str, by: str) -> Extend:
    return Extend(clock=clock, by=by, because=NOWHERE)
