"""Texts that an org would fill in: flows replace `{!...}` in the texts and formulas that they hold, and notices and
mails replace merge fields in the names that they say. What an author writes there must come out as written (CP332)."""

import re
from collections.abc import Iterator
from typing import Any

from generator.diagnostics import Diagnostic
from generator.language.rules import (
    Alert,
    Category,
    Clock,
    Consent,
    Field,
    Flag,
    LinkedCase,
    Matching,
    Retention,
    Routing,
    Stage,
    Task,
    Urgency,
    WordList,
)
from generator.language.spec import Spec
from generator.language.values import Written
from generator.language.workflow import Channel, ExpectedStatus, Team, Workflow
from generator.nodes import error
from generator.process.resolving.references import entries

SAID = re.compile(r"\{!|\{[^}]*\}")
"""What an org, or the filling of our own merge fields, would take for a field."""
HELD = re.compile(r"\{!")
NAMES = ((Workflow, "label"), (Team, "label"), (Stage, "label"), (Clock, "label"))
"""What mails and notifications say of a case."""
TEXTS = (
    (Task, "subject"), (LinkedCase, "label"), (Consent, "form"), (Channel, "origin"),
    (Stage, "status"), (ExpectedStatus, "label"), (Matching, "history"),
    (WordList, "words"), (Urgency, "words"), (Category, "words"), (Flag, "words"), (Field, "words"),
)  # fmt: skip
"""What flows hold, as values or in formulas."""
CONDITIONS = (Alert, Task, Flag, LinkedCase, Routing, Clock, Consent, Retention)
"""Whose `when` becomes a formula of a flow."""


def filled_in(spec: Spec) -> Iterator[Diagnostic]:
    """CP332 at each text of `spec` that an org would fill in: a patient's words could come out, or nothing."""
    for entry in entries(spec):
        for written in texts(entry, NAMES):
            yield from refusals(written, SAID, "mails and notifications say")
        for written in (*texts(entry, TEXTS), *values(entry), *conditions(entry)):
            yield from refusals(written, HELD, "flows hold")


def texts(entry: Any, places: tuple[tuple[type[Any], str], ...]) -> Iterator[Written]:
    for cls, key in places:
        if isinstance(entry, cls):
            held = getattr(entry, key)
            yield from held if isinstance(held, tuple) else (held,)


def values(entry: Any) -> Iterator[Written]:
    """Values of a choice that are looked for in the text."""
    if isinstance(entry, Field) and entry.detect:
        yield from entry.values


def conditions(entry: Any) -> Iterator[Written]:
    if isinstance(entry, CONDITIONS) and entry.when is not None:
        yield entry.when


def refusals(written: Written, what: re.Pattern[str], where: str) -> Iterator[Diagnostic]:
    for found in what.finditer(written.text):
        message = f"{where} `{written.text}`, and `{found.group()}` would be taken for a merge field"
        span = written.part(found.start(), found.end())
        yield error("CP332", message, span, "write it without braces")
