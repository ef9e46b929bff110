"""Why some outcomes are reached by no history: reasons as data, derived from the process. A reason is wrong as
soon as a history reaches what it is about. What only leads on from such an outcome is out of reach with it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.coverage.listing import NEXT
from generator.emulator.coverage import Point, points_of
from generator.emulator.interviews.program import ELEMENTS, Program
from generator.emulator.loading import Package
from generator.frozen import record
from generator.process.model import Clock, Effect, Mail, Process, Stage


@record
class Excuse:
    """`flow`: without its prefix; `decision` and `outcome`: patterns that fit where names begin."""

    flow: str
    decision: str
    outcome: str
    reason: str


def excuses(process: Process) -> Iterator[Excuse]:
    """The outcomes that no history of this process reaches."""
    yield Excuse(
        flow="Consents_At_Start", decision=r"Consents_Is_this_case_ours$", outcome="default",
        reason="The flow is entered only by cases of the workflow, and no case leaves it.",
    )  # fmt: skip
    yield Excuse(
        flow="Verify_At_Start", decision=r"Verify_Is_the_patient_to_be_verified$", outcome="default",
        reason="Nobody has verified the patient of a case that has just been made.",
    )  # fmt: skip
    yield Excuse(
        flow="Record", decision=".*Has_somebody_else_taken_it$", outcome=".*The_owner_is_another",
        reason="Only a rule or flow of somebody else takes a new case; tests/prove/test_safety_nets.py brings one.",
    )  # fmt: skip
    if all(first_open(process).stall):
        yield Excuse(
            flow="Intake", decision=".*Does_it_stall_at_another_time$", outcome="default",
            reason="A new case waits in a stage that stalls at every level: its time is always new.",
        )  # fmt: skip
    for clock in process.clocks:
        if counts_always(clock):
            yield Excuse(
                flow="Record", decision=f".*Does_the_row_of_{words(clock.label)}", outcome=".*_It_counts_no",
                reason="A promise that is made of every case at every level is never taken back.",
            )  # fmt: skip
    yield from mails(process)


def mails(process: Process) -> Iterator[Excuse]:
    """Of mails: what nothing asks for when a case is made, and what alone is asked for when it changes."""
    labels = {one.id: one.label for one in process.messages}
    asked: dict[tuple[str, str], list[Effect]] = {}
    for effect in process.effects:
        if isinstance(effect.act, Mail):
            asked.setdefault((effect.act.message, effect.act.to), []).append(effect)
    later = [key for key, effects in asked.items() if not all(at_once(process, one) for one in effects)]
    for (message, to), effects in asked.items():
        decision = f"Mails_Is_{words(labels[message])}_to_go_to_the_{to}$"
        if not any(at_once(process, one) for one in effects):
            yield Excuse(
                flow="Received", decision=decision, outcome=".*_It_is$",
                reason="Nothing asks for this mail when a case is made.",
            )  # fmt: skip
        if later == [(message, to)]:
            yield Excuse(
                flow="Mail", decision=decision, outcome="default",
                reason="The flow runs when this mail is asked for, which nobody does while replies are off.",
            )  # fmt: skip


def at_once(process: Process, effect: Effect) -> bool:
    """Whether its moment can come while a case is made."""
    first = process.stages[0]
    passed = {first.id, first_open(process).id}
    return effect.on.kind in ("created", "routed") or (
        effect.on.kind in ("entering", "leaving") and (effect.on.of is None or effect.on.of in passed)
    )


def first_open(process: Process) -> Stage:
    """The stage in which a new case waits."""
    first = process.stages[0]
    return next(one for one in process.stages if one.id == first.next[0]) if first.automatic else first


def counts_always(clock: Clock) -> bool:
    return clock.when is None and all(clock.within)


def words(label: str) -> str:
    """A label as the names of elements spell it."""
    return "_".join(re.findall(r"[A-Za-z0-9]+", label))


# -- what follows ----------------------------------------------------------------------------------------------------


def out_of_reach(process: Process, package: Package) -> Mapping[Point, str]:
    """Every point of a package of ours that no history reaches, and why."""
    found: dict[Point, str] = {}
    for excuse in excuses(process):
        program = package.programs.get(f"{process.identity.prefix}_{excuse.flow}")
        if program is None:
            continue
        outcomes = frozenset(one for one in points_of(program) if one.kind == "outcome" and fits(excuse, one))
        reached = reach(program, outcomes)
        behind = (one for one in points_of(program) if one.kind in ("element", "outcome", "fault"))
        found |= {one: excuse.reason for one in behind if outcomes and (one in outcomes or one.name not in reached)}
    return found


def fits(excuse: Excuse, point: Point) -> bool:
    return bool(re.match(excuse.decision, point.name) and re.match(excuse.outcome, point.what))


def reach(program: Program, without: Iterable[Point]) -> frozenset[str]:
    """The elements to which a flow comes when it never takes these outcomes."""
    closed = {(one.name, one.what) for one in without}
    elements: dict[str, Any] = {one.name: one for kind in ELEMENTS for one in getattr(program.flow, kind)}
    waiting = [program.first, *(path.connector.targetReference for path in program.paths() if path.connector)]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name is None or name in seen or name not in elements:
            continue
        seen.add(name)
        element = elements[name]
        ways = [(rule.name, rule.connector) for rule in getattr(element, "rules", ())]
        ways += [("default" if key == "defaultConnector" else key, getattr(element, key, None)) for key in NEXT]
        waiting += [way.targetReference for what, way in ways if way is not None and (name, what) not in closed]
    return frozenset(seen)
