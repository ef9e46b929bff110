"""Words of Apex: literals, comments and names. Whatever an author wrote is spelled here and nowhere else, so that no
text of a spec can end a string or a comment."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from textwrap import wrap

INDENT = "    "
LONGEST_LINE = 110
MARKS = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def text(value: str) -> str:
    """A string literal in ASCII: what is not printable there is spelled by its UTF-16 code units."""
    return "'" + "".join(map(spelled, value)) + "'"


def spelled(mark: str) -> str:
    if mark in MARKS:
        return MARKS[mark]
    if " " <= mark <= "~":
        return mark
    units = mark.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02X}{units[at + 1]:02X}" for at in range(0, len(units), 2))


def literal(value: object) -> str:
    """Text, yes or no, a number, a day, a moment (aware), or nothing."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case datetime():
            at = value.astimezone(UTC).timetuple()[:6]
            return f"Datetime.newInstanceGmt({', '.join(map(str, at))})"
        case date():
            return f"Date.newInstance({value.year}, {value.month}, {value.day})"
        case Decimal() | int():
            return f"{Decimal(value):f}"
        case _:
            return text(str(value))


def texts(values: Iterable[str]) -> str:
    """Literals with commas between."""
    return ", ".join(map(text, values))


def comment(said: str) -> Iterator[str]:
    """Line comments: one line of text has no end that it could leave by, and a backslash might spell one."""
    for line in wrap(harmless(said), LONGEST_LINE - 3, break_long_words=True, break_on_hyphens=False):
        yield f"// {line}"


def harmless(said: str) -> str:
    shown = "".join(mark if mark.isprintable() else " " for mark in said)
    return " ".join(shown.replace("\\", "/").replace("*/", "* /").split())


def method_name(words: Iterable[str], first: str = "scenario") -> str:
    return first + "".join(word[:1].upper() + word[1:] for word in words)


def method(name: str, lines: Iterable[str], said: Iterable[str] = ()) -> tuple[str, ...]:
    """A test method; `said` are the comments above it."""
    return (*said, "@IsTest", f"static void {name}() {{", *(indented(line) for line in lines), "}")


def indented(line: str) -> str:
    return f"{INDENT}{line}" if line else line
