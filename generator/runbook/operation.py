"""Going live: approval, a message through each channel, faults and rounds, old cases, the switches."""

from collections.abc import Callable, Iterator

from generator.lower.naming import CONTROL
from generator.markdown import bold, code, codes, said, table
from generator.process.model import Process, Word
from generator.runbook.plan import Plan, argument, query
from generator.runbook.step import Chapter, Step

OFF = {
    "mode": "shadow: cases are read and the result is kept; nobody is assigned, told, asked or answered",
    "intake": "new cases are not read: they stay with whom the org gives them to, without urgency and clocks",
    "routing": "cases are read and stay with their owner",
    "replies": "replies raise nothing and re-open nothing",
    "notifications": "nobody is told, and no mail goes out",
    "guardrails": "every stage can be entered by everybody",
    "clocks": "no promise counts, warns or is late",
}
"""What happens when a field of the control setting says `off` (of `mode`: `shadow`)."""


def chapter(plan: Plan) -> Chapter:
    return Chapter(
        title="Going live",
        why="With the clinical lead in the room. Each switch works at once and without a deployment.",
        steps=tuple(step for part in PARTS for step in part(plan)),
    )


def approval(plan: Plan) -> Iterator[Step]:
    yield Step(
        id="approval",
        title="The rules are approved",
        where="On paper, or wherever the clinic signs",
        how=(
            (
                "The clinical lead and the clinical safety officer read `RULEBOOK.md` of this build, with its hazards "
                "and what catches each of them, and sign it."
            ),
            "The rulebook says what is not automated: each line of it has somebody's name beside it.",
        ),
        check="The signed copy names the version that is deployed: the commit, or the hash of `carepath.lock`.",
        checks=("shasum -a 256 carepath.lock",),
        undo="Whoever withdraws the approval asks for step `switch-off`.",
    )


def live(plan: Plan) -> Iterator[Step]:
    yield Step(
        id="live",
        title="Let it act",
        where="Setup › Custom Settings, in office hours",
        how=(
            (
                "For a week or more in shadow mode a nurse has compared what the workflow says of a case with what she "
                "would say. Every difference that errs downward was mended in the spec first."
            ),
            said("Set {} of {} to “live”.", code(plan.names.of("mode")), code(control(plan))),
            "Cases of the week before are adopted (step `adopt`), or finished by hand."
            if plan.has("Flow", plan.names.own("adopt"))
            else "Cases of the week before are finished by hand.",
        ),
        commands=(change(plan, "mode", "live"),),
        check="The next message through each channel is answered, and its team told.",
        checks=(settings(plan),),
        undo="Step `switch-off`.",
    )


def switches(plan: Plan) -> Iterator[Step]:
    process = plan.process
    off = {id for id, is_on in process.control.switches if not is_on}
    rows = [
        (
            code(plan.names.of(id)),
            process.control.mode if id == "mode" else "off" if id in off else "on",
            OFF[id],
        )
        for id in CONTROL
    ]
    yield Step(
        id="switches",
        title="The switches",
        where="Setup › Custom Settings › the setting below › Manage",
        how=(
            said("An empty field of {} means what the spec says.", code(control(plan))),
            "Only “on” and “off” mean something, and for the mode “live” and “shadow”.",
            "A value for a profile or a user wins over the organisation's.",
            ("Who throws a switch writes down when and why, and tells the teams by telephone: without notifications "
            "nobody else does."),
        ),
        table=table(("Field", "As the spec says", "Off means"), rows),
        commands=(change(plan, "notifications", "off"),),
        check="The query finds what was set.",
        checks=(settings(plan),),
        undo="Empty the field, or delete the row of the setting.",
    )  # fmt: skip


def faults(plan: Plan) -> Iterator[Step]:
    yield Step(
        id="faults",
        title="Somebody hears of faults",
        where="Setup › Process Automation Settings, and Setup › Apex Exception Email",
        how=(
            "Send flow errors to the Apex exception recipients, and enter a mailbox there that is read every day.",
            "The report of faults lists what automation could not do. Whoever reads it tells the lead on the same day.",
        ),
        check="The mailbox is named, and so is who reads the report, and who does when they are away.",
        undo="Take the mailbox out.",
    )


def holidays(plan: Plan) -> Iterator[Step]:
    given = [one for one in plan.process.calendars if one.holidays]
    if given:
        rows = [(code(one.id), max(one.holidays).isoformat()) for one in given]
        yield Step(
            id="holidays",
            title="Days off run out",
            where="The spec, once a year",
            how=(
                (
                    "After the last day of the table a day counts as open by its weekday alone: promises would "
                    "come due on days on which nobody works."
                ),
                "Enter a task for somebody, three months before: extend the calendar, build, deploy.",
            ),
            table=table(("Calendar", "Last day off"), rows),
            check="The task is in somebody's calendar.",
            undo="Nothing was changed.",
        )


def sweeps(plan: Plan) -> Iterator[Step]:
    flows = plan.flows("Scheduled")
    if flows:
        yield Step(
            id="sweeps",
            title="The daily rounds",
            where="Setup › Scheduled Jobs",
            how=(
                said("{} look every day for cases whose clock is missing or was not told.", codes(flows)),
                "They run in the org's time zone and as the default workflow user.",
            ),
            check="The page lists each of them with its next time; on the next day their last time is today's.",
            checks=(query("SELECT CronJobDetail.Name, NextFireTime, State FROM CronTrigger WHERE State = 'WAITING'"),),
            undo="Step `deactivate`.",
        )


def canary(plan: Plan) -> Iterator[Step]:
    process = plan.process
    word = first_word(process)
    rows = [
        (
            code(one.id.replace("_", " ")),
            code(one.address) if one.address else "its form",
        )
        for one in process.channels
    ]
    yield Step(
        id="test-messages",
        title="A message through each channel",
        where="Outside the org, as a patient would",
        how=(
            said(
                "Send “This is a test. {}.” through each channel, with an invented name, by day and by night.",
                word.shown if word else "Nothing is wrong",
            ),
            said("It must become {} at once, and whoever is to be told must be told.", bold(process.levels[0].label))
            if word
            else "It must become a case with a team.",
            "Let one breach its clock, and see that the next person is told.",
        ),
        table=table(("Channel", "Send it to"), rows),
        check="Each is a case with that urgency, a team, an owner and a running clock; nobody outside got two answers.",
        checks=(
            query(
                f"SELECT CaseNumber, {plan.names.field('urgency')}, {plan.names.field('team')}, Owner.Name FROM Case "
                "WHERE CreatedDate = TODAY ORDER BY CreatedDate DESC"
            ),
        ),
        undo="Close the cases as tests; do not delete them, so that the record of decisions stays whole.",
    )


def adopt(plan: Plan) -> Iterator[Step]:
    name = plan.names.own("adopt")
    found = next((one for one in plan.of_kind("Flow") if one.name == name), None)
    if found is None:
        return
    inputs = [one.name for one in getattr(found.body, "variables", ()) if one.isInput]
    given = ", ".join(f'"{one}": "ID"' for one in inputs)
    yield Step(
        id="adopt",
        title="Old cases",
        where="Command line",
        how=(
            (
                "Cases from before the workflow stay outside until they are adopted, one by one: nobody is told and no "
                "mail "
                "goes out, and their clocks count from now."
            ),
            "Begin with the open ones. The report of cases outside the workflow lists them.",
        ),
        commands=(
            (
                f"sf api request rest /services/data/v66.0/actions/custom/flow/{name} --method POST --body "
                f"'{{\"inputs\": [{{{given}}}]}}' --target-org ORG"
            ),
        ),
        check="The case has a stage, a team and a clock; its record begins with “adopted”.",
        checks=(query(f"SELECT COUNT(Id) FROM Case WHERE IsClosed = false AND {plan.names.field('workflow')} = null"),),
        undo="There is none: a case of the workflow stays one. Try it with one case first.",
    )


def control(plan: Plan) -> str:
    return plan.names.object("control")


def create(plan: Plan, field: str, value: str) -> str:
    values = argument(f"SetupOwnerId=ORG_ID {plan.names.of(field)}={value}")
    return f"sf data create record --sobject {control(plan)} --values {values} --target-org ORG"


def change(plan: Plan, field: str, value: str) -> str:
    new = argument(f"{plan.names.of(field)}={value}")
    return (
        f"sf data update record --sobject {control(plan)} --where SetupOwnerId=ORG_ID --values {new} --target-org ORG"
    )


def settings(plan: Plan) -> str:
    fields = ", ".join(plan.names.of(id) for id in CONTROL)
    return query(f"SELECT SetupOwnerId, {fields} FROM {control(plan)}")


def first_word(process: Process) -> Word | None:
    """A word that leads to the highest level; one that a negation turns off where there is one, which spares whoever
    reads the test the hardest words."""
    sets = {one.id: one.words for one in process.reading.sets}
    words = [word for id in process.levels[0].sets for word in sets.get(id, ()) if not word.is_prefix]
    return next((word for word in words if not word.never_negate), words[0] if words else None)


PARTS: tuple[Callable[[Plan], Iterator[Step]], ...] = (
    approval,
    canary,
    faults,
    sweeps,
    holidays,
    live,
    adopt,
    switches,
)
