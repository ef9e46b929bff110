"""The reply flow: the sender writes again, and the mail is read as the first message was. It only raises.

It decides what the mail says and writes that into the case, as automation; what follows from it (another team, another
stage, clocks) the flow before that save decides, as for any change.
"""

from collections.abc import Iterator
from dataclasses import replace

from generator.formula.syntax import Formula
from generator.lower import calendars
from generator.lower.conditions import lowered
from generator.lower.flows.faults import FAULT_VARIABLES, fault_tail
from generator.lower.flows.here import (
    NOW,
    Here,
    field,
    in_stages,
    is_ours,
    live,
    place_of,
    program,
    rank_of,
    switched_on,
    value,
)
from generator.lower.flows.intake_deciding import found_in_text, found_tokens, literal_value, set_by
from generator.lower.flows.reading_text import find_quote, read_body, read_subject, read_windows
from generator.lower.flows.reading_words import LEAST_URGENT, any_hit, reading_variables, word_resources
from generator.lower.naming import Names
from generator.lower.programs import (
    Branch,
    Case,
    Create,
    Filter,
    Get,
    Item,
    Path,
    Program,
    Resource,
    Set,
    Step,
    Update,
    Variable,
    when,
    when_found,
)
from generator.lower.trees import (
    TRUE,
    all_of,
    any_of,
    binary,
    call,
    choose,
    equal,
    negation,
    number,
    ref,
    text,
)
from generator.process.characters import LONGEST_TEXT
from generator.process.model import Process

CASE = "Reply_Case"
NONE_SAID = 999
"""More than any rank of a category."""
STANDARD = ("Id", "CaseNumber", "Status", "Origin", "AccountId", "ContactId", "RecordTypeId", "OwnerId")


def replying(process: Process, names: Names) -> Program:
    """The program of the reply flow."""
    here = Here(process=process, names=names, case=CASE, subject=ref("Reply_Subject"), body=ref("Reply_Body"))
    read: tuple[Step, ...] = (
        read_subject(here),
        find_quote(here),
        *read_body(here),
        *read_windows(here),
        *decide(here),
    )
    counts = when(
        "Is it a reply",
        is_reply(here),
        read,
        yes="A reply to a case of ours",
        no="The first mail, or not ours",
        what="The mail that made the case was read when the case was made.",
    )
    steps: tuple[Step, ...] = (
        Get(
            label="Read the case",
            name="The_Case",
            object="Case",
            filters=(Filter(field="Id", value=ref("$Record.ParentId")),),
            fields=queried(here),
        ),
        when_found(
            "Is the case there",
            "The_Case",
            (
                Get(
                    label="Find an earlier mail",
                    name="Earlier_Mail",
                    object="EmailMessage",
                    filters=(
                        Filter(field="ParentId", value=ref("$Record.ParentId")),
                        Filter(field="Incoming", value=TRUE),
                        Filter(field="Id", value=ref("$Record.Id"), operator="NotEqualTo"),
                    ),
                    fields=("Id",),
                ),
                take_up(here),
                counts,
            ),
            yes="The case is there",
            no="No such case",
        ),
    )
    return replace(
        program(here, "reply", "Reads what the sender writes again; raises category and urgency, never lowers them."),
        object="EmailMessage",
        trigger="RecordAfterSave",
        on="Create",
        order=100,
        entry=(Filter(field="Incoming", value=TRUE),),
        variables=(
            *reading_variables(here),
            *calendars.VARIABLES,
            *FAULT_VARIABLES,
            Variable(name=CASE, kind="SObject", object="Case", what="The case as the reply leaves it."),
            Variable(name="Reply_Subject", kind="String", what="The subject of the mail."),
            Variable(name="Reply_Body", kind="String", what="The text of the mail."),
            Variable(name="Said_Rank", kind="Number", what="The category that the mail speaks of, as a rank."),
            Variable(name="Level_Rank", kind="Number", what="The urgency after the reply, 0 the most urgent."),
        ),
        resources=tuple(resources(here)),
        paths=(Path(name="Reply", label="Reply", steps=steps),),
        on_fault=fault_tail(here, names.own("reply"), ref("$Record.ParentId"), text("")),
    )


def queried(here: Here) -> tuple[str, ...]:
    process = here.process
    keys = ["workflow", "token", "replies", *(f"{one.id}.entered" for one in process.stages if one.closed)]
    keys += [one.id for one in process.facts if one.type.kind not in ("clock", "consent")]
    keys += [f"{one.id}.signed" for one in process.consents]
    custom = {here.names.field(key) for key in keys}
    return tuple(sorted({*STANDARD, *(one for one in custom if one.endswith("__c"))}))


def resources(here: Here) -> Iterator[Resource]:
    process = here.process
    yield from word_resources(here)
    said: Formula = number(NONE_SAID)
    for category in reversed(process.categories):
        if category.sets:
            said = choose(any_hit(category.sets), number(category.rank), said)
    yield Resource(
        name="Category_By_Words", kind="Number", tree=said, what="The first category with a word that counts."
    )


def take_up(here: Here) -> Set:
    """The mail's text, or its HTML where it has none; cut where a case's text is cut."""
    body = choose(call("ISBLANK", ref("$Record.TextBody")), ref("$Record.HtmlBody"), ref("$Record.TextBody"))
    return Set(
        label="Take up the mail",
        items=(
            Item(target=CASE, value=ref("The_Case")),
            Item(target="Reply_Subject", value=call("LEFT", ref("$Record.Subject"), number(255))),
            Item(target="Reply_Body", value=call("LEFT", body, number(LONGEST_TEXT))),
        ),
    )


def is_reply(here: Here) -> Formula:
    """A case of ours, and not the mail that made it: a case that came by mail has that one first."""
    origins = [one.origin for one in here.process.channels if one.id == "email"]
    by_mail = any_of(equal(call("TEXT", ref(f"{CASE}.Origin")), text(one)) for one in origins)
    first = all_of((call("ISBLANK", ref("Earlier_Mail.Id")), by_mail))
    ours = is_ours(here)
    return all_of((ours, switched_on(here, "replies"), negation(first)))


def decide(here: Here) -> Iterator[Step]:
    process = here.process
    within = process.replies.reopen_within
    closed = in_stages(here, value(here, "stage"), closed=True)
    late: Formula = closed
    if within is not None:
        stages = [one for one in process.stages if one.closed]
        since = [part for one in stages for part in (text(one.id), ref(field(here, f"{one.id}.entered")))]
        closed_at = call("CASE", value(here, "stage"), *since, NOW)
        yield Set(
            label="Until when may it open again",
            items=calendars.Calendars(process).due(within, number(0), call("BLANKVALUE", closed_at, NOW)),
        )
        late = all_of((closed, binary(">", NOW, ref("Count_Due"))))
    yield Branch(
        label="Was the case closed too long ago",
        cases=(
            Case(label="It was", test=all_of((late, live(here))), steps=tuple(begin_another(here))),
            Case(label="It was, and the workflow only watches", test=late, steps=()),
        ),
        otherwise=tuple(raise_it(here)),
        otherwise_label="It is open, or may open again",
    )


def begin_another(here: Here) -> Iterator[Step]:
    """A new case beside the closed one, with the mail's text: it is read like any new message."""
    names = here.names
    yield Create(
        label="Begin another case",
        object="Case",
        items=(
            Item(target="Subject", value=ref("Reply_Subject")),
            Item(target="Description", value=ref("Reply_Body")),
            Item(target="SuppliedEmail", value=call("LEFT", ref("$Record.FromAddress"), number(80))),
            Item(target="ParentId", value=ref(f"{CASE}.Id")),
            Item(target="AccountId", value=ref(f"{CASE}.AccountId")),
            Item(target="ContactId", value=ref(f"{CASE}.ContactId")),
            Item(target="Origin", value=ref(f"{CASE}.Origin")),
            Item(target="RecordTypeId", value=ref(f"{CASE}.RecordTypeId")),
        ),
    )
    for label, kind, who, now in (
        ("Record the reply", "replied", "sender", ""),
        ("Record the other case", "linked", "automation", "reply"),
    ):
        yield Create(
            label=label,
            object=names.object("event"),
            items=(
                Item(target=names.of("case"), value=ref(f"{CASE}.Id")),
                Item(target=names.of("case_number"), value=ref(f"{CASE}.CaseNumber")),
                Item(target=names.of("kind"), value=text(kind)),
                Item(target=names.of("at"), value=NOW, kind="DateTime"),
                Item(target=names.of("who"), value=text(who)),
                *([Item(target=names.of("now"), value=text(now))] if now else []),
            ),
        )


def raise_it(here: Here) -> Iterator[Step]:
    process, names = here.process, here.names
    in_text = replace(place_of(here), found=lambda one: found_in_text(here, one))
    flags = {fact.id for fact in process.facts if fact.origin == "flag"}
    items: list[Item] = []
    for setter in process.setters:
        if setter.fact in flags and setter.sets:
            items.append(set_by(here, setter.fact, [(any_hit(setter.sets), literal_value(setter.value))]))
    for setter in process.setters:
        if setter.fact in flags and setter.when is not None:
            test = lowered(setter.when, in_text)
            items.append(set_by(here, setter.fact, [(test, literal_value(setter.value))]))
    ranks = [part for one in process.categories for part in (text(one.id), number(one.rank))]
    by_rank = [part for one in process.categories for part in (number(one.rank), text(one.id))]
    floors = [part for one in process.categories for part in (number(one.rank), number(one.floor))]
    levels = [part for one in process.levels for part in (number(one.rank), text(one.id))]
    said, level = ref("Said_Rank"), ref("Level_Rank")
    old = call("CASE", value(here, "category"), *ranks, number(NONE_SAID))
    earlier = binary("<", ref("Category_By_Words"), old)
    floor = choose(earlier, call("CASE", ref("Category_By_Words"), *floors, number(LEAST_URGENT)), number(LEAST_URGENT))
    rank = call("MIN", rank_of(here, value(here, "urgency")), ref("Urgency_By_Words"), floor)
    items += [
        Item(target="Level_Rank", value=rank, kind="Number"),
        Item(target="Said_Rank", value=call("MIN", ref("Category_By_Words"), old), kind="Number"),
    ]
    yield Set(label="Decide what the reply raises", items=tuple(items), what="Category and urgency go up, never down.")
    token = call("BLANKVALUE", ref(field(here, "token")), number(0))
    replies = call("BLANKVALUE", ref(field(here, "replies")), number(0))
    yield Update(
        label="Write it into the case",
        object="Case",
        filters=(Filter(field="Id", value=ref(f"{CASE}.Id")),),
        items=(
            Item(target=names.field("category"), value=call("CASE", said, *by_rank, value(here, "category"))),
            Item(target=names.field("urgency"), value=call("CASE", level, *levels, value(here, "urgency"))),
            *(Item(target=names.field(one), value=ref(field(here, one)), kind="Boolean") for one in sorted(flags)),
            Item(target=names.field("sets_found"), value=found_tokens(here)),
            Item(target=names.field("replies"), value=binary("+", replies, number(1)), kind="Number"),
            Item(target=names.field("token"), value=binary("+", token, number(1)), kind="Number"),
        ),
        what="The flow before this save decides what follows.",
    )
