"""One metadata item: its kind, its full name, its body, and where in a spec it comes from."""

from generator.frozen import because, record
from generator.metadata.apex import ApexClass
from generator.metadata.custom_metadata import CustomMetadata
from generator.metadata.custom_objects import CompactLayout, CustomObject
from generator.metadata.dashboards import Dashboard
from generator.metadata.flow import Flow
from generator.metadata.flow_tests import FlowTest
from generator.metadata.folders import DashboardFolder, EmailFolder, ReportFolder
from generator.metadata.list_views import ListView
from generator.metadata.manifest import Package
from generator.metadata.messages import CustomNotificationType, EmailTemplate, Workflow
from generator.metadata.objects import BusinessProcess, CustomField, CustomPermission, RecordType, ValidationRule
from generator.metadata.paths import PathAssistant
from generator.metadata.people import AssignmentRules, AutoResponseRules, EscalationRules, Group, Queue
from generator.metadata.permissions import PermissionSet
from generator.metadata.reports import Report, ReportType
from generator.metadata.sharing import SharingRules
from generator.metadata.values import CaseSettings, CustomLabels, GlobalValueSet, StandardValueSet
from generator.source import NOWHERE, Span

Body = (
    ApexClass
    | AssignmentRules
    | AutoResponseRules
    | BusinessProcess
    | CaseSettings
    | CompactLayout
    | CustomField
    | CustomLabels
    | CustomMetadata
    | CustomNotificationType
    | CustomObject
    | CustomPermission
    | Dashboard
    | DashboardFolder
    | EmailFolder
    | EmailTemplate
    | EscalationRules
    | Flow
    | FlowTest
    | GlobalValueSet
    | Group
    | ListView
    | Package
    | PathAssistant
    | PermissionSet
    | Queue
    | RecordType
    | Report
    | ReportFolder
    | ReportType
    | SharingRules
    | StandardValueSet
    | ValidationRule
    | Workflow
)


@record
class Component:
    """`name` is the full name as a manifest spells it: `Case.NGH_Stage__c`, `NGH_Intake`, `Folder/Report`. `content` is
    the file beside the XML, for kinds that have one: the code of a class, the text of a template. `parts`: elements
    inside it and the spans that caused them, for the source map."""

    name: str
    body: Body
    content: bytes | None = None
    parts: tuple[tuple[str, Span], ...] = because()
    because: Span = because()

    @property
    def kind(self) -> str:
        """The metadata type's name, which is the body's class."""
        return type(self.body).__name__


def component(
    name: str,
    body: Body,
    span: Span = NOWHERE,
    parts: tuple[tuple[str, Span], ...] = (),
    content: bytes | None = None,
) -> Component:
    return Component(name=name, body=body, content=content, parts=parts, because=span)
