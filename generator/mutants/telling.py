"""What a scenario can say of a moment, and where two processes part in it."""

from collections.abc import Iterator, Mapping

from generator.conditions.syntax import Value
from generator.frozen import record
from generator.interpret.state import State
from generator.interpret.telling import Interpreter
from generator.process.events import Arrival, Event, Observation
from generator.scenarios.model import Act, Expect, Scenario
from generator.scenarios.running import rule_name
from generator.source import NOWHERE


@record
class Sayable:
    """All that the language of scenarios has words for (language.md section 8)."""

    facts: Mapping[str, Value]
    effects: Mapping[str, frozenset[str]]
    """By the word of an expectation: words, tasks, notified, emailed, warned, breached, stalled, linked, audit. A case
    that a late reply makes has no id of its own: the audit tells of it."""
    blocked_by: frozenset[str]
    visible: str


def sayable(seen: Observation) -> Sayable:
    return Sayable(
        facts=seen.facts,
        effects={
            "words": seen.found,
            "tasks": frozenset(one.id for one in seen.tasks),
            "notified": frozenset(one.to for one in seen.notified),
            "emailed": frozenset(one.message for one in seen.emailed),
            "warned": seen.warned,
            "breached": seen.breached,
            "stalled": seen.stalled,
            "linked": seen.linked - {"reply"},
            "audit": frozenset(one.kind for one in seen.log),
        },
        blocked_by=frozenset(rule_name(rule) for rule in seen.blocked_by),
        visible=seen.visible_text,
    )


class Teller:
    """Tells histories one after the other; what a history has in common with the one before it is not told again."""

    def __init__(self, told: Interpreter) -> None:
        self.told = told
        self.before: list[tuple[Arrival | Event, State, Sayable]] = []

    def tell(self, scenario: Scenario) -> Iterator[Sayable]:
        """What can be said after the arrival and after each event."""
        known = self.before
        self.before = []
        for place, event in enumerate(events_of(scenario)):
            if place < len(known) and known[place][0] is event:
                self.before.append(known[place])
            else:
                known = []
                self.before.append((event, *self.step(event)))
            yield self.before[-1][2]

    def step(self, event: Arrival | Event) -> tuple[State, Sayable]:
        if isinstance(event, Arrival):
            state, seen = self.told.begin(event)
        else:
            state, seen = self.told.step(self.before[-1][1], event)
        return state, sayable(seen)


def events_of(scenario: Scenario) -> Iterator[Arrival | Event]:
    yield scenario.given
    yield from (step.event for step in scenario.steps if isinstance(step, Act))


# -- what to expect ------------------------------------------------------------------------------------------------

OWN = ("category", "urgency", "team", "owner", "stage")
"""Facts that have a word of their own in expectations."""
MOST = 3
"""Expectations of one kind that are worth writing."""


def telling(spec: Sayable, other: Sayable) -> tuple[str | None, tuple[Expect, ...]] | None:
    """What a scenario would write so that it holds for `spec` and fails for `other`: the rule that must stop the last
    act, and what must be so after it. None where it has no words for the difference."""
    if spec.blocked_by:
        missing = sorted(spec.blocked_by - other.blocked_by)
        return (missing[0], ()) if missing else None
    expects = (*differing_facts(spec, other), *differing_effects(spec, other))
    if other.blocked_by and not expects:
        return None, (stage_is(spec),)
    return (None, expects) if expects else None


def stage_is(now: Sayable) -> Expect:
    return Expect(what="stage", expected=str(now.facts["stage"]), because=NOWHERE)


def differing_facts(spec: Sayable, other: Sayable) -> Iterator[Expect]:
    """The facts with words of their own; where none of these differs, others."""
    changed = [id for id, value in spec.facts.items() if value != other.facts.get(id)]
    for id in OWN:
        if id in changed:
            yield Expect(what=id, expected=str(spec.facts[id]), because=NOWHERE)
    rest = {id: spec.facts[id] for id in changed if id not in OWN}
    if rest and len(rest) == len(changed):
        yield Expect(what="fields", expected=dict(list(rest.items())[:MOST]), because=NOWHERE)
    if spec.visible != other.visible:
        shown = bool(spec.visible)
        text = spec.visible or other.visible
        yield Expect(what="text_has_not", expected=(text,), negated=shown, because=NOWHERE)


def differing_effects(spec: Sayable, other: Sayable) -> Iterator[Expect]:
    for what, names in spec.effects.items():
        missing, more = sorted(names - other.effects[what]), sorted(other.effects[what] - names)
        if missing:
            yield Expect(what=what, expected=tuple(missing[:MOST]), because=NOWHERE)
        if more:
            yield Expect(what=what, expected=tuple(more[:MOST]), negated=True, because=NOWHERE)
