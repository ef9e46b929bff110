"""All metadata types that a package may hold. For type checkers and tests alone: to import it is to import the whole
vocabulary, and to make two hundred records takes longer than to lower a spec."""

from generator.metadata.apex import ApexClass
from generator.metadata.custom_metadata import CustomMetadata
from generator.metadata.custom_objects import CompactLayout, CustomObject
from generator.metadata.dashboards import Dashboard
from generator.metadata.flow import Flow
from generator.metadata.flow_definitions import FlowDefinition
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
    | FlowDefinition
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
