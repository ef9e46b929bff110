"""Value sets, labels, settings and records of custom metadata: what holds values. Spelled as the WSDL does."""

from generator.frozen import record
from generator.metadata.objects import CustomValue


@record
class GlobalValueSet:
    fullName: str | None = None
    customValue: tuple[CustomValue, ...] = ()
    description: str | None = None
    masterLabel: str
    sorted: bool


@record
class StandardValue:
    fullName: str | None = None
    color: str | None = None
    default: bool
    description: str | None = None
    isActive: bool | None = None
    label: str | None = None
    allowEmail: bool | None = None
    closed: bool | None = None
    converted: bool | None = None
    cssExposed: bool | None = None
    forecastCategory: str | None = None
    highPriority: bool | None = None
    probability: int | None = None
    reverseRole: str | None = None
    reviewed: bool | None = None
    won: bool | None = None


@record
class StandardValueSet:
    fullName: str | None = None
    groupingStringEnum: str | None = None
    sorted: bool
    standardValue: tuple[StandardValue, ...] = ()


@record
class CustomLabel:
    fullName: str
    categories: str | None = None
    language: str
    protected: bool
    shortDescription: str
    value: str


@record
class CustomLabels:
    fullName: str | None = None
    labels: tuple[CustomLabel, ...] = ()


@record
class CaseSettings:
    """`settings/Case`: who owns what nobody routes."""

    fullName: str | None = None
    closeCaseThroughStatusChange: bool | None = None
    defaultCaseOwner: str | None = None
    defaultCaseOwnerType: str | None = None
    defaultCaseUser: str | None = None
    enableEarlyEscalationRuleTriggers: bool | None = None
    keepRecordTypeOnAssignmentRule: bool | None = None
    notifyContactOnCaseComment: bool | None = None
    notifyDefaultCaseOwner: bool | None = None
    notifyOwnerOnCaseOwnerChange: bool | None = None
    systemUserEmail: str | None = None
    useSystemEmailAddress: bool | None = None
    useSystemUserAsDefaultCaseUser: bool | None = None
