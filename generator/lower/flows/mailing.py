"""The mail flows: what a save asked for goes out right after it, and the case keeps that it went.

A mail is asked for by a time in the case and sent when that time is later than the last sending. So a path that runs
twice, or late, sends nothing twice and loses nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from generator.lower.flows.faults import FAULT_VARIABLES, fault_tail
from generator.lower.flows.here import NOW, Here, field, let_in, program, switches
from generator.lower.flows.waiting import woken
from generator.lower.mails import mail_alert
from generator.lower.naming import Names, mails_outside
from generator.lower.programs import Act, Filter, Item, Path, Program, Step, when
from generator.lower.trees import TRUE, all_of, any_of, binary, call, negation, ref
from generator.process.model import Process


def mailing(process: Process, names: Names) -> Iterator[Program]:
    """The programs of the mail flows: one for new cases, one for changed ones; none where nothing is mailed."""
    if not mails_outside(process):
        return
    here = Here(process=process, names=names)
    workflow = let_in(here)
    asked = tuple(
        Filter(field=names.field(f"{key}.asked"), value=TRUE, operator="IsChanged")
        for key, _, _ in mails_outside(process)
    )
    yield sent_on(here, "received", "Create", (workflow,), "and")
    yield sent_on(here, "mail", "Update", asked, "or" if len(asked) > 1 else "and")


def sent_on(here: Here, id: str, on: Literal["Create", "Update"], entry: tuple[Filter, ...], logic: str) -> Program:
    names = here.names
    return replace(
        program(
            here,
            id,
            "Sends the mails that the save asked for.",
            label=f"mails of {'new' if on == 'Create' else 'changed'} cases",
        ),
        object="Case",
        trigger="RecordAfterSave",
        on=on,
        order=110,
        entry=entry,
        entry_logic=logic,
        variables=FAULT_VARIABLES,
        resources=tuple(switches(here)),
        paths=(Path(name="Mails", label="Mails", steps=tuple(send(here))),),
        on_fault=fault_tail(here, names.own(id)),
    )


def send(here: Here) -> Iterator[Step]:
    process, names = here.process, here.names
    labels = {one.id: one.label for one in process.messages}
    spans = {one.id: one.because for one in process.messages}
    for key, message, to in mails_outside(process):
        asked, sent = (ref(field(here, f"{key}.{part}")) for part in ("asked", "sent"))
        due = all_of(
            (
                negation(call("ISBLANK", asked)),
                any_of((call("ISBLANK", sent), binary("<", sent, asked))),
                ref("Mails_On"),
            )
        )
        mail = Act(
            label=f"Mail «{labels[message]}» to the {to}",
            action=mail_alert(names, message, to),
            type="emailAlert",
            inputs=(Item(target="SObjectRowId", value=ref("$Record.Id")),),
            because=spans[message],
        )
        went = Item(target=names.field(f"{key}.sent"), value=NOW, kind="DateTime")
        keep = woken(names, f"Mailed_{key}", "$Record.Id", went)
        yield when(
            f"Is «{labels[message]}» to go to the {to}",
            due,
            (mail, *keep),
            yes="It is",
            no="It is not",
            because=spans[message],
        )
