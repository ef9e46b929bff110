"""What may happen to cases of a process, tried in order: the histories on which a mutant is held against its original.

They come from the process, as the obligations of `prove` do: every message that a word, a cue or a mark decides; then a
case of each kind that can occur, left alone until all that is due has come, led through its stages with one thing
missing or one thing only, moved and edited by everybody, answered by its sender; at last random histories.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from generator.conditions.syntax import Value
from generator.frozen import record
from generator.interpret.state import State
from generator.interpret.telling import Interpreter
from generator.process.events import Accept, Arrival, Edit, Event, Extend, Move, Reply, Sign, Verify, Wait
from generator.process.model import Fact, Process
from generator.prove.messages import every_word, spelled
from generator.prove.obligations import obligations
from generator.prove.walks import Walks
from generator.scenarios.model import Act, Scenario
from generator.source import NOWHERE

MONDAY = datetime(2026, 1, 19, 9, 30, tzinfo=UTC)
"""In the middle of a month without holidays."""
INSTANTS = (
    MONDAY,
    datetime(2026, 1, 23, 16, 45, tzinfo=UTC),
    datetime(2026, 1, 24, 23, 15, tzinfo=UTC),
    datetime(2026, 3, 27, 16, 45, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 50, tzinfo=UTC),
    datetime(2026, 7, 6, 16, 45, tzinfo=UTC),
    datetime(2026, 7, 6, 23, 30, tzinfo=UTC),
)
"""An ordinary morning, the end of a week, a weekend, both sides of a change of the clocks, a summer's day and night."""
LONGEST = 300
"""Characters of a message: longer obligations are about how flows cut long texts."""
MOST_DUE = 12
SENDER = "patient@example.org"
MINUTE = timedelta(minutes=1)
DAY = 1440


@record
class Kind:
    """Messages that mean the same to everything but their words."""

    category: str
    urgency: str
    facts: tuple[str, ...]
    linked: frozenset[str]


class Stories:
    """The histories of one process; equal seeds give equal histories."""

    def __init__(self, process: Process, seed: int) -> None:
        self.process = process
        self.seed = seed
        self.told = Interpreter(process)
        self.walks = Walks(process)
        every = (*(draft.texts for _, draft in obligations(process, Random(seed))), *dates(process))
        self.messages = tuple(one for one in dict.fromkeys(every) if len(one[1]) <= LONGEST)
        self.cases = tuple(self.kinds().values())
        self.plain = tuple({self.seen(one)["category"]: one for one in reversed(self.cases)}.values())
        self.free = next((one.id for one in process.personas if one.bypass), None)
        self.bound = tuple(one.id for one in process.personas if not one.bypass)
        self.stages = tuple(one.id for one in process.stages)

    def kinds(self) -> dict[Kind, Arrival]:
        """A message for each kind of case that a word, or two words of different sets, make."""
        found: dict[Kind, Arrival] = {}
        for subject, text in (*self.messages, *self.pairs()):
            given = arrival(self.process.channels[0].id, subject, text, MONDAY)
            _, seen = self.told.begin(given)
            true = tuple(sorted(id for id, value in seen.facts.items() if value is True))
            kind = Kind(
                category=str(seen.facts["category"]), urgency=str(seen.facts["urgency"]), facts=true, linked=seen.linked
            )
            found.setdefault(kind, given)
        return found

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Two words of different sets in one message."""
        first = {one.id: spelled(one.words[0]) for one in self.process.reading.sets if one.words}
        for one, word in first.items():
            for other, second in first.items():
                if one < other:
                    yield "", f"I write about {word} and then also about {second} today"

    # -- all of them -------------------------------------------------------------------------------------------------

    def read(self) -> Iterator[Scenario]:
        """The messages that words, cues, marks and numbers decide."""
        channel = self.process.channels[0].id
        for subject, text in self.messages:
            yield story(arrival(channel, subject, text, MONDAY))
        for given in self.plain:
            yield from self.raised(given)

    def raised(self, given: Arrival) -> Iterator[Scenario]:
        """Somebody lowers a case as far as it goes, and then a word that its category knows comes in a reply."""
        category = self.seen(given)["category"]
        by = self.free or self.bound[0]
        lower = Edit(values=(("urgency", self.process.levels[-1].id),), by=by, because=NOWHERE)
        lowered = (*self.filling(by), lower)
        for word in every_word(self.process):
            text = spelled(word)  # alone: what stands around it may be a word of its own
            if self.seen(replace(given, subject="", text=text))["category"] == category:
                yield story(given, *lowered, *self.reply(text))

    def random(self, count: int) -> Iterator[Scenario]:
        return (self.walks.walk(number, Random(f"{self.seed} {number}")) for number in range(count))

    def derived(self) -> Iterator[Scenario]:
        """A case of each kind: left alone, led, edited, answered and moved."""
        for given in self.cases:
            yield story(given, *self.awaited(given, ()))
        yield from self.at(INSTANTS)
        for place, given in enumerate(self.plain):
            yield from self.led(given)
            yield from self.edited(given, self.facts if place == 0 else self.classifying)
            yield from self.answered(given)
            yield from self.moved(given) if place == 0 else ()

    def at(self, instants: tuple[datetime, ...]) -> Iterator[Scenario]:
        """A case of each category and of each urgency that comes in then, and waits."""
        urgencies = {self.seen(one)["urgency"]: one for one in reversed(self.cases)}
        for at in instants:
            for given in self.plain:
                come = replace(given, at=at)
                yield story(come, *self.awaited(come, ()))
            for given in urgencies.values():
                yield from self.left_alone(replace(given, at=at))

    # -- one case ----------------------------------------------------------------------------------------------------

    def left_alone(self, given: Arrival) -> Iterator[Scenario]:
        """The case in each stage, and extended, until all that is due there has come: the minute before, and then."""
        for stage in self.stages if self.free else ():
            move = Move(to=stage, by=str(self.free), because=NOWHERE)
            yield story(given, move, *self.awaited(given, (move,)))
        for clock in self.walks.extended:
            by = self.free or self.bound[0]
            extended = (*self.filling(by), Extend(clock=clock, by=self.bound[0], because=NOWHERE))
            yield story(given, *extended, *self.awaited(given, extended))

    def awaited(self, given: Arrival, events: tuple[Event, ...]) -> Iterator[Event]:
        state = self.after(given, events)
        for _ in range(MOST_DUE):
            due = self.told.next_due(state)
            if due is None:
                return
            for until in (due[0] - MINUTE, due[0]):
                if until > state.now:
                    event = Wait(until=until, because=NOWHERE)
                    yield event
                    state, _ = self.told.step(state, event)

    def after(self, given: Arrival, events: tuple[Event, ...]) -> State:
        state, _ = self.told.begin(given)
        for event in events:
            state, _ = self.told.step(state, event)
        return state

    def led(self, given: Arrival) -> Iterator[Scenario]:
        """Through all stages, with one thing missing until the end, or one thing only until then."""
        worker = self.worker(given)
        things, accept = tuple(self.filling(worker)), Accept(by=worker, because=NOWHERE)
        tries: tuple[Event, ...] = tuple(Extend(clock=one, by=worker, because=NOWHERE) for one in self.walks.extended)
        tries += tuple(Move(to=stage, by=worker, because=NOWHERE) for stage in self.stages[1:])
        days = Wait(minutes=3 * DAY, because=NOWHERE)
        yield story(given, accept, *tries)
        yield story(given, *things, *tries)
        yield story(given, accept, *things, days, *tries)
        yield story(given, accept, *self.emptying(worker), *tries, *things, *tries)
        for place, thing in enumerate(things):
            rest = things[:place] + things[place + 1 :]
            yield story(given, accept, *rest, *tries, thing, *tries)
            yield story(given, accept, thing, *tries, *rest, *tries)
            yield story(given, *rest, *tries)

    def seen(self, given: Arrival) -> Mapping[str, Value]:
        """The facts of a case as it came."""
        return self.told.begin(given)[1].facts

    def worker(self, given: Arrival) -> str:
        """A persona of the team that gets the case."""
        team = self.seen(given)["team"]
        return next((one.id for one in self.process.personas if team in one.teams), self.bound[0])

    def filling(self, by: str) -> Iterator[Event]:
        """Every fact that people fill, every identifier and every consent, one after the other."""
        for fact in self.walks.facts:
            yield Edit(values=((fact.id, full(fact, by)),), by=by, because=NOWHERE)
        for identifier in self.walks.verifiable:
            yield Verify(identifier=identifier, because=NOWHERE)
        for consent in self.walks.consents:
            yield Sign(consent=consent, because=NOWHERE)

    def emptying(self, by: str) -> Iterator[Event]:
        for fact in self.walks.facts:
            yield Edit(values=((fact.id, empty(fact)),), by=by, because=NOWHERE)

    def edited(self, given: Arrival, changes: Callable[[str], Iterator[tuple[str, Value]]]) -> Iterator[Scenario]:
        """Everybody makes each of these changes: on a case as it came, on one that is filled in, on one emptied."""
        for by in self.bound:
            filled = (*self.filling(self.free or by), Accept(by=by, because=NOWHERE))
            for before in ((), filled, tuple(self.emptying(self.free or by))):
                for change in changes(by):
                    yield story(given, *before, Edit(values=(change,), by=by, because=NOWHERE))

    def classifying(self, by: str) -> Iterator[tuple[str, Value]]:
        yield from (("urgency", one.id) for one in self.process.levels)
        yield from (("category", one.id) for one in self.process.categories)
        yield from (("owner", one.id) for one in self.process.teams)
        yield "owner", by

    def facts(self, by: str) -> Iterator[tuple[str, Value]]:
        """Whatever people change."""
        yield from self.classifying(by)
        yield from (("owner", one) for one in self.bound)
        for fact in self.walks.facts:
            yield fact.id, full(fact, by)
            yield fact.id, empty(fact)

    def answered(self, given: Arrival) -> Iterator[Scenario]:
        """The sender writes again: to the open case, and to one that is closed for a while."""
        closing = (Move(to=self.stages[-1], by=self.free, because=NOWHERE),) if self.free else ()
        waits = [Wait(until=until, because=NOWHERE) for until in self.until_late(given, closing)]
        for before in ((), closing, *((*closing, wait) for wait in waits)):
            for other in self.cases:
                yield story(given, *before, *self.reply(other.text, other.subject))

    def until_late(self, given: Arrival, closing: tuple[Event, ...]) -> Iterator[datetime]:
        """The day before, the last and the first minute at which a reply opens a closed case no more."""
        within = self.process.replies.reopen_within
        if within is not None:
            due = self.told.calendars.due(within, self.after(given, closing).now)
            yield from (due - DAY * MINUTE, due, due + MINUTE)

    def reply(self, text: str, subject: str = "") -> Iterator[Event]:
        yield Reply(subject=subject, text=text, because=NOWHERE)

    def moved(self, given: Arrival) -> Iterator[Scenario]:
        """Everybody tries every move, with nothing and with everything filled in."""
        if self.free is None:
            return
        for source in self.stages:
            start = Move(to=source, by=self.free, because=NOWHERE)
            for before in ((start,), (*self.filling(self.free), start)):
                for by in self.bound:
                    yield from (
                        story(given, *before, Move(to=target, by=by, because=NOWHERE)) for target in self.stages
                    )


def dates(process: Process) -> Iterator[tuple[str, str]]:
    """A date in each shape of a date."""
    for shape in [shape for one in process.finders if one.kind == "date" for shape in one.shapes]:
        written = "/".join({"9999": "2004", "99": "10", "9": "7"}[part] for part in shape.split(" "))
        yield "", f"I was born on {written} and have a question"


def empty(fact: Fact) -> Value:
    return False if fact.type.kind == "yes_no" else None


def full(fact: Fact, by: str) -> Value:
    """A value that says something."""
    match fact.type.kind:
        case "yes_no":
            return True
        case "choice":
            return fact.choices[0].id
        case "date":
            return MONDAY.date()
        case "moment":
            return MONDAY
        case "number":
            return Decimal(1)
        case "person":
            return by
        case _:
            return "said by staff"


def arrival(channel: str, subject: str, text: str, at: datetime) -> Arrival:
    return Arrival(channel=channel, subject=subject, text=text, sender=SENDER, patient="known", at=at, because=NOWHERE)


def story(given: Arrival, *events: Event) -> Scenario:
    return Scenario(
        name="a story", given=given, steps=tuple(Act(event=one, because=NOWHERE) for one in events), because=NOWHERE
    )
