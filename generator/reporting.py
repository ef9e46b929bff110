"""Diagnostics as text that a person reads, and as JSON, SARIF and GitHub annotations that programs read."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from generator.diagnostics import Diagnostic
from generator.source import Source, Span

Form = Literal["text", "json", "sarif", "github"]
FORMS: tuple[Form, ...] = ("text", "json", "sarif", "github")


def report(found: Iterable[Diagnostic], sources: Mapping[str, Source], form: Form = "text") -> str:
    """All findings in one form; text frames show the line that each points at."""
    listed = tuple(found)
    if form == "json":
        return json.dumps([as_json(one) for one in listed], ensure_ascii=False, indent=2) + "\n"
    if form == "sarif":
        from generator.manual import page_of
        from generator.sarif import Result, log

        return json.dumps(log((Result(found=one) for one in listed), page_of), ensure_ascii=False, indent=2) + "\n"
    if form == "github":
        return "".join(annotation(one) for one in listed)
    return "\n".join(frame(one, sources) for one in listed)


def frame(one: Diagnostic, sources: Mapping[str, Source]) -> str:
    """A finding with the line that it points at, in the manner of rustc."""
    lines = [f"{one.severity}[{one.code}]: {one.message}"]
    lines += pointed(one.span, sources, "-->")
    for note in one.notes:
        lines.append(f"note: {note.message}")
        lines += pointed(note.span, sources, "-->")
    if one.help:
        lines.append(f"help: {one.help}")
    return "\n".join(lines) + "\n"


def pointed(span: Span, sources: Mapping[str, Source], arrow: str) -> list[str]:
    if not span.path:
        return []
    source = sources.get(span.path)
    number = str(span.line)
    gap = " " * len(number)
    lines = [f"{gap}{arrow} {span.path}:{span.line}:{span.column}"]
    if source is None:
        return lines
    text = shown(source.line(span.line))
    width = max(span.end_column - span.column if span.end_line == span.line else len(text) - span.column + 1, 1)
    mark = "^" * min(width, max(len(text) - span.column + 2, 1))
    return [*lines, f"{gap} |", f"{number} | {text}", f"{gap} | {' ' * (span.column - 1)}{mark}"]


def shown(text: str) -> str:
    """A source line with control characters made visible, cut where no terminal shows it."""
    return "".join(mark if mark.isprintable() else " " if mark == "\t" else "\ufffd" for mark in text)[:400]


def as_json(one: Diagnostic) -> Mapping[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity,
        "message": one.message,
        "file": one.span.path,
        "line": one.span.line,
        "column": one.span.column,
        "help": one.help,
        "notes": [
            {"message": note.message, "file": note.span.path, "line": note.span.line, "column": note.span.column}
            for note in one.notes
        ],
    }


def annotation(one: Diagnostic) -> str:
    """A GitHub workflow command; its data must not hold a line break or a percent sign of its own."""
    message = one.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    kind = "notice" if one.severity == "note" else one.severity
    path = one.span.path.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    return f"::{kind} file={path},line={one.span.line},col={one.span.column},title={one.code}::{message}\n"
