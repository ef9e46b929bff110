"""Counting minutes in business hours: a row of BusinessHours, or none for the whole day."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from generator.emulator.rows import Row

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST_SEARCH = 3660
"""Days that are looked at: hours without an open day never end."""


def later(hours: Row, start: datetime, minutes: int) -> datetime:
    """The instant that is so many open minutes after `start`. A day whose hours begin and end at midnight is open
    all day; one without hours is closed."""
    zone = ZoneInfo(str(hours.get("TimeZoneSidKey") or "UTC"))
    left = timedelta(minutes=minutes)
    day = start.astimezone(zone).date()
    for _ in range(LONGEST_SEARCH):
        opens, closes = hours.get(f"{DAYS[day.weekday()]}StartTime"), hours.get(f"{DAYS[day.weekday()]}EndTime")
        if isinstance(opens, time) and isinstance(closes, time):
            begin = datetime.combine(day, opens, zone).astimezone(UTC)
            last = day + timedelta(days=1) if closes == time(0) else day
            end = datetime.combine(last, closes, zone).astimezone(UTC)
            begin = max(begin, start)
            if begin < end:
                if end - begin >= left:
                    return begin + left
                left -= end - begin
        day += timedelta(days=1)
    raise ValueError("these business hours are never open")
