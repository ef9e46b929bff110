"""The clock flow: a row of a clock waits for its two times, and then wakes its case.

It decides nothing: it sees to it that the case is saved, and the flow before that save marks what is due. The row is
made once and gives way to another when the time changes, so nothing rests on how a path follows a changed field
(runtime-semantics 1.7, grade C).
"""

from dataclasses import replace

from generator.formula.syntax import Formula
from generator.lower.flows.faults import FAULT_VARIABLES, fault_tail
from generator.lower.flows.here import Here, program
from generator.lower.naming import Names
from generator.lower.programs import Filter, Get, Item, Path, Program, Step, Update, when_found
from generator.lower.trees import TRUE, binary, call, number, ref
from generator.process.model import Process


def waiting(process: Process, names: Names) -> Program:
    """The program of the clock flow."""
    here = Here(process=process, names=names)
    paths = (
        Path(name="Warn", label="Warning", at=names.of("warn_at"), steps=wake(names, "Warned")),
        Path(name="Due", label="Due", at=names.of("due_at"), steps=wake(names, "Due")),
    )
    number_of = ref(f"$Record.{names.of('case_number')}")
    return replace(
        program(here, "clock", "Waits for the times of a promise and wakes its case."),
        object=names.object("clock"),
        trigger="RecordAfterSave",
        on="Create",
        order=100,
        entry=(Filter(field=names.of("live"), value=TRUE),),
        variables=FAULT_VARIABLES,
        paths=paths,
        on_fault=fault_tail(here, names.own("clock"), ref(f"$Record.{names.of('case')}"), number_of),
    )


def wake(names: Names, prefix: str) -> tuple[Step, ...]:
    """Reads row and case again, for much may have changed since, and saves the case."""
    row, case = f"{prefix}_Row", f"{prefix}_Case"
    again = woken(names, case, f"{row}.{names.of('case')}")
    return (
        Get(
            label="Read the row again",
            name=row,
            object=names.object("clock"),
            filters=(
                Filter(field="Id", value=ref("$Record.Id")),
                Filter(field=names.of("live"), value=TRUE),
            ),
            fields=("Id", names.of("case")),
        ),
        when_found("Does the row still count", row, again, yes="It counts", no="Another row counts"),
    )


def woken(names: Names, case: str, id: str, *more: Item) -> tuple[Step, ...]:
    """Reads a case again and saves it as automation: its token moves from where it is now, whatever this run or
    another has written since it began."""
    found = when_found(
        "Is the case there",
        case,
        (touched(names, f"{case}.Id", f"{case}.{names.field('token')}", *more),),
        yes="The case is there",
        no="The case is gone",
    )
    look = Get(
        label="Read the case again",
        name=case,
        object="Case",
        filters=(Filter(field="Id", value=ref(id)),),
        fields=("Id", names.field("token")),
    )
    return look, found


def touched(names: Names, id: str, token: str, *more: Item) -> Update:
    """Saves a case as automation: the token moves, and with it `more`."""
    return Update(
        label="Wake the case",
        object="Case",
        filters=(Filter(field="Id", value=ref(id)),),
        items=(Item(target=names.field("token"), value=moved(token), kind="Number"), *more),
        what="The flow before this save marks what is due.",
    )


def moved(token: str) -> Formula:
    """Another value than the token has: no rule on saves of people looks at a save that moves it."""
    return binary("+", call("BLANKVALUE", ref(token), number(0)), number(1))
