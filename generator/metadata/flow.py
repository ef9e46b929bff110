"""Flow, spelled and ordered as in the Metadata API's WSDL (API 66): fields of the base type first, then alphabetical.

No decisions: lowering makes these records, templates write them, the reader gives them back, the emulator runs them.
"""

from typing import Literal

from generator.frozen import record


@record
class FlowMetadataValue:
    name: str
    value: "FlowElementReferenceOrValue | None" = None


@record
class FlowElementReferenceOrValue:
    """Exactly one of them."""

    apexValue: str | None = None
    booleanValue: bool | None = None
    dateTimeValue: str | None = None
    dateValue: str | None = None
    elementReference: str | None = None
    formulaDataType: str | None = None
    formulaExpression: str | None = None
    numberValue: str | None = None
    setupReference: str | None = None
    setupReferenceType: str | None = None
    sobjectValue: str | None = None
    stringValue: str | None = None
    timeValue: str | None = None
    transformValueReference: str | None = None


Value = FlowElementReferenceOrValue


@record
class FlowConnector:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    isGoTo: bool | None = None
    targetReference: str


@record
class FlowAssignmentItem:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    assignToReference: str
    operator: str
    value: Value | None = None


@record
class FlowAssignment:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    label: str | None = None
    locationX: int
    locationY: int
    assignmentItems: tuple[FlowAssignmentItem, ...] = ()
    connector: FlowConnector | None = None


@record
class FlowCondition:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    conditionType: str | None = None
    leftValueReference: str
    operator: str
    rightValue: Value | None = None


@record
class FlowRule:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    conditionLogic: str
    conditions: tuple[FlowCondition, ...] = ()
    connector: FlowConnector | None = None
    doesRequireRecordChangedToMeetCriteria: bool | None = None
    label: str


@record
class FlowDecision:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    label: str | None = None
    locationX: int
    locationY: int
    defaultConnector: FlowConnector | None = None
    defaultConnectorLabel: str | None = None
    rules: tuple[FlowRule, ...] = ()


@record
class FlowLoop:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    label: str | None = None
    locationX: int
    locationY: int
    assignNextValueToReference: str | None = None
    collectionReference: str
    iterationOrder: Literal["Asc", "Desc"] | None = None
    nextValueConnector: FlowConnector | None = None
    noMoreValuesConnector: FlowConnector | None = None


@record
class FlowRecordFilter:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    field: str
    operator: str
    value: Value | None = None


@record
class FlowInputFieldAssignment:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    field: str
    value: Value | None = None


@record
class FlowOutputFieldAssignment:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    assignToReference: str
    field: str


@record
class FlowRecordLookup:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    label: str | None = None
    locationX: int
    locationY: int
    assignNullValuesIfNoRecordsFound: bool | None = None
    connector: FlowConnector | None = None
    faultConnector: FlowConnector | None = None
    filterLogic: str | None = None
    filters: tuple[FlowRecordFilter, ...] = ()
    getFirstRecordOnly: bool | None = None
    limit: Value | None = None
    object: str
    outputAssignments: tuple[FlowOutputFieldAssignment, ...] = ()
    outputReference: str | None = None
    queriedFields: tuple[str, ...] = ()
    sortField: str | None = None
    sortOrder: Literal["Asc", "Desc"] | None = None
    storeOutputAutomatically: bool | None = None


@record
class FlowRecordCreate:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    label: str | None = None
    locationX: int
    locationY: int
    assignRecordIdToReference: str | None = None
    connector: FlowConnector | None = None
    faultConnector: FlowConnector | None = None
    inputAssignments: tuple[FlowInputFieldAssignment, ...] = ()
    inputReference: str | None = None
    object: str | None = None
    storeOutputAutomatically: bool | None = None


@record
class FlowRecordUpdate:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    label: str | None = None
    locationX: int
    locationY: int
    connector: FlowConnector | None = None
    faultConnector: FlowConnector | None = None
    filterLogic: str | None = None
    filters: tuple[FlowRecordFilter, ...] = ()
    inputAssignments: tuple[FlowInputFieldAssignment, ...] = ()
    inputReference: str | None = None
    object: str | None = None


@record
class FlowRecordDelete:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    label: str | None = None
    locationX: int
    locationY: int
    connector: FlowConnector | None = None
    faultConnector: FlowConnector | None = None
    filterLogic: str | None = None
    filters: tuple[FlowRecordFilter, ...] = ()
    inputReference: str | None = None
    object: str | None = None


@record
class FlowCustomErrorMessage:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    errorMessage: str
    fieldSelection: str | None = None
    isFieldError: bool


@record
class FlowCustomError:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    label: str | None = None
    locationX: int
    locationY: int
    connector: FlowConnector | None = None
    customErrorMessages: tuple[FlowCustomErrorMessage, ...] = ()


@record
class FlowActionCallInputParameter:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    name: str
    value: Value | None = None


@record
class FlowActionCallOutputParameter:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    assignToReference: str
    name: str


@record
class FlowActionCall:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    label: str | None = None
    locationX: int
    locationY: int
    actionName: str
    actionType: str
    connector: FlowConnector | None = None
    faultConnector: FlowConnector | None = None
    flowTransactionModel: str | None = None
    inputParameters: tuple[FlowActionCallInputParameter, ...] = ()
    nameSegment: str | None = None
    outputParameters: tuple[FlowActionCallOutputParameter, ...] = ()
    storeOutputAutomatically: bool | None = None
    versionSegment: int | None = None


@record
class FlowSubflowInputAssignment:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    name: str
    value: Value | None = None


@record
class FlowSubflowOutputAssignment:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    assignToReference: str
    name: str


@record
class FlowSubflow:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    label: str | None = None
    locationX: int
    locationY: int
    connector: FlowConnector | None = None
    flowName: str
    inputAssignments: tuple[FlowSubflowInputAssignment, ...] = ()
    outputAssignments: tuple[FlowSubflowOutputAssignment, ...] = ()
    storeOutputAutomatically: bool | None = None


@record
class FlowCollectionSortOption:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    doesPutEmptyStringAndNullFirst: bool
    sortField: str | None = None
    sortOrder: Literal["Asc", "Desc"]


@record
class FlowCollectionProcessor:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    elementSubtype: str | None = None
    label: str | None = None
    locationX: int
    locationY: int
    assignNextValueToReference: str | None = None
    collectionProcessorType: str
    collectionReference: str
    conditionLogic: str | None = None
    conditions: tuple[FlowCondition, ...] = ()
    connector: FlowConnector | None = None
    formula: str | None = None
    limit: int | None = None
    sortOptions: tuple[FlowCollectionSortOption, ...] = ()


@record
class FlowFormula:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    dataType: str | None = None
    expression: str
    scale: int | None = None


@record
class FlowVariable:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    apexClass: str | None = None
    dataType: str
    isCollection: bool | None = None
    isInput: bool | None = None
    isOutput: bool | None = None
    objectType: str | None = None
    scale: int | None = None
    value: Value | None = None


@record
class FlowConstant:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    dataType: str
    value: Value | None = None


@record
class FlowTextTemplate:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    description: str | None = None
    name: str
    isViewedAsPlainText: bool | None = None
    text: str


@record
class FlowSchedule:
    frequency: str | None = None
    startDate: str | None = None
    startTime: str | None = None


@record
class FlowScheduledPath:
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
class FlowStart:
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
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
    actionCalls: tuple[FlowActionCall, ...] = ()
    apiVersion: str | None = None
    areMetricsLoggedToDataCloud: bool | None = None
    assignments: tuple[FlowAssignment, ...] = ()
    collectionProcessors: tuple[FlowCollectionProcessor, ...] = ()
    constants: tuple[FlowConstant, ...] = ()
    customErrors: tuple[FlowCustomError, ...] = ()
    decisions: tuple[FlowDecision, ...] = ()
    description: str | None = None
    environments: str | None = None
    formulas: tuple[FlowFormula, ...] = ()
    interviewLabel: str | None = None
    isAdditionalPermissionRequiredToRun: bool | None = None
    isOverridable: bool | None = None
    isTemplate: bool | None = None
    label: str
    loops: tuple[FlowLoop, ...] = ()
    overriddenFlow: str | None = None
    processMetadataValues: tuple[FlowMetadataValue, ...] = ()
    processType: str | None = None
    recordCreates: tuple[FlowRecordCreate, ...] = ()
    recordDeletes: tuple[FlowRecordDelete, ...] = ()
    recordLookups: tuple[FlowRecordLookup, ...] = ()
    recordUpdates: tuple[FlowRecordUpdate, ...] = ()
    runInMode: str | None = None
    segment: str | None = None
    sourceTemplate: str | None = None
    start: FlowStart | None = None
    startElementReference: str | None = None
    status: str | None = None
    subflows: tuple[FlowSubflow, ...] = ()
    textTemplates: tuple[FlowTextTemplate, ...] = ()
    timeZoneSidKey: str | None = None
    triggerOrder: int | None = None
    variables: tuple[FlowVariable, ...] = ()
