"""The function list: one row for each function that works on its arguments alone. Functions that look at the case or
choose among arguments are forms (`formula.forms`)."""

import math
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from generator.formula import arithmetic, moments, patterns, texts
from generator.formula.values import FormulaError, Value
from generator.frozen import record


@record
class Function:
    """`least` to `most` arguments (None: any number); `takes` names their kinds, the last one repeats; `gives` is the
    kind of the result, or `same` as the first argument. `strict`: nothing in, nothing out."""

    name: str
    least: int
    most: int | None
    takes: tuple[str, ...]
    gives: str
    run: Callable[..., Any]
    strict: bool = True


def function(
    name: str,
    takes: str,
    gives: str,
    run: Callable[..., Any],
    *,
    optional: int = 0,
    many: bool = False,
    strict: bool = True,
) -> Function:
    kinds = tuple(takes.split())
    return Function(
        name=name,
        least=len(kinds) - optional,
        most=None if many else len(kinds),
        takes=kinds,
        gives=gives,
        run=run,
        strict=strict,
    )


def to_value(text: str) -> Decimal:
    """VALUE: error for what is no number."""
    number = arithmetic.number_of(text)
    if number is None:
        raise FormulaError("the text is no number")
    return number


def to_text(value: Value) -> str | None:
    if isinstance(value, bool):
        raise FormulaError("TEXT takes no yes or no")
    if isinstance(value, Decimal):
        return arithmetic.plain(value)
    if isinstance(value, date | time):
        return moments.spoken(value)
    return str(value) if value else None


def to_instant(value: Value) -> Value:
    if isinstance(value, str):
        return moments.read_instant(value)
    assert isinstance(value, date)
    if isinstance(value, datetime):
        return value
    return moments.read_instant(f"{value.isoformat()} 00:00:00")


def to_time(value: Value) -> Value:
    if isinstance(value, str):
        return moments.read_time(value)
    return moments.time_of(value) if isinstance(value, datetime) else value


def character(code: Decimal) -> str | None:
    number = int(code)
    return chr(number) if 0 < number <= 0x10FFFF and code else None


def elapsed(a: Value, b: Value = None) -> str | None:
    """FORMATDURATION of seconds, of two times or of two instants."""
    if a is None:
        return None
    if isinstance(a, Decimal):
        return moments.duration(int(a), b is True)
    if b is None:
        return None
    if isinstance(a, datetime) and isinstance(b, datetime):
        return moments.duration(int((b - a).total_seconds()), True)
    if isinstance(a, time) and isinstance(b, time):
        return moments.duration((moments.milliseconds(b) - moments.milliseconds(a)) // 1000, False)
    raise FormulaError("FORMATDURATION takes seconds, two times or two instants")


def angle(a: Decimal | None, b: Decimal | None) -> Decimal:
    """ATAN2 alone refuses blanks."""
    if a is None or b is None:
        raise FormulaError("ATAN2 takes two numbers")
    return arithmetic.from_float(math.atan2(float(a), float(b)))


def location(latitude: Decimal | None, longitude: Decimal | None) -> Value:
    """GEOLOCATION: both or neither."""
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        raise FormulaError("a place needs latitude and longitude")
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise FormulaError("there is no such place on earth")
    return float(latitude), float(longitude)


def distance(a: Value, b: Value, unit: str) -> Decimal | None:
    """Along a sphere of 6,371.009 km, or 3,958.761 miles."""
    if not isinstance(a, tuple) or not isinstance(b, tuple):
        return None
    (lat1, lon1), (lat2, lon2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    inner = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    radius = {"km": 6371.009, "mi": 3958.761}.get(unit.lower())
    if radius is None:
        raise FormulaError("a distance is in 'mi' or 'km'")
    return arithmetic.from_float(2 * radius * math.asin(math.sqrt(min(inner, 1.0))))


def contains(text: str | None, search: str | None) -> bool | None:
    """Case-sensitive; a blank `search` is in everything, and a blank text gives nothing."""
    if not search:
        return True
    return None if not text else search in text


def begins(text: str | None, search: str | None) -> bool | None:
    if not search:
        return True
    return None if not text else text.startswith(search)


def is_number(text: str | None) -> bool:
    return bool(text) and arithmetic.number_of(text or "") is not None


def count_chosen(chosen: str | None) -> Decimal:
    return Decimal(sum(1 for one in (chosen or "").split(";") if one))


def includes(chosen: str | None, item: str) -> bool:
    return item in (chosen or "").split(";")


NUMBER, TEXT, YES_NO, DAY = "number", "text", "boolean", "date"
ROWS = (
    function("ABS", "number", NUMBER, abs),
    function("ACOS", "number", NUMBER, arithmetic.through_float(math.acos)),
    function("ADDMONTHS", "moment number", "same", moments.add_months),
    function("ASCII", "text", NUMBER, lambda text: Decimal(ord(text[0]))),
    function("ASIN", "number", NUMBER, arithmetic.through_float(math.asin)),
    function("ATAN", "number", NUMBER, arithmetic.through_float(math.atan)),
    function("ATAN2", "number number", NUMBER, angle, strict=False),
    function("BEGINS", "text text", YES_NO, begins, strict=False),
    function("BR", "", TEXT, lambda: "\n"),
    function("CASESAFEID", "text", TEXT, texts.safe_id),
    function("CEILING", "number", NUMBER, arithmetic.ceiling),
    function("CHR", "number", TEXT, character),
    function("CONTAINS", "text text", YES_NO, contains, strict=False),
    function("COS", "number", NUMBER, arithmetic.through_float(math.cos)),
    function("DATE", "number number number", DAY, moments.make_date),
    function("DATETIMEVALUE", "day_text", "datetime", to_instant),
    function("DAY", "date", NUMBER, lambda day: Decimal(day.day)),
    function("DAYOFYEAR", "moment", NUMBER, lambda day: Decimal(day.timetuple().tm_yday)),
    function("DISTANCE", "geolocation geolocation text", NUMBER, distance, strict=False),
    function("EXP", "number", NUMBER, arithmetic.through_float(math.exp)),
    function("FIND", "text text number", NUMBER, lambda a, b, c=None: texts.find(a, b, c), optional=1, strict=False),
    function("FLOOR", "number", NUMBER, arithmetic.floor),
    function("FORMATCURRENCY", "text number", TEXT, texts.currency, strict=False),
    function("FORMATDURATION", "span span_end", TEXT, elapsed, optional=1, strict=False),
    function("FROMUNIXTIME", "number", "datetime", moments.from_unix),
    function("GEOLOCATION", "number number", "geolocation", location, strict=False),
    function("HOUR", "time", NUMBER, lambda clock: Decimal(clock.hour)),
    function("HTMLENCODE", "text", TEXT, texts.html_encoded),
    function("HYPERLINK", "text text text", TEXT, texts.hyperlink, optional=1, strict=False),
    function(
        "IMAGE", "text text number number", TEXT, lambda a, b, c=None, d=None: texts.image(a, b, c, d), optional=2,
        strict=False,
    ),
    function("INCLUDES", "multipicklist text", YES_NO, includes, strict=False),
    function("INITCAP", "text", TEXT, texts.initial_capitals),
    function("ISNUMBER", "text", YES_NO, is_number, strict=False),
    function("ISOWEEK", "moment", NUMBER, lambda day: Decimal(day.isocalendar().week)),
    function("ISOYEAR", "moment", NUMBER, lambda day: Decimal(day.isocalendar().year)),
    function("JSONPATHVALUE", "text literal", TEXT, texts.json_path_value),
    function("JSONVALUE", "text literal", TEXT, texts.json_value),
    function("LEFT", "text number", TEXT, texts.left),
    function("LEN", "text", NUMBER, texts.length, strict=False),
    function("LIKE", "text text", YES_NO, patterns.like, strict=False),
    function("LN", "number", NUMBER, arithmetic.through_float(math.log)),
    function("LOG", "number", NUMBER, arithmetic.through_float(arithmetic.log10)),
    function("LOWER", "text text", TEXT, texts.lower, optional=1, strict=False),
    function("LPAD", "text number text", TEXT, lambda a, b, c=None: texts.pad(a, b, c, before=True), optional=1),
    function("MAX", "number", NUMBER, lambda *numbers: max(numbers), many=True),
    function("MCEILING", "number", NUMBER, arithmetic.mceiling),
    function("MFLOOR", "number", NUMBER, arithmetic.mfloor),
    function("MID", "text number number", TEXT, texts.middle),
    function("MILLISECOND", "time", NUMBER, lambda clock: Decimal(clock.microsecond // 1000)),
    function("MIN", "number", NUMBER, lambda *numbers: min(numbers), many=True),
    function("MINUTE", "time", NUMBER, lambda clock: Decimal(clock.minute)),
    function("MOD", "number number", NUMBER, arithmetic.remainder),
    function("MONTH", "date", NUMBER, lambda day: Decimal(day.month)),
    function("PI", "", NUMBER, lambda: Decimal("3.14159265358979323846264338327950288420")),
    function("PICKLISTCOUNT", "multipicklist", NUMBER, count_chosen, strict=False),
    function("REGEX", "text text", YES_NO, patterns.matches, strict=False),
    function("REVERSE", "text", TEXT, lambda text: text[::-1]),
    function("RIGHT", "text number", TEXT, texts.right),
    function("ROUND", "number number", NUMBER, arithmetic.round_half_up),
    function("RPAD", "text number text", TEXT, lambda a, b, c=None: texts.pad(a, b, c, before=False), optional=1),
    function("SECOND", "time", NUMBER, lambda clock: Decimal(clock.second)),
    function("SIN", "number", NUMBER, arithmetic.through_float(math.sin)),
    function("SQRT", "number", NUMBER, arithmetic.through_float(math.sqrt)),
    function("SUBSTITUTE", "text text text", TEXT, texts.substitute, strict=False),
    function("SUBSTR", "text number number", TEXT, lambda a, b, c=None: texts.substring(a, b, c), optional=1),
    function("TAN", "number", NUMBER, arithmetic.through_float(math.tan)),
    function("TIMEVALUE", "clock_text", "time", to_time),
    function("TRIM", "text", TEXT, lambda text: text.strip(" ")),
    function("TRUNC", "number number", NUMBER, arithmetic.truncate, optional=1),
    function("UNIXTIMESTAMP", "timed", NUMBER, moments.unix),
    function("UPPER", "text text", TEXT, texts.upper, optional=1, strict=False),
    function("VALUE", "text", NUMBER, to_value),
    function("WEEKDAY", "date", NUMBER, lambda day: Decimal(day.isoweekday() % 7 + 1)),
    function("YEAR", "date", NUMBER, lambda day: Decimal(day.year)),
)  # fmt: skip
FUNCTIONS = {row.name: row for row in ROWS}

KNOWN_ELSEWHERE = (
    "CURRENCYRATE", "GETRECORDIDS", "GETSESSIONID", "IMAGEPROXYURL", "INCLUDE", "JSENCODE", "JSINHTMLENCODE",
    "LINKTO", "PARENTGROUPVAL", "PREDICT", "PREVGROUPVAL", "REQUIRESCRIPT", "URLENCODE", "URLFOR", "VLOOKUP",
)  # fmt: skip
"""Functions of Salesforce's list that need an org or a page: refused by name, never guessed."""
