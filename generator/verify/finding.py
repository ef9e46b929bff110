"""A finding: what is wrong with a tree, where, and what to do. Rendered by `reporting` like every diagnostic."""

from generator.diagnostics import Diagnostic, Note, Severity
from generator.frozen import record
from generator.source import Span


@record
class Finding:
    """`span`: in the XML. `cause`: the line of a spec that caused it, in a generated tree. `draft_hides`: a deploy of
    the flow as Draft would not show it. `waived`: the reason, where a waiver covers it."""

    code: str
    severity: Severity
    message: str
    span: Span
    component: str
    kind: str
    help: str | None = None
    cause: Span | None = None
    draft_hides: bool = False
    waived: str | None = None

    @property
    def diagnostic(self) -> Diagnostic:
        notes = [Note(message="caused by", span=self.cause)] if self.cause is not None else []
        if self.draft_hides:
            notes.append(Note(message="a deploy as Draft hides this; activation fails", span=self.span))
        return Diagnostic(
            code=self.code,
            severity=self.severity,
            message=self.message,
            span=self.span,
            help=self.help,
            notes=tuple(notes),
        )
