"""What the elements of a flow are made of: references, values, connectors, conditions, assignments of fields.

Spelled and ordered as in the Metadata API's WSDL (API 66): fields of the base type first, then alphabetical.
"""

from generator.frozen import record


@record
class FlowMetadataValue:
    name: str
    value: "FlowElementReferenceOrValue | None" = None


@record
class FlowElementReferenceOrValue:
    """One of them; a reference names an element, a resource, or a field of a record."""

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


@record
class FlowBaseElement:
    """What every part of a flow may carry."""

    processMetadataValues: tuple[FlowMetadataValue, ...] = ()


@record
class FlowConnector(FlowBaseElement):
    isGoTo: bool | None = None
    targetReference: str


@record
class FlowElement(FlowBaseElement):
    """What has a name in a flow: elements of the canvas, resources, outcomes."""

    description: str | None = None
    name: str


@record
class FlowNode(FlowElement):
    """What stands on the canvas."""

    elementSubtype: str | None = None
    label: str | None = None
    locationX: int
    locationY: int


@record
class FlowCondition(FlowBaseElement):
    conditionType: str | None = None
    leftValueReference: str
    operator: str
    rightValue: FlowElementReferenceOrValue | None = None


@record
class FlowAssignmentItem(FlowBaseElement):
    assignToReference: str
    operator: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowRecordFilter(FlowBaseElement):
    field: str
    operator: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowInputFieldAssignment(FlowBaseElement):
    field: str
    value: FlowElementReferenceOrValue | None = None


@record
class FlowOutputFieldAssignment(FlowBaseElement):
    assignToReference: str
    field: str
