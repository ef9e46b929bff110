"""What must hold when an element of a flow fails, which no process knows of: design.md, hard rule 4 and section 5.

The case stands as it was saved: nothing of how it is classified, owned and staged is lost. The failure is an event of
its own, and those who run the org hear of it. What other flows do, they do all the same. And once nothing fails any
more, time brings what was missed: the next sweep wakes the case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.emulator.interviews.program import Program
from generator.emulator.results import Notification
from generator.frozen import record
from generator.naming import api_name
from generator.process.events import Arrival, Event, Observation, Wait
from generator.process.model import Process
from generator.prove.comparing import aspects
from generator.prove.guided import Guided
from generator.prove.histories import history
from generator.prove.observing import Witnessed
from generator.prove.playing import OrgTeller, Played
from generator.prove.story_obligations.noting import events_of
from generator.scenarios.model import Scenario
from generator.source import NOWHERE

CAN_FAIL = ("recordLookups", "recordCreates", "recordUpdates", "recordDeletes", "actionCalls")
BEFORE_SAVE = "RecordBeforeSave"
STANDING = ("fact category", "fact urgency", "fact team", "fact stage", "owner", "priority", "visible text")
"""What a case keeps, whatever fails after it was saved."""
OF_TIME = ("warned", "breached", "stalled", "clock ", "clocks", "fact stalled", "notified", "log", "emailed")
MAY_LOSE: Mapping[str, tuple[str, ...]] = {
    "alert": ("notified",),
    "notify": ("notified",),
    "record": ("log", "tasks", "linked", "clock "),
    "received": ("emailed",),
    "mail": ("emailed",),
    "clock": OF_TIME,
    "sweep": OF_TIME,
    "consent": ("log", "blocked by"),
    "verify": ("log", "blocked by", "fact patient_verified", "fact verified_identifiers"),
    "adopt": (),
}
"""By flow, what its failure may cost: what it is there for, and what follows from that. A reply that is not read costs
whatever it would have said."""
REPLY = "reply"
NOT_REPEATED = ("reply", "consent", "verify", "adopt")
"""Flows that read what came once: nothing calls them again, and a person must."""
REPAIRED = ("fact stalled", "clocks")
"""What besides is as if nothing had failed, a day after nothing fails any more: sweeps have passed."""
DAY = 24 * 60


@record
class Fault:
    """Elements that fail in a history, and what does not hold then; no lines: all that must holds."""

    elements: tuple[str, ...]
    scenario: Scenario
    lines: tuple[str, ...]


def elements(programs: Mapping[str, Program]) -> tuple[str, ...]:
    """Every element that can fail after a save, by flow and name."""
    return tuple(
        f"{name}.{element.name}"
        for name, program in sorted(programs.items())
        if program.trigger != BEFORE_SAVE
        for kind in CAN_FAIL
        for element in getattr(program.flow, kind)
    )


class Faults:
    """The faults of one process's files. `guided` has tried histories: of those it kept, each element is let fail in
    the first that reaches it."""

    def __init__(self, process: Process, files: Mapping[str, bytes], guided: Guided) -> None:
        self.process = process
        self.player = OrgTeller(process, files, traced=True)
        self.ordinary = guided.player
        self.first = first_reaching(guided)
        self.prefix = process.identity.prefix

    def all(self) -> Iterator[Fault]:
        """Each element that some history reaches; and each that only a failure reaches, with the failure before it."""
        known = elements(self.player.package.programs)
        behind: dict[str, tuple[str, Scenario]] = {}
        for element in known:
            scenario = self.first.get(element)
            if scenario is not None:
                fault, passed = self.tried((element,), scenario)
                yield fault
                for other in passed & set(known):
                    if other not in self.first:
                        behind.setdefault(other, (element, scenario))
        for element, (before, scenario) in sorted(behind.items()):
            yield self.tried((before, element), scenario)[0]

    def unreached(self) -> tuple[str, ...]:
        """Elements that can fail and that no history reaches."""
        return tuple(one for one in elements(self.player.package.programs) if one not in self.first)

    def tried(self, failing: tuple[str, ...], scenario: Scenario) -> tuple[Fault, set[str]]:
        """What does not hold when these fail, and the elements that were passed."""
        given = replace(scenario.given, org=replace(scenario.given.org, fail=failing))
        events = tuple(events_of(scenario))
        passed: set[str] = set()
        lines: list[str] = []
        before: Observation | None = None
        state, seen = self.player.begin(given)
        for number in range(len(events) + 1):
            if number:
                state, seen = self.player.step(state, events[number - 1])
            _, told = self.ordinary.after(scenario.given, events[:number])
            passed |= {f"{step.where}.{step.name}" for step in seen.trace if step.kind == "element"}
            if not lines and any(step.kind == "fault" for step in seen.trace):
                lines += self.broken(failing, before, told, seen)
                break
            before = told
        lines += self.repaired(failing, state, scenario.given, events[:number])
        return Fault(elements=failing, scenario=scenario, lines=tuple(lines)), passed

    def repaired(
        self, failing: tuple[str, ...], state: Played, given: Arrival, events: tuple[Event, ...]
    ) -> Iterator[str]:
        """What is not as if nothing had failed, a day after nothing fails any more."""
        if any(self.is_flow(one, id) for one in failing for id in NOT_REPEATED):
            return
        later = Wait(minutes=DAY, because=NOWHERE)
        _, told = self.ordinary.after(given, (*events, later))
        healed = replace(state, org=replace(state.org, failing=frozenset()))
        _, seen = self.player.step(healed, later)
        right, found = (aspects(one, self.player.lexicon, clocks_of(told, seen)) for one in (told, seen))
        for name, value in right.items():
            if (name in (*STANDING, *REPAIRED) or name.endswith(": breached")) and found.get(name) != value:
                yield f"a day later {name} is {found.get(name)!r}, and not {value!r}"

    def broken(
        self, failing: tuple[str, ...], before: Observation | None, told: Observation, seen: Witnessed
    ) -> Iterator[str]:
        """What does not hold right after a step in which elements failed."""
        for step in seen.trace:
            if step.kind == "fault" and step.what != "taken":
                yield f"{step.where}.{step.name} has no way to go when it fails"
        right, found = (aspects(one, self.player.lexicon, clocks_of(told, seen)) for one in (told, seen))
        was = aspects(before, self.player.lexicon, set()) if before is not None else right
        flows = {one.partition(".")[0] for one in failing}
        for name in STANDING:
            if found[name] not in (right[name], *([was[name]] if api_name(self.prefix, REPLY) in flows else [])):
                yield f"{name} is {found[name]!r}, and not {right[name]!r}"
        yield from self.lost(flows, right, found)
        yield from self.told(failing, seen)

    def lost(self, flows: set[str], right: Mapping[str, object], found: Mapping[str, object]) -> Iterator[str]:
        """What other flows should have done all the same."""
        if api_name(self.prefix, REPLY) in flows:
            return
        may = tuple(part for flow in flows for key in MAY_LOSE if self.is_flow(flow, key) for part in MAY_LOSE[key])
        for name, value in right.items():
            if name in found and not name.startswith(may or ("\0",)) and name not in STANDING:
                missing = value - found[name] if isinstance(value, frozenset) else None  # type: ignore[operator]
                if missing or (missing is None and found[name] != value):
                    yield f"{name} is {found[name]!r}, and not {value!r}"

    def is_flow(self, flow: str, id: str) -> bool:
        return flow.startswith(api_name(self.prefix, id))

    def told(self, failing: tuple[str, ...], seen: Witnessed) -> Iterator[str]:
        """The failure is an event, and those who run the org hear of it: each unless that is what failed."""
        flow = failing[0].partition(".")[0]
        tail = {one.partition(".")[2] for one in failing[1:]}
        if not any("event of a fault" in one and one.endswith(flow) for one in seen.faults) and not tail:
            yield f"no event says that {flow} failed"
        sent = [step.value.body for step in seen.trace if isinstance(step.value, Notification)]
        telling = any(self.is_flow(one.partition(".")[0], "notify") for one in failing)
        if not telling and not any(one.endswith(f"{flow} failed. The case stands as saved.") for one in sent):
            yield f"nobody hears that {flow} failed"


def clocks_of(*seen: Observation) -> set[str]:
    first, *rest = ({one.clock for one in each.clocks} for each in seen)
    return first.intersection(*rest)


def first_reaching(guided: Guided) -> dict[str, Scenario]:
    """By element, the first kept history that reaches it."""
    found: dict[str, Scenario] = {}
    for scenario in guided.kept:
        for moment in history(guided.player, scenario):
            for step in moment.seen.trace if isinstance(moment.seen, Witnessed) else ():
                if step.kind == "element":
                    found.setdefault(f"{step.where}.{step.name}", scenario)
    return found
