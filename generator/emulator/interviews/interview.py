"""One run of a flow on one record, and how the runs of a batch advance together (runtime-semantics 2.9)."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.emulator.results import Email, Error, Step
from generator.emulator.rows import Row
from generator.emulator.scopes import Scope, Unset
from generator.formula.values import FormulaError

if TYPE_CHECKING:
    from generator.emulator.interviews.program import Program
    from generator.emulator.transactions import Transaction


class Fault(Exception):  # noqa: N818  (Salesforce's own word)
    """An element failed. A fault path may take it."""


class Alarm(NamedTuple):
    """What a paused interview waits for. `then`: the element that it goes on with."""

    at: datetime
    event: str
    then: str | None


class Interview(Scope):
    """`at`: the element that comes next. `failure`: why it ended early. `errors`: what Custom Error elements said.
    `alarms`: what it waits for, when it has paused."""

    __slots__ = (
        "alarms",
        "at",
        "errors",
        "failure",
        "fault_message",
        "parent",
        "places",
        "program",
        "values",
        "visited",
    )

    def __init__(
        self, program: "Program", row: Row, prior_row: Row | None, tx: "Transaction", at: str | None = None
    ) -> None:
        super().__init__(program.names, row, prior_row, tx)
        self.program = program
        self.at = program.first if at is None else at
        self.values: dict[str, Any] = {}
        self.places: dict[str, tuple[list[Any], int]] = {}
        self.fault_message: str | None = None
        self.failure: str | None = None
        self.errors: list[Error] = []
        self.parent: Interview | None = None
        self.visited: set[str] = set()
        self.alarms: tuple[Alarm, ...] = ()

    def fail(self, message: str) -> None:
        self.failure = message
        self.at = None

    def step(self, kind: str, name: str, what: str = "", value: Any = None) -> None:
        """Tells the trace; call it only where there is one."""
        trace = self.tx.trace
        if trace is not None:
            trace.append(
                Step(kind=kind, where=self.program.name, name=name, what=what, value=value, record=self.row.get("Id"))
            )


Simple = Callable[[Interview], str | None]
"""Runs an element of one interview and names the next."""
Bulk = Callable[[list[Interview]], None]
"""Runs an element once for many interviews and moves each on."""


def run_all(program: "Program", interviews: list[Interview]) -> None:
    """Runs every interview to its end. Those that stand at the same query, write or action do it together."""
    waiting = interviews
    while waiting:
        groups: dict[str, list[Interview]] = {}
        for interview in waiting:
            name = advance(program, interview)
            if name is not None:
                groups.setdefault(name, []).append(interview)
        if not groups:
            return
        name, group = next(iter(groups.items()))
        seen(group, name)
        program.bulk[name](group)
        waiting = [interview for group in groups.values() for interview in group if interview.at is not None]


def seen(group: list[Interview], name: str) -> None:
    for interview in group:
        if interview.program.visits:
            interview.visited.add(name)
        if interview.program.counted:
            interview.tx.use("elements")
        if interview.tx.trace is not None:
            interview.step("element", name)


def advance(program: "Program", interview: Interview) -> str | None:
    """Runs elements up to one that is done together; names it, or None at the end."""
    simple, at, tx = program.simple, interview.at, interview.tx
    traced, counted = tx.trace is not None, program.counted
    try:
        while at is not None:
            run = simple.get(at)
            if run is None:
                interview.at = at
                return at
            if traced:
                interview.step("element", at)
            if counted:
                tx.use("elements")
            if program.visits:
                interview.visited.add(at)
            at = run(interview)
    except FormulaError as problem:
        interview.fail(f"{at}: {problem}")
    except Unset as problem:
        message = f"The flow failed to access the value for {problem} because it hasn't been set or assigned."
        interview.fail(message)
    except Fault as problem:
        interview.fail(str(problem))
    interview.at = None
    return None


def unhandled(interview: Interview, label: str) -> str:
    """The message of a save that failed because of a flow (runtime-semantics 2.10)."""
    reason = interview.failure or ""
    if not reason.startswith("This error occurred"):
        reason = f"An unhandled fault has occurred in this flow. {reason}"
    return (
        f"We can't save this record because the “{label}” process failed. "
        f"Give your Salesforce admin these details. {reason}"
    )


def report(interview: Interview) -> None:
    """The mail that tells an administrator of a fault that no path took. It leaves though the save is lost."""
    tx = interview.tx
    subject = f"Error occurred during flow: {interview.program.label}"
    tx.left.append(
        Email(by="fault", at=tx.now, subject=subject, body=interview.failure or "", record=interview.row.get("Id"))
    )
