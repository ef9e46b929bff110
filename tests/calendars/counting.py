"""Times of language.md section 4 counted on tables: shares no code with the lowering or the interpreter.

zoneinfo says what the wall shows on every day of some years, at every half hour on those on which clocks change;
everything else is looking up and walking. Of walls that come twice the first is meant; walls that are left out are read
by the clock that stood until then.
All instants are whole seconds since FIRST; a wall is a date and seconds after midnight.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

FIRST = datetime(2023, 6, 1, tzinfo=UTC)
LAST = datetime(2033, 1, 1, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)
DAY = timedelta(days=1)


def second(instant: datetime) -> int:
    return int((instant - FIRST).total_seconds())


def instant(second: int) -> datetime:
    return FIRST + timedelta(seconds=second)


class Wall:
    """The wall clock of a zone. Of each day: the stretches on which it runs on evenly, as (instant, wall, length)."""

    def __init__(self, zone: str) -> None:
        here = ZoneInfo(zone)
        self.days: dict[date, list[tuple[int, int, int]]] = {}
        self.changes: list[datetime] = []
        moment, offset = FIRST, FIRST.astimezone(here).utcoffset()
        while moment < LAST:
            same = offset == (moment + DAY).astimezone(here).utcoffset()
            step = DAY if same else HALF_HOUR
            self.run_on(moment.astimezone(here).replace(tzinfo=None), second(moment), int(step.total_seconds()))
            moment += step
            if offset != moment.astimezone(here).utcoffset():
                self.changes.append(moment)
                offset = moment.astimezone(here).utcoffset()
        self.starts = [stretches[0][0] for stretches in self.days.values()]
        self.dates = list(self.days)

    def run_on(self, local: datetime, now: int, length: int) -> None:
        """From `now`, when the wall shows `local`, it runs on evenly for `length`: over midnight too."""
        while length:
            shown = local.hour * 3600 + local.minute * 60
            part = min(length, 86_400 - shown)
            stretches = self.days.setdefault(local.date(), [])
            if stretches and sum(stretches[-1][1:]) == shown and sum(stretches[-1][::2]) == now:
                begun, wall, before = stretches.pop()
                stretches.append((begun, wall, before + part))
            else:
                stretches.append((now, shown, part))
            local, now, length = local + timedelta(seconds=part), now + part, length - part

    def shown(self, at: int) -> tuple[date, int]:
        """What the wall shows: the day, and the seconds after midnight."""
        day = self.dates[bisect_right(self.starts, at) - 1]
        begun, wall, _ = max(one for one in self.days[day] if one[0] <= at)
        return day, wall + at - begun

    def showing(self, day: date, clock: int) -> int:
        """The first instant at which the wall shows `clock`."""
        for begun, wall, length in self.days[day]:
            if wall <= clock < wall + length:
                return begun + clock - wall
        begun, wall, _ = max(one for one in self.days[day] if one[1] <= clock)
        return begun + clock - wall

    def midnight(self, day: date) -> int:
        return self.days[day][0][0]


wall = cache(Wall)


class Hours:
    """When a calendar is open: every open stretch, and how much open time lies before it."""

    def __init__(self, zone: str, days: tuple[int, ...], opens: int, closes: int, holidays: tuple[date, ...]) -> None:
        self.wall = wall(zone)
        self.open_days = [day for day in self.wall.days if day.weekday() in days and day not in holidays]
        self.begins: list[int] = []
        self.ends: list[int] = []
        for day in self.open_days:
            for begun, shown, length in self.wall.days[day]:
                first, last = max(shown, opens * 60), min(shown + length, closes * 60)
                if first < last:
                    self.begins.append(begun + first - shown)
                    self.ends.append(begun + last - shown)
        lengths = [end - begin for begin, end in zip(self.begins, self.ends, strict=True)]
        self.before = [0, *accumulate(lengths)]

    def open_until(self, at: int) -> int:
        """Open seconds until an instant."""
        number = bisect_right(self.begins, at) - 1
        return self.before[number] + min(at, self.ends[number]) - self.begins[number]

    def after(self, start: int, seconds: int) -> int:
        """The first instant by which so much open time has passed since `start`."""
        wanted = self.open_until(start) + seconds
        number = bisect_left(self.before, wanted) - 1
        return self.begins[number] + wanted - self.before[number]

    def before_that(self, end: int, seconds: int) -> int:
        """The last instant from which so much open time passes until `end`."""
        wanted = self.open_until(end) - seconds
        number = bisect_right(self.before, wanted) - 1
        return self.begins[number] + wanted - self.before[number]

    def nth_day(self, day: date, number: int) -> date:
        """The `number`-th open day after `day`; a negative one: before it."""
        if number < 0:
            return self.open_days[bisect_left(self.open_days, day) + number]
        return self.open_days[bisect_right(self.open_days, day) + number - 1]

    def closing(self, day: date) -> int:
        """When an open day closes: the end of its last stretch."""
        return self.ends[bisect_left(self.ends, self.wall.midnight(day + DAY)) - 1]
