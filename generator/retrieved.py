"""What a build takes from an org: the file with the rules that assign its cases, out of a retrieved tree."""

from collections.abc import Mapping
from typing import NoReturn

from generator.diagnostics import Diagnostic, Rejected
from generator.metadata.people import AssignmentRules
from generator.reading import Read, Repeated, Unknown, kind_of, read_files
from generator.source import Span

RETRIEVE = 'sf project retrieve start --metadata "AssignmentRules:Case" --target-org ORG'


def is_wanted(path: str) -> bool:
    """Whether the file at `path`, in source or metadata form, holds the rules that assign cases."""
    kind, name = kind_of(path) or (None, "")
    return kind is not None and kind.name == "AssignmentRules" and name == "Case"


def assignment_rules(files: Mapping[str, bytes], folder: str, asked: Span) -> AssignmentRules:
    """The rules in the one file of `files`, path below `folder` -> bytes. `asked`: where the spec asks for them.

    Raises Rejected (CP562) unless there is exactly one file, it can be kept whole, and a rule of it is active.
    """
    paths = [path for path in files if is_wanted(path)]
    if not paths:
        refuse(f"`{folder}` holds no rules that assign cases", asked, f"retrieve them: {RETRIEVE}")
    if len(paths) > 1:
        refuse(f"`{folder}` holds rules that assign cases twice: {', '.join(sorted(paths))}", asked, "keep one of them")
    project = read_files({paths[0]: files[paths[0]]})
    for broken in project.broken:
        refuse(
            f"the rules cannot be read: {broken.message}", place(folder, paths[0], broken.line), "retrieve them again"
        )
    found: Read = project.found[0].read
    not_kept: list[Unknown | Repeated] = [*found.unknown, *found.repeated]
    for strange in not_kept:
        text = f"`{strange.path}` cannot be kept as it is, and a merge keeps the org's rules whole"
        refuse(text, place(folder, paths[0], strange.line), "choose `assignment_rule: handoff`")
    body = found.component.body
    assert isinstance(body, AssignmentRules)
    if not any(rule.active for rule in body.assignmentRule):
        text = "none of the org's rules for cases is active, so there is nothing to merge into"
        refuse(text, place(folder, paths[0], 1), "activate one and retrieve it, or choose `handoff` or `own`")
    return body


def place(folder: str, path: str, line: int) -> Span:
    return Span(path=f"{folder.rstrip('/')}/{path}", line=line, column=1, end_line=line, end_column=2)


def refuse(message: str, span: Span, help: str) -> NoReturn:
    raise Rejected([Diagnostic(code="CP562", severity="error", message=message, span=span, help=help)])
