"""Runs messages and moves through the interpreter of the process and the emulator of the files, and compares."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import permutations
from random import Random
from typing import Any

from generator.emulator.loading import load
from generator.emulator.organisation import Org, found_org
from generator.frozen import record
from generator.interpret.state import State
from generator.interpret.telling import Interpreter
from generator.metadata.component import Component
from generator.metadata.flow import Flow
from generator.process.events import Arrival, Edit, Event, Move, Observation
from generator.process.model import Process
from generator.prove.comparing import Seen, aspects, differences
from generator.prove.messages import Draft, any_message, every_word
from generator.prove.obligations import obligations
from generator.prove.observing import standing
from generator.prove.playing import PERSON, OrgTeller, Played, components_of
from generator.source import NOWHERE

AT = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)
INSTANTS = (
    AT,
    datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
    datetime(2026, 10, 25, 23, 30, tzinfo=UTC),
    datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
)
"""An ordinary afternoon, and instants whose local date differs from the one in GMT."""
SENDER = "patient@example.org"
ELSEWHERE = frozenset(("closed", "channel", "keep_until", "time_to_triage"))
"""Facts that other fields hold, or that no flow of this package writes yet."""
AT_INTAKE = frozenset(("owner", "priority", "words found", "words discounted", "visible text", "confidential text"))
"""What is compared of a case that was just made, beside its facts."""


@record
class Disagreement:
    """A message on which the two differ, and how."""

    label: str
    draft: Draft
    channel: str
    lines: tuple[str, ...]


class Proof:
    """One process and the files that it became."""

    def __init__(self, process: Process, files: Mapping[str, bytes]) -> None:
        self.process = process
        self.interpreter = Interpreter(process)
        self.player = OrgTeller(process, files)
        self.lexicon = self.player.lexicon
        package = self.player.package
        reading = load(one for one in components_of(files) if not runs_after(one))
        self.orgs = {at: found_org(reading, at) for at in INSTANTS}
        held = {one.name for one in package.validation["Case"]}
        self.emitted = frozenset(id for name, id in self.lexicon.rules.items() if name in held)
        facts = {fact.id for fact in self.lexicon.facts} - ELSEWHERE
        self.compared = AT_INTAKE | {f"fact {id}" for id in facts}
        self.channels = [channel.id for channel in process.channels]
        self.staffed: tuple[State, Played] | None = None

    # -- intake ----------------------------------------------------------------------------------------------------

    def message(self, label: str, draft: Draft, channel: str, at: datetime) -> Disagreement | None:
        """Both sides read one message; None when they agree."""
        _, told = self.interpreter.begin(arrival(draft, channel, at))
        lines = differences(self.at_intake(told), self.emulate(draft, channel, at))
        return Disagreement(label=label, draft=draft, channel=channel, lines=lines) if lines else None

    def at_intake(self, seen: Observation) -> Seen:
        return {name: value for name, value in aspects(seen, self.lexicon, set()).items() if name in self.compared}

    def emulate(self, draft: Draft, channel: str, at: datetime) -> Seen:
        """What the metadata makes of a message: what is compared, or `errors`."""
        org = self.orgs[at]
        outcome = org.insert("Case", self.request(org, draft, channel))
        row = outcome.result.row
        if row is None:
            return {"errors": tuple(f"{error.code}: {error.message}" for error in outcome.result.errors)}
        return self.at_intake(standing(self.lexicon, outcome.org, row))

    def request(self, org: Org, draft: Draft, channel: str) -> dict[str, Any]:
        subject, body = draft.texts
        return {
            "Subject": subject,
            "Description": body,
            "Origin": self.lexicon.lock["origins"][channel],
            "RecordTypeId": self.player.record_type(org),
        }

    def messages(self, cases: int, seed: int) -> Iterator[tuple[str, Draft]]:
        """Obligations first, then so many random messages."""
        random = Random(seed)
        yield from obligations(self.process, random)
        words = every_word(self.process)
        for number in range(cases):
            yield f"random {number}", any_message(self.process, words, random)

    # -- moves -----------------------------------------------------------------------------------------------------

    def moves(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every move between two stages by every persona: a label, and the lines that differ."""
        for persona in [one.id for one in self.process.personas]:
            for source, target in permutations([one.id for one in self.process.stages], 2):
                told, played = self.ordinary()
                told = told.copy()
                told.facts["stage"] = source
                played, _ = self.player.step(played, Move(to=source, by=PERSON, because=NOWHERE))
                event = Move(to=target, by=persona, because=NOWHERE)
                yield f"{persona}: {source} -> {target}", self.blocks(told, played, event)

    def edits(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every yes/no, choice and text that people may change, changed by every persona."""
        for persona in [one.id for one in self.process.personas]:
            for fact in self.process.facts:
                if fact.origin not in ("field", "flag") or fact.type.kind not in ("yes_no", "choice", "text"):
                    continue
                value = True if fact.type.kind == "yes_no" else fact.choices[0].id if fact.choices else "said by staff"
                event = Edit(values=((fact.id, value),), by=persona, because=NOWHERE)
                yield f"{persona}: edits {fact.id}", self.blocks(*self.ordinary(), event)

    def ordinary(self) -> tuple[State, Played]:
        """An ordinary case on both sides, in an org with a user for each persona."""
        if self.staffed is None:
            draft = Draft(body=("I have a question about something, thank you very much",))
            given = arrival(draft, self.channels[0], AT)
            self.staffed = self.interpreter.begin(given)[0], self.player.begin(given)[0]
        return self.staffed

    def blocks(self, told: State, played: Played, event: Event) -> tuple[str, ...]:
        """The lines on which rules that stop a save differ; rules that this package does not hold yet are left out."""
        _, meant = self.interpreter.step(told, event)
        _, found = self.player.step(played, event)
        rules = differences({"blocked by": meant.blocked_by & self.emitted}, {"blocked by": found.blocked_by})
        return (*found.faults, *rules)


def runs_after(component: Component) -> bool:
    """Whether a component is a flow that runs after the save: it changes nothing of how a message is read, and whole
    histories are compared with it (histories.py)."""
    body = component.body
    return isinstance(body, Flow) and body.start is not None and body.start.triggerType == "RecordAfterSave"


def arrival(draft: Draft, channel: str, at: datetime) -> Arrival:
    """A message from somebody who is not known."""
    subject, body = draft.texts
    return Arrival(
        channel=channel, subject=subject, text=body, sender=SENDER, patient="unknown", at=at, because=NOWHERE
    )
