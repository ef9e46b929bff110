"""Pauses: an autolaunched flow that waits for a time (Metadata API guide, FlowWait). What it wrote until then is
committed; it goes on in a transaction of its own."""

import copy
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from generator.emulator.interviews.conditions import conditions_test
from generator.emulator.interviews.data import attempt
from generator.emulator.interviews.elements import target_of
from generator.emulator.interviews.interview import Alarm, Bulk, Fault, Interview
from generator.emulator.rows import Held
from generator.emulator.schema import NotModelled
from generator.emulator.transactions import Paused, Transaction
from generator.metadata.flow import FlowWait, FlowWaitEvent

if TYPE_CHECKING:
    from generator.emulator.interviews.program import Program

UNITS = {"Minute": timedelta(minutes=1), "Hour": timedelta(hours=1), "Day": timedelta(days=1)}
TAKES = {
    "AlarmEvent": ("AlarmTime",),
    "DateRefAlarmEvent": ("TimeTableColumnEnumOrId", "TimeFieldColumnEnumOrId", "EntityObjectId"),
}
"""Events that come with time, and where they count from; others come from outside the org or from its licences."""
OFFSET = ("TimeOffset", "TimeOffsetUnit")
Reads = Callable[[Interview], Any]
When = Callable[[Interview], datetime | None]


def pause(program: "Program", element: FlowWait) -> Bulk:
    """Waits for every event whose conditions hold, and goes on with the first that comes; with none, by the default
    way. Raises NotModelled for an event that is not of time, and where Salesforce lets no flow pause."""
    where = f"{program.name}.{element.name}"
    if program.trigger not in (None, "Scheduled"):
        raise NotModelled(f"{where}: a pause in a flow that starts with {program.trigger}")
    events = []
    for event in element.waitEvents:
        test = conditions_test(program.direct, event.conditionLogic or "and", event.conditions, where)
        events.append((test, event.name, target_of(event.connector), alarm(program, event, where)))
    name, otherwise = element.name, target_of(element.defaultConnector)

    def alarms(interview: Interview) -> tuple[Alarm, ...]:
        return tuple(
            Alarm(at=max(at, interview.now), event=event, then=then)
            for test, event, then, when in events
            if test(interview) and (at := when(interview)) is not None
        )

    def run(group: list[Interview]) -> None:
        for interview in group:
            interview.at = otherwise
            fine, found = attempt(interview, name, element.faultConnector, alarms)
            if fine and found:
                interview.alarms = found
                interview.at = None

    return run


def alarm(program: "Program", event: FlowWaitEvent, where: str) -> When:
    """When an event comes; nothing when the field that it counts from is blank."""
    takes = TAKES.get(event.eventType or "")
    given: dict[str, Reads] = {
        one.name or "": program.direct.value(one.value, where).get for one in event.inputParameters
    }
    if takes is None or event.outputParameters or not set(given) <= {*takes, *OFFSET}:
        raise NotModelled(f"{where}: waiting for {event.eventType or event.name}")
    offset, unit = given.get(OFFSET[0], nothing), given.get(OFFSET[1], nothing)
    base: Reads = (
        given.get("AlarmTime", nothing) if takes == TAKES["AlarmEvent"] else field_of(program, takes, given, where)
    )

    def when(interview: Interview) -> datetime | None:
        at = base(interview)
        if not isinstance(at, date):
            return None
        if not isinstance(at, datetime):
            at = datetime.combine(at, time(0), ZoneInfo(interview.tx.state.zone))
        length = UNITS.get(str(unit(interview) or "Days").removesuffix("s"))
        if length is None:
            raise Fault(f"The pause takes no unit {unit(interview)}.")
        moved: datetime = at + length * float(offset(interview) or 0)
        return moved

    return when


def nothing(interview: Interview) -> Any:
    return None


def field_of(program: "Program", takes: tuple[str, ...], given: dict[str, Reads], where: str) -> Reads:
    """A date field of a record, both named by the event."""
    if not set(takes) <= set(given):
        raise NotModelled(f"{where}: waiting for a date without {', '.join(sorted(set(takes) - set(given)))}")
    table, field, record_id = (given[name] for name in takes)

    def read(interview: Interview) -> Any:
        shape = interview.tx.package.schema.shape(str(table(interview)))
        row = interview.tx.get(shape.name, record_id(interview))
        get = interview.tx.package.paths.field(shape, str(field(interview))).get
        return get(row, interview.tx) if row is not None else None

    return read


def paused(interview: Interview) -> Paused:
    """What an interview that waits needs to go on."""
    return Paused(
        flow=interview.program.name,
        row=dict(interview.row),
        values=interview.values,
        visited=frozenset(interview.visited),
        user=interview.tx.user,
        alarms=interview.alarms,
    )


def resumed(program: "Program", held: Paused, tx: Transaction, event: str) -> Interview:
    """The interview, at the element after the event. The org before may be played again: nothing of it changes."""
    then = next(one.then for one in held.alarms if one.event == event)
    made = Interview(program, Held(held.row), None, tx)
    made.at = then
    made.values = copy.deepcopy(dict(held.values))
    made.visited = set(held.visited)
    return made
