"""What tells people: notification types, email templates, email alerts. Spelled as the WSDL does."""

from generator.frozen import record


@record
class CustomNotificationType:
    fullName: str | None = None
    customNotifTypeName: str
    description: str | None = None
    desktop: bool
    masterLabel: str
    mobile: bool
    slack: bool | None = None


@record
class EmailTemplate:
    """The text stands in a file beside this one: `Component.content`."""

    fullName: str | None = None
    apiVersion: str | None = None
    available: bool
    description: str | None = None
    encodingKey: str
    letterhead: str | None = None
    name: str
    relatedEntityType: str | None = None
    style: str
    subject: str | None = None
    textOnly: str | None = None
    type: str
    uiType: str | None = None


@record
class WorkflowEmailRecipient:
    field: str | None = None
    recipient: str | None = None
    type: str


@record
class WorkflowAlert:
    fullName: str
    ccEmails: tuple[str, ...] = ()
    description: str
    protected: bool
    recipients: tuple[WorkflowEmailRecipient, ...] = ()
    senderAddress: str | None = None
    senderType: str | None = None
    template: str


@record
class WorkflowFieldUpdate:
    fullName: str
    description: str | None = None
    field: str
    formula: str | None = None
    literalValue: str | None = None
    lookupValue: str | None = None
    lookupValueType: str | None = None
    name: str
    notifyAssignee: bool
    operation: str
    protected: bool
    reevaluateOnChange: bool | None = None
    targetObject: str | None = None


@record
class Workflow:
    """Email alerts and field updates of an object; its old rules are not modelled."""

    fullName: str | None = None
    alerts: tuple[WorkflowAlert, ...] = ()
    fieldUpdates: tuple[WorkflowFieldUpdate, ...] = ()
