"""What must hold when an element of a flow fails, which no process knows of: design.md, hard rule 4 and section 5.

The case stands as it was saved: nothing of how it is classified, owned and staged is lost. The failure is an event of
its own, and those who run the org hear of it. What other flows do, they do all the same. And once nothing fails any
more, time brings what was missed: the next sweep wakes the case.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.emulator.interviews.program import Program
from generator.emulator.results import Notification
from generator.frozen import record
from generator.naming import api_name
from generator.process.events import Arrival, Event, Observation, Wait
from generator.prove.comparing import aspects
from generator.prove.histories import Remembering
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
    """The faults of one process's files. `first`: by element of a flow, the history in which it is let fail, the first
    that reaches it. `player` traces what runs."""

    def __init__(self, player: OrgTeller, first: Mapping[str, Scenario]) -> None:
        self.player = player
        self.ordinary = Remembering(player)
        self.first = first
        self.prefix = player.prefix
        self.known = elements(player.package.programs)

    def all(self) -> Iterator[Fault]:
        """Each element that some history reaches; and each that only a failure reaches, with the failure before it."""
        tried = [self.tried((element,), self.first[element]) for element in self.reached()]
        behind = self.behind(tried)
        yield from (fault for fault, _ in tried)
        yield from (self.tried(pair, scenario)[0] for pair, scenario in behind)

    def reached(self) -> tuple[str, ...]:
        """Elements that can fail and that some history reaches."""
        return tuple(one for one in self.known if one in self.first)

    def unreached(self) -> tuple[str, ...]:
        """Elements that can fail and that no history reaches."""
        return tuple(one for one in self.known if one not in self.first)

    def behind(self, tried: Iterable[tuple[Fault, frozenset[str]]]) -> tuple[tuple[tuple[str, str], Scenario], ...]:
        """Elements that no history reaches, each behind the first failure that led to it."""
        found: dict[str, tuple[tuple[str, str], Scenario]] = {}
        missing = set(self.unreached())
        for fault, passed in tried:
            for element in sorted(passed & missing):
                found.setdefault(element, ((fault.elements[0], element), fault.scenario))
        return tuple(found[element] for element in sorted(found))

    def tried(self, failing: tuple[str, ...], scenario: Scenario) -> tuple[Fault, frozenset[str]]:
        """What does not hold when these fail, and the elements that were passed. What happens before the first of them
        is reached happens as it would without a failure, and is not told again."""
        given, events = scenario.given, tuple(events_of(scenario))
        steps = range(len(events) + 1)
        start = next(n for n in steps if failing[0] in passed_in(self.ordinary.after(given, events[:n])[1]))
        passed: set[str] = set()
        lines: list[str] = []
        state, before = self.ordinary.after(given, events[: max(start - 1, 0)])
        state = replace(state, org=replace(state.org, failing=self.player.elements(failing)))
        for number in steps[start:]:
            if number:
                state, seen = self.player.step(state, events[number - 1])
            else:
                state, seen = self.player.begin(replace(given, org=replace(given.org, fail=failing)))
            passed |= passed_in(seen)
            _, told = self.ordinary.after(given, events[:number])
            if any(step.kind == "fault" for step in seen.trace):
                lines += self.broken(failing, before if number else None, told, seen)
                break
            before = told
        lines += self.repaired(failing, state, given, events[:number])
        return Fault(elements=failing, scenario=scenario, lines=tuple(lines)), frozenset(passed)

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


def passed_in(seen: Observation) -> frozenset[str]:
    """The elements of flows that ran in a step."""
    trace = seen.trace if isinstance(seen, Witnessed) else ()
    return frozenset(f"{step.where}.{step.name}" for step in trace if step.kind == "element")
