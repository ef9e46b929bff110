"""Times of language.md section 4 counted with plain loops over minutes and days: shares no code with the interpreter.

A span of years is cut into quarters of an hour, whose wall clock zoneinfo gives; everything else is walking. Walls
that do not exist (clocks go forward) are read as the clock before the change would show them, and of walls that come
twice the first is meant: the language is silent on both.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

FIRST = datetime(2024, 6, 1, tzinfo=UTC)
QUARTERS = 1900 * 96
SHUT, OPEN = bytes(15), b"\1" * 15
MINUTE = timedelta(minutes=1)
DAY_MINUTES = 24 * 60


class Wall:
    """The wall clock of one zone: the local date and the minutes after midnight of every quarter."""

    def __init__(self, zone: str) -> None:
        here = ZoneInfo(zone)
        self.dates: list[date] = []
        self.minutes: list[int] = []
        self.changes: list[datetime] = []
        self.midnights: dict[date, datetime] = {}
        offset = None
        for number in range(QUARTERS):
            instant = FIRST + number * 15 * MINUTE
            local = instant.astimezone(here)
            self.dates.append(local.date())
            self.minutes.append(local.hour * 60 + local.minute)
            self.midnights.setdefault(local.date(), instant)
            if offset not in (None, local.utcoffset()):
                self.changes.append(instant)
            offset = local.utcoffset()

    def date_at(self, instant: datetime) -> date:
        return self.dates[(instant - FIRST) // (15 * MINUTE)]

    def after_midnight(self, instant: datetime) -> timedelta:
        """What the wall clock shows at `instant`, as time after midnight."""
        quarter, rest = divmod(instant - FIRST, 15 * MINUTE)
        return self.minutes[quarter] * MINUTE + rest

    def midnight(self, day: date) -> datetime:
        """The first instant of a day. Clocks of the zones counted here never change at midnight."""
        return self.midnights[day]

    def showing(self, day: date, clock: timedelta) -> datetime:
        """The first instant of `day` at which the wall shows `clock`."""
        minute = self.midnight(day) + clock % MINUTE
        while self.date_at(minute) == day:
            if self.after_midnight(minute) == clock:
                return minute
            minute += 15 * MINUTE if clock - self.after_midnight(minute) >= 15 * MINUTE else MINUTE
        return self.midnight(day) + clock


class Hours:
    """The open minutes of one calendar, as one byte each."""

    def __init__(self, wall: Wall, days: tuple[int, ...], opens: int, closes: int, holidays: tuple[date, ...]) -> None:
        self.wall = wall
        self.days, self.holidays = days, holidays
        self.open = bytearray()
        open_days = {day for day in wall.midnights if self.is_open(day)}
        for day, start in zip(wall.dates, wall.minutes, strict=True):
            if day not in open_days or start + 15 <= opens or closes <= start:
                self.open += SHUT
            elif opens <= start and start + 15 <= closes:
                self.open += OPEN
            else:
                self.open += bytes(opens <= start + minute < closes for minute in range(15))

    def is_open(self, day: date) -> bool:
        return day.weekday() in self.days and day not in self.holidays

    def forward(self, start: datetime, allowance: int) -> datetime:
        """The first instant by which `allowance` minutes were open since `start`."""
        number, _ = divmod(start - FIRST, MINUTE)
        left = allowance * MINUTE
        while left:
            number = self.open.index(1, number) if not self.open[number] else number
            begin = max(start, FIRST + number * MINUTE)
            room = FIRST + (number + 1) * MINUTE - begin
            if left <= room:
                return begin + left
            left -= room
            number += 1
        return start

    def backward(self, end: datetime, allowance: int) -> datetime:
        """The last instant from which `allowance` minutes are open until `end`."""
        number = -((FIRST - end) // MINUTE)
        left = allowance * MINUTE
        while True:
            number -= 1
            if not self.open[number]:
                number = self.open.rindex(1, 0, number)
            begin = FIRST + number * MINUTE
            room = min(end, begin + MINUTE) - begin
            if left <= room:
                return begin + room - left
            left -= room

    def since(self, instant: datetime) -> datetime:
        """The first instant since when nothing was open until `instant`: where the last open minute ended."""
        number = (instant - FIRST) // MINUTE
        if self.open[number - 1]:
            return instant
        return FIRST + (self.open.rindex(1, 0, number) + 1) * MINUTE

    def nth_day(self, day: date, number: int, step: int = 1) -> date:
        """The `number`-th open day after `day`, or before it."""
        seen = 0
        while seen < number:
            day += timedelta(days=step)
            if self.is_open(day):
                seen += 1
        return day

    def closing(self, day: date) -> datetime:
        """When the last open minute of an open day ends."""
        start = (self.wall.midnight(day) - FIRST) // MINUTE
        end = (self.wall.midnight(day + timedelta(days=1)) - FIRST) // MINUTE
        return FIRST + (self.open.rindex(1, start, end) + 1) * MINUTE


def end_of_day(wall: Wall, start: datetime, days: int) -> datetime:
    """Midnight at the end of the n-th day after the day of `start`."""
    day = wall.date_at(start)
    for _ in range(days + 1):
        day += timedelta(days=1)
    return wall.midnight(day)


def share_of_days(wall: Wall, start: datetime, days: int, share: int) -> datetime:
    """Due minus the rest of so many days of 24 hours, on the wall clock."""
    day, rest = wall.date_at(start), days * DAY_MINUTES * (100 - share) // 100
    for _ in range(days):
        day += timedelta(days=1)
    while rest >= DAY_MINUTES:
        day -= timedelta(days=1)
        rest -= DAY_MINUTES
    if not rest:
        return wall.midnight(day + timedelta(days=1))
    return wall.showing(day, (DAY_MINUTES - rest) * MINUTE)


def share_of_open_days(hours: Hours, start: datetime, days: int, length: int, share: int) -> datetime:
    """Due minus the rest of the open time of so many days; through closed time back to where the open time ended."""
    due = hours.closing(hours.nth_day(hours.wall.date_at(start), days))
    rest = days * length * (100 - share) // 100
    return hours.since(hours.backward(due, rest)) if rest else due
