"""What follows a transaction: the commit, async and scheduled paths, and whatever is due when time passes."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from generator.emulator import clock
from generator.emulator.interviews.interview import Interview, report, run_all
from generator.emulator.interviews.pausing import paused, resumed
from generator.emulator.interviews.program import EntryFailed, Program
from generator.emulator.owning import ESCALATION, escalated
from generator.emulator.queries import Query
from generator.emulator.results import Effect, Email, Published, Step
from generator.emulator.rows import EMPTY, Held, Row
from generator.emulator.saving import CHUNK, save
from generator.emulator.transactions import Due, LimitExceeded, Mark, State, Transaction

if TYPE_CHECKING:
    from generator.emulator.organisation import Org, Outcome

ASYNC = "AsyncAfterCommit"
PAUSE = "paused interview"
MOST_EVENTS = 2_000
"""Platform events that one transaction takes."""
MOST_RUNS = 50_000
"""Runs that one call may set off: a path that schedules itself anew for now never ends in an org either."""


class Aftermath:
    """What a call has set off: the org as it stands and everything seen so far."""

    def __init__(self, org: "Org") -> None:
        self.org = org
        self.effects: list[Effect] = []
        self.trace: list[Step] = []
        self.notes: set[str] = set()
        self.waiting: list[Due] = []
        self.published: list[Published] = []

    def commit(self, tx: Transaction, interviews: Iterable[Interview] = ()) -> None:
        """The end of a transaction; `interviews` may have paused in it."""
        state, waiting = settled(tx)
        for interview in interviews:
            if interview.alarms:
                state = waiting_for(tx, state, interview)
        self.org = dataclasses.replace(self.org, state=state)
        self.waiting += waiting
        self.published += [one for one in tx.effects if isinstance(one, Published)]
        self.effects += [*tx.left, *tx.effects]
        self.trace += tx.trace or []
        self.notes |= tx.notes

    def outcome(self) -> "Outcome":
        from generator.emulator.organisation import Outcome

        return Outcome(org=self.org, effects=tuple(self.effects), trace=tuple(self.trace), notes=frozenset(self.notes))


def after(org: "Org", tx: Transaction) -> "Outcome":
    """Commits, then runs async paths and what is due at once."""
    made = Aftermath(org)
    made.commit(tx)
    settle(made)
    return made.outcome()


def launch(org: "Org", program: Program, inputs: Mapping[str, Any], user: str) -> "Outcome":
    """A flow run for itself, in a transaction of its own. One that fails leaves only the mail that says so."""
    made = Aftermath(org)
    tx = org.transaction(user)
    mark = tx.mark()
    interview = program.interview({}, None, tx)
    interview.values |= dict(inputs)
    run_alone(program, interview)
    finish(made, tx, mark, interview)
    settle(made)
    return made.outcome()


def finish(made: Aftermath, tx: Transaction, mark: Mark, interview: Interview) -> None:
    """The end of an interview that runs alone. One that failed leaves only the mail that says so."""
    if interview.failure is not None:
        tx.roll_back(mark, limits=True)
        report(interview)
    made.commit(tx, () if interview.failure is not None else (interview,))


def advance(org: "Org", to: datetime) -> "Outcome":
    made = Aftermath(org)
    for _ in range(MOST_RUNS):
        state = made.org.state
        first = min((due.at for due in state.pending.values() if due.at <= to), default=None)
        runs = [
            (at, program)
            for program in org.package.programs.values()
            if program.trigger == "Scheduled"
            and (at := clock.next_run(program, state.zone, state.now)) is not None
            and at <= to
        ]
        nearest = min((at for at, _ in runs), default=None)
        if first is None and nearest is None:
            made.org = at_time(made.org, max(to, state.now))
            return made.outcome()
        at = min(one for one in (first, nearest) if one is not None)
        made.org = at_time(made.org, max(at, state.now))
        for run_at, program in runs:
            if run_at == at:
                run_schedule(made, program)
        settle(made)
    raise RuntimeError(f"more than {MOST_RUNS:,} runs until {to}")


def at_time(org: "Org", now: datetime) -> "Org":
    return dataclasses.replace(org, state=dataclasses.replace(org.state, now=now))


# Commit


def committed(tx: Transaction) -> State:
    """The state with the changes of a transaction."""
    tables = dict(tx.state.tables)
    for name, changes in tx.changes.items():
        if changes:
            tables[name] = tables.get(name, EMPTY).with_changes(changes)
    return dataclasses.replace(tx.state, tables=tables, numbers=tx.numbers)


def settled(tx: Transaction) -> tuple[State, list[Due]]:
    """The committed state with its queue, and the async paths that run now. Paths are decided on the final rows."""
    state = committed(tx)
    if not tx.touched and not tx.escalations:
        return state, []
    pending = dict(state.pending)
    waiting: list[Due] = []
    for (object_name, id), verb in tx.touched.items():
        programs = tx.package.with_paths(object_name)
        row = tx.get(object_name, id)
        if verb == "delete" or row is None:
            drop(pending, id)
            continue
        for program in programs:
            waiting += schedule(tx, program, pending, row)
    for id, actions in tx.escalations.items():
        for key in [key for key in pending if key[0] == ESCALATION and key[2] == id]:
            del pending[key]
        for at, name in actions:
            pending[ESCALATION, name, id] = Due(at, tx.number("due"), ESCALATION, name, id, tx.state.automated_user)
    return dataclasses.replace(state, pending=pending, numbers=dict(tx.numbers)), waiting


def waiting_for(tx: Transaction, state: State, interview: Interview) -> State:
    """The state in which an interview waits for its alarms."""
    id = tx.fresh_id("0Fo")
    pending = dict(state.pending)
    for one in interview.alarms:
        pending[PAUSE, one.event, id] = Due(one.at, tx.number("due"), PAUSE, one.event, id, tx.user)
    held = {**state.paused, id: paused(interview)}
    return dataclasses.replace(state, pending=pending, paused=held, numbers=dict(tx.numbers))


def drop(pending: dict[tuple[str, str, str], Due], id: str) -> None:
    for key in [key for key in pending if key[2] == id]:
        del pending[key]


def meets(tx: Transaction, program: Program, row: Row) -> bool:
    try:
        return program.admits(row, None, tx, now=True)
    except EntryFailed:
        return False


def schedule(tx: Transaction, program: Program, pending: dict[tuple[str, str, str], Due], row: Row) -> Iterable[Due]:
    """Puts paths into the queue, moves them, or takes them out (runtime-semantics 1.7)."""
    id = str(row["Id"])
    entered = tx.entered.get((program.name, id))
    for name, path in program.named_paths:
        if path.pathType == ASYNC:
            if entered is not None:
                yield Due(tx.now, tx.number("due"), program.name, name, id, tx.user)
            continue
        key = (program.name, name, id)
        waits = pending.get(key)
        if waits is None and entered is None:
            continue
        if not meets(tx, program, row):
            pending.pop(key, None)
            continue
        if waits is not None and path.timeSource != "RecordField":
            continue
        at = clock.due(tx, program, path, row, entered or tx.now)
        if at is None:
            pending.pop(key, None)
        elif waits is None:
            pending[key] = Due(at, tx.number("due"), program.name, name, id, tx.user)
        else:
            pending[key] = waits._replace(at=at)


# What is due


def settle(made: Aftermath) -> None:
    """Runs async paths, then whatever is due by now, until nothing is left."""
    for _ in range(MOST_RUNS):
        if made.published:
            run_events(made)
            continue
        if made.waiting:
            batch = together(made.waiting)
            made.waiting = [one for one in made.waiting if one not in batch]
        else:
            state = made.org.state
            if not state.pending:
                return
            due = sorted(one for one in state.pending.values() if one.at <= state.now)
            if not due:
                return
            batch = together(due)
            keys = {(one.flow, one.path, one.record) for one in batch}
            left = {key: one for key, one in state.pending.items() if key not in keys}
            made.org = dataclasses.replace(made.org, state=dataclasses.replace(state, pending=left))
        if batch[0].flow == ESCALATION:
            run_escalation(made, batch[0])
        elif batch[0].flow == PAUSE:
            resume(made, batch[0])
        else:
            run_path(made, batch)
    raise RuntimeError(f"more than {MOST_RUNS:,} runs at {made.org.state.now}")


def together(due: Sequence[Due]) -> list[Due]:
    """The first and all that run with it: the same path for the same user at the same time."""
    first = due[0]
    if first.flow in (ESCALATION, PAUSE):
        return [first]
    return [
        one for one in due if (one.at, one.flow, one.path, one.user) == (first.at, first.flow, first.path, first.user)
    ]


def run_path(made: Aftermath, batch: list[Due]) -> None:
    program = made.org.package.programs[batch[0].flow]
    path = next(one for name, one in program.named_paths if name == batch[0].path)
    size = path.maxBatchSize or CHUNK
    asynchronous = path.pathType == ASYNC
    for start in range(0, len(batch), size):
        part = batch[start : start + size]
        tx = made.org.transaction(part[0].user, asynchronous=True)
        rows = []
        for one in part:
            row = tx.get(program.shape.name, one.record) if program.shape else None
            if row is not None and (asynchronous or meets(tx, program, row)):
                rows.append(Held(row))
        target = path.connector.targetReference if path.connector else None
        if tx.trace is not None:
            for held in rows:
                tx.trace.append(
                    Step(kind="path", where=program.name, name=batch[0].path, what="ran", record=held["Id"])
                )
        interviews_of(made, tx, program, rows, target)


def interviews_of(made: Aftermath, tx: Transaction, program: Program, rows: list[Held], target: str | None) -> None:
    """One transaction for the interviews; those that fail are left out and the others run again."""
    mark, told = tx.mark(), []
    interviews: list[Interview] = []
    while rows:
        interviews = [program.interview(row.copy(), None, tx, target) for row in rows]
        try:
            run_all(program, interviews)
        except LimitExceeded as problem:
            tx.roll_back(mark, limits=True)
            for interview in interviews:
                interview.fail(str(problem))
                told.append(interview)
            break
        failed = [one for one in interviews if one.failure is not None or one.errors]
        if not failed:
            break
        told += failed
        tx.roll_back(mark, limits=True)
        rows = [row for row, one in zip(rows, interviews, strict=True) if one not in failed]
    for interview in told:
        report(interview)
    made.commit(tx, (one for one in interviews if one not in told))


def run_schedule(made: Aftermath, program: Program) -> None:
    """A schedule-triggered flow: one interview per record that its filters find (runtime-semantics 1.9)."""
    tx = made.org.transaction(made.org.state.automated_user, asynchronous=True)
    found: list[Row] = [{}]
    if program.shape is not None:
        filters = [(one.field, one.operator) for one in program.start.filters]
        query = Query(made.org.package, program.shape, filters, program.start.filterLogic, program.name)
        scope = Interview(program, {}, None, tx)
        wanted = [program.direct.value(one.value, program.name).get(scope) for one in program.start.filters]
        found = query.find(tx, wanted)
    ids = [row.get("Id") for row in found]
    target = program.first
    for start in range(0, len(ids), CHUNK):
        tx = made.org.transaction(made.org.state.automated_user, asynchronous=True)
        rows = (
            found
            if program.shape is None
            else [row for id in ids[start : start + CHUNK] if (row := tx.get(program.shape.name, id)) is not None]
        )
        interviews_of(made, tx, program, [Held(row) for row in rows], target)


def run_events(made: Aftermath) -> None:
    """Flows that a platform event triggers, each in a transaction of its own, for the events in the order in which
    they were published (Apex guide, Platform Events: subscribers run as the Automated Process user)."""
    events, made.published = made.published, []
    for program in made.org.package.programs.values():
        if program.trigger != "PlatformEvent" or program.shape is None:
            continue
        tx = made.org.transaction(made.org.state.automated_user, asynchronous=True)
        rows = [Held({**dict(one.row), "CreatedDate": one.at}) for one in events if one.event == program.shape.name]
        rows = [row for row in rows if program.admits(row, None, tx)]
        for start in range(0, len(rows), MOST_EVENTS):
            if start:
                tx = made.org.transaction(made.org.state.automated_user, asynchronous=True)
            interviews_of(made, tx, program, rows[start : start + MOST_EVENTS], program.first)


def resume(made: Aftermath, one: Due) -> None:
    """A paused interview goes on; what else it waited for is forgotten."""
    state = made.org.state
    held = state.paused[one.record]
    pending = {key: due for key, due in state.pending.items() if due.record != one.record}
    left = {id: other for id, other in state.paused.items() if id != one.record}
    made.org = dataclasses.replace(made.org, state=dataclasses.replace(state, pending=pending, paused=left))
    program = made.org.package.programs[held.flow]
    tx = made.org.transaction(held.user, asynchronous=True)
    mark = tx.mark()
    interview = resumed(program, held, tx, one.path)
    run_alone(program, interview)
    finish(made, tx, mark, interview)


def run_alone(program: Program, interview: Interview) -> None:
    try:
        run_all(program, [interview])
    except LimitExceeded as problem:
        interview.fail(str(problem))


def run_escalation(made: Aftermath, one: Due) -> None:
    """The update is made as the automated case user."""
    tx = made.org.transaction(one.user, asynchronous=True)
    tx.escalating = True
    fields = escalated(tx, one.record, one.path)
    if fields is not None:
        results = save(tx, "update", "Case", [fields], all_or_none=True)
        if results[0].errors:
            message = results[0].errors[0].message
            tx.effects.append(
                Email(by="fault", at=tx.now, subject="Escalation failed", body=message, record=one.record)
            )
    made.commit(tx)
