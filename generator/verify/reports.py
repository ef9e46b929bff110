"""Findings for people (frames), for programs (JSON, SARIF, JUnit) and for a pull request (GitHub annotations)."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from generator.diagnostics import Diagnostic
from generator.reporting import annotation, report
from generator.sarif import Result, log
from generator.source import Source
from generator.verify.finding import Finding
from generator.verify.pages import page_of
from generator.xml import FORBIDDEN

Form = Literal["text", "json", "sarif", "junit", "github"]
FORMS: tuple[Form, ...] = ("text", "json", "sarif", "junit", "github")


def rendered(
    found: Iterable[Finding], sources: Mapping[str, Source], form: Form, beside: Iterable[Diagnostic] = ()
) -> str:
    """All findings in one form. Waived ones are shown by JSON and SARIF, with the reason. `beside`: findings about the
    waivers themselves. `sources`: the files whose lines are shown, by path."""
    listed, others = tuple(found), tuple(beside)
    if form == "json":
        told = [as_json(one) for one in listed] + [of_diagnostic(one) for one in others]
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    if form == "sarif":
        results = [Result(found=one.diagnostic, waived=one.waived) for one in listed]
        results += [Result(found=one) for one in others]
        return json.dumps(log(results, page_of), ensure_ascii=False, indent=2) + "\n"
    open_ones = [one.diagnostic for one in listed if one.waived is None] + list(others)
    if form == "junit":
        return junit(open_ones)
    if form == "github":
        return "".join(annotation(one) for one in open_ones)
    return report(open_ones, sources)


def as_json(one: Finding) -> Mapping[str, Any]:
    """Stable: keys are added, never renamed."""
    return {
        **of_diagnostic(one.diagnostic),
        "component": one.component,
        "type": one.kind,
        "draft_hides": one.draft_hides,
        "waived": one.waived,
        "spec_file": one.cause.path if one.cause else None,
        "spec_line": one.cause.line if one.cause else None,
    }


def of_diagnostic(one: Diagnostic) -> Mapping[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity,
        "message": one.message,
        "file": one.span.path,
        "line": one.span.line,
        "column": one.span.column,
        "help": one.help,
    }


def junit(found: Iterable[Diagnostic]) -> str:
    """One suite for each file with a finding, one case for each finding; warnings are cases that pass, with a text."""
    listed = tuple(found)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
    for path in dict.fromkeys(one.span.path for one in listed):
        mine = [one for one in listed if one.span.path == path]
        errors = sum(one.severity == "error" for one in mine)
        lines.append(f'  <testsuite name={attribute(path)} tests="{len(mine)}" failures="{errors}">')
        for one in mine:
            name = f"{one.code} {one.span.line}:{one.span.column}"
            if one.severity == "error":
                inner = f"<failure type={attribute(one.code)} message={attribute(one.message)}/>"
            else:
                inner = f"<system-out>{text(one.message)}</system-out>"
            lines.append(f"    <testcase classname={attribute(path)} name={attribute(name)}>{inner}</testcase>")
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])


def attribute(value: str) -> str:
    from xml.sax.saxutils import quoteattr  # brings half of the network's modules

    return quoteattr(FORBIDDEN.sub("\ufffd", value))


def text(value: str) -> str:
    from xml.sax.saxutils import escape

    return escape(FORBIDDEN.sub("\ufffd", value))
