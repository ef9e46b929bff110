"""What other tools and orgs say of a tree, read from the forms in which they say it: SARIF, the JSON of deployments, of
Code Analyzer, of Lightning Flow Scanner and of our own, and lines that begin with a file's name."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from generator.diagnostics import Severity
from generator.frozen import record

LINE = re.compile(
    r"^\s*(?P<path>[^\s:][^:\n]*?\.[\w-]+):(?:line )?(?P<line>\d+)(?::(?P<column>\d+))?[:\s-]+(?P<text>\S.*)$"
)
SEVERITIES: dict[str, Severity] = {
    "error": "error", "critical": "error", "high": "error", "1": "error", "2": "error", "warning": "warning",
    "moderate": "warning", "3": "warning", "note": "note", "info": "note", "low": "note", "4": "note", "5": "note",
}  # fmt: skip


class UnknownForm(ValueError):  # noqa: N818  (a verdict on a file)
    """A report in no form that is read here."""


@record
class Said:
    """One finding of somebody else. `path`: as they spell it; `line` from 1, 0 where they give none; `element`: the
    name of what it is about, where they give it."""

    code: str
    severity: Severity
    message: str
    path: str
    line: int = 0
    column: int = 0
    element: str | None = None


def read_report(text: str) -> tuple[Said, ...]:
    """Everything that a report says. Raises UnknownForm, with the forms that are read."""
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped[:1] in ("{", "["):
        try:
            return tuple(of_json(json.loads(stripped)))
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as problem:
            if isinstance(problem, UnknownForm):
                raise
            raise UnknownForm(f"JSON that is cut off or of an unknown shape ({type(problem).__name__})") from None
    found = tuple(of_lines(text))
    if not found and text.strip():
        raise UnknownForm("no line begins with a file, a line and what is wrong there")
    return found


def of_json(held: Any) -> Iterator[Said]:
    for fits, read in FORMS:
        if fits(held):
            yield from read(held)
            return
    raise UnknownForm("JSON of an unknown shape")


def of_sarif(held: Any) -> Iterator[Said]:
    for run in held["runs"]:
        for one in run.get("results", ()):
            place = one["locations"][0]["physicalLocation"] if one.get("locations") else {}
            region = place.get("region", {})
            yield Said(
                code=str(one.get("ruleId", "SARIF")),
                severity=severity(one.get("level", "warning")),
                message=str(one["message"]["text"]),
                path=str(place.get("artifactLocation", {}).get("uri", "")),
                line=int(region.get("startLine", 0)),
                column=int(region.get("startColumn", 0)),
            )


def of_deployment(held: Any) -> Iterator[Said]:
    """`sf project deploy start --json`: what the org answered, as a list or as the one failure that there is."""
    result = held.get("result") or held.get("data") or {}
    failures = (result.get("details") or {}).get("componentFailures") or ()
    for one in [failures] if isinstance(failures, dict) else failures:
        yield Said(
            code="DEPLOY",
            severity=severity(str(one.get("problemType", "error")).lower()),
            message=str(one.get("problem") or one.get("error")),
            path=str(one.get("fileName") or one.get("fullName") or ""),
            line=number(one.get("lineNumber")),
            column=number(one.get("columnNumber")),
            element=str(one["fullName"]) if one.get("fullName") else None,
        )


def of_analyzer(held: Any) -> Iterator[Said]:
    """Salesforce Code Analyzer, JSON of version 5."""
    for one in held["violations"]:
        places = one.get("locations") or [{}]
        place = places[one.get("primaryLocationIndex", 0)]
        yield Said(
            code=str(one["rule"]),
            severity=severity(str(one.get("severity", "warning"))),
            message=str(one["message"]),
            path=str(place.get("file", "")),
            line=number(place.get("startLine")),
            column=number(place.get("startColumn")),
        )


def of_scanner(held: Any) -> Iterator[Said]:
    """Lightning Flow Scanner: a result for each flow, or its flat details."""
    for one in held:
        if "ruleResults" not in one:
            yield scanned(one, one.get("ruleName", "FLOW"), str(one.get("flowFile") or one.get("flowName") or ""))
            continue
        flow = one["flow"]
        path = str(flow.get("uri") or flow.get("fsPath") or flow.get("name") or "")
        for rule in one["ruleResults"]:
            for each in rule.get("details", ()) if rule.get("occurs") else ():
                yield scanned({**each, "severity": rule.get("severity", "warning")}, rule["ruleName"], path)


def scanned(one: Any, code: str, path: str) -> Said:
    return Said(
        code=str(code),
        severity=severity(str(one.get("severity", "warning"))),
        message=str(one.get("message") or f"{code}: {one.get('name', '')}"),
        path=path,
        line=number(one.get("lineNumber")),
        column=number(one.get("columnNumber")),
        element=str(one["name"]) if one.get("name") else None,
    )


def of_ours(held: Any) -> Iterator[Said]:
    for one in held:
        yield Said(
            code=str(one["code"]),
            severity=severity(str(one["severity"])),
            message=str(one["message"]),
            path=str(one["file"]),
            line=number(one["line"]),
            column=number(one["column"]),
        )


def of_lines(text: str) -> Iterator[Said]:
    for line in text.splitlines():
        found = LINE.match(line)
        if found is not None:
            message = found["text"].strip()
            kind = message.partition(":")[0].lower()
            yield Said(
                code="PEER",
                severity=SEVERITIES.get(kind, "error"),
                message=message,
                path=found["path"].strip(),
                line=int(found["line"]),
                column=number(found["column"]),
            )


Form = tuple[Callable[[Any], bool], Callable[[Any], Iterator[Said]]]
FORMS: tuple[Form, ...] = (
    (lambda held: isinstance(held, dict) and "runs" in held, of_sarif),
    (lambda held: isinstance(held, dict) and "violations" in held, of_analyzer),
    (lambda held: isinstance(held, dict) and ("result" in held or "data" in held), of_deployment),
    (lambda held: isinstance(held, list) and all("code" in one and "file" in one for one in held), of_ours),
    (lambda held: isinstance(held, list) and all({"ruleResults", "ruleName"} & one.keys() for one in held), of_scanner),
)  # fmt: skip
"""How each form is told from the others, and how it is read."""


def severity(word: str) -> Severity:
    return SEVERITIES.get(str(word).lower(), "warning")


def number(value: Any) -> int:
    try:
        return max(int(value or 0), 0)
    except (TypeError, ValueError):
        return 0
