"""Tasks, second cases and the check of the owner, as the record flow carries them out."""

from collections.abc import Iterator

from generator.formula.syntax import Formula
from generator.lower import calendars
from generator.lower.flows.here import NOW, Here, value
from generator.lower.flows.moments import said
from generator.lower.flows.queues import find, find_queue, queue_of
from generator.lower.flows.recording_events import event_items
from generator.lower.programs import Create, Filter, Item, Set, Step, Update, when, when_found
from generator.lower.trees import (
    NULL,
    TRUE,
    all_of,
    binary,
    call,
    number,
    ref,
    text,
)
from generator.lower.zones import local_date
from generator.process.model import Effect, Link, MakeTask


def make_tasks(here: Here) -> Iterator[Step]:
    tasks = [effect for effect in here.process.effects if isinstance(effect.act, MakeTask)]
    if not tasks:
        return
    for effect in tasks:
        yield when(
            f"Is «{effect.label}» to be done",
            all_of((said("task", effect.id), ref("Is_Live"))),
            tuple(task_steps(here, effect)),
            yes="It is",
            no="It is not",
            because=effect.because,
        )
    yield Create(label="Make the tasks", of="New_Tasks")


def task_steps(here: Here, effect: Effect) -> Iterator[Step]:
    act = effect.act
    assert isinstance(act, MakeTask)
    to: Formula = ref("$Record.OwnerId")
    if act.to != "owner":
        who = queue_of(here, value(here, "team")) if act.to == "team" else text(here.names.queue(act.to))
        yield Set(label=f"Who does «{effect.label}»", items=(Item(target="Group_Name", value=who),))
        yield find(f"Find who does «{effect.label}»", f"Doer_{effect.id}", "Queue")
        to = call("BLANKVALUE", ref(f"Doer_{effect.id}.Id"), ref("$Record.OwnerId"))
    items: list[Item] = []
    if act.due is None:
        items.append(Item(target="New_Task.ActivityDate", value=NULL, kind="Date"))
    else:
        due = calendars.Calendars(here.process).due(act.due, number(0), NOW)
        last_second = binary("-", ref("Count_Due"), binary("/", number(1), number(86_400)))
        day = local_date(here.process.identity.zone, last_second)
        items += [*due, Item(target="New_Task.ActivityDate", value=day, kind="Date")]
    items += [
        Item(target="New_Task.Subject", value=text(effect.label)),
        Item(target="New_Task.WhatId", value=ref("$Record.Id")),
        Item(target="New_Task.OwnerId", value=to),
        Item(target="New_Task.Status", value=text("Not Started")),
        Item(target="New_Task.Priority", value=text("Normal")),
        Item(target="New_Tasks", value=ref("New_Task"), operator="Add"),
    ]
    yield Set(label=f"Note «{effect.label}»", items=tuple(items), because=effect.because)


def link_cases(here: Here) -> Iterator[Step]:
    """A second case beside this one, without the patient's words; it is not read again."""
    links = [effect for effect in here.process.effects if isinstance(effect.act, Link)]
    if not links:
        return
    names = here.names
    for effect in links:
        act = effect.act
        assert isinstance(act, Link)
        yield when(
            f"Is there a second case: «{act.label}»",
            all_of((said("linked", effect.id), ref("Is_Live"))),
            (
                Create(
                    label=f"Begin «{act.label}»",
                    object="Case",
                    items=(
                        Item(target="Subject", value=text(act.label[:255])),
                        Item(target="ParentId", value=ref("$Record.Id")),
                        Item(target="AccountId", value=ref("$Record.AccountId")),
                        Item(target="ContactId", value=ref("$Record.ContactId")),
                        Item(target="Origin", value=ref("$Record.Origin")),
                        Item(target="RecordTypeId", value=ref("$Record.RecordTypeId")),
                        Item(target=names.field("linked"), value=TRUE, kind="Boolean"),
                        Item(target=names.field("category"), value=text(act.category)),
                        Item(target=names.field("team"), value=text(act.team)),
                    ),
                    because=effect.because,
                ),
            ),
            yes="There is",
            no="There is none",
            because=effect.because,
        )


def check_owner(here: Here) -> Iterator[Step]:
    """On creation: an owner that something else took goes back to the queue, and the record says so."""
    names = here.names
    restored = (
        Set(
            label="Note the owner",
            items=(
                *event_items(
                    here,
                    text("owner_restored"),
                    was=call("CASESAFEID", ref("$Record.OwnerId")),
                    now=value(here, "team"),
                    why=text(""),
                    who=text("automation"),
                ),
            ),
        ),
        Update(
            label="Give it back to the team",
            object="Case",
            filters=(Filter(field="Id", value=ref("$Record.Id")),),
            items=(
                Item(target="OwnerId", value=ref("Team_Queue.Id")),
                Item(
                    target=names.field("token"),
                    value=binary("+", call("BLANKVALUE", value(here, "token"), number(0)), number(1)),
                    kind="Number",
                ),
            ),
        ),
        Create(label="Record that the owner was restored", of="Event"),
    )
    other = when(
        "Has somebody else taken it",
        binary("<>", call("CASESAFEID", ref("$Record.OwnerId")), call("CASESAFEID", ref("Team_Queue.Id"))),
        restored,
        yes="The owner is another",
        no="The team has it",
    )
    look = (
        Set(
            label="Name the team's queue", items=(Item(target="Group_Name", value=queue_of(here, value(here, "team"))),)
        ),
        find_queue(),
        when_found("Is the team's queue there", "Team_Queue", (other,), yes="The queue is there", no="No such queue"),
    )
    yield when(
        "Is it a new case", all_of((said("created"), ref("Routing_On"))), look, yes="A new case", no="An old case"
    )
