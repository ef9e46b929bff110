"""Due times, warnings and extensions of the interpreter are those of an independent count (language.md section 4)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

import pytest

from generator.interpret.calendars import Calendars
from generator.process.model import Allowance, Calendar, Process, Warn
from generator.source import NOWHERE
from tests.interpret.counting import Hours, Wall, end_of_day, share_of_days, share_of_open_days
from tests.specs.loaded import resolved

ZONES = ("Europe/London", "America/New_York", "Europe/Berlin", "America/Chicago", "Asia/Kolkata")
CHRISTMAS = tuple(
    date(year, month, day)
    for year in range(2024, 2030)
    for month, day in ((12, 24), (12, 25), (12, 26), (12, 27), (12, 28), (12, 31), (1, 1), (1, 2))
)
CASES = 1_250
LEAST = 20_000
MINUTE = timedelta(minutes=1)

wall = cache(Wall)


@cache
def hours(zone: str, days: tuple[int, ...], opens: int, closes: int, holidays: tuple[date, ...]) -> Hours:
    return Hours(wall(zone), days, opens, closes, holidays)


def hours_of(calendar: Calendar) -> Hours:
    return hours(calendar.zone, calendar.days, calendar.opens, calendar.closes, calendar.holidays)


def process(zone: str, *calendars: Calendar) -> Process:
    whole = resolved("northgate").process
    return replace(whole, identity=replace(whole.identity, zone=zone), calendars=calendars)


def any_calendar(number: int, random: Random) -> Calendar:
    """Office hours first, then anything from one short day a week to almost always."""
    days = (0, 1, 2, 3, 4) if number % 3 == 0 else tuple(sorted(random.sample(range(7), random.randint(1, 7))))
    opens = random.choice((8 * 60, 9 * 60, random.randint(4 * 60, 20 * 60)))
    closes = random.choice((18 * 60, 23 * 60 + 59, random.randint(opens + 1, 23 * 60 + 59)))
    closes = closes if closes > opens else opens + random.randint(1, 180)
    some = {date(2025, 1, 1) + timedelta(days=random.randrange(1460)) for _ in range(random.choice((0, 20, 60)))}
    holidays = tuple(sorted({*(CHRISTMAS if number % 2 else ()), *some}))
    zone = ZONES[number % len(ZONES)]
    return Calendar(id="working", days=days, opens=opens, closes=closes, holidays=holidays, zone=zone, because=NOWHERE)


def changes_of(zone: str) -> list[datetime]:
    """The clock changes of 2025 to 2028; London's for a zone without any."""
    return [one for one in wall(zone).changes or wall("Europe/London").changes if 2025 <= one.year <= 2028]


def any_instant(calendar: Calendar, zone: str, random: Random) -> datetime:
    """An instant of 2025 to 2028 near something that matters, or anywhere."""
    here = ZoneInfo(calendar.zone)
    year = random.randint(2025, 2028)
    match random.randrange(7):
        case 0 | 1:
            near = random.choice(changes_of(zone)) + timedelta(seconds=random.randint(-7200, 7200))
        case 2:
            near = datetime(year, 12, random.randint(20, 31), tzinfo=here) + timedelta(seconds=random.randrange(86400))
        case 3 | 4:
            day = datetime(year, 1, 1) + timedelta(days=random.randrange(365))
            day += timedelta(days=(4 - day.weekday()) % 7)  # a Friday
            edge = random.choice((calendar.opens, calendar.closes))
            near = day.replace(tzinfo=here) + edge * MINUTE + timedelta(seconds=random.choice((0, 0, -1, 1, -60, 60)))
        case 5:
            near = datetime(year, random.randint(1, 12), random.randint(1, 28), tzinfo=ZoneInfo(zone))
            near += timedelta(seconds=random.choice((0, -1, 1)))
        case _:
            near = datetime(year, 1, 1, tzinfo=UTC) + timedelta(seconds=random.randrange(365 * 86400))
    return near.astimezone(UTC)


def allowance(*, minutes: int = 0, days: int = 0, calendar: str | None = None) -> Allowance:
    return Allowance(minutes=minutes, days=days, calendar=calendar, because=NOWHERE)


def warn(*, share: int | None = None, after: Allowance | None = None, before: Allowance | None = None) -> Warn:
    return Warn(share=share, after=after, before=before, because=NOWHERE)


Compared = tuple[str, datetime | None, datetime | None]
"""What was asked, the interpreter's answer, and the count's."""


def compared(calendar: Calendar, zone: str, random: Random) -> Iterator[Compared]:
    """Everything that can be asked at one instant."""
    here, there, mine = Calendars(process(zone, calendar)), hours_of(calendar), wall(zone)
    start, length = any_instant(calendar, zone, random), calendar.closes - calendar.opens
    minutes, days = random.choice((15, 60, 240, length, random.randint(1, 3000))), random.randint(1, 30)
    open_minutes, open_days = random.choice((1, 60, 240, length, random.randint(1, length * 3))), random.randint(1, 8)
    share, said = random.choice((50, 75, 75, random.randint(1, 99))), f"from {start.isoformat()}"

    elapsed = start + minutes * MINUTE
    of_elapsed = allowance(minutes=minutes)
    yield f"{minutes} minutes {said}", here.due(of_elapsed, start), elapsed
    counted = there.forward(start, open_minutes)
    of_open = allowance(minutes=open_minutes, calendar="working")
    yield f"{open_minutes} open minutes {said}", here.due(of_open, start), counted
    midnight = end_of_day(mine, start, days)
    of_days = allowance(days=days)
    yield f"{days} days {said}", here.due(of_days, start), midnight
    closing = there.closing(there.nth_day(there.wall.date_at(start), open_days))
    of_open_days = allowance(days=open_days, calendar="working")
    yield f"{open_days} open days {said}", here.due(of_open_days, start), closing

    shares = (
        ("minutes", of_elapsed, elapsed, start + minutes * share // 100 * MINUTE),
        ("open minutes", of_open, counted, there.forward(start, open_minutes * share // 100)),
        ("days", of_days, midnight, share_of_days(mine, start, days, share)),
        ("open days", of_open_days, closing, share_of_open_days(there, start, open_days, length, share)),
    )
    for what, allowed, due, expected in shares:
        label = f"{share}% of {what} {minutes} {open_minutes} {days} {open_days} {said}"
        yield label, here.warning(warn(share=share), allowed, start, due), unless_due(expected, due)

    after = {"open minutes": (of_open, counted), "open days": (of_open_days, closing), "days": (of_days, midnight)}
    for what, (allowed, expected) in after.items():
        label = f"after {what} {open_minutes} {open_days} {days}, due in 9 days, {said}"
        due = start + timedelta(days=9)
        yield label, here.warning(warn(after=allowed), of_days, start, due), unless_due(expected, due)

    number = random.choice((1, 2, 5, 14))
    changed = random.choice(changes_of(zone)) + timedelta(seconds=random.randint(-5400, 5400))
    turned = changed + timedelta(days=random.choice((-number, number)))
    due = random.choice((elapsed, counted, midnight, closing, turned))
    day, clock = mine.date_at(due), mine.after_midnight(due)
    local_day, local_clock = there.wall.date_at(due), there.wall.after_midnight(due)
    ago = mine.showing(day - timedelta(days=number), clock)
    open_ago = there.wall.showing(there.nth_day(local_day, number, -1), local_clock)
    before = (
        ("minutes", allowance(minutes=minutes), due - minutes * MINUTE),
        ("open minutes", of_open, there.backward(due, open_minutes)),
        ("days", allowance(days=number), ago),
        ("open days", allowance(days=number, calendar="working"), open_ago),
    )
    for what, allowed, expected in before:
        label = f"{minutes} {open_minutes} {number} {what} before {due.isoformat()}"
        yield label, here.warning(warn(before=allowed), of_days, start, due), unless_due(expected, due)
    yield (
        f"{number} days later than {due}",
        here.later(number, None, due),
        mine.showing(day + timedelta(days=number), clock),
    )
    later = there.wall.showing(there.nth_day(local_day, number), local_clock)
    yield f"{number} open days later than {due}", here.later(number, "working", due), later


def unless_due(moment: datetime, due: datetime) -> datetime | None:
    return moment if moment < due else None


def differing(cases: int, seed: int) -> tuple[int, list[Compared]]:
    """How many answers were compared, and those that differ."""
    random = Random(seed)
    calendars = [any_calendar(number, random) for number in range(15)]
    count, found = Counter[str](), []
    for number in range(cases):
        calendar = calendars[number % len(calendars)]
        zone = calendar.zone if random.random() < 0.7 else random.choice(ZONES)
        for one in compared(calendar, zone, random):
            count["all"] += 1
            if one[1] != one[2]:
                found.append((f"{one[0]} in {zone}, {calendar}", *one[1:]))
    return count["all"], found


def test_every_answer_is_what_counting_gives() -> None:
    count, found = differing(CASES, seed=1)
    print(f"{count:,} comparisons")

    assert found[:3] == []
    assert count >= LEAST


def test_a_share_of_a_day_may_fall_on_a_wall_that_is_missing_or_comes_twice() -> None:
    """One day from the eve of every clock change: the warning falls in the hours in which the clock is changed."""
    found, count = [], 0
    for zone in ZONES[:4]:
        here = Calendars(process(zone, WORKING))
        for change in changes_of(zone):
            start = change - timedelta(days=1)
            due = here.due(allowance(days=1), start)
            for share in range(1, 16):
                moment = here.warning(warn(share=share), allowance(days=1), start, due)
                expected = share_of_days(wall(zone), start, 1, share)
                found += [(zone, share, moment, expected)] if moment != expected else []
                count += 1

    assert found == []
    assert count == 4 * 8 * 15


WORKING = Calendar(
    id="working", days=(0, 1, 2, 3, 4), opens=480, closes=1080, holidays=(), zone="Europe/London", because=NOWHERE
)
ONE_DAY = allowance(days=1, calendar="working")
WRITTEN = {
    "Friday 16:30 is due Monday 18:00": (datetime(2026, 3, 6, 16, 30), ONE_DAY, None, datetime(2026, 3, 9, 18)),
    "Saturday 11:00 is due Monday 18:00": (datetime(2026, 3, 7, 11), ONE_DAY, None, datetime(2026, 3, 9, 18)),
    "exactly at closing time is due then": (
        datetime(2026, 3, 6, 14), allowance(minutes=240, calendar="working"), None, datetime(2026, 3, 6, 18),
    ),
    "75% of a day of ten hours is 15:30": (datetime(2026, 3, 6, 16, 30), ONE_DAY, 75, datetime(2026, 3, 9, 15, 30)),
    "75% of 28 days is the end of day 21": (datetime(2026, 3, 2, 9), allowance(days=28), 75, datetime(2026, 3, 24)),
    "28 days end at midnight, after the clocks changed": (
        datetime(2026, 3, 2, 9), allowance(days=28), None, datetime(2026, 3, 30, 23),
    ),
}  # fmt: skip
"""The examples of language.md section 4 (London): start, allowance, share, moment in UTC."""


@pytest.mark.parametrize("said", WRITTEN)
def test_what_the_language_gives_as_examples(said: str) -> None:
    start, allowed, share, expected = WRITTEN[said]
    start, expected = start.replace(tzinfo=UTC), expected.replace(tzinfo=UTC)
    here = Calendars(process("Europe/London", WORKING))
    due = here.due(allowed, start)
    moment = due if share is None else here.warning(warn(share=share), allowed, start, due)

    assert moment == expected
