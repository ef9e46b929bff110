"""Walls and instants of a zone, by arithmetic on GMT: nothing reads the running user's zone.

Zones change their clocks by the European rule, the American rule, or never (resolving refuses others). Instants are
seconds since 1970 in GMT; walls are seconds since midnight of 1 January 1970 as the clock of a zone shows them.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from generator.formula.syntax import Formula
from generator.lower.trees import all_of, binary, call, choose, number, text

EPOCH = call("DATETIMEVALUE", text("1970-01-01 00:00:00"))
FIRST_DAY = call("DATE", number(1970), number(1), number(1))
MINUTES = 1440
DAY = 86_400


def offset_minutes(zone: str, month: int) -> int:
    found = datetime(2026, month, 15, 12, tzinfo=ZoneInfo(zone)).utcoffset()
    assert found is not None
    return int(found / timedelta(minutes=1))


def local_date(zone: str, instant: Formula) -> Formula:
    """The date of `instant` (a date and time that is filled) on the wall clock of `zone`."""
    winter, summer = offset_minutes(zone, 1), offset_minutes(zone, 7)
    days = binary("-", instant, EPOCH)
    offset: Formula = number(winter)
    if winter != summer:
        year = call("VALUE", call("LEFT", call("TEXT", instant), number(4)))
        (start_day, start), (end_day, end) = changes(zone, year)
        begun = binary(">=", days, at_minute(start_day, start))
        offset = choose(all_of((begun, binary("<", days, at_minute(end_day, end)))), number(summer), number(winter))
    shifted = binary("/", binary("+", binary("*", days, number(MINUTES)), offset), number(MINUTES))
    return binary("+", FIRST_DAY, call("MFLOOR", shifted))


def seconds(instant: Formula) -> Formula:
    """A date and time as seconds since 1970; nothing for nothing."""
    return call("ROUND", binary("*", binary("-", instant, EPOCH), number(DAY)), number(0))


def instant(seconds: Formula) -> Formula:
    """Seconds since 1970 as a date and time."""
    return binary("+", EPOCH, binary("/", seconds, number(DAY)))


def year_of(seconds: Formula) -> Formula:
    """The year of an instant or a wall. No zone changes its clocks near the turn of the year: it decides either way."""
    return call("YEAR", binary("+", FIRST_DAY, call("MFLOOR", binary("/", seconds, number(DAY)))))


def changing(zone: str) -> bool:
    return offset_minutes(zone, 1) != offset_minutes(zone, 7)


def wall(zone: str, seconds: Formula, year: Formula) -> Formula:
    """The wall of an instant in `zone`; `year` is the instant's, and read only where clocks change."""
    winter, summer = offset_minutes(zone, 1) * 60, offset_minutes(zone, 7) * 60
    if winter == summer:
        return binary("+", seconds, number(winter)) if winter else seconds
    return binary("+", seconds, choose(in_summer(zone, seconds, year), number(summer), number(winter)))


def showing(zone: str, wall: Formula, year: Formula) -> Formula:
    """The instant at which the clock of `zone` shows `wall`; `year` is the wall's.

    Of walls that come twice the first is meant, and walls that are left out are read by the clock that stood until
    then: so a wall is one of summer when it is in summer if read as one.
    """
    winter, summer = offset_minutes(zone, 1) * 60, offset_minutes(zone, 7) * 60
    read = binary("-", wall, number(winter)) if winter else wall
    if winter == summer:
        return read
    as_summer = binary("-", wall, number(summer))
    return choose(in_summer(zone, as_summer, year), as_summer, read)


def in_summer(zone: str, seconds: Formula, year: Formula) -> Formula:
    (start_day, start), (end_day, end) = changes(zone, year)
    begun = binary(">=", seconds, at_second(start_day, start * 60))
    return all_of((begun, binary("<", seconds, at_second(end_day, end * 60))))


def european_zone(zone: str) -> bool:
    """Whether clocks change on the last Sunday of March (the American rule has changed them by the 20th)."""
    here = ZoneInfo(zone)
    return datetime(2026, 3, 20, 12, tzinfo=here).utcoffset() == datetime(2026, 1, 15, 12, tzinfo=here).utcoffset()


def day_number(year: Formula, month: int, day: int) -> Formula:
    return binary("-", call("DATE", year, number(month), number(day)), FIRST_DAY)


def sunday_before(day: Formula) -> Formula:
    """The last Sunday at or before a day number; 1970-01-04 was one."""
    return binary("-", day, call("MOD", binary("+", day, number(4)), number(7)))


def at_minute(day: Formula, minutes: int) -> Formula:
    return binary("+", day, binary("/", number(minutes), number(MINUTES)))


def at_second(day: Formula, seconds: int) -> Formula:
    return binary("+", binary("*", day, number(DAY)), number(seconds))


Change = tuple[Formula, int]
"""The number of a day, and minutes of GMT after its midnight."""


def changes(zone: str, year: Formula) -> tuple[Change, Change]:
    """When the clocks of `zone` go forward and back in `year`.

    Europe: last Sundays of March and October, 01:00 GMT (directive 2000/84/EC). America: second Sunday of March and
    first of November, 02:00 by the clock that stands until then (Energy Policy Act of 2005).
    """
    if european_zone(zone):
        return (sunday_before(day_number(year, 3, 31)), 60), (sunday_before(day_number(year, 10, 31)), 60)
    winter = offset_minutes(zone, 1)
    return (sunday_before(day_number(year, 3, 14)), 120 - winter), (sunday_before(day_number(year, 11, 7)), 60 - winter)
