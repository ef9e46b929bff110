"""What is wrong with an author's text, as data. Rendering is `reporting`'s; long texts by code are `explain`'s."""

from collections.abc import Iterable
from typing import Literal

from generator.frozen import record
from generator.source import Span

Severity = Literal["error", "warning", "note"]


@record
class Note:
    """A second place that belongs to a diagnostic: 'first declared here'."""

    message: str
    span: Span


@record
class Diagnostic:
    """One finding. `message` stands alone: lower case start, no full stop, names in backticks. Only `help` proposes."""

    code: str
    severity: Severity
    message: str
    span: Span
    help: str | None = None
    notes: tuple[Note, ...] = ()


class Rejected(Exception):  # noqa: N818  (a verdict on the input, not an accident)
    """A stage's verdict: its input cannot go on. Holds every finding of that stage, sorted by position."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = in_order(diagnostics)
        super().__init__(f"{len(self.diagnostics)} findings")


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by file, position and code, without repeats."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.span.path, d.span.line, d.span.column, d.code, d.message)))


def require(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings, when none is an error; else raises `Rejected` with all of them."""
    found = in_order(diagnostics)
    if any(d.severity == "error" for d in found):
        raise Rejected(found)
    return found
