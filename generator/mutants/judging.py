"""Whether the scenarios of a spec notice a mutant, and whether anybody could."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Literal

from generator.frozen import record
from generator.interpret.telling import Interpreter
from generator.mutants.mutant import Mutant, Subject
from generator.mutants.stories import Stories
from generator.mutants.telling import Sayable, Teller, events_of, sayable, stage_is, telling
from generator.process.events import Arrival, Reply
from generator.prove.retelling import smallest
from generator.scenarios.model import Act, Expect, Scenario
from generator.scenarios.running import Result, run

Verdict = Literal["killed", "equivalent", "survived"]


@record
class Judged:
    """What became of a mutant. `worth`: of a survivor, the smallest scenario that would have noticed it, with what
    the spec says as the expectation. `tried`: of an equivalent one, the histories that show no difference."""

    verdict: Verdict
    worth: Scenario | None = None
    tried: int = 0


class Judge:
    """Judges the mutants of one spec by its scenarios; each of them must pass on the spec itself."""

    def __init__(self, subject: Subject, scenarios: Iterable[Scenario], seed: int, histories: int) -> None:
        self.process = subject.process
        told = Interpreter(subject.process)
        results = [run(one, subject.process, told) for one in scenarios]
        self.scenarios = [(result.scenario, mentioned(result)) for result in results]
        self.stories = Stories(subject.process, seed)
        self.read = Told(told, self.stories.read())
        self.derived = Told(told, self.stories.derived())
        self.random = Told(told, self.stories.random(histories))

    def judge(self, mutant: Mutant) -> Judged:
        """Killed when a scenario fails; else held against the spec on every history that may tell them apart."""
        teller = Interpreter(mutant.process)
        if any(not run(one, mutant.process, teller).passed for one in self.likely_first(mutant)):
            return Judged(verdict="killed")
        tried, sharing = 0, Teller(teller)
        for scenario, spec in self.histories(mutant):
            tried += 1
            found = parting(scenario, spec, sharing.tell(scenario))
            if found is not None:
                return Judged(verdict="survived", worth=self.least(mutant, found, teller))
        return Judged(verdict="equivalent", tried=tried)

    def likely_first(self, mutant: Mutant) -> Iterator[Scenario]:
        """The scenarios, first those that speak of what the mutant touches."""
        marks = [one.lower() for one in mutant.touches]
        ranked = sorted(self.scenarios, key=lambda one: -sum(mark in one[1] for mark in marks))
        return (scenario for scenario, _ in ranked)

    def histories(self, mutant: Mutant) -> Iterator[tuple[Scenario, tuple[Sayable, ...]]]:
        """What was changed in reading shows in messages, first in those that hold the word, anything else in what
        follows from them."""
        if mutant.near:
            yield from Told(self.stories.told, self.stories.at(mutant.near)).all()
        if mutant.process.reading == self.process.reading and mutant.process.finders == self.process.finders:
            yield from self.derived.all()
        else:
            yield from self.read.first_with([one.lower().rstrip("*") for one in mutant.touches])
        yield from self.random.all()

    def least(self, mutant: Mutant, scenario: Scenario, teller: Interpreter) -> Scenario:
        """The smallest scenario on which the two part, as one that fails on the mutant. A message stays a message: it
        is not emptied, for what cannot be read is another matter."""

        def apart(one: Scenario) -> Scenario | None:
            return parting(one, Teller(self.stories.told).tell(one), Teller(teller).tell(one))

        def still(one: Scenario) -> bool:
            return bool(one.given.text.strip() or not scenario.given.text.strip()) and apart(one) is not None

        found = apart(smallest(scenario, still))
        assert found is not None
        return replace(found, name=f"Nobody {mutant.says} unnoticed")


class Told:
    """Histories and what the spec says of each, told once, and only when it is asked for."""

    def __init__(self, told: Interpreter, histories: Iterable[Scenario]) -> None:
        self.teller = Teller(told)
        self.coming = histories
        self.told: dict[int, tuple[Sayable, ...]] = {}

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        return tuple(self.coming)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What is written in each history, in lower case."""
        return tuple("\n".join(written(one)).lower() for one in self.scenarios)

    def all(self) -> Iterator[tuple[Scenario, tuple[Sayable, ...]]]:
        return (self.at(place) for place in range(len(self.scenarios)))

    def first_with(self, marks: list[str]) -> Iterator[tuple[Scenario, tuple[Sayable, ...]]]:
        """All of them, first those in which one of the marks is written."""
        places = sorted(
            range(len(self.scenarios)), key=lambda place: not any(mark in self.texts[place] for mark in marks)
        )
        return (self.at(place) for place in places)

    def at(self, place: int) -> tuple[Scenario, tuple[Sayable, ...]]:
        scenario = self.scenarios[place]
        if place not in self.told:
            self.told[place] = tuple(self.teller.tell(scenario))
        return scenario, self.told[place]


def written(scenario: Scenario) -> Iterator[str]:
    """The subjects and texts of a history."""
    for event in events_of(scenario):
        if isinstance(event, Arrival | Reply):
            yield event.subject
            yield event.text


def parting(scenario: Scenario, spec: Iterable[Sayable], mutant: Iterable[Sayable]) -> Scenario | None:
    """The scenario up to the first moment that a scenario can tell from the spec's, with what is so by the spec."""
    acts = [step for step in scenario.steps if isinstance(step, Act)]
    before: Sayable | None = None
    for place, (one, other) in enumerate(zip(spec, mutant, strict=False)):
        expected = telling(one, other)
        if expected is not None:
            return replace(scenario, steps=expecting(acts[:place], before, *expected))
        before = one
    return None


def expecting(
    acts: list[Act], before: Sayable | None, blocked_by: str | None, expects: tuple[Expect, ...]
) -> tuple[Act | Expect, ...]:
    """The acts, of which the last may be blocked, and what is expected then. Effects count since the last expectation:
    where one is expected, the stage is expected before the last act."""
    if before is None:
        return expects
    last = replace(acts[-1], blocked_by=blocked_by)
    since = [stage_is(before)] if any(one.what in before.effects for one in expects) else []
    return (*acts[:-1], *since, last, *expects)


def mentioned(result: Result) -> str:
    """What a scenario speaks of: its texts, what it expects, and the words and names that were seen."""
    said: list[str] = []
    for moment in result.timeline:
        event, now = moment.event, sayable(moment.seen)
        said += [event.subject, event.text] if isinstance(event, Arrival | Reply) else [repr(event)]
        said += [str(value) for value in now.facts.values()]
        said += [*now.blocked_by, *(name for names in now.effects.values() for name in names)]
    for step in result.scenario.steps:
        if isinstance(step, Expect):
            said += [step.what, repr(step.expected)]
    return " ".join(said).lower()
