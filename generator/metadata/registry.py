"""Where each kind lies in source format: a table (registry of source-deploy-retrieve)."""

from generator.frozen import record
from generator.metadata.component import Body, Component
from generator.metadata.flow import Flow
from generator.metadata.manifest import Package
from generator.metadata.objects import BusinessProcess, CustomField, CustomPermission, RecordType, ValidationRule
from generator.metadata.people import AssignmentRules, Group, Queue
from generator.metadata.reports import ReportType


@record
class Kind:
    """`folder` may hold `{parent}`: then the component's name is `Parent.Name` and the file lies below the object."""

    body: type[Body]
    folder: str
    suffix: str

    @property
    def name(self) -> str:
        return self.body.__name__

    @property
    def has_parent(self) -> bool:
        return "{parent}" in self.folder


KINDS = (
    Kind(body=AssignmentRules, folder="assignmentRules", suffix="assignmentRules"),
    Kind(body=BusinessProcess, folder="objects/{parent}/businessProcesses", suffix="businessProcess"),
    Kind(body=CustomField, folder="objects/{parent}/fields", suffix="field"),
    Kind(body=CustomPermission, folder="customPermissions", suffix="customPermission"),
    Kind(body=Flow, folder="flows", suffix="flow"),
    Kind(body=Group, folder="groups", suffix="group"),
    Kind(body=Queue, folder="queues", suffix="queue"),
    Kind(body=RecordType, folder="objects/{parent}/recordTypes", suffix="recordType"),
    Kind(body=ReportType, folder="reportTypes", suffix="reportType"),
    Kind(body=ValidationRule, folder="objects/{parent}/validationRules", suffix="validationRule"),
)
BY_NAME = {kind.name: kind for kind in KINDS}
BY_SUFFIX = {kind.suffix: kind for kind in KINDS}
PACKAGE = Kind(body=Package, folder="", suffix="xml")


def path_of(component: Component) -> str:
    """The file of a component below a package directory's `main/default`."""
    kind = BY_NAME[component.kind]
    parent, _, name = component.name.partition(".")
    if not kind.has_parent:
        return f"{kind.folder}/{component.name}.{kind.suffix}-meta.xml"
    return f"{kind.folder.format(parent=parent)}/{name}.{kind.suffix}-meta.xml"
