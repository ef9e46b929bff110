"""Runs a scenario on anything that tells what becomes of a case, and compares what was expected."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from generator.conditions.syntax import Value
from generator.frozen import record
from generator.process.events import Arrival, Event, Observation
from generator.process.model import Process
from generator.scenarios.model import Act, Expect, Scenario
from generator.source import Span


class Teller(Protocol):
    """What can play a history: the interpreter of the process, or an org that runs the generated metadata."""

    def begin(self, arrival: Arrival) -> tuple[Any, Observation]: ...

    def step(self, state: Any, event: Event) -> tuple[Any, Observation]: ...


@record
class Moment:
    """One line of a timeline: the arrival or event, and what was seen after it."""

    event: Arrival | Event
    seen: Observation


@record
class Failure:
    """What was expected at `because`, and what there was instead."""

    message: str
    because: Span


@record
class Result:
    scenario: Scenario
    timeline: tuple[Moment, ...]
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        return not self.failures


def run(scenario: Scenario, process: Process, teller: Teller) -> Result:
    """Plays the whole scenario; it stops at the first step that fails."""
    state, seen = teller.begin(scenario.given)
    timeline = [Moment(event=scenario.given, seen=seen)]
    since = [seen]
    for step in scenario.steps:
        if isinstance(step, Expect):
            failure = unmet(step, process, since)
            since = since if failure or following(scenario, step) else [without_effects(timeline[-1].seen)]
            found = [failure] if failure else []
        else:
            state, seen = teller.step(state, step.event)
            timeline.append(Moment(event=step.event, seen=seen))
            since.append(seen)
            found = blocked(step, seen)
        if found:
            return Result(scenario=scenario, timeline=tuple(timeline), failures=tuple(found))
    return Result(scenario=scenario, timeline=tuple(timeline), failures=())


def following(scenario: Scenario, step: Expect) -> bool:
    """Whether another expectation follows at once: they are one `expect`, and see the same events."""
    place = next(number for number, one in enumerate(scenario.steps) if one is step)
    return place + 1 < len(scenario.steps) and isinstance(scenario.steps[place + 1], Expect)


def without_effects(seen: Observation) -> Observation:
    none: frozenset[Any] = frozenset()
    return replace(
        seen, tasks=none, notified=none, emailed=none, warned=none, breached=none, stalled=none, linked=none, log=()
    )


def blocked(step: Act, seen: Observation) -> list[Failure]:
    names = sorted(rule_name(rule) for rule in seen.blocked_by)
    if step.blocked_by is None and names:
        return [Failure(message=f"was blocked by {', '.join(names)}", because=step.because)]
    if step.blocked_by is not None and step.blocked_by not in names:
        instead = f"was blocked by {', '.join(names)}" if names else "passed"
        return [Failure(message=f"expected to be blocked by {step.blocked_by}, but it {instead}", because=step.because)]
    return []


def rule_name(rule: str) -> str:
    """The name that `blocked_by` gives a rule: `transition` for the table, the field for its editors."""
    kind, _, of = rule.partition(".")
    return {"transition": "transition", "edited_by": of}.get(kind, rule)


def unmet(step: Expect, process: Process, since: list[Observation]) -> Failure | None:
    """Why an expectation is not met, or None."""
    if step.what == "text_has_not":
        return visible(step, since[-1])
    found = actual(step.what, process, since)
    expected = step.expected
    if isinstance(expected, Mapping):
        assert isinstance(found, Mapping)
        wrong = {
            name: found.get(name) for name, value in expected.items() if (found.get(name) == value) == step.negated
        }
        said = ", ".join(f"{name} is {shown(value)}" for name, value in wrong.items())
        return Failure(message=f"expected {describe(step)}, but {said}", because=step.because) if wrong else None
    if isinstance(expected, str):
        if (found == expected) != step.negated:
            return None
        return Failure(message=f"expected {describe(step)}, but {step.what} is {shown(found)}", because=step.because)
    assert isinstance(found, frozenset)
    if step.negated:
        fits = bool(found) if not expected else not found & set(expected)
    else:
        fits = not found if not expected else set(expected) <= found
    if fits:
        return None
    have = ", ".join(sorted(found)) or "none"
    return Failure(message=f"expected {describe(step)}, but {step.what} were: {have}", because=step.because)


def visible(step: Expect, now: Observation) -> Failure | None:
    """Texts that must not stand in what everybody sees."""
    texts = step.expected if isinstance(step.expected, tuple) else (str(step.expected),)
    there = [text for text in texts if text in now.visible_text]
    if bool(there) == step.negated:
        return None
    return Failure(message=f"expected {describe(step)}, but the visible text holds it", because=step.because)


def describe(step: Expect) -> str:
    if isinstance(step.expected, Mapping):
        said = ", ".join(f"{name} {shown(value)}" for name, value in step.expected.items())
    elif isinstance(step.expected, str):
        said = step.expected
    else:
        said = ", ".join(step.expected) or "none"
    return f"{'not ' if step.negated else ''}{step.what}: {said}"


def actual(what: str, process: Process, since: list[Observation]) -> Value | frozenset[str] | Mapping[str, Value]:
    """What there is: facts as they are now, effects since the last expectation."""
    now = since[-1]
    if what in ("category", "urgency", "team", "stage"):
        return now.facts[what]
    if what == "owner":
        return now.owner
    if what in ("fields", "identifiers"):
        return now.facts
    if what == "flags":
        return frozenset(id for id, value in now.facts.items() if value is True)
    if what == "words":
        return now.found
    collected: dict[str, frozenset[str]] = {
        "tasks": frozenset(task.id for seen in since for task in seen.tasks),
        "notified": frozenset(one.to for seen in since for one in seen.notified),
        "emailed": frozenset(one.message for seen in since for one in seen.emailed),
        "warned": frozenset().union(*(seen.warned for seen in since)),
        "breached": frozenset().union(*(seen.breached for seen in since)),
        "stalled": frozenset().union(*(seen.stalled for seen in since)),
        "linked": frozenset().union(*(seen.linked for seen in since)),
        "audit": frozenset(one.kind for seen in since for one in seen.log),
    }
    return collected[what]


def shown(value: object) -> str:
    return "blank" if value in (None, "") else str(value)
