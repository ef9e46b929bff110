"""Steps 9, 10 and 12: assignment, auto-response and escalation rules (runtime-semantics 5)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from generator.emulator.business_hours import later
from generator.emulator.loading_rules import Entry, Escalation
from generator.emulator.recipients import named, people
from generator.emulator.results import Email, Step
from generator.emulator.rows import Row
from generator.emulator.schema import Shape
from generator.emulator.scopes import Scope

if TYPE_CHECKING:
    from generator.emulator.saving import Saving
    from generator.emulator.transactions import Transaction

ESCALATION = "escalation rule"
"""Stands for the flow in the queue of what is due."""


def first_entry(
    tx: "Transaction", shape: Shape, entries: tuple[Entry, ...], row: Row, prior: Row | None
) -> Entry | None:
    """The first that matches wins and stops."""
    if not entries:
        return None
    scope = Scope(tx.package.rule_names(shape), row, prior, tx)
    for entry in entries:
        matches = entry.test(scope)
        if tx.trace is not None:
            what = "matched" if matches else "passed"
            tx.trace.append(Step(kind="entry", where=entry.rule, name=entry.name, what=what, record=row.get("Id")))
        if matches:
            return entry
    return None


def assign(tx: "Transaction", verb: str, shape: Shape, one: "Saving") -> None:
    """Sets the owner, without validation rules running again. Nobody found: the default owner of cases."""
    if not tx.assign or shape.name not in ("Case", "Lead"):
        return
    entries = tx.package.assignment.get(shape.name)
    owner: str | None = None
    if entries is None:
        other = tx.state.default_owner
        matters = shape.name == "Case" and verb == "insert" and other != one.row.get("OwnerId")
        if matters and tx.switch("no_active_rule_rest") == "default_owner":
            owner = other
    else:
        entry = first_entry(tx, shape, entries, one.row, one.prior)
        if entry is None:
            owner = tx.state.default_owner if shape.name == "Case" else None
        elif entry.owner is not None:
            owner = found_owner(tx, *entry.owner)
            if entry.template:
                told = tuple(people(tx, owner))
                tx.effects.append(Email(by="assignment", at=tx.now, to=told, template=entry.template, record=one.id))
    if owner is None or owner == one.row.get("OwnerId"):
        return
    one.row["OwnerId"] = owner
    tx.write(shape.name, one.id or "", dict(one.row))
    if tx.trace is not None:
        tx.trace.append(Step(kind="write", where=shape.name, name="assignment rule", what="OwnerId", value=owner))


def found_owner(tx: "Transaction", kind: str, name: str) -> str | None:
    object_name, field = ("Group", "DeveloperName") if kind == "Queue" else ("User", "Username")
    for id, row in tx.rows_with(object_name, field, name):
        if str(row.get(field) or "").lower() == name.lower() and (kind != "Queue" or row.get("Type") == "Queue"):
            return id
    return None


def respond(tx: "Transaction", verb: str, shape: Shape, one: "Saving") -> None:
    """An automatic answer to whoever wrote, on insert."""
    entries = tx.package.auto_response.get(shape.name, ())
    entry = first_entry(tx, shape, entries, one.row, one.prior) if verb == "insert" else None
    if entry is None or not entry.template:
        return
    contact = tx.get("Contact", one.row.get("ContactId")) or {}
    to = contact.get("Email") or one.row.get("SuppliedEmail")
    if to:
        tx.effects.append(
            Email(
                by="autoResponse", at=tx.now, to=(str(to),), sender=entry.sender, template=entry.template, record=one.id
            )
        )


# Escalation


def escalate(tx: "Transaction", verb: str, shape: Shape, one: "Saving") -> None:
    """Works out anew when the actions of the first entry that matches are due. What has fired fires no more: the
    update that an action makes is no reason to, and an escalated case keeps only actions that are still to come."""
    entries = tx.package.escalation.get(shape.name, ())
    if not entries or tx.escalating:
        return
    id = one.id or ""
    tx.escalations[id] = []
    if one.row.get("IsClosed") is True:
        return
    entry = first_entry(tx, shape, entries, one.row, one.prior)
    if not isinstance(entry, Escalation) or (entry.only_unmodified and verb == "update"):
        return
    start = one.row["CreatedDate"] if entry.anchor == "CaseCreation" else one.row["LastModifiedDate"]
    for number, action in enumerate(entry.actions):
        at = due(tx, entry, one.row, start, action.minutesToEscalation or 0)
        if at <= tx.now and one.row.get("IsEscalated") is True:
            continue
        tx.escalations[id].append((at, f"{entry.name}.{number}"))


def due(tx: "Transaction", entry: Escalation, row: Row, start: datetime, minutes: int) -> datetime:
    hours: Row | None = None
    if entry.hours_source == "Case":
        hours = tx.get("BusinessHours", row.get("BusinessHoursId"))
        hours = hours or next((one for _, one in tx.rows("BusinessHours") if one.get("IsDefault")), None)
    elif entry.hours_source == "Static":
        hours = next((one for _, one in tx.rows("BusinessHours") if one.get("Name") == entry.hours), None)
    at = start + timedelta(minutes=minutes) if hours is None else later(hours, start, minutes)
    tick = int(tx.switch("escalation_tick_minutes"))
    if tick:
        step = tick * 60
        seconds = int(at.timestamp())
        at += timedelta(seconds=-seconds % step)
    return at


def escalated(tx: "Transaction", id: str, name: str) -> dict[str, Any] | None:
    """Carries out an action of an entry that still matches; the fields that the case then gets."""
    row = tx.get("Case", id)
    if row is None or row.get("IsClosed") is True:
        return None
    shape = tx.package.schema.shape("Case")
    entry = first_entry(tx, shape, tx.package.escalation.get("Case", ()), row, row)
    entry_name, _, number = name.rpartition(".")
    if not isinstance(entry, Escalation) or entry.name != entry_name:
        return None
    action = entry.actions[int(number)]
    fields: dict[str, Any] = {"Id": id, "IsEscalated": True}
    if action.assignedTo:
        owner = found_owner(tx, action.assignedToType or "User", action.assignedTo)
        if owner is not None:
            fields["OwnerId"] = owner
    to = list(action.notifyEmail)
    if action.notifyTo:
        to += named(tx, "User", "Username", action.notifyTo)
    if action.notifyCaseOwner:
        to += people(tx, fields.get("OwnerId") or row.get("OwnerId"))
    if to:
        template = action.notifyToTemplate or action.assignedToTemplate or ""
        tx.effects.append(Email(by="escalation", at=tx.now, to=tuple(to), template=template, record=id))
    return fields
