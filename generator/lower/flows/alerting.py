"""The alert flow: after a case of ours was saved, whoever is to hear of it is told.

It comes before all else that follows a save, and in a flow of its own: what fails in writing must not keep a nurse from
hearing of an emergency.
"""

from dataclasses import replace

from generator.lower.flows import moments
from generator.lower.flows.faults import FAULT_VARIABLES, fault_tail
from generator.lower.flows.here import Here, let_in, program, switches
from generator.lower.flows.moments import take_up, turned
from generator.lower.flows.telling import mail_colleagues, tell
from generator.lower.naming import Names
from generator.lower.programs import Program, Set, Step, Variable, when
from generator.lower.trees import ref
from generator.process.model import Process

ORDER = 90


def alerting(process: Process, names: Names) -> Program:
    """The program of the alert flow. Mails to colleagues, which need an address that works, come last."""
    here = Here(process=process, names=names)
    steps: tuple[Step, ...] = (
        Set(label="See what happened", items=(take_up(here),)),
        *tell(here),
        *mail_colleagues(here),
    )
    happened = when("Did anything happen", ref("Turned"), steps, yes="Something happened", no="Nothing happened")
    return replace(
        program(here, "alert", "Tells whoever is to hear of what a save made happen. Never a patient's words."),
        object="Case",
        trigger="RecordAfterSave",
        on="CreateAndUpdate",
        order=ORDER,
        entry=(let_in(here),),
        variables=(
            *moments.VARIABLES,
            Variable(name="Group_Names", kind="String", what="The groups that are told.", many=True),
            Variable(name="User_Ids", kind="String", what="The users and queues that are told.", many=True),
            *FAULT_VARIABLES,
        ),
        resources=(*switches(here), turned(here)),
        steps=(happened,),
        on_fault=fault_tail(here, names.own("alert")),
    )
