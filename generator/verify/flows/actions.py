"""The standard actions of flows: their parameters, which of them are needed, and how long texts may be.

Source: Actions Developer Guide; limits from the deploy rules, section 1.7.
"""

from collections.abc import Mapping

from generator.frozen import record


@record
class Action:
    """`inputs`: name -> kind (text, boolean, id, texts for a collection of texts, any). `needed`: those without which
    it is refused; `one_of`: of which at least one. `longest`: characters of a literal."""

    inputs: Mapping[str, str]
    needed: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    longest: Mapping[str, int]


EMAIL_ALERT = Action(inputs={"SObjectRowId": "id"}, needed=("SObjectRowId",), longest={})
EMAIL = Action(
    inputs={
        "emailAddresses": "text", "emailAddressesArray": "texts", "ccRecipientList": "text",
        "ccRecipientCollection": "texts", "bccRecipientList": "text", "bccRecipientCollection": "texts",
        "emailSubject": "text", "emailBody": "text", "emailTemplateId": "id", "recipientId": "id",
        "relatedRecordId": "id", "senderType": "text", "senderAddress": "text", "sendRichBody": "boolean",
        "useLineBreaks": "boolean", "logEmailOnSend": "boolean", "composeEmailContent": "any",
        "addThreadingTokenToBody": "boolean", "addThreadingTokenToSubject": "boolean", "attachmentId": "any",
        "inReplyTo": "text", "orgWideEmailAddressId": "id", "attachmentIdCollection": "any",
        "isBulkEmail": "boolean", "emailMessageId": "id", "recipientAddresses": "any", "recipientAddressList": "any",
        "recipientAddressCollection": "any", "ccRecipientAddressList": "any", "ccRecipientAddressCollection": "any",
        "bccRecipientAddressList": "any", "bccRecipientAddressCollection": "any",
        "ccAddresses": "text", "useEmailTemplate": "any",
    },
    one_of=(
        "emailAddresses", "emailAddressesArray", "recipientId", "ccRecipientList", "ccRecipientCollection",
        "bccRecipientList", "bccRecipientCollection", "recipientAddresses", "recipientAddressList",
        "recipientAddressCollection",
    ),
    longest={},
)  # fmt: skip
NOTIFICATION = Action(
    inputs={
        "customNotifTypeId": "id", "recipientIds": "texts", "title": "text", "body": "text", "targetId": "id",
        "targetPageRef": "text", "senderId": "id", "customNotifTypeName": "text",
    },
    needed=("customNotifTypeId", "recipientIds", "body"),
    one_of=("targetId", "targetPageRef"),
    longest={"title": 250, "body": 750},
)  # fmt: skip
CHATTER = Action(
    inputs={"text": "text", "subjectNameOrId": "text", "type": "text", "communityId": "text", "visibility": "text"},
    needed=("text", "subjectNameOrId"),
    longest={"text": 10_000},
)
ACTIONS: Mapping[tuple[str, str], Action] = {
    ("emailSimple", "emailSimple"): EMAIL,
    ("customNotificationAction", "customNotificationAction"): NOTIFICATION,
    ("chatterPost", "chatterPost"): CHATTER,
}
"""By action type and name; an email alert is known by its type alone."""


def action_of(kind: str, name: str) -> Action | None:
    """What is known of an action; None for one that is not in the table."""
    return EMAIL_ALERT if kind == "emailAlert" else ACTIONS.get((kind, name))
