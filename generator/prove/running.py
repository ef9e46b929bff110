"""Runs messages and moves through the interpreter of the process and the emulator of the files, and compares."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import permutations
from random import Random
from typing import Any

from generator.emulator.org import Org, Package
from generator.frozen import record
from generator.interpret.state import State
from generator.interpret.telling import Interpreter
from generator.metadata.component import Component
from generator.process.events import Arrival, Edit, Move
from generator.process.model import Process
from generator.prove.comparing import NOT_KEPT, Seen, by_interpreter, by_org, differences
from generator.prove.messages import Draft, any_message, every_word
from generator.prove.obligations import obligations
from generator.reading import kind_of, read
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


@record
class Disagreement:
    """A message on which the two differ, and how."""

    label: str
    draft: Draft
    channel: str
    lines: tuple[str, ...]


def components_of(files: Mapping[str, bytes]) -> Iterator[Component]:
    """The metadata in the files of a project, read back from their XML."""
    for path, content in sorted(files.items()):
        found = kind_of(path) if "/main/default/" in path else None
        if found is not None:
            kind, name = found
            yield read(content, name, kind).component


class Proof:
    """One process and the files that it became."""

    def __init__(self, process: Process, files: Mapping[str, bytes]) -> None:
        self.process = process
        self.lock: Mapping[str, Any] = json.loads(files["carepath.lock"])
        self.interpreter = Interpreter(process)
        self.org = Org(Package(components_of(files)), AT)
        stored = {fact.id for fact in process.facts if fact.type.kind not in ("clock", "consent")}
        self.compared = frozenset(stored & set(self.lock["facts"]) - NOT_KEPT)
        self.channels = [channel.id for channel in process.channels]

    # -- intake ----------------------------------------------------------------------------------------------------

    def message(self, label: str, draft: Draft, channel: str, at: datetime) -> Disagreement | None:
        """Both sides read one message; None when they agree."""
        _, told = self.tell(draft, channel, at)
        lines = differences(told, self.emulate(draft, channel, at))
        return Disagreement(label=label, draft=draft, channel=channel, lines=lines) if lines else None

    def tell(self, draft: Draft, channel: str, at: datetime) -> tuple[State, Seen]:
        subject, body = draft.texts
        arrival = Arrival(
            channel=channel, subject=subject, text=body, sender=SENDER, patient="unknown", at=at, because=NOWHERE
        )
        state, seen = self.interpreter.begin(arrival)
        return state, by_interpreter(seen, self.compared)

    def emulate(self, draft: Draft, channel: str, at: datetime) -> Seen:
        self.org.now = at
        self.org.permissions = frozenset()
        return by_org(self.org.save(self.request(draft, channel), None), self.org, self.lock, self.compared)

    def request(self, draft: Draft, channel: str) -> dict[str, Any]:
        subject, body = draft.texts
        return {
            "Subject": subject,
            "Description": body,
            "Origin": self.lock["origins"][channel],
            "RecordType.DeveloperName": self.lock["record_type"],
            "OwnerId": "005000000000001AAA",
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
        draft = Draft(body=("I have a question about something, thank you very much",))
        state, _ = self.tell(draft, self.channels[0], AT)
        self.org.now = AT
        row = self.org.save(self.request(draft, self.channels[0]), None).row
        assert row is not None
        for persona in [one.id for one in self.process.personas]:
            for source, target in permutations([one.id for one in self.process.stages], 2):
                lines = self.move(state, dict(row), persona, source, target)
                yield f"{persona}: {source} -> {target}", lines

    def move(self, state: State, row: dict[str, Any], persona: str, source: str, target: str) -> tuple[str, ...]:
        before = state.copy()
        before.facts["stage"] = source
        row[self.lock["facts"]["stage"]] = source
        _, seen = self.interpreter.step(before, Move(to=target, by=persona, because=NOWHERE))
        told = frozenset(id for id in seen.blocked_by if id in self.emitted())
        return self.same_block(told, self.save(row, {self.lock["facts"]["stage"]: target}, persona))

    def edits(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every yes/no, choice and text that people may change, changed by every persona."""
        draft = Draft(body=("I have a question about something, thank you very much",))
        state, _ = self.tell(draft, self.channels[0], AT)
        self.org.now = AT
        row = self.org.save(self.request(draft, self.channels[0]), None).row
        assert row is not None
        for persona in [one.id for one in self.process.personas]:
            for fact in self.process.facts:
                if fact.origin not in ("field", "flag") or fact.type.kind not in ("yes_no", "choice", "text"):
                    continue
                value = True if fact.type.kind == "yes_no" else fact.choices[0].id if fact.choices else "said by staff"
                event = Edit(values=((fact.id, value),), by=persona, because=NOWHERE)
                _, seen = self.interpreter.step(state, event)
                told = frozenset(id for id in seen.blocked_by if id in self.emitted())
                found = self.save(dict(row), {self.lock["facts"][fact.id]: value}, persona)
                yield f"{persona}: edits {fact.id}", self.same_block(told, found)

    def emitted(self) -> frozenset[str]:
        names = {rule.name for rule in self.org.package.rules}
        return frozenset(id for name, id in self.lock["rules"].items() if name in names)

    def save(self, row: dict[str, Any], change: dict[str, Any], persona: str) -> frozenset[str]:
        """Ids of the rules that stop a person's save on the org."""
        held = {self.lock["personas"][persona]}
        if next(one for one in self.process.personas if one.id == persona).bypass:
            held.add(self.lock["permissions"]["override"])
        self.org.permissions = frozenset(held)
        saved = self.org.save(change, row, assign=False)
        return frozenset(self.lock["rules"].get(error.rule, error.message) for error in saved.errors)

    def same_block(self, told: frozenset[str], found: frozenset[str]) -> tuple[str, ...]:
        if told == found:
            return ()
        return (f"blocked by: the spec says {sorted(told)}, the metadata says {sorted(found)}",)
