"""A tree of files -> findings: every rule on every component that it is about."""

from collections.abc import Iterator, Mapping
from typing import Literal

from generator.diagnostics import Severity
from generator.metadata.flow import Flow
from generator.reading.folders import Folder
from generator.source import Span
from generator.verify.causes import cause_of
from generator.verify.families import rules
from generator.verify.finding import Finding
from generator.verify.locating import locate, on_line
from generator.verify.rule import Fault, Rule
from generator.verify.subject import Subject
from generator.verify.world import World

Missing = Literal["error", "warning", "off"]
"""How a name is judged that the tree does not hold, and that an org may have."""


def verify(
    files: Mapping[str, bytes], beside: Mapping[str, bytes] | None = None, missing: Missing | None = None
) -> tuple[Finding, ...]:
    """Everything that an org would refuse in a tree (path -> bytes, either layout), or that goes wrong after it was
    deployed; sorted by place. `beside`: files of an org or of packages that the tree is deployed over. `missing`: how
    to judge names found nowhere; by default an error in a generated tree and a warning in any other. Never raises for
    bad input."""
    world = World(files, beside)
    judged: Missing = missing or ("error" if world.ours else "warning")
    found = [one for made in rules().values() for one in findings(made, world, judged)]
    return tuple(sorted(dict.fromkeys(found), key=place))


def place(one: Finding) -> tuple[str, int, int, str, str]:
    return one.span.path, one.span.line, one.span.column, one.code, one.message


def findings(made: Rule, world: World, missing: Missing) -> Iterator[Finding]:
    if not made.kinds:
        yield from (finding(made, one.of, one, missing) for one in made.check(world) if shown(one, missing))
        return
    for kind in made.kinds:
        for subject in world.of(kind):
            if not subject.context:
                for one in made.check(subject):
                    if shown(one, missing):
                        yield finding(made, one.of or subject, one, missing)


def shown(one: Fault, missing: Missing) -> bool:
    return missing != "off" or not one.missing


def finding(made: Rule, subject: Subject, one: Fault, missing: Missing) -> Finding:
    where = locate(subject, one.at, one.field, one.number) if one.line is None else on_line(subject, one.line)
    severity: Severity = made.severity
    if one.missing and missing != "off":
        severity = "warning" if made.severity == "warning" else missing
    inactive = isinstance(subject.body, Flow) and subject.body.status != "Active"
    return Finding(
        code=made.code,
        severity=severity,
        message=one.message,
        span=Span(
            path=subject.path,
            line=where.line,
            column=where.column,
            end_line=where.line,
            end_column=where.end_column,
        ),
        component=subject.name,
        kind=subject.kind,
        help=one.help,
        cause=cause_of(subject, one),
        draft_hides=inactive and made.when == "activation",
    )


def left_out(folder: Folder) -> Iterator[Finding]:
    """What of a folder was not read."""
    for one in folder.unread:
        yield Finding(
            code=one.code,
            severity="warning" if one.code == "FILE-002" else "error",
            message=one.message,
            span=Span(path=one.path, line=1, column=1, end_line=1, end_column=1),
            component=one.path,
            kind="file",
        )
