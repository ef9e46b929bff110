"""Scenarios as an org's own tests tell them: what they are called, what they say of a case that has just come in, and
which of it stands at any time of the day."""

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import takewhile

from generator.conditions.syntax import Value
from generator.process.model import Fact, Process
from generator.scenarios.model import Expect, Scenario

LONGEST_WORDS = 50
"""Characters of a scenario's words that go into a name."""
LONGEST_LAST_NAME = 80
CLASSIFIED = ("category", "urgency", "team")
LONGEST_SUBJECT, LONGEST_TEXT = 255, 32_000
"""Of a case's subject and description (runtime-semantics 4.7: Email-to-Case cuts them so)."""


def names_of_stories(scenarios: Sequence[Scenario]) -> Mapping[str, tuple[str, ...]]:
    """A scenario's name -> the words of a developer name, the same whatever other scenarios there are: where words were
    cut off or letters lost, a digest of the whole name is the last word. So it is where two names come to one."""
    spelled = {one.name: words_of(one.name) for one in scenarios}
    joined = ["".join(words) for words in spelled.values()]
    return {
        name: words if joined.count("".join(words)) == 1 else (*words, digest(name)) for name, words in spelled.items()
    }


def words_of(name: str) -> tuple[str, ...]:
    words, size = [], 0
    for word in re.findall(r"[a-z0-9]+", name.lower()):
        size += len(word) + 1
        if size > LONGEST_WORDS:
            break
        words.append(word)
    kept = "".join(words) == "".join(mark for mark in name.lower() if mark.isalnum())
    return tuple(words) if kept and words else (*words, digest(name))


def digest(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:8]


def first_look(scenario: Scenario) -> tuple[Expect, ...]:
    """What is expected before anything but the arrival has happened."""
    return tuple(takewhile(lambda step: isinstance(step, Expect), scenario.steps))  # type: ignore[arg-type]


def classified(scenario: Scenario) -> Mapping[str, str]:
    """Category, urgency and team as they must be on arrival, those that are expected."""
    return {one.what: str(one.expected) for one in first_look(scenario) if one.what in CLASSIFIED and not one.negated}


def message(scenario: Scenario) -> tuple[str, str]:
    """Subject and text, cut as a case cuts them."""
    return scenario.given.subject[:LONGEST_SUBJECT], scenario.given.text[:LONGEST_TEXT]


def users_of(process: Process, scenario: Scenario) -> Mapping[str, str]:
    """A user's name in a scenario -> what this user is called among those of all scenarios: each persona has one of its
    own name, and one whom a scenario invents is called by the persona too, since others may invent the same name."""
    own = {one.id: one.id for one in process.personas}
    return own | {name: f"{name} ({persona})"[:LONGEST_LAST_NAME] for name, persona in scenario.given.users}


def cast(process: Process, scenarios: Sequence[Scenario]) -> Mapping[str, str]:
    """Every user that scenarios name, as users_of calls them -> the persona."""
    found = {one.id: one.id for one in process.personas}
    for scenario in scenarios:
        called = users_of(process, scenario)
        found |= {called[name]: persona for name, persona in scenario.given.users}
    return found


def fact_of(process: Process, id: str) -> Fact:
    return next(one for one in process.facts if one.id == id)


def hangs_on_the_day(process: Process, fact: Fact) -> bool:
    """Whether automation fills it by the clock: a test runs today, and a scenario on its own day."""
    read = {one.fact for one in process.finders}
    timed = fact.type.kind == "moment" or (fact.type.kind == "date" and fact.id not in read)
    return timed and fact.written_by == "automation"


def is_stored(fact: Fact) -> bool:
    """Whether one field holds it."""
    return fact.type.kind not in ("clock", "consent")


def values_expected(process: Process, one: Expect) -> Iterator[tuple[Fact, Value]]:
    """The facts that an expectation names, with their values."""
    if isinstance(one.expected, Mapping):
        for id, value in one.expected.items():
            yield fact_of(process, id), value
    elif one.what == "flags":
        names = one.expected if isinstance(one.expected, tuple) else (one.expected,)
        for id in names:
            yield fact_of(process, id), True
    elif isinstance(one.expected, str):
        yield fact_of(process, one.what), one.expected
