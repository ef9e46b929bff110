"""Flow and FlowTest whole: the elements of the Metadata API's WSDL (API 66) that are left out of the records which
Carepath writes. Each record here widens the one of the same name. A reader that is asked for the whole turns to it when
it meets an element that the narrow one has no place for; a build neither loads nor fills what it never writes.
"""

from generator.frozen import record
from generator.metadata import flow, flow_tests, flow_values
from generator.metadata import flow_rest as rest


@record
class FlowActionCall(flow.FlowActionCall):
    group: str | None = None
    actionCallPaths: tuple[rest.FlowActionCallPath, ...] = ()
    isWaitUntilCompleted: bool | None = None
    offset: int | None = None
    offsetUnit: str | None = None
    timeoutConnector: flow.FlowConnector | None = None
    timeoutPathUsage: str | None = None


@record
class FlowAssignment(flow.FlowAssignment):
    group: str | None = None


@record
class FlowCollectionProcessor(flow.FlowCollectionProcessor):
    group: str | None = None


@record
class FlowCondition(flow_values.FlowCondition):
    aggregationOperator: str | None = None
    conditionLogic: str | None = None
    conditions: tuple[flow_values.FlowCondition, ...] = ()


@record
class FlowCustomError(flow.FlowCustomError):
    group: str | None = None


@record
class FlowDecision(flow.FlowDecision):
    group: str | None = None
    attributes: tuple[rest.FlowAttribute, ...] = ()


@record
class FlowElementReferenceOrValue(flow_values.FlowElementReferenceOrValue):
    collectionElements: tuple[flow_values.FlowElementReferenceOrValue, ...] = ()
    complexValue: str | None = None
    complexValueType: str | None = None
    inputConfiguratorMode: str | None = None
    isReverseValueMapping: bool | None = None
    transform: rest.FlowInlineTransform | None = None
    valueMapName: str | None = None


@record
class FlowLoop(flow.FlowLoop):
    group: str | None = None


@record
class FlowRecordCreate(flow.FlowRecordCreate):
    group: str | None = None


@record
class FlowRecordDelete(flow.FlowRecordDelete):
    group: str | None = None


@record
class FlowRecordLookup(flow.FlowRecordLookup):
    group: str | None = None
    relatedRecords: tuple[rest.FlowRelatedRecordLookup, ...] = ()


@record
class FlowRecordRollback(flow.FlowRecordRollback):
    group: str | None = None


@record
class FlowRecordUpdate(flow.FlowRecordUpdate):
    group: str | None = None


@record
class FlowRule(flow.FlowRule):
    """Without a label in the flows of transaction security."""

    label: str = ""
    attributes: tuple[rest.FlowAttribute, ...] = ()


@record
class FlowStart(flow.FlowStart):
    name: str | None = None
    elementSubtype: str | None = None
    group: str | None = None
    activation: str | None = None
    activationTemplate: str | None = None
    capabilityTypes: tuple[rest.FlowCapability, ...] = ()
    conditionLogic: str | None = None
    conditions: tuple[flow_values.FlowCondition, ...] = ()
    dataGraph: str | None = None
    dataTypeMappings: tuple[flow.FlowDataTypeMapping, ...] = ()
    entryType: str | None = None
    eventName: str | None = None
    eventType: str | None = None
    fanOutAction: flow.FlowActionCall | None = None
    form: str | None = None
    individualObjectRelatedField: str | None = None
    inputs: tuple[rest.FlowStartInputParameter, ...] = ()
    isAsync: bool | None = None
    objectContainer: str | None = None
    prioritizedContactPointsList: str | None = None
    publishSegment: bool | None = None
    segment: str | None = None
    sendMsgToOneContactPtPerIndv: bool | None = None
    triggeringDataGraph: str | None = None
    triggeringDataModelObjectPath: str | None = None
    versionString: str | None = None


@record
class FlowSubflow(flow.FlowSubflow):
    group: str | None = None


@record
class FlowWait(flow.FlowWait):
    group: str | None = None


@record
class FlowTest(flow_tests.FlowTest):
    module: str | None = None
    flowTestDataSources: tuple[rest.FlowTestDataSource, ...] = ()
    isolatedObjectExternalKeys: tuple[rest.FlowTestIsolObjExtlKey, ...] = ()


@record
class Flow(flow.Flow):
    module: str | None = None
    apexPluginCalls: tuple[rest.FlowApexPluginCall, ...] = ()
    choices: tuple[rest.FlowChoice, ...] = ()
    collectionFilterCriteria: tuple[rest.FlowCollectionFilterCriteria, ...] = ()
    customProperties: tuple[rest.FlowCustomProperty, ...] = ()
    dataSpace: str | None = None
    dynamicChoiceSets: tuple[rest.FlowDynamicChoiceSet, ...] = ()
    exitRules: tuple[rest.FlowExitRule, ...] = ()
    experiments: tuple[rest.FlowExperiment, ...] = ()
    groups: tuple[rest.FlowNodeGroup, ...] = ()
    orchestratedStages: tuple[rest.FlowOrchestratedStage, ...] = ()
    screens: tuple[rest.FlowScreen, ...] = ()
    stages: tuple[rest.FlowStage, ...] = ()
    steps: tuple[rest.FlowStep, ...] = ()
    transforms: tuple[rest.FlowTransform, ...] = ()
