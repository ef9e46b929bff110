"""SARIF 2.1.0 (OASIS): one run, a rule for each code, a result for each finding."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from generator.diagnostics import Diagnostic
from generator.frozen import record
from generator.source import Span


@record
class Result:
    """A diagnostic, and the reason for which it is waived."""

    found: Diagnostic
    waived: str | None = None


def log(results: Iterable[Result], page: Callable[[str], str | None]) -> Mapping[str, Any]:
    """The log of a run; `page` gives the manual page of a code."""
    listed = tuple(results)
    rules = [rule(code, page(code)) for code in sorted({one.found.code for one in listed})]
    driver = {"name": "carepath", "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": [result(one) for one in listed]}],
    }


def rule(code: str, page: str | None) -> Mapping[str, Any]:
    if page is None:
        return {"id": code}
    first = page.partition("\n")[0]
    return {"id": code, "shortDescription": {"text": first}, "help": {"text": page}}


def result(one: Result) -> Mapping[str, Any]:
    found = one.found
    made: dict[str, Any] = {
        "ruleId": found.code,
        "level": found.severity,
        "message": {"text": found.message + (f" ({found.help})" if found.help else "")},
        "locations": [location(found.span)],
    }
    if found.notes:
        made["relatedLocations"] = [{**location(note.span), "message": {"text": note.message}} for note in found.notes]
    if one.waived is not None:
        made["suppressions"] = [{"kind": "external", "justification": one.waived}]
    return made


def location(span: Span) -> Mapping[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(span.path)},
            "region": {"startLine": span.line, "startColumn": span.column},
        }
    }
