"""Markdown that no author's text can break: everything is escaped unless it is `Markup`, which only this package makes.

Written for CommonMark with GitHub's tables. Marks that could turn a table, a tag, a link or emphasis on become
entities or are escaped; line breaks become spaces; characters that reorder what is read are spelled out.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}
ESCAPED = frozenset("\\`*_[]~#$")
REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BREAKS = re.compile(r"[ \t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")
AT_THE_START = re.compile(r"^([-+=:]|\d+[.)])")
BARE_ADDRESS = re.compile(r"(?i)\b(https?|ftp|www)(?=[:.])")


class Markup(str):
    """Text that is Markdown already."""

    __slots__ = ()


def text(said: str) -> Markup:
    """`said` as Markdown that shows exactly its characters, on one line; what is Markup already stays."""
    if isinstance(said, Markup):
        return said
    made = BREAKS.sub(" ", said).strip().translate(SPELLED)
    made = BARE_ADDRESS.sub(lambda match: match.group(1)[:-1] + f"&#{ord(match.group(1)[-1])};", made)
    return Markup(AT_THE_START.sub(lambda match: match.group(1)[:-1] + "\\" + match.group(1)[-1], made))


def escaped(mark: str) -> str:
    if mark in ENTITIES:
        return ENTITIES[mark]
    if mark in ESCAPED:
        return "\\" + mark
    if mark in REORDERING or (unicodedata.category(mark) == "Cc"):
        return f"(U+{ord(mark):04X})"
    return mark


CONTROLS = (chr(one) for one in range(0xA0) if unicodedata.category(chr(one)) == "Cc")
SPELLED = str.maketrans({mark: escaped(mark) for mark in (*ENTITIES, *ESCAPED, *REORDERING, *CONTROLS)})
"""All marks that are not shown as they are."""


def said(template: str, *parts: str) -> Markup:
    """A sentence of ours with parts of others: each `{}` takes one part, escaped."""
    return Markup(template.format(*(text(part) for part in parts)))


def bold(what: str) -> Markup:
    return Markup(f"**{text(what)}**") if what.strip() else Markup("")


def code(what: str) -> Markup:
    """`what` in a code span; as plain text where it holds marks that a code span or a table would misread."""
    flat = BREAKS.sub(" ", what).strip()
    plain = not flat or any(mark in "`|\\" or escaped(mark).startswith("(U+") for mark in flat)
    return text(flat) if plain else Markup(f"`{flat}`")


def codes(several: Iterable[str]) -> Markup:
    return Markup(", ".join(code(one) for one in several))


def listed(several: Sequence[str], last: str = "and", none: str = "nobody") -> Markup:
    """`a, b and c`."""
    parts = [text(one) for one in several]
    if not parts:
        return text(none)
    if len(parts) == 1:
        return parts[0]
    return Markup(f"{', '.join(parts[:-1])} {last} {parts[-1]}")


def lines(several: Iterable[str]) -> Markup:
    """Several sentences in one cell of a table, each on a line of its own."""
    return Markup("<br>".join(text(one) for one in several))


def heading(level: int, title: str) -> Markup:
    return Markup(f"{'#' * level} {text(title)}")


def bullets(several: Iterable[str]) -> Markup:
    return Markup("\n".join(f"- {text(one)}" for one in several))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """A table; without rows nothing at all."""
    body = [row(cells) for cells in rows]
    if not body:
        return Markup("")
    return Markup("\n".join([row(head), row([Markup("---")] * len(head)), *body]))


def row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(text(cell) for cell in cells)} |"


def quoted(body: str) -> Markup:
    """A text of several lines as a quotation, with its line breaks."""
    found = [text(line) for line in re.split(r"\r\n|[\r\n\u2028\u2029]", body.strip())]
    last = len(found) - 1
    shown = []
    for number, line in enumerate(found):
        breaks = bool(line) and number < last and bool(found[number + 1])
        shown.append(f"> {line}\\" if breaks else f"> {line}".rstrip())
    return Markup("\n".join(shown))


def fenced(commands: Iterable[str]) -> Markup:
    """Commands for a shell, one a line, to be copied. What would end the block or reorder what is read is spelled out,
    and so no longer works as a command."""
    shown = ["".join(visible(mark) for mark in BREAKS.sub(" ", one)) for one in commands]
    longest = max((len(run) for one in shown for run in re.findall("`+", one)), default=0)
    fence = "`" * max(3, longest + 1)
    return Markup("\n".join([f"{fence}sh", *shown, fence]))


def visible(mark: str) -> str:
    """A mark as it may stand in a block of code: only what hides or reorders is spelled out."""
    return escaped(mark) if mark in REORDERING or unicodedata.category(mark) == "Cc" else mark


def blocks(*several: str) -> Markup:
    """Paragraphs, tables and headings under each other; empty ones vanish."""
    return Markup("\n\n".join(text(one) for one in several if one))
