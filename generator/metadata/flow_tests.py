"""Tests of a flow that an org runs: what goes in, and what must hold at an element. Spelled as the WSDL does."""

from generator.frozen import record


@record
class FlowTestReferenceOrValue:
    booleanValue: bool | None = None
    dateTimeValue: str | None = None
    dateValue: str | None = None
    elementReference: str | None = None
    jsonValue: str | None = None
    numberValue: str | None = None
    sobjectValue: str | None = None
    stringValue: str | None = None
    timeValue: str | None = None


@record
class FlowTestParameter:
    leftValueReference: str
    type: str
    value: FlowTestReferenceOrValue


@record
class FlowTestCondition:
    leftValueReference: str
    operator: str
    rightValue: FlowTestReferenceOrValue | None = None


@record
class FlowTestAssertion:
    conditions: tuple[FlowTestCondition, ...] = ()
    errorMessage: str | None = None


@record
class FlowTestPoint:
    assertions: tuple[FlowTestAssertion, ...] = ()
    elementApiName: str
    isUseMockOutput: bool | None = None
    parameters: tuple[FlowTestParameter, ...] = ()


@record
class FlowTestFlowVersion:
    flowVersionNumber: str


@record
class FlowTest:
    fullName: str | None = None
    description: str | None = None
    flowApiName: str
    flowTestFlowVersions: tuple[FlowTestFlowVersion, ...] = ()
    label: str
    testPoints: tuple[FlowTestPoint, ...] = ()
    testType: str | None = None
