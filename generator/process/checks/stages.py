"""Stages and the clock that must be there."""

from collections.abc import Iterator

from generator.diagnostics import Diagnostic
from generator.process.checks.routing import error
from generator.process.model import Process

OPEN = ("New", "Working", "Escalated")


def reachable(process: Process) -> Iterator[Diagnostic]:
    """Every stage can be entered, and every open one can be left towards a closed one. Only the last of the stages that
    lead nowhere is told: the others, and a closed stage that nothing reaches then, follow from it."""
    following = {stage.id: stage.next for stage in process.stages}
    closed = {stage.id for stage in process.stages if stage.closed}
    ways = {stage.id: walk(following, stage.id) for stage in process.stages}
    entered = ways[process.stages[0].id]
    stuck = [stage for stage in process.stages if stage.id in entered and not ways[stage.id] & closed]
    told: set[str] = set()
    for stage in stuck:
        if all(stage.id in ways[one] for one in ways[stage.id] & ways.keys()) and stage.id not in told:
            told |= ways[stage.id]
            message = f"no way leads from `{stage.id}` to a closed stage"
            yield error("CP312", message, stage.because, "extend its `next:`")
    for stage in process.stages:
        if stage.id not in entered and not (stuck and stage.closed):
            yield error("CP311", f"no move leads to the stage `{stage.id}`", stage.because, "name it in a `next:`")


def walk(following: dict[str, tuple[str, ...]], start: str) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for stage in following.get(waiting.pop(), ()):
            if stage not in seen:
                seen.add(stage)
                waiting.append(stage)
    return seen


def closing(process: Process) -> Iterator[Diagnostic]:
    """A stage is closed exactly when its Status is."""
    known = {
        **dict.fromkeys(OPEN, False),
        "Closed": True,
        **{one.label: one.closed for one in process.expects.statuses},
    }
    if not any(stage.closed for stage in process.stages):
        yield error("CP313", "no stage closes a case", process.stages[-1].because, "give one `closed: true`")
    for stage in process.stages:
        if stage.status not in known:
            message = f"nobody says that the org has the Status `{stage.status}`"
            yield error("CP314", message, stage.because, "declare it under `expects: {statuses: ...}`")
        elif known[stage.status] is not stage.closed:
            what = "closes" if known[stage.status] else "does not close"
            yield error(
                "CP315", f"the Status `{stage.status}` {what} a case, and `{stage.id}` says otherwise", stage.because
            )


def triage(process: Process) -> Iterator[Diagnostic]:
    """Time to Triage runs from receipt to acceptance."""
    clock = next((one for one in process.clocks if one.id == "triage"), None)
    if clock is None:
        yield error("CP316", "the clock `triage` is missing", process.identity.because, "it is Time to Triage")
    elif clock.starts.kind != "created" or clock.stops.kind != "accepted":
        yield error("CP317", "`triage` starts when a case is created and stops when it is accepted", clock.because)


def automatic(process: Process) -> Iterator[Diagnostic]:
    """Only the first stage is left by automation, and nothing of people's stands in the way."""
    for stage in process.stages:
        if not stage.automatic:
            continue
        if stage.rank != 0 or len(stage.next) != 1:
            message = "only the first stage is left by automation, to exactly one other"
            yield error("CP318", message, stage.because)
            continue
        for rule in process.rules:
            if rule.on is not None and rule.on.kind == "entering" and rule.on.of == stage.next[0]:
                message = f"`{rule.id}` blocks `{stage.next[0]}`, which automation enters by itself"
                yield error("CP318", message, rule.because, "check it on entering a later stage")
