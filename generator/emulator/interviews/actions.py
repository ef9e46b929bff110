"""Actions: email alerts, emails, custom notifications, submissions for approval (runtime-semantics 2.8), posts in feeds
(Actions guide, Post to Chatter). Others are refused by name."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from generator.emulator.interviews.assigning import target
from generator.emulator.interviews.data import attempt
from generator.emulator.interviews.elements import target_of
from generator.emulator.interviews.interview import Bulk, Fault, Interview
from generator.emulator.recipients import alert_email
from generator.emulator.results import Effect, Email, Notification, Post, Submission
from generator.emulator.schema import NotModelled
from generator.emulator.scopes import Kind
from generator.metadata.flow import FlowActionCall
from generator.metadata.messages import WorkflowAlert

if TYPE_CHECKING:
    from generator.emulator.interviews.program import Program

Inputs = Mapping[str, Any]
Act = Callable[[Interview, Inputs], dict[str, Any]]
MOST_RECIPIENTS = 500
MOST_ADDRESSES = 150
LONGEST_TITLE, LONGEST_BODY = 250, 750
LONGEST_POST = 10_000
ID = re.compile(r"[A-Za-z0-9]{15}([A-Z0-5]{3})?")

OUTPUTS: dict[str, dict[str, str]] = {
    "emailAlert": {},
    "emailSimple": {"SuccessMessage": "text"},
    "customNotificationAction": {"SuccessMessage": "text"},
    "chatterPost": {"feedItemId": "id"},
    "submit": {"entityId": "id", "instanceId": "id", "instanceStatus": "text"},
}


def outputs_of(program: "Program", call: FlowActionCall) -> dict[str, Kind]:
    """What an action gives back, by name; raises NotModelled for an action that is not run."""
    if call.actionType not in OUTPUTS:
        raise NotModelled(f"{program.name}.{call.name}: the action {call.actionType} ({call.actionName})")
    return {name: Kind(name=kind) for name, kind in OUTPUTS[call.actionType].items()}


def action(program: "Program", call: FlowActionCall) -> Bulk:
    name, then = call.name, target_of(call.connector)
    where = f"{program.name}.{name}"
    readers = tuple((one.name, program.direct.value(one.value, where).get) for one in call.inputParameters)
    act = actor(program, call)
    outputs = tuple((one.name, target(program, one.assignToReference, name)[1]) for one in call.outputParameters)
    for output, _ in outputs:
        if output not in OUTPUTS[call.actionType]:
            raise NotModelled(f"{where}: the output {output} of {call.actionType}")

    def run(group: list[Interview]) -> None:
        for interview in group:
            interview.at = then
            fine, given = attempt(
                interview, name, call.faultConnector, lambda one: act(one, {key: get(one) for key, get in readers})
            )
            if fine and interview.tx.trace is not None:
                interview.step("sent", name, call.actionType, newest(interview, call.actionType))
            for output, value in (given or {}).items() if fine else ():
                interview.values[f"{name}.{output}"] = value
            for output, put in outputs if fine else ():
                put(interview, given[output])

    return run


def newest(interview: Interview, kind: str) -> Effect:
    """What the action that has just run sent: a notification may leave at once, all else waits for the commit."""
    tx = interview.tx
    at_once = kind == "customNotificationAction" and not tx.switches.notify_on_commit
    return (tx.left if at_once else tx.effects)[-1]


def actor(program: "Program", call: FlowActionCall) -> Act:
    if call.actionType == "emailAlert":
        alert = program.package.alerts.get(call.actionName)
        if alert is None and program.package.open:
            alert = WorkflowAlert(fullName=call.actionName, description="", protected=False, template="")
        if alert is None:
            raise NotModelled(f"{program.name}.{call.name}: there is no email alert {call.actionName}")

        def send_alert(interview: Interview, inputs: Inputs) -> dict[str, Any]:
            row = interview.tx.by_id(needed(inputs, "SObjectRowId"))
            if row is None:
                raise Fault("The email alert's record is not there.")
            interview.tx.effects.append(alert_email(interview.tx, alert, row))
            return {}

        return send_alert
    acts: dict[str, Act] = {
        "emailSimple": send_email,
        "customNotificationAction": notify,
        "submit": submit,
        "chatterPost": post,
    }
    return acts[call.actionType]


def needed(inputs: Inputs, name: str) -> Any:
    value = inputs.get(name)
    if value in (None, "", []):
        raise Fault(f"Missing required input parameter: {name}")
    return value


def addresses(value: Any) -> tuple[str, ...]:
    """A collection, or a text with commas."""
    if isinstance(value, list):
        return tuple(str(one) for one in value if one)
    return tuple(one.strip() for one in str(value or "").replace(";", ",").split(",") if one.strip())


def send_email(interview: Interview, inputs: Inputs) -> dict[str, Any]:
    tx = interview.tx
    template = inputs.get("emailTemplateId")
    if template is None:
        needed(inputs, "emailSubject")
        needed(inputs, "emailBody")
    elif inputs.get("recipientId") is None:
        raise Fault("Missing required input parameter: recipientId")
    to = addresses(inputs.get("emailAddresses")) + addresses(inputs.get("emailAddressesArray"))
    to += addresses(inputs.get("recipientAddresses"))
    person = tx.by_id(inputs.get("recipientId"))
    if person is not None and person.get("Email"):
        to += (str(person["Email"]),)
    cc, bcc = addresses(inputs.get("ccAddresses")), addresses(inputs.get("bccAddresses"))
    if not to + cc + bcc:
        raise Fault("Missing required input parameter: recipientAddresses")
    if len(to + cc + bcc) > MOST_ADDRESSES:
        raise Fault(f"An email takes at most {MOST_ADDRESSES} recipients.")
    sender_type = inputs.get("senderType") or "CurrentUser"
    if sender_type == "OrgWideEmailAddress":
        needed(inputs, "senderAddress")
    sender = inputs.get("senderAddress") or sender_type
    tx.effects.append(
        Email(
            by="emailSimple",
            at=tx.now,
            to=to,
            cc=cc,
            bcc=bcc,
            sender=str(sender),
            subject=str(inputs.get("emailSubject") or ""),
            body=str(inputs.get("emailBody") or ""),
            template=str(template or ""),
            record=inputs.get("relatedRecordId"),
        )
    )
    return {"SuccessMessage": "The email was sent."}


def notify(interview: Interview, inputs: Inputs) -> dict[str, Any]:
    """When a notification leaves is not documented; it waits for the commit unless the switch says otherwise."""
    tx = interview.tx
    kind = tx.get("CustomNotificationType", needed(inputs, "customNotifTypeId"))
    if kind is None:
        raise Fault("The custom notification type is not there.")
    recipients = addresses(needed(inputs, "recipientIds"))
    title, body = str(needed(inputs, "title")), str(needed(inputs, "body"))
    if not inputs.get("targetId") and not inputs.get("targetPageRef"):
        raise Fault("Missing required input parameter: targetId")
    for what, text, most in (("title", title, LONGEST_TITLE), ("body", body, LONGEST_BODY)):
        if len(text) > most:
            raise Fault(f"The {what} of a notification takes at most {most} characters.")
    if len(recipients) > MOST_RECIPIENTS:
        raise Fault(f"A notification takes at most {MOST_RECIPIENTS} recipients.")
    made = Notification(
        at=tx.now,
        type=str(kind.get("DeveloperName") or kind.get("CustomNotifTypeName")),
        recipients=recipients,
        title=title,
        body=body,
        target=inputs.get("targetId"),
    )
    (tx.effects if tx.switch("notify_on_commit") else tx.left).append(made)
    return {"SuccessMessage": "The notification was sent."}


def post(interview: Interview, inputs: Inputs) -> dict[str, Any]:
    """A feed item is a row: it is there when the transaction commits. A name needs a `type` that says whose it is."""
    tx = interview.tx
    subject, text = str(needed(inputs, "subjectNameOrId")), str(needed(inputs, "text"))
    if len(text) > LONGEST_POST:
        raise Fault(f"A post takes at most {LONGEST_POST:,} characters.")
    if ID.fullmatch(subject) is None:
        needed(inputs, "type")
    item = tx.fresh_id("0D5")
    tx.effects.append(Post(at=tx.now, subject=subject, text=text, item=item))
    return {"feedItemId": item}


def submit(interview: Interview, inputs: Inputs) -> dict[str, Any]:
    tx = interview.tx
    record = str(needed(inputs, "objectId"))
    if tx.by_id(record) is None:
        raise Fault("The record to submit is not there.")
    tx.effects.append(
        Submission(
            at=tx.now,
            record=record,
            process=inputs.get("processDefinitionNameOrId"),
            submitter=inputs.get("submitterId") or tx.user,
            comment=inputs.get("comment"),
        )
    )
    instance = tx.fresh_id("04g")
    return {"entityId": record, "instanceId": instance, "instanceStatus": "Pending"}
