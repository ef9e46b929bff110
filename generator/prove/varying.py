"""Histories that differ a little from one that is known to reach something: an event more, less or another, a wait up
to the instant at which something falls due, another message."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from generator.interpret.state import State
from generator.interpret.telling import Interpreter
from generator.process.events import ANSWERS, Accept, Arrival, Edit, Event, Extend, Move, Reply, Sign, Wait
from generator.process.model import Process
from generator.prove.histories import Remembering
from generator.prove.messages import filler
from generator.prove.story_obligations.effects import PATIENTS
from generator.prove.story_obligations.openings import Openings
from generator.prove.walks import Walks
from generator.scenarios.model import Act, Scenario
from generator.source import NOWHERE

MOST_EVENTS = 14
SECOND = timedelta(seconds=1)
OFF = (-SECOND, timedelta(0), SECOND)
LONG = (3_000, 4_000, 8_000, 31_900)
"""Characters that stand before what a long mail says: around the windows in which it is read."""
MACHINE = "no-reply@example.org"
Events = tuple[Event, ...]
Change = Callable[[Arrival, Events, Random], Events]


class Varied:
    """The variations of histories of one process."""

    def __init__(self, process: Process, walks: Walks) -> None:
        self.walks = walks
        self.interpreter = Interpreter(process)
        self.told = Remembering(self.interpreter)
        self.texts = [one.text for one in Openings(process).all]
        self.consents = [one.id for one in process.consents]
        self.personas = [one.id for one in process.personas]
        self.channels = [one.id for one in process.channels]

    def variation(self, scenario: Scenario, name: str, random: Random) -> Scenario:
        """Another history like this one, with one to three changes."""
        events: Events = tuple(step.event for step in scenario.steps if isinstance(step, Act))
        given = scenario.given
        for _ in range(random.choice((1, 1, 2, 3))):
            if random.random() < 0.1:
                given = self.another_beginning(given, random)
            else:
                events = random.choice(self.changes())(given, events, random)[:MOST_EVENTS]
        steps = tuple(Act(event=event, because=NOWHERE) for event in events)
        return Scenario(name=name, given=given, steps=steps, because=NOWHERE)

    def changes(self) -> tuple[Change, ...]:
        return self.more, self.more, self.less, self.other, self.swapped, self.again, self.to_the_edge, self.to_the_edge

    def another_beginning(self, given: Arrival, random: Random) -> Arrival:
        """Another message, another way in, or a patient of whom something is known."""
        chance = random.random()
        if chance < 0.4:
            return replace(given, text=random.choice(self.texts))
        if chance < 0.6:
            return replace(given, channel=random.choice(self.channels))
        answers = tuple((one, random.choice(ANSWERS)) for one in self.consents if random.random() < 0.5)
        return replace(given, patient=random.choice(PATIENTS), answers=answers)

    def more(self, given: Arrival, events: Events, random: Random) -> Events:
        place = random.randint(0, len(events))
        return (*events[:place], self.event(random), *events[place:])

    def less(self, given: Arrival, events: Events, random: Random) -> Events:
        if not events:
            return self.more(given, events, random)
        place = random.randrange(len(events))
        return events[:place] + events[place + 1 :]

    def other(self, given: Arrival, events: Events, random: Random) -> Events:
        """Somebody else does it, or another thing is done."""
        if not events:
            return self.more(given, events, random)
        place = random.randrange(len(events))
        event = events[place]
        if isinstance(event, Accept | Edit | Extend | Move) and random.random() < 0.6:
            event = replace(event, by=random.choice(self.personas))
        else:
            event = self.event(random)
        return (*events[:place], event, *events[place + 1 :])

    def swapped(self, given: Arrival, events: Events, random: Random) -> Events:
        if len(events) < 2:
            return self.more(given, events, random)
        place = random.randrange(len(events) - 1)
        return (*events[:place], events[place + 1], events[place], *events[place + 2 :])

    def again(self, given: Arrival, events: Events, random: Random) -> Events:
        """What was done is done once more, at the end."""
        return (*events, random.choice(events)) if events else self.more(given, events, random)

    def to_the_edge(self, given: Arrival, events: Events, random: Random) -> Events:
        """Time passes up to the instant at which something falls due, or a second beside it."""
        place = random.randint(0, len(events))
        state, _ = self.told.after(given, events[:place])
        instants = self.instants(state)
        if not instants:
            return self.more(given, events, random)
        wait = Wait(until=random.choice(instants) + random.choice(OFF), because=NOWHERE)
        if wait.until is None or wait.until <= state.now:
            return self.more(given, events, random)
        return (*events[:place], wait, *events[place:])

    def instants(self, state: State) -> list[datetime]:
        within = self.interpreter.process.replies.reopen_within
        found = [one.due for one in state.clocks.values()] + [one.warns for one in state.clocks.values() if one.warns]
        next_one = self.interpreter.next_due(state)
        found += [next_one[0]] if next_one else []
        if within is not None and state.closed_at is not None:
            found.append(self.interpreter.calendars.due(within, state.closed_at))
        return found

    def event(self, random: Random) -> Event:
        chance = random.random()
        if chance < 0.15:
            return self.mail(random)
        if chance < 0.25 and self.consents:
            return Sign(consent=random.choice(self.consents), answer=random.choice(ANSWERS), because=NOWHERE)
        return self.walks.event(random)

    def mail(self, random: Random) -> Reply:
        """A mail of some kind, also a long one, also from a machine."""
        said = random.choice(self.texts)
        if random.random() < 0.2:
            said = filler(random, random.choice(LONG)) + said
        sender = MACHINE if random.random() < 0.1 else None
        return Reply(subject="", text=said, sender=sender, because=NOWHERE)
