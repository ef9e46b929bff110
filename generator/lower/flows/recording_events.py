"""Rows of the record of decisions: who, when, from, to, why. None holds a patient's words."""

from collections.abc import Iterator

from generator.formula.syntax import Formula
from generator.lower.flows.here import NOW, Here, before, field, value
from generator.lower.flows.moments import said, take_up
from generator.lower.programs import Each, Filter, Get, Item, Set, Step, when
from generator.lower.trees import (
    NULL,
    binary,
    call,
    choose,
    contains,
    equal,
    joined,
    number,
    ref,
    text,
)
from generator.process.model import Link

KIND, OF = ref("Kind"), ref("Of")
WAS_AND_NOW = ("raised", "reclassified")


def entries(here: Here) -> Iterator[tuple[str, str]]:
    """Everything that is recorded: (token, kind of event); what an event is about follows a dot."""
    process = here.process
    yield "created", "classified"
    for kind in ("replied", "raised", "reclassified", "routed", "accepted", "accepted_outside_team", "stage"):
        yield kind, kind
    yield from ((kind, kind) for kind in ("reopened", "closed"))
    for clock in process.clocks:
        for kind in ("warned", "breached", *(["extended"] if clock.extension else [])):
            yield f"{kind}.{clock.id}", f"{kind}.{clock.id}"
    for stage in process.stages:
        yield f"stalled.{stage.id}", f"stalled.{stage.id}"
    for fact in process.facts:
        if fact.written_by == "people" and fact.type.kind not in ("clock", "consent"):
            yield f"edited.{fact.id}", f"edited.{fact.id}"
    for finder in process.finders:
        if finder.found_on != "nothing":
            yield f"verified.{finder.fact}", f"verified.{finder.fact}"
    for consent in process.consents:
        yield f"consent.{consent.id}", f"consent.{consent.id}"
    for effect in process.effects:
        if isinstance(effect.act, Link):
            yield f"linked.{effect.id}", f"linked.{effect.id}"


def list_what_happened(here: Here) -> Set:
    items = [take_up(here)]
    for token, kind in entries(here):
        line = choose(contains(ref("Happened"), f"|{token}|"), text(f"{kind}."), text("-"))
        items.append(Item(target="Lines", value=line, operator="Add"))
    return Set(label="List what happened", items=tuple(items))


def count_events(here: Here) -> Iterator[Step]:
    """The closing event says how many events the case has, so that a missing one is seen."""
    count = Set(
        label="Count the events",
        items=(Item(target="Events_Before", value=ref("Earlier_Events"), kind="Number", operator="AssignCount"),),
    )
    find = Get(
        label="Find earlier events",
        name="Earlier_Events",
        object=here.names.object("event"),
        filters=(Filter(field=here.names.of("case"), value=ref("$Record.Id")),),
        fields=("Id",),
        many=True,
    )
    yield when("Was the case closed", said("closed"), (find, count), yes="It was closed", no="It was not")


def write_events(here: Here) -> Each:
    names = here.names
    line = ref("Line")
    dot = call("FIND", text("."), line)
    rest = call("MID", line, binary("+", dot, number(1)), number(255))
    about = call("SUBSTITUTE", rest, text("."), text(""))
    read = (
        Item(target="Kind", value=call("LEFT", line, binary("-", dot, number(1)))),
        Item(target="Of", value=joined((about, text("")))),
    )
    write = (
        *event_items(here, KIND, was=was_of(here), now=now_of(here), why=why_of(here), who=who_of(here)),
        Item(target=f"Event.{names.of('events_before')}", value=closing(here), kind="Number"),
        Item(target="Events", value=ref("Event"), operator="Add"),
    )
    one = when(
        "Did this happen",
        binary(">", call("LEN", line), number(1)),
        (
            Set(label="Read what it is", items=read),
            Set(label="Write it down", items=write),
        ),
        yes="It happened",
        no="It did not",
    )
    return Each(label="Each thing that may have happened", name="Line", of="Lines", steps=(one,))


def event_items(
    here: Here, kind: Formula, *, was: Formula, now: Formula, why: Formula, who: Formula
) -> tuple[Item, ...]:
    """The fields of an event about `$Record`, a case."""
    names = here.names
    given = (
        ("case", ref("$Record.Id"), "String"), ("case_number", ref("$Record.CaseNumber"), "String"),
        ("kind", kind, "String"), ("at", NOW, "DateTime"), ("who", who, "String"), ("was", was, "String"),
        ("now", now, "String"), ("why", why, "String"),
    )  # fmt: skip
    return tuple(
        Item(target=f"Event.{names.of(id)}", value=tree, kind="DateTime" if kind_of == "DateTime" else "String")
        for id, tree, kind_of in given
    )


def classification(here: Here, of: str) -> Formula:
    return joined((value(here, "category", of), text(" "), value(here, "urgency", of)))


def was_of(here: Here) -> Formula:
    prior = "$Record__Prior"
    arms = [part for kind in WAS_AND_NOW for part in (text(kind), classification(here, prior))]
    stage = choose(said("created"), text(here.process.stages[0].id), before(here, "stage"))
    routed = (text("routed"), before(here, "team"), text("stage"), stage)
    return call("CASE", KIND, *arms, *routed, text(""))


def now_of(here: Here) -> Formula:
    kinds = ("classified", *WAS_AND_NOW)
    arms = [part for kind in kinds for part in (text(kind), classification(here, "$Record"))]
    now = (text("routed"), value(here, "team"), text("stage"), value(here, "stage"))
    return call("CASE", KIND, *arms, *now, OF)


def why_of(here: Here) -> Formula:
    return choose(equal(KIND, text("routed")), ref(field(here, "route")), text(""))


def who_of(here: Here) -> Formula:
    owner = call("CASESAFEID", ref("$Record.OwnerId"))
    automation = ("classified", "routed", "raised", "linked", "warned", "breached", "stalled")
    arms = [part for kind in automation for part in (text(kind), text("automation"))]
    accepted = (text("accepted"), owner, text("accepted_outside_team"), owner)
    others = (text("replied"), text("sender"), text("consent"), text("patient"))
    return call("CASE", KIND, *arms, *accepted, *others, ref("Who"))


def closing(here: Here) -> Formula:
    return choose(equal(KIND, text("closed")), ref("Events_Before"), NULL)
