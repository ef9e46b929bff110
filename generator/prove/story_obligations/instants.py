"""Instants at which times of day, open days and the change of the clocks matter, found in the process alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from generator.process.model import Calendar, Process
from generator.prove.story_obligations.openings import AT

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
YEAR = AT.year


def instants(process: Process) -> dict[str, datetime]:
    """By what they are called: an ordinary morning first, then the edges of days, calendars and summer time."""
    zone = ZoneInfo(process.identity.zone)
    found = {"an ordinary morning": AT, "the last minute of the year": local(date(YEAR, 12, 31), 23 * 60 + 59, zone)}
    for calendar in process.calendars:
        found |= {f"{what} ({calendar.id})": at for what, at in of_calendar(calendar)}
    for name, change in changes(zone):
        found[f"half an hour before {name}"] = change - 30 * MINUTE
        found[f"the Friday before {name}"] = local(change.astimezone(zone).date() - 2 * DAY, 16 * 60 + 30, zone)
    return found


def of_calendar(calendar: Calendar) -> Iterator[tuple[str, datetime]]:
    zone = ZoneInfo(calendar.zone)
    monday = AT.astimezone(zone).date()
    last = max(calendar.days)
    yield "just before opening", local(monday, calendar.opens, zone) - MINUTE
    yield "just before closing", local(monday, calendar.closes, zone) - MINUTE
    yield "closing", local(monday, calendar.closes, zone)
    yield "the last afternoon of the week", local(monday + last * DAY, calendar.closes - 90, zone)
    closed = next((day for day in range(7) if day not in calendar.days), None)
    if closed is not None:
        yield "a closed day", local(monday + closed * DAY, 11 * 60, zone)
    holidays = [day for day in calendar.holidays if day.weekday() in calendar.days and day > monday]
    for day in holidays[:2]:
        yield f"a holiday, {day}", local(day, 12 * 60, zone)
        yield f"the day before the holiday {day}", local(day - DAY, calendar.closes - 60, zone)


def changes(zone: ZoneInfo) -> Iterator[tuple[str, datetime]]:
    """The two changes of the clocks of a year, where the zone has them."""
    hour = timedelta(hours=1)
    at = datetime(YEAR, 1, 1, tzinfo=UTC)
    while at.year == YEAR:
        before, after = (one.astimezone(zone).utcoffset() for one in (at, at + hour))
        if before is not None and after is not None and before != after:
            yield ("the clocks go forward" if after > before else "the clocks go back"), at + hour
        at += hour


def local(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """So many minutes after midnight by the wall clock of `zone`."""
    wall = datetime.combine(day, time()) + minutes * MINUTE
    return wall.replace(tzinfo=zone).astimezone(UTC)
