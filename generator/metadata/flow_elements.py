"""The elements of a flow's canvas, spelled and ordered as in the Metadata API's WSDL (API 66)."""

from generator.frozen import record
from generator.metadata.flow_values import (
    FlowAssignmentItem,
    FlowBaseElement,
    FlowCondition,
    FlowConnector,
    FlowElement,
    FlowElementReferenceOrValue,
    FlowInputFieldAssignment,
    FlowNode,
    FlowOutputFieldAssignment,
    FlowRecordFilter,
)


@record
class FlowAssignment(FlowNode):
    assignmentItems: tuple[FlowAssignmentItem, ...] = ()
    connector: FlowConnector | None = None


@record
class FlowRule(FlowElement):
    conditionLogic: str
    conditions: tuple[FlowCondition, ...] = ()
    connector: FlowConnector | None = None
    doesRequireRecordChangedToMeetCriteria: bool | None = None
    label: str


@record
class FlowDecision(FlowNode):
    defaultConnector: FlowConnector | None = None
    defaultConnectorLabel: str | None = None
    rules: tuple[FlowRule, ...] = ()


@record
class FlowLoop(FlowNode):
    assignNextValueToReference: str | None = None
    collectionReference: str
    iterationOrder: str | None = None
    nextValueConnector: FlowConnector | None = None
    noMoreValuesConnector: FlowConnector | None = None


@record
class FlowRecordLookup(FlowNode):
    assignNullValuesIfNoRecordsFound: bool | None = None
    connector: FlowConnector | None = None
    faultConnector: FlowConnector | None = None
    filterLogic: str | None = None
    filters: tuple[FlowRecordFilter, ...] = ()
    getFirstRecordOnly: bool | None = None
    limit: FlowElementReferenceOrValue | None = None
    object: str
    outputAssignments: tuple[FlowOutputFieldAssignment, ...] = ()
    outputReference: str | None = None
    queriedFields: tuple[str, ...] = ()
    sortField: str | None = None
    sortOrder: str | None = None
    storeOutputAutomatically: bool | None = None


@record
class FlowRecordCreate(FlowNode):
    assignRecordIdToReference: str | None = None
    connector: FlowConnector | None = None
    doesUpsert: bool | None = None
    doesUpsertAllOrNone: bool | None = None
    faultConnector: FlowConnector | None = None
    filterLogic: str | None = None
    filters: tuple[FlowRecordFilter, ...] = ()
    inputAssignments: tuple[FlowInputFieldAssignment, ...] = ()
    inputReference: str | None = None
    object: str | None = None
    operationMultMatchingRecords: str | None = None
    operationOneMatchingRecord: str | None = None
    operationZeroMatchingRecords: str | None = None
    storeOutputAutomatically: bool | None = None
    upsertExternalIdField: str | None = None
    upsertStandardIdField: str | None = None


@record
class FlowRecordUpdate(FlowNode):
    connector: FlowConnector | None = None
    faultConnector: FlowConnector | None = None
    filterLogic: str | None = None
    filters: tuple[FlowRecordFilter, ...] = ()
    inputAssignments: tuple[FlowInputFieldAssignment, ...] = ()
    inputReference: str | None = None
    object: str | None = None


@record
class FlowRecordDelete(FlowNode):
    connector: FlowConnector | None = None
    faultConnector: FlowConnector | None = None
    filterLogic: str | None = None
    filters: tuple[FlowRecordFilter, ...] = ()
    inputReference: str | None = None
    object: str | None = None


@record
class FlowRecordRollback(FlowNode):
    connector: FlowConnector | None = None


@record
class FlowCustomErrorMessage(FlowBaseElement):
    errorMessage: str
    fieldSelection: str | None = None
    isFieldError: bool


@record
class FlowCustomError(FlowNode):
    description: str | None = None
    connector: FlowConnector | None = None
    customErrorMessages: tuple[FlowCustomErrorMessage, ...] = ()


@record
class FlowDataTypeMapping(FlowBaseElement):
    apexClass: str | None = None
    schemaUri: str | None = None
    typeName: str | None = None
    typeValue: str | None = None
    valueMappingKey: str | None = None
    valueMappingTarget: str | None = None
    valueMappingTransformType: str | None = None


@record
class FlowActionCallInputParameter(FlowBaseElement):
    name: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowActionCallOutputParameter(FlowBaseElement):
    assignToReference: str
    name: str


@record
class FlowActionCall(FlowNode):
    actionName: str
    actionType: str
    connector: FlowConnector | None = None
    dataTypeMappings: tuple[FlowDataTypeMapping, ...] = ()
    faultConnector: FlowConnector | None = None
    flowTransactionModel: str | None = None
    inputParameters: tuple[FlowActionCallInputParameter, ...] = ()
    nameSegment: str | None = None
    outputParameters: tuple[FlowActionCallOutputParameter, ...] = ()
    storeOutputAutomatically: bool | None = None
    versionString: str | None = None


@record
class FlowSubflowInputAssignment(FlowBaseElement):
    name: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowSubflowOutputAssignment(FlowBaseElement):
    assignToReference: str | None = None
    name: str


@record
class FlowSubflow(FlowNode):
    connector: FlowConnector | None = None
    flowName: str
    inputAssignments: tuple[FlowSubflowInputAssignment, ...] = ()
    outputAssignments: tuple[FlowSubflowOutputAssignment, ...] = ()
    storeOutputAutomatically: bool | None = None


@record
class FlowCollectionMapItem(FlowBaseElement):
    assignToFieldReference: str
    operator: str
    value: FlowElementReferenceOrValue


@record
class FlowCollectionSortOption(FlowBaseElement):
    doesPutEmptyStringAndNullFirst: bool
    sortField: str | None = None
    sortOrder: str


@record
class FlowCollectionProcessor(FlowNode):
    assignNextValueToReference: str | None = None
    collectionProcessorType: str
    collectionReference: str
    conditionLogic: str | None = None
    conditions: tuple[FlowCondition, ...] = ()
    connector: FlowConnector | None = None
    formula: str | None = None
    limit: int | None = None
    mapItems: tuple[FlowCollectionMapItem, ...] = ()
    outputSObjectType: str | None = None
    sortOptions: tuple[FlowCollectionSortOption, ...] = ()


@record
class FlowWaitEventInputParameter(FlowBaseElement):
    name: str | None = None
    value: FlowElementReferenceOrValue | None = None


@record
class FlowWaitEventOutputParameter(FlowBaseElement):
    assignToReference: str
    name: str


@record
class FlowWaitEvent(FlowElement):
    associatedElement: str | None = None
    automationEventName: str | None = None
    automationEventType: str | None = None
    conditionLogic: str | None = None
    conditions: tuple[FlowCondition, ...] = ()
    connector: FlowConnector | None = None
    eventType: str | None = None
    filterLogic: str | None = None
    filters: tuple[FlowRecordFilter, ...] = ()
    inputParameters: tuple[FlowWaitEventInputParameter, ...] = ()
    interactionType: str | None = None
    label: str
    maxBatchSize: int | None = None
    object: str | None = None
    offset: int | None = None
    offsetUnit: str | None = None
    outputParameters: tuple[FlowWaitEventOutputParameter, ...] = ()
    recordTriggerType: str | None = None
    resumeDate: str | None = None
    resumeDateReference: str | None = None
    resumeTime: str | None = None


@record
class FlowWait(FlowNode):
    defaultConnector: FlowConnector | None = None
    defaultConnectorLabel: str
    faultConnector: FlowConnector | None = None
    timeZoneId: str | None = None
    waitEvents: tuple[FlowWaitEvent, ...] = ()
