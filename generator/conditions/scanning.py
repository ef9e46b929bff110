"""A condition's text as tokens with positions. Says in its own sentence what people write out of habit."""

import re

from generator.diagnostics import Diagnostic
from generator.frozen import because, record
from generator.language.values import Written
from generator.nodes import error
from generator.source import Span

TOKEN = re.compile(
    r'\s*(?:(?P<string>"[^"]*")|(?P<number>\d+)(?![a-z_0-9])|(?P<name>[A-Za-z_][A-Za-z_0-9]*)|(?P<mark>!=|<=|>=|[=<>()\[\],+-]))'
)
HABITS = {
    "==": "equality is written with one `=`",
    "&&": "write `and`",
    "||": "write `or`",
    "<>": "inequality is written `!=`",
    "!": "write `not`",
    "'": 'texts stand between double quotes: `"`',
    "*": "conditions do no arithmetic",
    "/": "conditions do no arithmetic",
    "%": "conditions do no arithmetic",
}


@record
class Token:
    kind: str
    text: str
    span: Span = because()


class Malformed(Exception):  # noqa: N818  (carries a diagnostic to the parser's top)
    """A condition that cannot be read further."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__(diagnostic.message)


def scan(written: Written) -> list[Token]:
    """The tokens of a condition, with an `end` token behind them. Raises Malformed (CP201)."""
    text, tokens, place = written.text, [], 0
    refuse_habits(written)
    while place < len(text):
        if not text[place:].strip():
            break
        match = TOKEN.match(text, place)
        if not match or match.lastgroup is None:
            start = place + len(text[place:]) - len(text[place:].lstrip())
            if text[start] == '"':
                raise Malformed(
                    error("CP201", "a text is not closed", written.part(start, start + 1), 'end it with `"`')
                )
            raise Malformed(
                error("CP201", f"`{text[start]}` has no meaning in a condition", written.part(start, start + 1))
            )
        start = match.start(match.lastgroup)
        tokens.append(
            Token(kind=match.lastgroup, text=match.group(match.lastgroup), span=written.part(start, match.end()))
        )
        place = match.end()
    end = len(text.rstrip())
    return [*tokens, Token(kind="end", text="the end", span=written.part(max(end - 1, 0), end))]


def refuse_habits(written: Written) -> None:
    outside = re.sub(r'"[^"]*"', lambda match: " " * len(match.group()), written.text)
    for habit, sentence in HABITS.items():
        place = outside.find(habit)
        while place >= 0:
            if not (habit == "!" and outside[place : place + 2] == "!="):
                span = written.part(place, place + len(habit))
                raise Malformed(error("CP202", f"`{habit}` is not part of the language", span, sentence))
            place = outside.find(habit, place + 1)
