"""Queues, groups and assignment rules, spelled as the WSDL does."""

from generator.frozen import record


@record
class QueueSobject:
    sobjectType: str


@record
class PublicGroups:
    publicGroup: tuple[str, ...] = ()


@record
class QueueMembers:
    publicGroups: PublicGroups | None = None


@record
class Queue:
    doesSendEmailToMembers: bool
    email: str | None = None
    name: str
    queueMembers: QueueMembers | None = None
    queueRoutingConfig: str | None = None
    queueSobject: tuple[QueueSobject, ...] = ()


@record
class Group:
    description: str | None = None
    doesIncludeBosses: bool | None = None
    name: str


@record
class FilterItem:
    field: str
    operation: str
    value: str | None = None
    valueField: str | None = None


@record
class RuleEntry:
    assignedTo: str | None = None
    assignedToType: str | None = None
    booleanFilter: str | None = None
    businessHours: str | None = None
    businessHoursSource: str | None = None
    criteriaItems: tuple[FilterItem, ...] = ()
    disableEscalationWhenModified: bool | None = None
    escalationStartTime: str | None = None
    formula: str | None = None
    notifyCcRecipients: bool | None = None
    overrideExistingTeams: bool | None = None
    replyToEmail: str | None = None
    senderEmail: str | None = None
    senderName: str | None = None
    team: tuple[str, ...] = ()
    template: str | None = None


@record
class AssignmentRule:
    fullName: str
    active: bool | None = None
    ruleEntry: tuple[RuleEntry, ...] = ()


@record
class AssignmentRules:
    assignmentRule: tuple[AssignmentRule, ...] = ()
