"""One metadata item: its kind, its full name, its body, and where in a spec it comes from."""

from generator.frozen import because, record
from generator.metadata.flow import Flow
from generator.metadata.manifest import Package
from generator.metadata.objects import BusinessProcess, CustomField, CustomPermission, RecordType, ValidationRule
from generator.metadata.people import AssignmentRules, Group, Queue
from generator.metadata.reports import ReportType
from generator.source import NOWHERE, Span

Body = (
    Flow
    | CustomField
    | ValidationRule
    | RecordType
    | BusinessProcess
    | CustomPermission
    | Queue
    | Group
    | AssignmentRules
    | ReportType
    | Package
)


@record
class Component:
    """`name` is the full name as a manifest spells it: `Case.NGH_Stage__c`, `NGH_Intake`. `parts`: elements inside it
    and the spans that caused them, for the source map."""

    name: str
    body: Body
    parts: tuple[tuple[str, Span], ...] = because()
    because: Span = because()

    @property
    def kind(self) -> str:
        """The metadata type's name, which is the body's class."""
        return type(self.body).__name__


def component(name: str, body: Body, span: Span = NOWHERE, parts: tuple[tuple[str, Span], ...] = ()) -> Component:
    return Component(name=name, body=body, parts=parts, because=span)
