"""Queues, groups and the rules that hand cases to them, spelled as the WSDL does."""

from generator.frozen import record


@record
class QueueSobject:
    sobjectType: str


@record
class PublicGroups:
    publicGroup: tuple[str, ...] = ()


@record
class RoleAndSubordinates:
    roleAndSubordinate: tuple[str, ...] = ()


@record
class RoleAndSubordinatesInternal:
    roleAndSubordinateInternal: tuple[str, ...] = ()


@record
class Roles:
    role: tuple[str, ...] = ()


@record
class Users:
    user: tuple[str, ...] = ()


@record
class QueueMembers:
    publicGroups: PublicGroups | None = None
    roleAndSubordinates: RoleAndSubordinates | None = None
    roleAndSubordinatesInternal: RoleAndSubordinatesInternal | None = None
    roles: Roles | None = None
    users: Users | None = None


@record
class Queue:
    fullName: str | None = None
    description: str | None = None
    doesSendEmailToMembers: bool | None = None
    email: str | None = None
    name: str
    queueMembers: QueueMembers | None = None
    queueRoutingConfig: str | None = None
    queueSobject: tuple[QueueSobject, ...] = ()


@record
class Group:
    fullName: str | None = None
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
class EscalationAction:
    assignedTo: str | None = None
    assignedToTemplate: str | None = None
    assignedToType: str | None = None
    minutesToEscalation: int | None = None
    notifyCaseOwner: bool | None = None
    notifyEmail: tuple[str, ...] = ()
    notifyTo: str | None = None
    notifyToTemplate: str | None = None


@record
class RuleEntry:
    assignedTo: str | None = None
    assignedToType: str | None = None
    booleanFilter: str | None = None
    businessHours: str | None = None
    businessHoursSource: str | None = None
    criteriaItems: tuple[FilterItem, ...] = ()
    disableEscalationWhenModified: bool | None = None
    escalationAction: tuple[EscalationAction, ...] = ()
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
    fullName: str | None = None
    assignmentRule: tuple[AssignmentRule, ...] = ()


@record
class AutoResponseRule:
    fullName: str
    active: bool | None = None
    ruleEntry: tuple[RuleEntry, ...] = ()


@record
class AutoResponseRules:
    fullName: str | None = None
    autoResponseRule: tuple[AutoResponseRule, ...] = ()


@record
class EscalationRule:
    fullName: str
    active: bool | None = None
    ruleEntry: tuple[RuleEntry, ...] = ()


@record
class EscalationRules:
    fullName: str | None = None
    escalationRule: tuple[EscalationRule, ...] = ()
