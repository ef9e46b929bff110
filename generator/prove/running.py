"""Runs messages and moves through the interpreter of the process and the emulator of the files, and compares."""

import json
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
from generator.process.events import Arrival, Edit, Move, Observation
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
OVERRIDE = "override holder"


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
        package = load(components_of(files))
        self.orgs = {at: found_org(package, at) for at in INSTANTS}
        self.emitted = frozenset(
            id for name, id in self.lock["rules"].items() if any(one.name == name for one in package.validation["Case"])
        )
        stored = {fact.id for fact in process.facts if fact.type.kind not in ("clock", "consent")}
        self.compared = frozenset(stored & set(self.lock["facts"]) - NOT_KEPT)
        self.channels = [channel.id for channel in process.channels]
        self.staffed: tuple[State, Org, str] | None = None

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
        org = self.orgs[at]
        outcome = org.insert("Case", self.request(org, draft, channel))
        return by_org(outcome.result, outcome.org, self.lock, self.compared)

    def request(self, org: Org, draft: Draft, channel: str) -> dict[str, Any]:
        subject, body = draft.texts
        record_type = org.find("RecordType", DeveloperName=self.lock["record_type"])
        assert record_type is not None
        return {
            "Subject": subject,
            "Description": body,
            "Origin": self.lock["origins"][channel],
            "RecordTypeId": record_type["Id"],
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
                state, org, case = self.ordinary()
                state = state.copy()
                state.facts["stage"] = source
                stage = self.lock["facts"]["stage"]
                org = org.update("Case", {"Id": case, stage: source}, user=self.user(org, OVERRIDE)).org
                _, seen = self.interpreter.step(state, Move(to=target, by=persona, because=NOWHERE))
                yield f"{persona}: {source} -> {target}", self.blocks(seen, org, case, {stage: target}, persona)

    def edits(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every yes/no, choice and text that people may change, changed by every persona."""
        for persona in [one.id for one in self.process.personas]:
            for fact in self.process.facts:
                if fact.origin not in ("field", "flag") or fact.type.kind not in ("yes_no", "choice", "text"):
                    continue
                state, org, case = self.ordinary()
                value = True if fact.type.kind == "yes_no" else fact.choices[0].id if fact.choices else "said by staff"
                event = Edit(values=((fact.id, value),), by=persona, because=NOWHERE)
                _, seen = self.interpreter.step(state, event)
                change = {self.lock["facts"][fact.id]: value}
                yield f"{persona}: edits {fact.id}", self.blocks(seen, org, case, change, persona)

    def ordinary(self) -> tuple[State, Org, str]:
        """An ordinary case on both sides, in an org with a user for each persona."""
        if self.staffed is None:
            draft = Draft(body=("I have a question about something, thank you very much",))
            state, _ = self.tell(draft, self.channels[0], AT)
            org = self.orgs[AT]
            for one in self.process.personas:
                held = [self.lock["personas"][one.id]] + ([self.lock["permissions"]["override"]] if one.bypass else [])
                org, _ = org.with_user(one.id, permissions=held)
            org, _ = org.with_user(OVERRIDE, permissions=[self.lock["permissions"]["override"]])
            outcome = org.insert("Case", self.request(org, draft, self.channels[0]))
            assert outcome.result.id is not None
            self.staffed = state, outcome.org, outcome.result.id
        return self.staffed

    def user(self, org: Org, name: str) -> str:
        found = org.find("User", Name=name)
        assert found is not None
        return str(found["Id"])

    def blocks(self, seen: Observation, org: Org, case: str, change: dict[str, Any], persona: str) -> tuple[str, ...]:
        """The lines on which rules that stop a save differ; rules that this package does not hold yet are left out."""
        told = frozenset(seen.blocked_by & self.emitted)
        result = org.update("Case", {"Id": case, **change}, user=self.user(org, persona)).result
        found = frozenset(self.lock["rules"].get(error.rule, error.message) for error in result.errors)
        if told == found:
            return ()
        return (f"blocked by: the spec says {sorted(told)}, the metadata says {sorted(found)}",)
