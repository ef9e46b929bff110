"""Where each kind lies in an sfdx project and in a metadata package: a table (registry of source-deploy-retrieve)."""

from generator.frozen import record
from generator.metadata.apex import ApexClass
from generator.metadata.component import Body, Component
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


@record
class Kind:
    """`folder` may hold `{parent}`: then the component's name is `Parent.Name` and the file lies below the object.
    `composed`: the element under which a metadata package holds it inside its object's file. `listed_as`: the type
    under which a manifest lists it, where that is another. `foldered`: names have a folder, `Folder/Name`.
    `content`: the suffix of the file beside the XML."""

    body: type[Body]
    folder: str
    suffix: str
    composed: str | None = None
    listed_as: str | None = None
    foldered: bool = False
    content: str | None = None

    @property
    def name(self) -> str:
        return self.body.__name__

    @property
    def has_parent(self) -> bool:
        return "{parent}" in self.folder

    @property
    def directory(self) -> str:
        """The last folder of a file's path that says the kind."""
        return self.folder.rpartition("/")[2]


def of_object(body: type[Body], directory: str, suffix: str, composed: str) -> Kind:
    return Kind(body=body, folder=f"objects/{{parent}}/{directory}", suffix=suffix, composed=composed)


KINDS = (
    Kind(body=ApexClass, folder="classes", suffix="cls", content="cls"),
    Kind(body=AssignmentRules, folder="assignmentRules", suffix="assignmentRules"),
    Kind(body=AutoResponseRules, folder="autoResponseRules", suffix="autoResponseRules"),
    of_object(BusinessProcess, "businessProcesses", "businessProcess", "businessProcesses"),
    Kind(body=CaseSettings, folder="settings", suffix="settings", listed_as="Settings"),
    of_object(CompactLayout, "compactLayouts", "compactLayout", "compactLayouts"),
    of_object(CustomField, "fields", "field", "fields"),
    Kind(body=CustomLabels, folder="labels", suffix="labels"),
    Kind(body=CustomMetadata, folder="customMetadata", suffix="md"),
    Kind(body=CustomNotificationType, folder="notificationtypes", suffix="notiftype"),
    Kind(body=CustomObject, folder="objects", suffix="object"),
    Kind(body=CustomPermission, folder="customPermissions", suffix="customPermission"),
    Kind(body=Dashboard, folder="dashboards", suffix="dashboard", foldered=True),
    Kind(body=DashboardFolder, folder="dashboards", suffix="dashboardFolder", listed_as="Dashboard"),
    Kind(body=EmailFolder, folder="email", suffix="emailFolder", listed_as="EmailTemplate"),
    Kind(body=EmailTemplate, folder="email", suffix="email", foldered=True, content="email"),
    Kind(body=EscalationRules, folder="escalationRules", suffix="escalationRules"),
    Kind(body=Flow, folder="flows", suffix="flow"),
    Kind(body=FlowTest, folder="flowtests", suffix="flowtest"),
    Kind(body=GlobalValueSet, folder="globalValueSets", suffix="globalValueSet"),
    Kind(body=Group, folder="groups", suffix="group"),
    of_object(ListView, "listViews", "listView", "listViews"),
    Kind(body=PathAssistant, folder="pathAssistants", suffix="pathAssistant"),
    Kind(body=PermissionSet, folder="permissionsets", suffix="permissionset"),
    Kind(body=Queue, folder="queues", suffix="queue"),
    of_object(RecordType, "recordTypes", "recordType", "recordTypes"),
    Kind(body=Report, folder="reports", suffix="report", foldered=True),
    Kind(body=ReportFolder, folder="reports", suffix="reportFolder", listed_as="Report"),
    Kind(body=ReportType, folder="reportTypes", suffix="reportType"),
    Kind(body=SharingRules, folder="sharingRules", suffix="sharingRules"),
    Kind(body=StandardValueSet, folder="standardValueSets", suffix="standardValueSet"),
    of_object(ValidationRule, "validationRules", "validationRule", "validationRules"),
    Kind(body=Workflow, folder="workflows", suffix="workflow"),
)
BY_NAME = {kind.name: kind for kind in KINDS}
BY_SUFFIX = {kind.suffix: kind for kind in KINDS}
COMPOSED = {kind.composed: kind for kind in KINDS if kind.composed}
"""The element inside a metadata package's object file -> the kind that it holds."""
PACKAGE = Kind(body=Package, folder="", suffix="xml")


def path_of(component: Component) -> str:
    """The XML file of a component below a package directory's `main/default`."""
    kind = BY_NAME[component.kind]
    if kind.body is CustomObject:
        return f"objects/{component.name}/{component.name}.object-meta.xml"
    if not kind.has_parent:
        return f"{kind.folder}/{component.name}.{kind.suffix}-meta.xml"
    parent, _, name = component.name.partition(".")
    return f"{kind.folder.format(parent=parent)}/{name}.{kind.suffix}-meta.xml"


def content_path(component: Component) -> str | None:
    """The file beside it, for kinds that have one."""
    kind = BY_NAME[component.kind]
    return f"{kind.folder}/{component.name}.{kind.content}" if kind.content else None


def member_of(component: Component) -> tuple[str, str]:
    """How a manifest lists a component: type and member."""
    return BY_NAME[component.kind].listed_as or component.kind, component.name
