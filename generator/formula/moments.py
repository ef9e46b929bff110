"""Dates, instants and times of day (runtime-semantics 3.6): GMT throughout, the user's zone only where it is said."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from generator.formula.values import EXACT, FormulaError, Value

DAY_MS = 86_400_000
A_DAY = Decimal(DAY_MS)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
INSTANT = re.compile(r"(\d{4})-\s*(\d{1,2})-\s*(\d{1,2}) \s*(\d{1,2}):\s*(\d{1,2}):\s*(\d{1,2})")
TIME = re.compile(r"(\d+):(\d+):(\d+)\.(\d+)")


def make_date(year: Decimal, month: Decimal, day: Decimal) -> date:
    """DATE(y, m, d): fractions are dropped, the date must exist."""
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError) as problem:
        raise FormulaError("there is no such date") from problem


def read_date(text: str) -> date:
    """DATEVALUE of a text: four digits of year, the rest may follow a date that is whole."""
    match = DATE.match(text)
    if not match:
        raise FormulaError("the text is no date")
    return make_date(*(Decimal(part) for part in match.groups()))


def read_instant(text: str) -> datetime:
    """DATETIMEVALUE of a text, as GMT."""
    match = INSTANT.match(text)
    if not match:
        raise FormulaError("the text is no date and time")
    try:
        return datetime(*(int(part) for part in match.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError as problem:
        raise FormulaError("there is no such date and time") from problem


def read_time(text: str) -> time:
    match = TIME.fullmatch(text)
    if not match:
        raise FormulaError("the text is no time")
    hour, minute, second, millisecond = (int(part) for part in match.groups())
    if hour > 23 or minute > 59 or second > 59 or millisecond > 999:
        raise FormulaError("there is no such time")
    return time(hour, minute, second, millisecond * 1000)


def milliseconds(value: time) -> int:
    return ((value.hour * 60 + value.minute) * 60 + value.second) * 1000 + value.microsecond // 1000


def time_at(millis: int) -> time:
    """So many milliseconds after midnight, modulo a day; none before it (the engine refuses a negative time)."""
    if millis < 0:
        raise FormulaError("a time of day is not before midnight")
    seconds, millis = divmod(millis % DAY_MS, 1000)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, millis * 1000)


def time_of(instant: datetime) -> time:
    """TIMEVALUE of an instant: its GMT time of day."""
    return instant.astimezone(UTC).time()


def shift_date(day: date, days: Decimal) -> date:
    """A date plus days; fractions are dropped toward zero."""
    try:
        return day + timedelta(days=int(days))
    except OverflowError as problem:
        raise FormulaError("the date is out of range") from problem


def shift_instant(instant: datetime, days: Decimal) -> datetime:
    """An instant plus days, rounded to seconds."""
    seconds = (days * 86400).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    try:
        return instant + timedelta(seconds=int(seconds))
    except OverflowError as problem:
        raise FormulaError("the date is out of range") from problem


def difference(a: Value, b: Value) -> Decimal:
    """Days between two dates or instants, milliseconds between two times of day (modulo a day)."""
    if isinstance(a, datetime) and isinstance(b, datetime):
        apart = a - b
        return EXACT.divide(Decimal(apart.days * DAY_MS + apart.seconds * 1000 + apart.microseconds // 1000), A_DAY)
    if isinstance(a, date) and isinstance(b, date):
        return Decimal((a - b).days)
    assert isinstance(a, time)
    assert isinstance(b, time)
    return Decimal((milliseconds(a) - milliseconds(b)) % DAY_MS)


def add_months(day: Value, months: Decimal) -> Value:
    """The last day of a month stays the last day."""
    assert isinstance(day, date)
    last = (day + timedelta(days=1)).day == 1
    start = day + timedelta(days=1) if last else day
    total = start.year * 12 + start.month - 1 + int(months)
    year, month = divmod(total, 12)
    try:
        first_of_next = date(year + month // 11, (month + 1) % 12 + 1, 1)
        days = (first_of_next - timedelta(days=1)).day
        moved = start.replace(year=year, month=month + 1, day=min(start.day, days))
        return moved - timedelta(days=1) if last else moved
    except (ValueError, OverflowError) as problem:
        raise FormulaError("the date is out of range") from problem


def spoken(value: Value) -> str:
    """TEXT of a date, an instant or a time."""
    if isinstance(value, datetime):
        if value.year >= 1000:
            return f"{value.astimezone(UTC).isoformat(' ', 'seconds')[:19]}Z"
        return f"{value:%Y-%m-%d %H:%M:%S}Z"
    if isinstance(value, date):
        return value.isoformat()
    assert isinstance(value, time)
    return value.isoformat("milliseconds")


def unix(value: Value) -> Decimal:
    if isinstance(value, time):
        return Decimal(milliseconds(value) // 1000)
    assert isinstance(value, date)
    instant = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)
    return Decimal((instant - EPOCH) // timedelta(seconds=1))


def from_unix(seconds: Decimal) -> datetime:
    try:
        return EPOCH + timedelta(milliseconds=int(seconds * 1000))
    except OverflowError as problem:
        raise FormulaError("the date is out of range") from problem


def duration(seconds: int, with_days: bool) -> str:
    seconds = abs(seconds)
    clock = f"{seconds // 60 % 60:02}:{seconds % 60:02}"
    if with_days:
        return f"{seconds // 86400}:{seconds // 3600 % 24:02}:{clock}"
    return f"{seconds // 3600:02}:{clock}"
