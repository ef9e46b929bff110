"""Who receives an email alert, and who stands behind a queue or a group."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from generator.emulator.letters import written
from generator.emulator.results import Email
from generator.emulator.rows import Row
from generator.metadata.messages import WorkflowAlert, WorkflowEmailRecipient

if TYPE_CHECKING:
    from generator.emulator.transactions import Transaction


def alert_email(tx: "Transaction", alert: WorkflowAlert, row: Row) -> Email:
    """The mail of an alert; its recipients are found now (runtime-semantics 2.8)."""
    shape = tx.package.schema.with_prefix(str(row.get("Id"))[:3])
    made = tx.package.letter(alert.template, shape) if shape is not None else None
    subject, body = written(tx, made, row) if made is not None else ("", "")
    to = tuple(dict.fromkeys(address for one in alert.recipients for address in addresses(tx, one, row)))
    return Email(
        by="emailAlert",
        at=tx.now,
        to=to,
        cc=alert.ccEmails,
        sender=alert.senderAddress or alert.senderType or "CurrentUser",
        subject=subject,
        body=body,
        template=alert.template,
        record=row.get("Id"),
    )


def addresses(tx: "Transaction", recipient: WorkflowEmailRecipient, row: Row) -> Iterator[str]:
    match recipient.type:
        case "owner":
            yield from people(tx, row.get("OwnerId"))
        case "creator":
            yield from people(tx, row.get("CreatedById"))
        case "email":
            if row.get(recipient.field or ""):
                yield str(row[recipient.field or ""])
        case "contactLookup" | "userLookup":
            linked = row.get(link(recipient.field))
            yield from people(tx, linked)
        case "accountOwner":
            account = tx.get("Account", row.get("AccountId"))
            yield from people(tx, account.get("OwnerId") if account else None)
        case "user":
            yield from named(tx, "User", "Username", recipient.recipient)
        case "group" | "role" | "roleSubordinates":
            object_name = "Group" if recipient.type == "group" else "UserRole"
            yield from named(tx, object_name, "DeveloperName", recipient.recipient)
        case _:
            yield f"{recipient.type}:{recipient.recipient or recipient.field or ''}"


def link(field: str | None) -> str:
    name = field or "ContactId"
    return name if name.endswith(("Id", "__c")) else f"{name}Id"


def named(tx: "Transaction", object_name: str, field: str, name: str | None) -> Iterator[str]:
    """The people of a user, group or role that the org has; else the name itself, marked."""
    for id, row in tx.rows_with(object_name, field, name):
        if row.get(field) == name:
            yield from people(tx, id)
            return
    yield f"{object_name.lower()}:{name}"


def people(tx: "Transaction", id: Any) -> Iterator[str]:
    """The addresses behind a user, contact, queue or group."""
    row = tx.by_id(id) if isinstance(id, str) else None
    if row is None:
        return
    if row.get("Email"):
        yield str(row["Email"])
        return
    for _, member in tx.rows_with("GroupMember", "GroupId", id):
        if member.get("GroupId") == id:
            yield from people(tx, member.get("UserOrGroupId"))
