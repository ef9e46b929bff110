"""The sweep flows: at fixed hours every open case is looked at, and woken where a promise is overdue or none counts.

A clock row that did not wake its case (a deactivated flow, a lost path, a locked row) is caught here within hours.
"""

from dataclasses import replace

from generator.lower.flows.faults import FAULT_VARIABLES, fault_tail
from generator.lower.flows.here import Here, field, let_in, program, running, switches
from generator.lower.flows.keeping import reached
from generator.lower.flows.waiting import touched
from generator.lower.naming import Names
from generator.lower.programs import Branch, Case, Filter, Program
from generator.lower.trees import FALSE, all_of, any_of, negation, ref
from generator.process.model import Process

HOURS = (6, 12, 18)
"""Of the day, in the org's default zone (runtime-semantics 1.9)."""


def sweeping(process: Process, names: Names, hour: int) -> Program:
    """The program of the sweep at one hour."""
    here = Here(process=process, names=names)
    overdue = [all_of((negation(ref(field(here, "stalled"))), reached(here, "stall_due")))]
    for clock in process.clocks:
        late = negation(ref(field(here, f"{clock.id}.breached")))
        overdue.append(all_of((running(here, clock.id), late, reached(here, f"{clock.id}.due"))))
    counts = any_of(running(here, clock.id) for clock in process.clocks)
    wake = touched(names, "$Record.Id", field(here, "token"))
    steps = Branch(
        label="Does the case need waking",
        what="A promise is overdue and not marked, or none counts.",
        cases=(
            Case(label="Something is overdue", test=any_of(overdue), steps=(wake,)),
            Case(label="No promise counts", test=all_of((ref("Clocks_On"), negation(counts))), steps=(wake,)),
        ),
        otherwise=(),
        otherwise_label="All is well",
    )
    return replace(
        program(
            here,
            f"sweep_{hour:02d}",
            "Looks at every open case and wakes those with an overdue promise or none.",
            label=f"sweep at {hour:02d}:00",
        ),
        object="Case",
        trigger="Scheduled",
        entry=(
            let_in(here),
            Filter(field="IsClosed", value=FALSE),
        ),
        variables=FAULT_VARIABLES,
        resources=tuple(switches(here)),
        steps=(steps,),
        on_fault=fault_tail(here, names.own(f"sweep_{hour:02d}")),
        hour=hour,
    )
