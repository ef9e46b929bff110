"""Flow, spelled and ordered as in the Metadata API's WSDL (API 66): fields of the base type first, then alphabetical.

No decisions: lowering makes these records, templates write them, the reader gives them back, the emulator runs them.
What only screen flows and orchestrations hold is left out; the reader lists such elements as unknown.
"""

from generator.frozen import record
from generator.metadata.flow_elements import (
    FlowActionCall,
    FlowActionCallInputParameter,
    FlowActionCallOutputParameter,
    FlowAssignment,
    FlowCollectionMapItem,
    FlowCollectionProcessor,
    FlowCollectionSortOption,
    FlowCustomError,
    FlowCustomErrorMessage,
    FlowDataTypeMapping,
    FlowDecision,
    FlowLoop,
    FlowRecordCreate,
    FlowRecordDelete,
    FlowRecordLookup,
    FlowRecordRollback,
    FlowRecordUpdate,
    FlowRule,
    FlowSubflow,
    FlowSubflowInputAssignment,
    FlowSubflowOutputAssignment,
    FlowWait,
    FlowWaitEvent,
    FlowWaitEventInputParameter,
    FlowWaitEventOutputParameter,
)
from generator.metadata.flow_values import (
    FlowAssignmentItem,
    FlowBaseElement,
    FlowCondition,
    FlowConnector,
    FlowElement,
    FlowElementReferenceOrValue,
    FlowInputFieldAssignment,
    FlowMetadataValue,
    FlowNode,
    FlowOutputFieldAssignment,
    FlowRecordFilter,
)


@record
class FlowFormula(FlowElement):
    dataType: str | None = None
    expression: str
    scale: int | None = None


@record
class FlowVariable(FlowElement):
    apexClass: str | None = None
    dataType: str
    isCollection: bool | None = None
    isInput: bool | None = None
    isOutput: bool | None = None
    objectType: str | None = None
    scale: int | None = None
    value: FlowElementReferenceOrValue | None = None


@record
class FlowConstant(FlowElement):
    dataType: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowTextTemplate(FlowElement):
    isViewedAsPlainText: bool | None = None
    text: str


@record
class FlowSchedule:
    dayOfMonthToRun: int | None = None
    daysOfWeekToRun: str | None = None
    endDate: str | None = None
    endTime: str | None = None
    frequency: str | None = None
    frequencyNumber: int | None = None
    startDate: str | None = None
    startTime: str | None = None


@record
class FlowScheduledPath(FlowBaseElement):
    """A path after the save; the async one has neither name nor label (FLOW-130 rows)."""

    description: str | None = None
    name: str | None = None
    connector: FlowConnector | None = None
    label: str | None = None
    maxBatchSize: int | None = None
    offsetNumber: int | None = None
    offsetUnit: str | None = None
    pathType: str | None = None
    recordField: str | None = None
    timeSource: str | None = None


@record
class FlowStart(FlowBaseElement):
    """Where a flow begins. It has a place on the canvas and no name."""

    description: str | None = None
    label: str | None = None
    locationX: int
    locationY: int
    connector: FlowConnector | None = None
    doesRequireRecordChangedToMeetCriteria: bool | None = None
    filterFormula: str | None = None
    filterLogic: str | None = None
    filters: tuple[FlowRecordFilter, ...] = ()
    flowRunAsUser: str | None = None
    object: str | None = None
    recordTriggerType: str | None = None
    schedule: FlowSchedule | None = None
    scheduledPaths: tuple[FlowScheduledPath, ...] = ()
    triggerType: str | None = None


@record
class Flow:
    fullName: str | None = None
    actionCalls: tuple[FlowActionCall, ...] = ()
    apiVersion: str | None = None
    areMetricsLoggedToDataCloud: bool | None = None
    assignments: tuple[FlowAssignment, ...] = ()
    collectionProcessors: tuple[FlowCollectionProcessor, ...] = ()
    constants: tuple[FlowConstant, ...] = ()
    customErrors: tuple[FlowCustomError, ...] = ()
    decisions: tuple[FlowDecision, ...] = ()
    description: str | None = None
    environments: tuple[str, ...] = ()
    formulas: tuple[FlowFormula, ...] = ()
    interviewLabel: str | None = None
    isAdditionalPermissionRequiredToRun: bool | None = None
    isOverridable: bool | None = None
    isTemplate: bool | None = None
    label: str
    loops: tuple[FlowLoop, ...] = ()
    migratedFromWorkflowRuleName: str | None = None
    overriddenFlow: str | None = None
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    processType: str | None = None
    recordCreates: tuple[FlowRecordCreate, ...] = ()
    recordDeletes: tuple[FlowRecordDelete, ...] = ()
    recordLookups: tuple[FlowRecordLookup, ...] = ()
    recordRollbacks: tuple[FlowRecordRollback, ...] = ()
    recordUpdates: tuple[FlowRecordUpdate, ...] = ()
    runInMode: str | None = None
    sourceTemplate: str | None = None
    start: FlowStart | None = None
    startElementReference: str | None = None
    status: str | None = None
    subflows: tuple[FlowSubflow, ...] = ()
    textTemplates: tuple[FlowTextTemplate, ...] = ()
    timeZoneSidKey: str | None = None
    triggerOrder: int | None = None
    variables: tuple[FlowVariable, ...] = ()
    waits: tuple[FlowWait, ...] = ()


__all__ = [
    "Flow",
    "FlowActionCall",
    "FlowActionCallInputParameter",
    "FlowActionCallOutputParameter",
    "FlowAssignment",
    "FlowAssignmentItem",
    "FlowBaseElement",
    "FlowCollectionMapItem",
    "FlowCollectionProcessor",
    "FlowCollectionSortOption",
    "FlowCondition",
    "FlowConnector",
    "FlowConstant",
    "FlowCustomError",
    "FlowCustomErrorMessage",
    "FlowDataTypeMapping",
    "FlowDecision",
    "FlowElement",
    "FlowElementReferenceOrValue",
    "FlowFormula",
    "FlowInputFieldAssignment",
    "FlowLoop",
    "FlowMetadataValue",
    "FlowNode",
    "FlowOutputFieldAssignment",
    "FlowRecordCreate",
    "FlowRecordDelete",
    "FlowRecordFilter",
    "FlowRecordLookup",
    "FlowRecordRollback",
    "FlowRecordUpdate",
    "FlowRule",
    "FlowSchedule",
    "FlowScheduledPath",
    "FlowStart",
    "FlowSubflow",
    "FlowSubflowInputAssignment",
    "FlowSubflowOutputAssignment",
    "FlowTextTemplate",
    "FlowVariable",
    "FlowWait",
    "FlowWaitEvent",
    "FlowWaitEventInputParameter",
    "FlowWaitEventOutputParameter",
]
