"""The record flow: after a case of ours was saved, what the save made happen is carried out.

The list of what happened stands in the case (flows/moments.py). Each entry becomes a row of the record of decisions;
promises get rows that wait for their time; tasks are made, second cases are begun. Nothing here
decides anything, and nothing here holds a patient's words.

What an element that fails leaves undone is what comes after it in its flow. So people are told in a flow of their own
(flows/alerting.py), and here promises get their rows first.
"""

from dataclasses import replace

from generator.lower import calendars
from generator.lower.flows import queues
from generator.lower.flows.clock_rows import clock_rows
from generator.lower.flows.doing import check_owner, link_cases, make_tasks
from generator.lower.flows.faults import FAULT_VARIABLES, fault_tail
from generator.lower.flows.here import Here, before, let_in, program, switches, value
from generator.lower.flows.moments import turned
from generator.lower.flows.recording_events import count_events, list_what_happened, write_events
from generator.lower.naming import Names
from generator.lower.programs import Create, Program, Resource, Step, Variable, when
from generator.lower.trees import (
    binary,
    call,
    choose,
    number,
    ref,
    text,
)
from generator.process.model import Process

ORDER = 100
"""After people were told."""


def recording(process: Process, names: Names) -> Program:
    """The program of the record flow."""
    here = Here(process=process, names=names)
    event, clock = names.object("event"), names.object("clock")
    steps: list[Step] = [
        list_what_happened(here),
        *clock_rows(here),
        *check_owner(here),
        *count_events(here),
        write_events(here),
        Create(label="Write the record of decisions", of="Events", what="One row for each decision or transition."),
        *make_tasks(here),
        *link_cases(here),
    ]
    happened = when("Did anything happen", ref("Turned"), tuple(steps), yes="Something happened", no="Nothing happened")
    return replace(
        program(
            here, "record", "Carries out what a save made happen: clocks, the record of decisions, tasks, linked cases."
        ),
        object="Case",
        trigger="RecordAfterSave",
        on="CreateAndUpdate",
        order=ORDER,
        entry=(let_in(here),),
        variables=(
            Variable(name="Happened", kind="String", what="What the save made happen, one |token| each."),
            Variable(name="Lines", kind="String", what="Each thing that happened: its kind, and what of.", many=True),
            Variable(name="Kind", kind="String", what="The kind of the event that is being written."),
            Variable(name="Of", kind="String", what="What the event is about: a clock, a fact, a stage."),
            Variable(name="Event", kind="SObject", object=event, what="The event that is being written."),
            Variable(name="Events", kind="SObject", object=event, what="The events of this save.", many=True),
            Variable(name="Events_Before", kind="Number", what="How many events the case had before."),
            Variable(name="New_Clock", kind="SObject", object=clock, what="The clock row that is being made."),
            Variable(
                name="New_Clocks", kind="SObject", object=clock, what="Rows of clocks that count anew.", many=True
            ),
            Variable(
                name="Changed_Clocks", kind="String", what="Kinds of clocks whose row is no longer live.", many=True
            ),
            Variable(name="Kept_Clocks", kind="String", what="Kinds of clocks that were kept.", many=True),
            Variable(name="Late_Clocks", kind="String", what="Kinds of clocks that ended late.", many=True),
            Variable(name="New_Task", kind="SObject", object="Task", what="The task that is being made."),
            Variable(name="New_Tasks", kind="SObject", object="Task", what="The tasks of this save.", many=True),
            *queues.VARIABLES,
            *calendars.VARIABLES,
            *FAULT_VARIABLES,
        ),
        resources=(*switches(here), turned(here), who(here)),
        steps=(happened,),
        on_fault=fault_tail(here, names.own("record")),
    )


def who(here: Here) -> Resource:
    """Automation, or the user who saved."""
    token, was = (call("BLANKVALUE", one, number(0)) for one in (value(here, "token"), before(here, "token")))
    return Resource(
        name="Who",
        kind="String",
        tree=choose(binary("<>", token, was), text("automation"), ref("$User.Id")),
        what="Automation, or the user who saved.",
    )
