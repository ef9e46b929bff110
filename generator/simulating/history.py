"""A file of events -> one history: a message comes in, and what happens then, in the words of scenarios.

A history is `given:` and `then:`, as in a spec; or only what stands below `given:` (`subject`, `text`, ...); or a whole
scenario under its name. YAML or JSON."""

import re
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from generator.binding import Binder
from generator.diagnostics import Diagnostic, Rejected
from generator.frozen import because, record
from generator.language.scenarios import Given, Step
from generator.language.values import Written, said
from generator.nodes import Table, error, read
from generator.process.events import Wait
from generator.process.model import Process
from generator.process.resolving.scenarios import Stories
from generator.scenarios.model import Act, Scenario
from generator.source import NOWHERE, Source, Span

LARGEST = 1_000_000
"""Bytes of one file of events."""
STDIN = "-"
WORDS = "write `subject:` and `text:`; or `given:` and `then:`, as in a scenario"
ESCAPE = re.compile(r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)", re.DOTALL)
"""An escape of JSON; two that together stand for one character are one."""


@record
class History:
    """What a file of events holds."""

    given: Given = said("how it begins")
    then: tuple[Step, ...] = said("what happens", default=())
    span: Span = because()


def source_of(path: str) -> Source:
    """The text of a file of events; `-` is standard input. Raises Rejected (CP101 to CP103)."""
    shown = "standard input" if path == STDIN else path
    top = Span(path=shown, line=1, column=1, end_line=1, end_column=1)
    try:
        if path != STDIN and Path(path).stat().st_size > LARGEST:
            raise Rejected([error("CP102", f"`{path}` is larger than {LARGEST:,} bytes", top)])
        content = sys.stdin.buffer.read(LARGEST + 1) if path == STDIN else Path(path).read_bytes()
    except (OSError, ValueError):
        raise Rejected([error("CP101", f"`{path}` cannot be read", top, "name a file of events, or `-`")]) from None
    if len(content) > LARGEST:
        raise Rejected([error("CP102", f"{shown} is larger than {LARGEST:,} bytes", top)])
    try:
        return Source(path=shown, text=content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Rejected([error("CP103", "the file is not UTF-8", top, "save it as UTF-8")]) from None


def history(source: Source, process: Process) -> Scenario:
    """The history in a file of events, with its names resolved in a process.

    Raises Rejected with every mistake of the first kind that there is one of: reading, binding, resolving. A history
    expects nothing (CP621)."""
    bound = bind(table_of(source))
    stories = Stories(process)
    arrival = stories.arrival(bound.given)
    users = [*(one.id for one in process.personas), *(name for name, _ in arrival.users)]
    found = [one for step in bound.then for one in expectations(step)]
    steps = [] if found else [act for step in bound.then for act in stories.step(step, users)]
    if found or stories.found:
        raise Rejected([*found, *stories.found])
    acts = tuple(one for one in steps if isinstance(one, Act))
    return onward(Scenario(name=source.path, given=arrival, steps=acts, because=bound.span))


def extended(scenario: Scenario, written: str, process: Process) -> Scenario:
    """The history, and time after its last event: up to a local time, or for as long. Raises Rejected (CP603)."""
    stories, text = Stories(process), Written(text=written, span=NOWHERE)
    if written[:4].isdigit() and "-" in written:
        event = Wait(until=stories.instant(text), because=NOWHERE)
    else:
        event = Wait(minutes=stories.plain_minutes(text), because=NOWHERE)
    if stories.found:
        raise Rejected(stories.found)
    return onward(replace(scenario, steps=(*scenario.steps, Act(event=event, because=NOWHERE))))


def onward(scenario: Scenario) -> Scenario:
    """The same history, in which time never goes back; raises Rejected (CP603) where it would."""
    now, found = scenario.given.at, []
    for step in scenario.steps:
        event = step.event if isinstance(step, Act) else None
        if isinstance(event, Wait) and event.until is not None:
            if event.until < now:
                help = "name a later time; every event comes after the one above it"
                found.append(error("CP603", "this time has passed already", event.because, help))
            now = max(now, event.until)
        elif isinstance(event, Wait):
            now += timedelta(minutes=event.minutes)
    if found:
        raise Rejected(found)
    return scenario


def table_of(source: Source) -> Table:
    """The one table in a file; JSON is YAML but for its escapes and tabs."""
    if source.text.lstrip().startswith("{"):
        source = Source(path=source.path, text=ESCAPE.sub(unescaped, source.text).replace("\t", " "))
    if not source.text.strip():
        raise Rejected([error("CP107", "there is no event in it", whole(source), WORDS)])
    try:
        return read(source)
    except Rejected as rejected:
        raise Rejected([about_events(one) for one in rejected.diagnostics]) from None


def unescaped(match: "re.Match[str]") -> str:
    high, low = match.group(1), match.group(2)
    if high is not None:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + (int(low, 16) - 0xDC00))
    return "/" if match.group() == "\\/" else match.group()


def about_events(one: Diagnostic) -> Diagnostic:
    """What is said of specs, said of events."""
    if one.code != "CP107":
        return one
    return error("CP107", "a history is one table of keys and values", one.span, WORDS)


def whole(source: Source) -> Span:
    return Span(path=source.path, line=1, column=1, end_line=1, end_column=2)


def bind(table: Table) -> History:
    """Raises Rejected with what does not fit, at its place."""
    only = table.entries[0].value if len(table.entries) == 1 else None
    if isinstance(only, Table) and only.get("given") is not None:
        table = only
    binder = Binder({})
    story = {"given", "then"} & {entry.key.text for entry in table.entries}
    bound: Any = binder.record(History if story else Given, table, "a history" if story else "a message")
    if binder.found:
        raise Rejected(binder.found)
    if isinstance(bound, History):
        return bound
    assert isinstance(bound, Given)
    return History(given=bound, span=table.span)


def expectations(step: Step) -> list[Diagnostic]:
    """What a history must not hold: nothing would check it."""
    held = [one.span for one in (step.expect, step.expect_not) if one is not None]
    acts = (step.accept, step.move, step.edit, step.extend)
    held += [one.blocked_by.span for one in acts if one is not None and one.blocked_by is not None]
    help = "take it out; `carepath test` checks scenarios, and a simulation tells what comes"
    return [error("CP621", "a history expects nothing", span, help) for span in held]
