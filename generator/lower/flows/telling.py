"""Alerts, as the record flow carries them out: who is told, and what is said. Every alert that holds fires."""

import re
from collections.abc import Iterator

from generator.formula.syntax import Formula
from generator.lower.conditions import lowered
from generator.lower.flows.here import Here, field, place_of, value
from generator.lower.flows.moments import came, said
from generator.lower.mails import internal_alert, told_by_mail
from generator.lower.programs import Act, Branch, Call, Case, Item, Set, Step
from generator.lower.trees import all_of, any_of, call, equal, joined, number, ref, text
from generator.lower.wording import day_text, labelled
from generator.process.model import Clock, Effect, Moment, Notify

MERGE_FIELD = re.compile(r"\{([a-z_]+)\}")
NOBODY = "Told_Nobody"
LONGEST_BODY = 750
"""Of a notification (FLOW-177)."""


def tell(here: Here) -> Iterator[Step]:
    """One step for each alert; for each clock where an alert leaves open which one warned or is late."""
    for effect in here.process.effects:
        if isinstance(effect.act, Notify):
            if effect.on.kind in ("warned", "breached") and effect.on.of is None:
                for clock in here.process.clocks:
                    yield alert(here, effect, effect.act, clock)
            else:
                known = next((one for one in here.process.clocks if one.id == effect.on.of), None)
                yield alert(here, effect, effect.act, known if effect.on.kind in ("warned", "breached") else None)


def tell_steps(here: Here) -> Iterator[Step]:
    """One step for each step of a ladder."""
    for clock in here.process.clocks:
        for number_, rung in enumerate(clock.ladder, 1):
            effect = Effect(
                id=f"{clock.id}_{number_}",
                kind="alert",
                on=Moment(kind="breached", of=clock.id, because=rung.because),
                when=None,
                act=Notify(to=rung.notify, text=rung.text),
                label=f"{clock.label}: step {number_}",
                because=rung.because,
            )
            yield branch(
                here,
                effect,
                Notify(to=rung.notify, text=rung.text),
                clock,
                said("rung", f"{clock.id}.{number_}"),
                effect.label,
            )


def alert(here: Here, effect: Effect, act: Notify, clock: Clock | None) -> Branch:
    moment = said(effect.on.kind, clock.id) if clock else came(here, effect.on)
    label = f"{effect.label}: {clock.label}" if clock and effect.on.of is None else effect.label
    return branch(here, effect, act, clock, moment, label)


def branch(here: Here, effect: Effect, act: Notify, clock: Clock | None, moment: Formula, label: str) -> Branch:
    when = (lowered(effect.when, place_of(here)),) if effect.when else ()
    groups = [one for one in act.to if one != "owner"]
    recipients = [
        Item(target="Group_Names", value=ref(NOBODY)),
        Item(target="User_Ids", value=ref(NOBODY)),
        *(Item(target="Group_Names", value=group_of(here, one), operator="Add") for one in groups),
        *(Item(target="User_Ids", value=ref("$Record.OwnerId"), operator="Add") for one in act.to if one == "owner"),
    ]
    steps: list[Step] = [
        Set(label=f"Who hears of «{label}»", items=tuple(recipients), because=effect.because),
        Call(
            label=f"Tell of «{label}»",
            flow=here.names.own("notify"),
            inputs=(
                Item(target="Case_Id", value=ref("$Record.Id")),
                Item(target="Title", value=text(here.process.identity.label[:250])),
                Item(target="Body", value=call("LEFT", worded(here, act.text, clock), number(LONGEST_BODY))),
                Item(target="Group_Names", value=ref("Group_Names")),
                Item(target="User_Ids", value=ref("User_Ids")),
            ),
            because=effect.because,
        ),
    ]
    if act.also_by_email:
        steps += mail_inside(here, effect, act, clock)
    return Branch(
        label=f"Is «{label}» to be told",
        cases=(Case(label="It is", test=all_of((ref("Notices_On"), moment, *when)), steps=tuple(steps)),),
        otherwise=(),
        otherwise_label="It is not",
        because=effect.because,
    )


def group_of(here: Here, recipient: str) -> Formula:
    """The developer name of the group that a recipient stands for."""
    process, names = here.process, here.names
    if recipient == "team":
        pairs = [part for one in process.teams for part in (text(one.id), text(names.members(one.id)))]
        return call("CASE", value(here, "team"), *pairs, text("-"))
    if recipient == "team_lead":
        pairs = [part for one in process.teams if one.lead for part in (text(one.id), text(names.group(one.lead)))]
        return call("CASE", value(here, "team"), *pairs, text("-"))
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
            yield Branch(
                label=f"Is {who} to be mailed",
                cases=(
                    Case(
                        label="Yes",
                        test=any_of(equal(value(here, "team"), text(one)) for one in teams),
                        steps=(mail,),
                    ),
                ),
                otherwise=(),
                otherwise_label="No",
                because=effect.because,
            )
