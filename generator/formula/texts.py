"""Text functions (runtime-semantics 3.5). Blank results are None; positions count from 1."""

import html
import json
import re
import sys
from decimal import Decimal
from typing import Any

from generator.formula.values import FormulaError

TURKISH = str.maketrans({"i": "İ", "ı": "I"})
UNDIVIDED = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
IN_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
CURRENCY_DIGITS = {
    **dict.fromkeys(UNDIVIDED.split(), 0),
    **dict.fromkeys(IN_THOUSANDTHS.split(), 3),
    "CLF": 4,
    "UYW": 4,
}
"""ISO 4217: decimals where they are not two."""
LARGEST_AMOUNT = 2**63 - 1
ASTRAL = re.compile("[\U00010000-\U0010ffff]")
PAIRS = f"utf-16-{sys.byteorder[0]}e"


def units(text: str) -> str:
    """As Java counts: a character beyond the first plane (most emoji) is two."""
    if text.isascii() or not ASTRAL.search(text):
        return text
    return "".join(map(chr, memoryview(text.encode(PAIRS, "surrogatepass")).cast("H")))


def whole(text: str) -> str:
    """Counted units as text again; half a character at a cut stays half, as it does there."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def length(text: str | None) -> Decimal:
    return Decimal(len(units(text or "")))


def left(text: str, count: Decimal) -> str | None:
    return whole(units(text)[: int(count)]) if count > 0 else None


def right(text: str, count: Decimal) -> str | None:
    return whole(units(text)[-int(count) :]) if int(count) > 0 else None


def middle(text: str, start: Decimal, count: Decimal) -> str | None:
    """MID: a start below 1 counts as 1, past the end there is nothing."""
    begin, text = max(int(start), 1), units(text)
    if count <= 0 or begin > len(text):
        return None
    return whole(text[begin - 1 : begin - 1 + int(count)])


def substring(text: str, start: Decimal, count: Decimal | None) -> str | None:
    """SUBSTR: a negative start counts from the end."""
    text = units(text)
    if (count is not None and count <= 0) or start > len(text) or start < -len(text):
        return None
    begin = len(text) + int(start) if start < 0 else max(int(start), 1) - 1
    return whole(text[begin:] if count is None else text[begin : begin + int(count)])


def find(search: str | None, text: str | None, start: Decimal | None) -> Decimal:
    """0 where it is not there, or where either is blank."""
    if not search or not text:
        return Decimal(0) if search != "" or text is None else Decimal(1)
    return Decimal(units(text).find(units(search), max(int(start or 1) - 1, 0)) + 1)


def pad(text: str, length: Decimal, filling: str | None, *, before: bool) -> str | None:
    size, text = int(length), units(text)
    if size <= 0:
        return None
    if size <= len(text):
        return whole(text[:size])
    filling = units(" " if filling is None else filling)
    if not filling:
        return whole(text)
    missing = size - len(text)
    added = (filling * (missing // len(filling) + 1))[:missing]
    return whole(added + text if before else text + added)


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
    if abs(amount) > LARGEST_AMOUNT:
        raise FormulaError("the amount is out of range")
    digits = CURRENCY_DIGITS.get(code or "", 2)
    return f"{code or ''} {amount:,.{digits}f}"


def safe_id(text: str) -> str:
    """CASESAFEID: 15 characters and three that spell which of them are upper case; anything else stays as it is."""
    if len(text) != 15:
        return text
    marks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    chunks = (text[place : place + 5] for place in (0, 5, 10))
    return text + "".join(marks[sum(("A" <= mark <= "Z") << place for place, mark in enumerate(one))] for one in chunks)


def hyperlink(address: str | None, shown: str | None, target: str | None = None) -> str:
    """HYPERLINK as the API gives it: an anchor, in a new window unless it is said otherwise."""
    return f'<a href="{address or ""}" target="{target or "_blank"}">{shown or ""}</a>'


def image(address: str | None, alternative: str | None, height: Decimal | None, width: Decimal | None) -> str:
    """IMAGE as the API gives it."""
    size = "" if height is None or width is None else f' style="height:{int(height)}px; width:{int(width)}px;"'
    return f'<img src="{address or ""}" alt="{alternative or ""}"{size} border="0"/>'
