"""A tree of files -> findings: every rule on every component that it is about."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from generator.collecting import set_apart
from generator.diagnostics import Severity
from generator.metadata.flow import Flow
from generator.reading import kind_of
from generator.reading.folders import Folder
from generator.source import Span
from generator.verify.causes import cause_of
from generator.verify.families import rules
from generator.verify.finding import Finding
from generator.verify.locating import Located
from generator.verify.rule import Fault, Rule
from generator.verify.subject import Subject
from generator.verify.world import World

Missing = Literal["error", "warning", "off"]
"""How a name is judged that the tree does not hold, and that an org may have."""
Told = tuple[Rule, Subject, Fault]


def verify(
    files: Mapping[str, bytes], beside: Mapping[str, bytes] | None = None, missing: Missing | None = None
) -> tuple[Finding, ...]:
    """Everything that an org would refuse in a tree (path -> bytes, either layout), or that goes wrong after it was
    deployed; sorted by place. `beside`: files of an org or of packages that the tree is deployed over. `missing`: how
    to judge names found nowhere; by default an error in a generated tree and a warning in any other. Never raises for
    bad input."""
    with set_apart():
        world = World(files, beside)
        try:
            return judged(world, missing)
        finally:
            for each in world.by_kind.values():
                for one in each:
                    one.let_go()


def judged(world: World, missing: Missing | None) -> tuple[Finding, ...]:
    as_missing: Missing = missing or ("error" if world.ours else "warning")
    told: dict[int, list[Told]] = {}
    for each in faults(rules().values(), world, as_missing):
        told.setdefault(id(each[1]), []).append(each)
    found: list[Finding] = []
    for of_one in told.values():  # together, so that a file is read once for all that is wrong with it
        located = Located(of_one[0][1])
        found += [finding(made, located, one, as_missing) for made, _, one in of_one]
    return tuple(sorted(dict.fromkeys(found), key=place))


def place(one: Finding) -> tuple[str, int, int, str, str]:
    return one.span.path, one.span.line, one.span.column, one.code, one.message


def faults(listed: Iterable[Rule], world: World, missing: Missing) -> Iterator[Told]:
    """What breaks rules, and in which component. A component is judged by all rules of its kind before the next one
    is, while what they share of it is at hand; rules about the whole tree come last."""
    by_kind: dict[str, list[Rule]] = {}
    of_tree = []
    for made in listed:
        for kind in made.kinds:
            by_kind.setdefault(kind, []).append(made)
        if not made.kinds:
            of_tree.append(made)
    for kind, its_rules in by_kind.items():
        for subject in world.of(kind):
            if not subject.context:
                for made in its_rules:
                    for one in made.check(subject):
                        if shown(one, missing):
                            yield made, one.of or subject, one
    for made in of_tree:
        for one in made.check(world):
            if shown(one, missing):
                yield made, one.of, one


def shown(one: Fault, missing: Missing) -> bool:
    return missing != "off" or not one.missing


def finding(made: Rule, located: Located, one: Fault, missing: Missing) -> Finding:
    subject = located.subject
    where = located.place(one.at, one.field, one.number) if one.line is None else located.on_line(one.line)
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
        cause=cause_of(located, one),
        draft_hides=inactive and made.when == "activation",
    )


WARNED = ("FILE-002", "FILE-006")


def left_out(folder: Folder) -> Iterator[Finding]:
    """What of a folder was not read; and that there is nothing to read, so that a wrong path does not pass."""
    for one in folder.unread:
        yield unread(one.path, one.code, one.message)
    if not folder.unread and not any(kind_of(path) for path in folder.files):
        yield unread(".", "FILE-006", "nothing here is metadata that verify reads")


def unread(path: str, code: str, message: str) -> Finding:
    return Finding(
        code=code,
        severity="warning" if code in WARNED else "error",
        message=message,
        span=Span(path=path, line=1, column=1, end_line=1, end_column=1),
        component=path,
        kind="file",
    )
