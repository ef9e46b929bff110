"""Text functions (runtime-semantics 3.5). Blank results are None; positions count from 1."""

import html
import json
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from generator.formula.values import FormulaError

LONGEST_REGEX_INPUT = 1_000_000
TURKISH = str.maketrans({"i": "İ", "ı": "I"})
CURRENCY_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "BHD": 3, "KWD": 3, "OMR": 3, "TND": 3, "JOD": 3}


def left(text: str, count: Decimal) -> str | None:
    return text[: int(count)] if count > 0 else None


def right(text: str, count: Decimal) -> str | None:
    return text[-int(count) :] if int(count) > 0 else None


def middle(text: str, start: Decimal, count: Decimal) -> str | None:
    """MID: a start below 1 counts as 1, past the end there is nothing."""
    begin = max(int(start), 1)
    if count <= 0 or begin > len(text):
        return None
    return text[begin - 1 : begin - 1 + int(count)]


def substring(text: str, start: Decimal, count: Decimal | None) -> str | None:
    """SUBSTR: a negative start counts from the end."""
    if (count is not None and count <= 0) or start > len(text) or start < -len(text):
        return None
    begin = len(text) + int(start) if start < 0 else max(int(start), 1) - 1
    return text[begin:] if count is None else text[begin : begin + int(count)]


def find(search: str | None, text: str | None, start: Decimal | None) -> Decimal:
    """0 where it is not there, or where either is blank."""
    if not search or not text:
        return Decimal(0) if search != "" or text is None else Decimal(1)
    return Decimal(text.find(search, max(int(start or 1) - 1, 0)) + 1)


def pad(text: str, length: Decimal, filling: str | None, *, before: bool) -> str | None:
    size = int(length)
    if size <= 0:
        return None
    if size <= len(text):
        return text[:size]
    filling = " " if filling is None else filling
    if not filling:
        return text
    missing = size - len(text)
    added = (filling * (missing // len(filling) + 1))[:missing]
    return added + text if before else text + added


def substitute(text: str | None, old: str | None, new: str | None) -> str | None:
    """A blank `new` deletes; blank text or `old` give nothing."""
    if not text or not old:
        return None
    return text.replace(old, new or "")


def initial_capitals(text: str) -> str:
    """The first letter of each word in upper case, the rest in lower case; any mark ends a word."""
    made, begin = [], True
    for mark in text:
        made.append(mark.upper() if begin else mark.lower())
        begin = not mark.isalnum()
    return "".join(made)


def upper(text: str | None, locale: str | None = None) -> str | None:
    """By the rules of `locale` where one is given."""
    if not text:
        return None
    return text.translate(TURKISH).upper() if (locale or "").startswith(("tr", "az")) else text.upper()


def lower(text: str | None, locale: str | None = None) -> str | None:
    """By the rules of `locale` where one is given."""
    if not text:
        return None
    if (locale or "").startswith(("tr", "az")):
        return text.replace("İ", "i").replace("I", "ı").lower()
    return text.lower()


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """A Java pattern as a Python one: possessive quantifiers and \\p classes that Python lacks are errors."""
    for theirs, ours in (
        (r"\p{Alpha}", "[A-Za-z]"),
        (r"\p{Digit}", "[0-9]"),
        (r"\p{Upper}", "[A-Z]"),
        (r"\p{Lower}", "[a-z]"),
    ):
        pattern = pattern.replace(theirs, ours)
    try:
        return re.compile(pattern)
    except (re.error, OverflowError) as problem:
        raise FormulaError("the pattern is not a regular expression") from problem


def matches(text: str | None, pattern: str | None) -> bool:
    """REGEX: the whole text."""
    if len(text or "") > LONGEST_REGEX_INPUT:
        raise FormulaError("the regular expression is too complicated")
    return compiled(pattern or "").fullmatch(text or "") is not None


@lru_cache(maxsize=512)
def like_pattern(like: str) -> str:
    """LIKE's `%` and `_` as a regular expression; a backslash makes them literal."""
    made = like.replace("\\%", "\t").replace("\\_", "\f")
    made = re.sub(r"([*?+^$(){}\[])", r"\\\1", made)
    return made.replace("_", ".").replace("%", ".*").replace("\f", "_").replace("\t", "%")


def like(text: str | None, pattern: str | None) -> bool:
    return matches(text, like_pattern(pattern or ""))


def json_value(text: str, key: str) -> str | None:
    """JSONVALUE: the value under a key of the outermost object; text that is no JSON is an error."""
    try:
        document = json.loads(text, parse_float=Number, parse_int=Number)
    except ValueError as problem:
        raise FormulaError("the text is no JSON") from problem
    if not isinstance(document, dict) or key not in document:
        return None
    value = document[key]
    if isinstance(value, dict | list):
        return ""
    return "null" if value is None else json_text(value)


class Number(str):
    """A number of a JSON text, as it is written there."""

    __slots__ = ()


STEP = re.compile(r"\.([A-Za-z_][\w-]*)|\[(-?\d+)\]|\['([^']*)'\]|\[\"([^\"]*)\"\]")


def json_path_value(text: str, path: str) -> str | None:
    """JSONPATHVALUE: what stands at a path; anything that does not work out is nothing."""
    path = path if path.startswith("$") else f"$.{path}"
    try:
        found: Any = json.loads(text, parse_float=Number, parse_int=Number)
    except ValueError:
        return None
    place = 1
    while place < len(path):
        step = STEP.match(path, place)
        if not step:
            return None
        name = next((group for group in (step.group(1), step.group(3), step.group(4)) if group is not None), None)
        try:
            found = found[int(step.group(2))] if name is None else found[name]
        except (KeyError, IndexError, TypeError):
            return None
        place = step.end()
    return None if found is None else json_text(found)


def json_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, separators=(",", ":"))
    return str(value)


def html_encoded(text: str) -> str:
    """HTMLENCODE."""
    return html.escape(text)


def currency(code: str | None, amount: Decimal | None) -> str:
    """FORMATCURRENCY: code, a space, the amount with grouping and the currency's decimals."""
    if amount is None:
        return ""
    digits = CURRENCY_DIGITS.get(code or "", 2)
    return f"{code or ''} {amount:,.{digits}f}"
