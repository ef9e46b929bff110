"""When things are due: scheduled paths and schedule-triggered flows (runtime-semantics 1.7, 1.9)."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from generator.emulator.interviews.program import Program
from generator.emulator.rows import Row
from generator.metadata.flow import FlowScheduledPath

if TYPE_CHECKING:
    from generator.emulator.transactions import Transaction

UNITS = {"Minutes": "minutes", "Hours": "hours", "Days": "days", "Weeks": "weeks"}
EVERY = {"Daily": 1, "Weekly": 7}


def due(tx: "Transaction", program: Program, path: FlowScheduledPath, row: Row, entered: datetime) -> datetime | None:
    """When a path runs for a record; None when the field that it counts from is blank, or in an open tree no date."""
    anchor: Any = entered
    if path.timeSource == "RecordField":
        shape = program.shape
        assert shape is not None
        anchor = tx.package.paths.field(shape, path.recordField or "").get(row, tx)
        if not isinstance(anchor, date):
            return None
        if not isinstance(anchor, datetime):
            anchor = datetime.combine(anchor, time(0), zone_of_dates(tx)).astimezone(UTC)
    return shifted(anchor, path.offsetNumber or 0, path.offsetUnit or "Minutes")


def zone_of_dates(tx: "Transaction") -> ZoneInfo:
    """The zone in which a date begins; not documented."""
    how = tx.switch("scheduled_date_only_zone")
    user = tx.get("User", tx.user) or {}
    zones = {"org": tx.state.zone, "user": str(user.get("TimeZoneSidKey") or tx.state.zone), "gmt": "UTC"}
    return ZoneInfo(zones[str(how)])


def shifted(at: datetime, count: int, unit: str) -> datetime:
    """Months end at the end of the month."""
    if unit != "Months":
        return at + timedelta(**{UNITS[unit]: count})
    year, month = divmod(at.year * 12 + at.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return at.replace(year=year, month=month + 1, day=min(at.day, last))


def next_run(program: Program, zone: str, after: datetime) -> datetime | None:
    """The first run of a schedule-triggered flow later than `after`, by the wall clock of the org's zone."""
    schedule = program.start.schedule
    if schedule is None or schedule.startDate is None or schedule.startTime is None:
        return None
    day = date.fromisoformat(schedule.startDate[:10])
    at = time.fromisoformat(schedule.startTime.removesuffix("Z")).replace(microsecond=0)
    step = EVERY.get(schedule.frequency or "Once")
    local = ZoneInfo(zone)
    if step is not None:
        passed = (after.astimezone(local).date() - day).days
        day += timedelta(days=max(passed // step - 1, 0) * step)
    while True:
        run = datetime.combine(day, at, local).astimezone(UTC)
        if run > after:
            return run
        if step is None:
            return None
        day += timedelta(days=step)
