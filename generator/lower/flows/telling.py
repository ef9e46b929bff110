"""Alerts, as the record flow carries them out: who is told, and what is said. Every alert that holds fires."""

import re
from collections.abc import Iterator

from generator.formula.syntax import Formula
from generator.frozen import record
from generator.lower.conditions import lowered
from generator.lower.flows.here import Here, field, place_of, value
from generator.lower.flows.moments import came, said
from generator.lower.flows.queues import NO_TEAM, members_of
from generator.lower.mails import internal_alert, told_by_mail
from generator.lower.programs import Act, Branch, Call, Item, Set, Step, when
from generator.lower.trees import all_of, any_of, call, equal, joined, number, ref, text
from generator.lower.wording import day_text, labelled
from generator.process.model import Clock, Effect, Notify
from generator.source import Span

MERGE_FIELD = re.compile(r"\{([a-z_]+)\}")
NOBODY = "Told_Nobody"
LONGEST_TITLE, LONGEST_BODY = 250, 750
"""Of a notification (FLOW-177)."""


@record
class Notice:
    """Something that is told: whether its time came, what, to whom, of which clock."""

    label: str
    holds: Formula
    act: Notify
    clock: Clock | None
    effect: Effect | None
    """The alert; None for a step of a ladder."""
    because: Span


def notices(here: Here) -> Iterator[Notice]:
    """Every alert, for each clock where it leaves open which one warned or is late; and every step of a ladder."""
    for effect in here.process.effects:
        if isinstance(effect.act, Notify):
            for clock in clocks_of(here, effect):
                moment = said(effect.on.kind, clock.id) if clock else came(here, effect.on)
                also = (lowered(effect.when, place_of(here)),) if effect.when else ()
                yield Notice(
                    label=f"{effect.label}: {clock.label}" if clock and effect.on.of is None else effect.label,
                    holds=all_of((ref("Notices_On"), moment, *also)),
                    act=effect.act,
                    clock=clock,
                    effect=effect,
                    because=effect.because,
                )
    for clock in here.process.clocks:
        for place, rung in enumerate(clock.ladder, 1):
            yield Notice(
                label=f"{clock.label}: step {place}",
                holds=all_of((ref("Notices_On"), said("rung", f"{clock.id}.{place}"))),
                act=Notify(to=rung.notify, text=rung.text),
                clock=clock,
                effect=None,
                because=rung.because,
            )


def clocks_of(here: Here, effect: Effect) -> tuple[Clock | None, ...]:
    """The clocks that an alert may tell of; one that tells of none is told once."""
    if effect.on.kind not in ("warned", "breached"):
        return (None,)
    return tuple(one for one in here.process.clocks if effect.on.of in (None, one.id))


def tell(here: Here) -> Iterator[Step]:
    for notice in notices(here):
        yield if_it_holds(
            notice, f"Is «{notice.label}» to be told", (who_hears(here, notice), call_notify(here, notice))
        )


def mail_colleagues(here: Here) -> Iterator[Step]:
    """The same by mail, for alerts that ask for it."""
    for notice in notices(here):
        if notice.effect is not None and notice.act.also_by_email:
            steps = tuple(mail_inside(here, notice.effect, notice.act, notice.clock))
            yield if_it_holds(notice, f"Is «{notice.label}» to be mailed", steps)


def if_it_holds(notice: Notice, label: str, steps: tuple[Step, ...]) -> Branch:
    return when(label, notice.holds, steps, yes="It is", no="It is not", because=notice.because)


def who_hears(here: Here, notice: Notice) -> Set:
    groups = [one for one in notice.act.to if one != "owner"]
    items = [
        Item(target="Group_Names", value=ref(NOBODY)),
        Item(target="User_Ids", value=ref(NOBODY)),
        *(Item(target="Group_Names", value=group_of(here, one), operator="Add") for one in groups),
    ]
    if "owner" in notice.act.to:
        items.append(Item(target="User_Ids", value=ref("$Record.OwnerId"), operator="Add"))
    return Set(label=f"Who hears of «{notice.label}»", items=tuple(items), because=notice.because)


def call_notify(here: Here, notice: Notice) -> Call:
    body = call("LEFT", worded(here, notice.act.text, notice.clock), number(LONGEST_BODY))
    return Call(
        label=f"Tell of «{notice.label}»",
        flow=here.names.own("notify"),
        inputs=(
            Item(target="Case_Id", value=ref("$Record.Id")),
            Item(target="Title", value=text(here.process.identity.label[:LONGEST_TITLE])),
            Item(target="Body", value=body),
            Item(target="Group_Names", value=ref("Group_Names")),
            Item(target="User_Ids", value=ref("User_Ids")),
        ),
        because=notice.because,
    )


def group_of(here: Here, recipient: str) -> Formula:
    """The developer name of the group that a recipient stands for."""
    process, names = here.process, here.names
    if recipient == "team":
        return members_of(here, value(here, "team"))
    if recipient == "team_lead":
        pairs = [part for one in process.teams if one.lead for part in (text(one.id), text(names.group(one.lead)))]
        return call("CASE", value(here, "team"), *pairs, text(NO_TEAM))
    if any(one.id == recipient for one in process.teams):
        return text(names.members(recipient))
    return text(names.group(recipient))


def worded(here: Here, said_text: str, clock: Clock | None) -> Formula:
    """A text with its merge fields; none holds a patient's words."""
    process = here.process
    choices = {one.id: one.choices for one in process.facts if one.id in ("stage", "team")}
    parts: list[Formula] = []
    place = 0
    for match in MERGE_FIELD.finditer(said_text):
        parts.append(text(said_text[place : match.start()]))
        place = match.end()
        name = match.group(1)
        if name == "case_number":
            parts.append(ref("$Record.CaseNumber"))
        elif name in choices:
            parts.append(labelled(value(here, name), choices[name]))
        elif name == "received_on":
            parts.append(day_text(process, ref(field(here, "received_on"))))
        elif name == "clock":
            parts.append(text(clock.label if clock else ""))
        else:
            parts.append(ref(field(here, f"mail_{name}")))
    parts.append(text(said_text[place:]))
    return joined(parts)


def mail_inside(here: Here, effect: Effect, act: Notify, clock: Clock | None) -> Iterator[Step]:
    """The same by mail to colleagues. An alert's recipients are fixed: the one of the case's team is taken."""
    for recipient in act.to:
        for who in told_by_mail(here.process, recipient):
            mail = Act(
                label=f"Mail «{effect.label}» to {who}",
                action=internal_alert(here.names, effect, who, clock.id if clock else None),
                type="emailAlert",
                inputs=(Item(target="SObjectRowId", value=ref("$Record.Id")),),
                because=effect.because,
            )
            teams = [
                one.id
                for one in here.process.teams
                if (recipient == "team_lead" and one.lead == who) or (recipient == "team" and one.id == who)
            ]
            if recipient not in ("team", "team_lead"):
                yield mail
                continue
            yield when(
                f"Is {who} to be mailed",
                any_of(equal(value(here, "team"), text(one)) for one in teams),
                (mail,),
                yes="Yes",
                no="No",
                because=effect.because,
            )
