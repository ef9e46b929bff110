"""Flows on a schedule, and flows that a platform event starts (deploy rules, section 1.5)."""

import re
from collections.abc import Iterator

from generator.verify.flows.view import RECORD_TRIGGERS
from generator.verify.rule import Fault, fault, rule
from generator.verify.rules.flow_record import OF_PRIOR, mentions
from generator.verify.rules.flow_start import start_of
from generator.verify.subject import Subject

FREQUENCIES = ("Once", "Daily", "Weekly")
UNSUPPORTED = ("endDate", "endTime", "frequencyNumber", "dayOfMonthToRun", "daysOfWeekToRun")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z")


@rule("FLOW-100", "deploy", "comm", "Flow")
def whole_schedules(one: Subject) -> Iterator[Fault]:
    """A flow on a schedule says when it starts and how often.

    "You set the flow trigger type to Scheduled, so you must also set the frequency." Add `schedule` with `startDate`,
    `startTime` and `frequency`.
    """
    start = start_of(one)
    if start.triggerType != "Scheduled":
        return
    if start.schedule is None:
        yield fault("the flow runs on a schedule, and has none", start, "triggerType", "add `<schedule>`")
        return
    for field in ("startDate", "startTime", "frequency"):
        if not getattr(start.schedule, field):
            yield fault(f"the schedule does not say its `{field}`", start.schedule, help=f"add `<{field}>`")


@rule("FLOW-101", "deploy", "comm", "Flow")
def frequencies(one: Subject) -> Iterator[Fault]:
    """A flow on a schedule runs once, daily or weekly.

    "... the Frequency field can't be set to 'Monthly'": other frequencies are for flows on segments. Run it daily, and
    decide in the flow whether it is the day.
    """
    start = start_of(one)
    said_so = start.schedule.frequency if start.schedule is not None else None
    if start.triggerType == "Scheduled" and said_so and said_so not in FREQUENCIES:
        yield fault(
            f"a flow does not run on the schedule `{said_so}`", start.schedule, "frequency",
            f"one of {', '.join(FREQUENCIES)}",
        )  # fmt: skip


@rule("FLOW-102", "deploy", "comm", "Flow")
def plain_schedules(one: Subject) -> Iterator[Fault]:
    """A schedule has no end, no number and no days.

    "the End Date field isn't supported", "the Frequency Number field isn't supported". Take them out; decide in the
    flow whether it is still time. The zeros that orgs write are no numbers.
    """
    start = start_of(one)
    if start.triggerType == "Scheduled" and start.schedule is not None:
        for field in UNSUPPORTED:
            if getattr(start.schedule, field):
                yield fault(f"a flow's schedule has no `{field}`", start.schedule, field, "take it out")


@rule("FLOW-104", "run", "doc", "Flow")
def start_times(one: Subject) -> Iterator[Fault]:
    """The time of a schedule is written `HH:MM:SS.000Z`.

    It is read in the org's default time zone, whatever the Z says. Write hours, minutes, seconds and milliseconds.
    Source: Metadata API, FlowSchedule.
    """
    schedule = start_of(one).schedule
    if schedule is not None and schedule.startTime and not TIME.fullmatch(schedule.startTime):
        yield fault(f"`{schedule.startTime}` is no time of day", schedule, "startTime", "such as `06:00:00.000Z`")


@rule("FLOW-105", "deploy", "doc", "Flow")
def schedules_of_others(one: Subject) -> Iterator[Fault]:
    """A schedule stands only with the trigger `Scheduled`.

    A flow that a record or an event starts has none. Take it out, or change the trigger.
    Source: Metadata API, FlowStart.
    """
    start = start_of(one)
    if start.schedule is not None and start.triggerType in (*RECORD_TRIGGERS, "PlatformEvent", None):
        yield fault("a flow without the trigger `Scheduled` has no schedule", start, "schedule", "take it out")


@rule("FLOW-108", "activation", "code", "Flow")
def calls_of_triggered_flows(one: Subject) -> Iterator[Fault]:
    """No flow calls one that has a trigger.

    What starts by itself cannot be called (TRIGGER_TYPE_NOT_ALLOWED_FOR_SUBFLOW). Move what is shared into a flow
    without a trigger, and call that from both.
    """
    for call in one.body.subflows:
        called = one.world.find("Flow", call.flowName)
        if called is not None and start_of(called).triggerType in (*RECORD_TRIGGERS, "Scheduled", "PlatformEvent"):
            yield fault(f"`{call.flowName}` has a trigger, and cannot be called", call, "flowName", "call another flow")


@rule("FLOW-109", "deploy", "comm", "Flow")
def scheduled_records(one: Subject) -> Iterator[Fault]:
    """A flow on a schedule knows its record as it is, not as it was.

    There is no `$Record__Prior` and no `recordTriggerType`: nobody saves the record. Use `$Record`.
    """
    start = start_of(one)
    if start.triggerType != "Scheduled":
        return
    if start.recordTriggerType:
        yield fault("a schedule has no `recordTriggerType`", start, "recordTriggerType", "take it out")
    for _, place in mentions(one, OF_PRIOR):
        yield fault("on a schedule there is no `$Record__Prior`", place.at, place.field, "use `$Record`")
