"""Random histories of a process: a message, then what people, time and the sender may do to its case."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from generator.conditions.syntax import Value
from generator.process.events import (
    Accept,
    Arrival,
    Edit,
    Event,
    Extend,
    Move,
    Reply,
    Sign,
    Verify,
    Wait,
)
from generator.process.model import Fact, Process
from generator.prove.messages import any_message, every_word
from generator.scenarios.model import Act, Scenario
from generator.source import NOWHERE

LONGEST = 8
"""Events after the message."""
WAITS = (1, 5, 10, 11, 15, 30, 45, 60, 75, 120, 240, 600, 1440, 2 * 1440, 3 * 1440, 7 * 1440, 15 * 1440, 30 * 1440)
"""Minutes: most are near some allowance."""
EDITABLE = ("field", "flag")
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


class Walks:
    """The histories of one process; equal seeds give equal histories."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.words = every_word(process)
        self.facts = [fact for fact in process.facts if fact.origin in EDITABLE and not fact.existing]
        self.personas = [one.id for one in process.personas]
        self.stages = [one.id for one in process.stages]
        self.verifiable = [one.fact for one in process.finders if one.found_on != "nothing"]
        self.extended = [one.id for one in process.clocks if one.extension]
        self.consents = [one.id for one in process.consents]

    def walk(self, number: int, random: Random) -> Scenario:
        """One history, as a scenario without expectations."""
        steps = tuple(Act(event=self.event(random), because=NOWHERE) for _ in range(random.randint(1, LONGEST)))
        return Scenario(name=f"history {number}", given=self.arrival(random), steps=steps, because=NOWHERE)

    def arrival(self, random: Random) -> Arrival:
        subject, body = any_message(self.process, self.words, random).texts
        at = BEGIN + timedelta(minutes=random.randrange(0, 365 * 1440))
        return Arrival(
            channel=random.choice(self.process.channels).id,
            subject=subject,
            text=body,
            sender="patient@example.org",
            patient=random.choice(("unknown", "known", "verified")),
            at=at,
            because=NOWHERE,
        )

    def event(self, random: Random) -> Event:
        kinds: list[Callable[[Random], Event | None]] = [
            self.wait, self.wait, self.accept, self.accept, self.move, self.move, self.move, self.edit, self.edit,
            self.classify, self.reply, self.verify, self.sign, self.extend,
        ]  # fmt: skip
        while True:
            found = random.choice(kinds)(random)
            if found is not None:
                return found

    def wait(self, random: Random) -> Event:
        return Wait(minutes=random.choice(WAITS) + random.choice((0, 0, -1, 1)) or 1, because=NOWHERE)

    def accept(self, random: Random) -> Event:
        return Accept(by=random.choice(self.personas), because=NOWHERE)

    def move(self, random: Random) -> Event:
        by, to = random.choice(self.personas), random.choice(self.stages)
        return Move(to=to, by=by, through=random.choice(("stage", "stage", "status")), because=NOWHERE)

    def edit(self, random: Random) -> Event:
        chosen = random.sample(self.facts, k=min(len(self.facts), random.randint(1, 3)))
        values = tuple((fact.id, self.value(fact, random)) for fact in chosen)
        return Edit(values=values, by=random.choice(self.personas), because=NOWHERE)

    def value(self, fact: Fact, random: Random) -> Value:
        match fact.type.kind:
            case "yes_no":
                return random.random() < 0.7
            case "choice":
                return random.choice(fact.choices).id
            case "date":
                return (BEGIN + timedelta(days=random.randrange(365))).date()
            case "moment":
                return BEGIN + timedelta(minutes=random.randrange(365 * 1440))
            case "number":
                return Decimal(random.randrange(100))
            case "person":
                return random.choice(self.personas)
            case _:
                return "said by staff"

    def classify(self, random: Random) -> Event:
        values: list[tuple[str, Value]] = []
        if random.random() < 0.6:
            values.append(("category", random.choice(self.process.categories).id))
        if random.random() < 0.6 or not values:
            values.append(("urgency", random.choice(self.process.levels).id))
        if random.random() < 0.2:
            values.append(("owner", random.choice((*self.personas, *(one.id for one in self.process.teams)))))
        if random.random() < 0.5 and any(fact.id == "override_reason" for fact in self.facts):
            values.append(("override_reason", "said by staff"))
        return Edit(values=tuple(values), by=random.choice(self.personas), because=NOWHERE)

    def reply(self, random: Random) -> Event:
        subject, body = any_message(self.process, self.words, random).texts
        return Reply(subject=subject, text=body, because=NOWHERE)

    def verify(self, random: Random) -> Event | None:
        return Verify(identifier=random.choice(self.verifiable), because=NOWHERE) if self.verifiable else None

    def sign(self, random: Random) -> Event | None:
        return Sign(consent=random.choice(self.consents), because=NOWHERE) if self.consents else None

    def extend(self, random: Random) -> Event | None:
        if not self.extended:
            return None
        return Extend(clock=random.choice(self.extended), by=random.choice(self.personas), because=NOWHERE)
