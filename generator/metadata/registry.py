"""Where each kind lies in an sfdx project and in a metadata package: a table (registry of source-deploy-retrieve).
Records of a kind are imported when they are first asked for: a build loads what it writes and no more."""

from importlib import import_module
from typing import TYPE_CHECKING

from generator.frozen import record
from generator.metadata.component import Component

if TYPE_CHECKING:
    from generator.metadata.bodies import Body


@record
class Kind:
    """`module` holds its records. `folder` may hold `{parent}`: then the component's name is `Parent.Name` and the file
    lies below the object. `composed`: the element under which a metadata package holds it inside its object's file.
    `listed_as`: the type under which a manifest lists it, where that is another. `foldered`: names have a folder,
    `Folder/Name`. `content`: the suffix of the file beside the XML. `whole`: the module whose records widen those of
    `module` by what is read and never written. `root`: another element that orgs write as the root of such a file."""

    name: str
    module: str
    folder: str
    suffix: str
    composed: str | None = None
    listed_as: str | None = None
    foldered: bool = False
    content: str | None = None
    whole: str | None = None
    root: str | None = None

    @property
    def body(self) -> "type[Body]":
        """The record of this kind."""
        found: type[Body] = getattr(import_module(f"generator.metadata.{self.module}"), self.name)
        return found

    @property
    def has_parent(self) -> bool:
        return "{parent}" in self.folder

    @property
    def directory(self) -> str:
        """The last folder of a file's path that says the kind."""
        return self.folder.rpartition("/")[2]


def of_object(name: str, module: str, directory: str, suffix: str, composed: str) -> Kind:
    return Kind(name=name, module=module, folder=f"objects/{{parent}}/{directory}", suffix=suffix, composed=composed)


KINDS = (
    Kind(name="ApexClass", module="apex", folder="classes", suffix="cls", content="cls"),
    Kind(name="AssignmentRules", module="people", folder="assignmentRules", suffix="assignmentRules"),
    Kind(name="AutoResponseRules", module="people", folder="autoResponseRules", suffix="autoResponseRules"),
    of_object("BusinessProcess", "objects", "businessProcesses", "businessProcess", "businessProcesses"),
    Kind(name="CaseSettings", module="values", folder="settings", suffix="settings", listed_as="Settings"),
    of_object("CompactLayout", "custom_objects", "compactLayouts", "compactLayout", "compactLayouts"),
    of_object("CustomField", "objects", "fields", "field", "fields"),
    Kind(name="CustomLabels", module="values", folder="labels", suffix="labels"),
    Kind(name="CustomMetadata", module="custom_metadata", folder="customMetadata", suffix="md"),
    Kind(name="CustomNotificationType", module="messages", folder="notificationtypes", suffix="notiftype"),
    Kind(name="CustomObject", module="custom_objects", folder="objects", suffix="object"),
    Kind(name="CustomPermission", module="objects", folder="customPermissions", suffix="customPermission"),
    Kind(name="Dashboard", module="dashboards", folder="dashboards", suffix="dashboard", foldered=True),
    Kind(
        name="DashboardFolder", module="folders", folder="dashboards", suffix="dashboardFolder", listed_as="Dashboard"
    ),
    Kind(
        name="EmailFolder",
        module="folders",
        folder="email",
        suffix="emailFolder",
        listed_as="EmailTemplate",
        root="EmailTemplateFolder",
    ),
    Kind(name="EmailTemplate", module="messages", folder="email", suffix="email", foldered=True, content="email"),
    Kind(name="EscalationRules", module="people", folder="escalationRules", suffix="escalationRules"),
    Kind(name="Flow", module="flow", folder="flows", suffix="flow", whole="flow_whole"),
    Kind(name="FlowTest", module="flow_tests", folder="flowtests", suffix="flowtest", whole="flow_whole"),
    Kind(name="GlobalValueSet", module="values", folder="globalValueSets", suffix="globalValueSet"),
    Kind(name="Group", module="people", folder="groups", suffix="group"),
    of_object("ListView", "list_views", "listViews", "listView", "listViews"),
    Kind(name="PathAssistant", module="paths", folder="pathAssistants", suffix="pathAssistant"),
    Kind(name="PermissionSet", module="permissions", folder="permissionsets", suffix="permissionset"),
    Kind(name="Queue", module="people", folder="queues", suffix="queue"),
    of_object("RecordType", "objects", "recordTypes", "recordType", "recordTypes"),
    Kind(name="Report", module="reports", folder="reports", suffix="report", foldered=True),
    Kind(name="ReportFolder", module="folders", folder="reports", suffix="reportFolder", listed_as="Report"),
    Kind(name="ReportType", module="reports", folder="reportTypes", suffix="reportType"),
    Kind(name="SharingRules", module="sharing", folder="sharingRules", suffix="sharingRules"),
    Kind(name="StandardValueSet", module="values", folder="standardValueSets", suffix="standardValueSet"),
    of_object("ValidationRule", "objects", "validationRules", "validationRule", "validationRules"),
    Kind(name="Workflow", module="messages", folder="workflows", suffix="workflow"),
)
BY_NAME = {kind.name: kind for kind in KINDS}
BY_SUFFIX = {kind.suffix: kind for kind in KINDS}
COMPOSED = {kind.composed: kind for kind in KINDS if kind.composed}
"""The element inside a metadata package's object file -> the kind that it holds."""
PACKAGE = Kind(name="Package", module="manifest", folder="", suffix="xml")
FLOW_DEFINITION = Kind(
    name="FlowDefinition", module="flow_definitions", folder="flowDefinitions", suffix="flowDefinition"
)
BESIDE = (FLOW_DEFINITION, PACKAGE)
"""What stands beside the components of a project: manifests, and the package that switches its flows off."""


def path_of(component: Component) -> str:
    """The XML file of a component below a package directory's `main/default`."""
    kind = BY_NAME[component.kind]
    if kind.name == "CustomObject":
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
    kind = BY_NAME.get(component.kind)
    return (kind and kind.listed_as) or component.kind, component.name
