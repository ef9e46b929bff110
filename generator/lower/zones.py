"""An instant's date in the workflow's zone, by arithmetic on GMT: nothing reads the running user's zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from generator.formula.syntax import Formula
from generator.lower.trees import all_of, binary, call, choose, number, text

EPOCH = "1970-01-01 00:00:00"
MINUTES = 1440


def offset_minutes(zone: str, month: int) -> int:
    found = datetime(2026, month, 15, 12, tzinfo=ZoneInfo(zone)).utcoffset()
    assert found is not None
    return int(found / timedelta(minutes=1))


def local_date(zone: str, instant: Formula) -> Formula:
    """The date of `instant` (a date and time that is filled) on the wall clock of `zone`.

    Zones change their clocks by the European rule, the American rule, or never (resolving refuses others).
    """
    winter, summer = offset_minutes(zone, 1), offset_minutes(zone, 7)
    days = binary("-", instant, call("DATETIMEVALUE", text(EPOCH)))
    offset: Formula = number(winter)
    if winter != summer:
        year = call("VALUE", call("LEFT", call("TEXT", instant), number(4)))
        start, end = european(year) if european_zone(zone) else american(year, winter)
        offset = choose(all_of((binary(">=", days, start), binary("<", days, end))), number(summer), number(winter))
    shifted = binary("/", binary("+", binary("*", days, number(MINUTES)), offset), number(MINUTES))
    return binary("+", call("DATE", number(1970), number(1), number(1)), call("MFLOOR", shifted))


def european_zone(zone: str) -> bool:
    """Whether clocks change on the last Sunday of March (the American rule has changed them by the 20th)."""
    here = ZoneInfo(zone)
    return datetime(2026, 3, 20, 12, tzinfo=here).utcoffset() == datetime(2026, 1, 15, 12, tzinfo=here).utcoffset()


def day_number(year: Formula, month: int, day: int) -> Formula:
    return binary("-", call("DATE", year, number(month), number(day)), call("DATE", number(1970), number(1), number(1)))


def sunday_before(day: Formula) -> Formula:
    """The last Sunday at or before a day number; 1970-01-04 was one."""
    return binary("-", day, call("MOD", binary("+", day, number(4)), number(7)))


def at_minute(day: Formula, minutes: int) -> Formula:
    return binary("+", day, binary("/", number(minutes), number(MINUTES)))


def european(year: Formula) -> tuple[Formula, Formula]:
    """Last Sundays of March and October, 01:00 GMT."""
    start, end = (at_minute(sunday_before(day_number(year, month, 31)), 60) for month in (3, 10))
    return start, end


def american(year: Formula, winter: int) -> tuple[Formula, Formula]:
    """Second Sunday of March and first of November, 02:00 by the clock that stands until then."""
    start = at_minute(sunday_before(day_number(year, 3, 14)), 120 - winter)
    return start, at_minute(sunday_before(day_number(year, 11, 7)), 60 - winter)
