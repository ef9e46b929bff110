"""Values as text, and texts with `{!...}` in them (runtime-semantics 2.7; how dates look is not documented)."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from generator.emulator.interviews.interview import Interview

if TYPE_CHECKING:
    from generator.emulator.transactions import Transaction

MERGE = re.compile(r"\{!([^{}<>]+)\}")
"""A reference in a text. One that an editor of rich text has torn by tags is none: it stays as it is written."""


def rendered(interview: Interview, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, date | time):
        return dated(interview.tx, value)
    if isinstance(value, list):
        return "[" + ", ".join(rendered(interview, one) for one in value) + "]"
    return str(value)


def dated(tx: "Transaction", value: date | time) -> str:
    """A day or an instant in a text; how it looks is not documented."""
    return american(tx, value) if tx.switch("text_render_dates") == "en_US" else iso(value)


def iso(value: date | time) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def american(tx: "Transaction", value: date | time) -> str:
    if isinstance(value, datetime):
        local = tx.local(value)
        return f"{local.month}/{local.day}/{local.year}, {local.hour % 12 or 12}:{local.minute:02} {local:%p}"
    if isinstance(value, date):
        return f"{value.month}/{value.day}/{value.year}"
    return f"{value.hour % 12 or 12}:{value.minute:02} {value:%p}"


def merged(text: str, getter: Callable[[str], Callable[[Interview], Any]]) -> Callable[[Interview], str]:
    """A text with its references filled in. `getter` finds each; it is asked once."""
    parts: list[str | Callable[[Interview], Any]] = []
    place = 0
    for match in MERGE.finditer(text):
        parts += [text[place : match.start()], getter(match.group(1).strip())]
        place = match.end()
    parts.append(text[place:])
    held = tuple(parts)

    def run(interview: Interview) -> str:
        return "".join(part if isinstance(part, str) else rendered(interview, part(interview)) for part in held)

    return run
