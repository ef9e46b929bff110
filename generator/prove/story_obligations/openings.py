"""Messages that begin a case of a wanted kind, made of the words of the process and tried on its interpreter."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import permutations
from typing import Literal

from generator.conditions.syntax import Value
from generator.frozen import record
from generator.interpret.telling import Interpreter
from generator.process.events import Arrival, Observation
from generator.process.model import Process
from generator.process.resolving.scenarios import SENDER
from generator.prove.messages import spelled
from generator.source import NOWHERE

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""An ordinary Monday morning, as in scenarios without `at`."""
PLAIN = "I have a question about something, thank you very much"
Patient = Literal["unknown", "known", "verified"]


@record
class Opening:
    """A text, the facts of the case that it makes, and the second cases that it begins."""

    text: str
    facts: Mapping[str, Value]
    linked: frozenset[str]

    @property
    def pair(self) -> tuple[str, str]:
        return str(self.facts["category"]), str(self.facts["urgency"])


class Openings:
    """The messages that a process tells apart: one for each kind of case, the shortest first."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.all = tuple(self.found())

    def found(self) -> Iterator[Opening]:
        """Each message that makes a case unlike those before it: no word, one word, two words of different sets."""
        interpreter = Interpreter(self.process)
        seen: set[object] = set()
        for said in self.texts():
            _, told = interpreter.begin(arrival(self.process, said))
            kind = kind_of(told)
            if kind not in seen:
                seen.add(kind)
                yield Opening(text=said, facts=told.facts, linked=told.linked)

    def texts(self) -> Iterator[str]:
        yield PLAIN
        yield ""
        sets = self.process.reading.sets
        for one in sets:
            yield from (f"I write to you about {spelled(word)} today" for word in one.words)
        shortest = [spelled(min(one.words, key=lambda word: len(word.text))) for one in sets if one.words]
        for first, second in permutations(shortest, 2):
            yield f"I write to you about {first}. And it is about {second} today"

    def that(self, holds: Callable[[Opening], bool]) -> Opening | None:
        """The first message of which this holds."""
        return next((one for one in self.all if holds(one)), None)

    def of(self, category: str | None = None, level: str | None = None) -> Opening | None:
        """The first message of a category, of a level, or of both."""
        return self.that(lambda one: category in (None, one.pair[0]) and level in (None, one.pair[1]))

    def pairs(self) -> tuple[Opening, ...]:
        """One message for each category and level that occur together."""
        return tuple({one.pair: one for one in reversed(self.all)}[pair] for pair in sorted({o.pair for o in self.all}))

    def kinds(self) -> tuple[Opening, ...]:
        """One message for each category, level and route, and for each second case that it begins."""
        first: dict[object, Opening] = {}
        for one in self.all:
            first.setdefault((*one.pair, one.facts["route"]), one)
            for linked in one.linked:
                first.setdefault(linked, one)
        return tuple({one.text: one for one in first.values()}.values())


def kind_of(told: Observation) -> tuple[object, ...]:
    """By what cases are told apart: what the first reading decided, and the yes/no facts."""
    facts = told.facts
    flags = tuple(sorted(id for id, value in facts.items() if value is True))
    return facts["category"], facts["urgency"], facts["route"], flags, told.linked


def arrival(
    process: Process,
    said: str,
    *,
    at: datetime = AT,
    patient: Patient = "unknown",
    channel: str | None = None,
    sender: str = SENDER,
    answers: tuple[tuple[str, str], ...] = (),
) -> Arrival:
    """A message with this text, by the last channel unless it is said."""
    return Arrival(
        channel=channel or process.channels[-1].id,
        subject="",
        text=said,
        sender=sender,
        patient=patient,
        at=at,
        answers=answers,
        because=NOWHERE,
    )
