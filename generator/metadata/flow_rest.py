"""The parts of flows that Carepath never makes and other people's flows hold: screens, choices, stages, transforms,
experiments. Spelled and ordered as in the Metadata API's WSDL (API 66). Only read, and only on behalf of `flow_whole`.
"""

from generator.frozen import record
from generator.metadata.flow import (
    FlowActionCall,
    FlowBaseElement,
    FlowCollectionSortOption,
    FlowCondition,
    FlowConnector,
    FlowDataTypeMapping,
    FlowElement,
    FlowElementReferenceOrValue,
    FlowNode,
    FlowOutputFieldAssignment,
    FlowRecordFilter,
)


@record
class GroupedNode(FlowNode):
    """What stands on the canvas and may belong to a group."""

    group: str | None = None


@record
class FlowActionCallPath(FlowBaseElement):
    connector: FlowConnector
    pathName: str


@record
class FlowApexPluginCallInputParameter(FlowBaseElement):
    name: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowApexPluginCallOutputParameter(FlowBaseElement):
    assignToReference: str
    name: str


@record
class FlowApexPluginCall(GroupedNode):
    apexClass: str
    connector: FlowConnector | None = None
    faultConnector: FlowConnector | None = None
    inputParameters: tuple[FlowApexPluginCallInputParameter, ...] = ()
    outputParameters: tuple[FlowApexPluginCallOutputParameter, ...] = ()


@record
class FlowAttribute(FlowBaseElement):
    type: str
    value: str | None = None


@record
class FlowCapabilityInput(FlowElement):
    capabilityInputName: str
    dataType: str | None = None
    isCollection: bool


@record
class FlowCapability(FlowElement):
    capabilityName: str
    inputs: tuple[FlowCapabilityInput, ...] = ()


@record
class FlowInputValidationRule:
    errorMessage: str
    formulaExpression: str


@record
class FlowChoiceUserInput(FlowBaseElement):
    isRequired: bool | None = None
    promptText: str | None = None
    validationRule: FlowInputValidationRule | None = None


@record
class FlowIcon:
    iconName: str | None = None


@record
class FlowChoice(FlowElement):
    choiceIcon: FlowIcon | None = None
    choiceText: str
    dataType: str
    userInput: FlowChoiceUserInput | None = None
    value: FlowElementReferenceOrValue | None = None


@record
class FlowCollectionFilterCriteria(FlowElement):
    dataType: str | None = None
    filterCondition: str
    filterOptions: tuple[FlowCondition, ...] = ()
    formatType: str
    objectReferencePath: str | None = None
    sortOptions: tuple[FlowCollectionSortOption, ...] = ()
    subType: str | None = None


@record
class FlowCustomProperty:
    name: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowDynamicChoiceSet(FlowElement):
    """Of records, of a picklist's values, or of a collection; orgs write what the others need as null."""

    collectionReference: str | None = None
    dataType: str
    displayField: str | None = None
    filterLogic: str | None = None
    filters: tuple[FlowRecordFilter, ...] = ()
    limit: int | None = None
    object: str | None = None
    outputAssignments: tuple[FlowOutputFieldAssignment, ...] = ()
    picklistField: str | None = None
    picklistObject: str | None = None
    sortField: str | None = None
    sortOrder: str | None = None
    valueField: str | None = None


@record
class FlowTransformValueActionInputParameter(FlowBaseElement):
    name: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowTransformValueAction(FlowBaseElement):
    actionName: str | None = None
    actionType: str | None = None
    actionVersionString: str | None = None
    assignToReference: str | None = None
    inputParameters: tuple[FlowTransformValueActionInputParameter, ...] = ()
    name: str | None = None
    outputFieldApiName: str | None = None
    transformType: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowTransformValue(FlowBaseElement):
    transformValueActions: tuple[FlowTransformValueAction, ...] = ()
    transformValueDescription: str | None = None
    transformValueLabel: str | None = None
    transformValueName: str | None = None


@record
class FlowInlineTransform(FlowBaseElement):
    apexClass: str | None = None
    dataType: str | None = None
    isCollection: bool | None = None
    objectType: str | None = None
    schemaUri: str | None = None
    transformValues: tuple[FlowTransformValue, ...] = ()


@record
class FlowExitRule(FlowElement):
    conditions: tuple[FlowCondition, ...] = ()
    label: str
    logicalOperator: str
    ruleOrder: int


@record
class FlowExperimentPath(FlowElement):
    connector: FlowConnector | None = None
    label: str
    percentage: int


@record
class FlowExperiment(GroupedNode):
    duration: int | None = None
    durationUnit: str | None = None
    fallbackMode: str | None = None
    paths: tuple[FlowExperimentPath, ...] = ()
    primaryMetric: str | None = None
    testGroupPercentage: int | None = None
    type: str


@record
class FlowNodeGroup(GroupedNode):
    entryAction: FlowActionCall | None = None
    exitAction: FlowActionCall | None = None
    faultConnector: FlowConnector | None = None
    groupName: str
    groupType: str
    groupVersion: str
    isCollapsed: bool | None = None


@record
class FlowStageStepAssignee(FlowBaseElement):
    assignee: FlowElementReferenceOrValue | None = None
    assigneeType: str


@record
class FlowStageStepEntryActionInputParameter(FlowBaseElement):
    name: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowStageStepEntryActionOutputParameter(FlowBaseElement):
    assignToReference: str
    name: str


@record
class FlowStageStepExitActionInputParameter(FlowBaseElement):
    name: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowStageStepExitActionOutputParameter(FlowBaseElement):
    assignToReference: str
    name: str


@record
class FlowStageStepInputParameter(FlowBaseElement):
    name: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowStageStepOutputConfigParam(FlowBaseElement):
    name: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowStageStepOutputParameter(FlowBaseElement):
    assignToReference: str
    name: str


@record
class FlowStageStep(FlowElement):
    """`requiresMultiMemberApproval` came with API 67."""

    actionName: str | None = None
    actionType: str | None = None
    assignees: tuple[FlowStageStepAssignee, ...] = ()
    canAssigneeEdit: bool | None = None
    debugSimulateStep: bool | None = None
    entryActionInputParameters: tuple[FlowStageStepEntryActionInputParameter, ...] = ()
    entryActionName: str | None = None
    entryActionOutputParameters: tuple[FlowStageStepEntryActionOutputParameter, ...] = ()
    entryActionType: str | None = None
    entryConditionLogic: str
    entryConditions: tuple[FlowCondition, ...] = ()
    exitActionInputParameters: tuple[FlowStageStepExitActionInputParameter, ...] = ()
    exitActionName: str | None = None
    exitActionOutputParameters: tuple[FlowStageStepExitActionOutputParameter, ...] = ()
    exitActionType: str | None = None
    exitConditionLogic: str | None = None
    exitConditions: tuple[FlowCondition, ...] = ()
    inputParameters: tuple[FlowStageStepInputParameter, ...] = ()
    label: str
    outputConfigParams: tuple[FlowStageStepOutputConfigParam, ...] = ()
    outputParameters: tuple[FlowStageStepOutputParameter, ...] = ()
    requiresAsyncProcessing: bool | None = None
    requiresMultiMemberApproval: str | None = None
    runAsUser: bool | None = None
    shouldLock: bool | None = None
    stepSubtype: str | None = None


@record
class FlowOrchestratedStage(GroupedNode):
    connector: FlowConnector | None = None
    exitActionInputParameters: tuple[FlowStageStepExitActionInputParameter, ...] = ()
    exitActionName: str | None = None
    exitActionOutputParameters: tuple[FlowStageStepExitActionOutputParameter, ...] = ()
    exitActionType: str | None = None
    exitConditionLogic: str | None = None
    exitConditions: tuple[FlowCondition, ...] = ()
    faultConnector: FlowConnector | None = None
    stageSteps: tuple[FlowStageStep, ...] = ()


@record
class FlowRelatedRecordLookup(FlowBaseElement):
    filterLogic: str | None = None
    filters: tuple[FlowRecordFilter, ...] = ()
    getFirstRecordOnly: bool | None = None
    limit: FlowElementReferenceOrValue | None = None
    queriedFields: tuple[str, ...] = ()
    relatedObject: str | None = None
    relatedRecords: tuple["FlowRelatedRecordLookup", ...] = ()
    relationshipField: str | None = None
    sortField: str | None = None
    sortOrder: str | None = None


@record
class FlowScreenActionInputParameter(FlowBaseElement):
    name: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowScreenAction(FlowElement):
    actionName: str | None = None
    actionType: str | None = None
    inputParameters: tuple[FlowScreenActionInputParameter, ...] = ()
    label: str
    nameSegment: str | None = None
    versionString: str | None = None


@record
class FlowScreenFieldInputParameter(FlowBaseElement):
    name: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowScreenFieldOutputParameter(FlowBaseElement):
    assignToReference: str
    name: str


@record
class FlowScreenStyleSetting(FlowBaseElement):
    propertyName: str
    propertyValue: FlowElementReferenceOrValue
    scope: str | None = None


@record
class FlowScreenFieldStyleProperties:
    styleSettings: tuple[FlowScreenStyleSetting, ...] = ()
    verticalAlignment: FlowElementReferenceOrValue
    width: FlowElementReferenceOrValue


@record
class FlowVisibilityRule(FlowBaseElement):
    conditionLogic: str | None = None
    conditions: tuple[FlowCondition, ...] = ()


@record
class FlowScreenField(FlowElement):
    """A component of a screen; a section's columns hold more of them, and may have no name."""

    name: str = ""
    attributes: tuple[FlowAttribute, ...] = ()
    choiceReferences: tuple[str, ...] = ()
    dataType: str | None = None
    dataTypeMappings: tuple[FlowDataTypeMapping, ...] = ()
    defaultSelectedChoiceReference: str | None = None
    defaultValue: FlowElementReferenceOrValue | None = None
    extensionName: str | None = None
    fieldText: str | None = None
    fieldType: str
    fields: tuple["FlowScreenField", ...] = ()
    helpText: str | None = None
    inputParameters: tuple[FlowScreenFieldInputParameter, ...] = ()
    inputsOnNextNavToAssocScrn: str | None = None
    isDisabled: FlowElementReferenceOrValue | None = None
    isReadOnly: FlowElementReferenceOrValue | None = None
    isRequired: bool | None = None
    isVisible: bool | None = None
    objectFieldReference: str | None = None
    outputParameters: tuple[FlowScreenFieldOutputParameter, ...] = ()
    regionContainerType: str | None = None
    scale: int | None = None
    sourceTemplateApiName: str | None = None
    sourceTemplateProviderType: str | None = None
    storeOutputAutomatically: bool | None = None
    styleProperties: FlowScreenFieldStyleProperties | None = None
    validationRule: FlowInputValidationRule | None = None
    visibilityRule: FlowVisibilityRule | None = None


@record
class FlowScreenRuleAction(FlowBaseElement):
    attribute: str
    fieldReference: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowScreenRule(FlowBaseElement):
    conditionLogic: str | None = None
    conditions: tuple[FlowCondition, ...] = ()
    label: str
    ruleActions: tuple[FlowScreenRuleAction, ...] = ()


@record
class FlowScreenTriggerHandler(FlowBaseElement):
    conditionLogic: str | None = None
    conditions: tuple[FlowCondition, ...] = ()
    initBehavior: str | None = None
    screenActionName: str


@record
class FlowScreenTrigger(FlowBaseElement):
    eventName: str
    eventSource: str
    handlers: tuple[FlowScreenTriggerHandler, ...] = ()


@record
class FlowScreen(GroupedNode):
    actions: tuple[FlowScreenAction, ...] = ()
    allowBack: bool | None = None
    allowFinish: bool | None = None
    allowPause: bool | None = None
    backButtonLabel: str | None = None
    connector: FlowConnector | None = None
    fields: tuple[FlowScreenField, ...] = ()
    helpText: str | None = None
    nextOrFinishButtonLabel: str | None = None
    pauseButtonLabel: str | None = None
    pausedText: str | None = None
    rules: tuple[FlowScreenRule, ...] = ()
    showFooter: bool | None = None
    showHeader: bool | None = None
    stageReference: FlowElementReferenceOrValue | None = None
    styleSettings: tuple[FlowScreenStyleSetting, ...] = ()
    triggers: tuple[FlowScreenTrigger, ...] = ()


@record
class FlowStage(FlowElement):
    isActive: bool
    label: str
    stageOrder: int


@record
class FlowStartInputParameter(FlowBaseElement):
    name: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowStep(GroupedNode):
    connectors: tuple[FlowConnector, ...] = ()


@record
class FlowTestDataSource:
    apexClass: str
    dataSourceType: str


@record
class FlowTestExtKeyField:
    fieldName: str


@record
class FlowTestIsolObjExtlKey:
    keyFields: tuple[FlowTestExtKeyField, ...] = ()
    objectType: str


@record
class FlowTransform(GroupedNode):
    apexClass: str | None = None
    connector: FlowConnector | None = None
    dataType: str | None = None
    isCollection: bool | None = None
    objectType: str | None = None
    scale: int | None = None
    schemaUri: str | None = None
    storeOutputAutomatically: bool | None = None
    transformValues: tuple[FlowTransformValue, ...] = ()
