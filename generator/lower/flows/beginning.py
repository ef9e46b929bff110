"""How a case begins its way, read or linked: the queue of its team, stage, times, clocks, and what is to be done."""

from collections.abc import Iterator

from generator.lower.flows.here import NOW, Here, acting, field
from generator.lower.flows.keeping import keep_clocks, mark_due
from generator.lower.flows.moments import begin, say, write_down
from generator.lower.flows.preparing import prepare
from generator.lower.flows.queues import find_queue, queue_of
from generator.lower.programs import Branch, Item, Set, Step, when, when_found
from generator.lower.trees import any_of, call, equal, number, ref, text
from generator.lower.wording import said_by_flows
from generator.lower.zones import local_date
from generator.process.model import Stage


def special(here: Here) -> Item:
    """Special handling follows from category and flags."""
    process = here.process
    there = call("TEXT", ref(field(here, "category")))
    tests = [equal(there, text(one.id)) for one in process.categories if one.special]
    tests += [ref(field(here, flag)) for flag in process.special_flags]
    return Item(target=field(here, "special_handling"), value=any_of(tests), kind="Boolean")


def first_open(here: Here) -> Stage:
    """The stage in which a case waits for somebody: the one after intake where intake is left by itself."""
    first = here.process.stages[0]
    if first.automatic and first.next:
        return next(one for one in here.process.stages if one.id == first.next[0])
    return first


def begin_the_way(here: Here) -> Iterator[Step]:
    """Everything after category, urgency and team are decided. The variable `Team` holds the team."""
    yield name_queue(here)
    yield find_queue()
    yield own()
    yield stamp(here)
    yield from keep_clocks(here, created=True)
    yield prepare(here)
    yield mark_due(here)
    yield Set(label="Write down what happened", items=(*said_by_flows(here.process, here.names), *write_down(here)))


def name_queue(here: Here) -> Set:
    fallback = here.names.queue(here.process.routes[-1].team)
    return Set(
        label="Name the queue",
        items=(Item(target="Group_Name", value=queue_of(here, ref("Team"), fallback)),),
    )


def own() -> Branch:
    give = Set(label="Give it to the team", items=(Item(target="$Record.OwnerId", value=ref("Team_Queue.Id")),))
    routed = when("Is routing on", ref("Routing_On"), (give,), yes="Routing is on", no="Routing is off")
    return when_found(
        "Is the queue there",
        "Team_Queue",
        (routed,),
        yes="The queue is there",
        no="No such queue",
        what="A queue that is missing never stops a message: the owner stays, and a check reports it.",
    )


def stamp(here: Here) -> Set:
    """Stage, status and times; the key that marks the case as ours comes last."""
    process = here.process
    first, stage = process.stages[0], first_open(here)
    passed = [first] if stage is first else [first, stage]
    items = [
        begin(),
        say(None, "created"),
        say(None, "routed"),
        *([say(None, "stage")] if len(passed) > 1 else []),
        *(say(None, "entering", one.id) for one in passed),
        *(say(None, "leaving", one.id) for one in passed[:-1]),
        Item(target=field(here, "stage"), value=text(stage.id)),
        Item(target="$Record.Status", value=acting(text(stage.status), "$Record.Status")),
    ]
    times = ["stage_since", "opened_at", "received_at"]
    times += [f"{one.id}.{part}" for one in passed for part in ("entered", "first_entered")]
    items += [Item(target=field(here, key), value=NOW, kind="DateTime") for key in times]
    items += [
        Item(target=field(here, "received_on"), value=local_date(process.identity.zone, NOW), kind="Date"),
        Item(target=field(here, "token"), value=number(1), kind="Number"),
        Item(target=field(here, "workflow"), value=text(process.identity.id)),
    ]
    return Set(label="Stamp the case", items=tuple(items), what="Stage, status and times.")
