"""Rules that assign, answer and escalate cases, and their entries (deploy rules, sections 4.1 and 4.2)."""

from collections.abc import Iterator
from typing import Any

from generator.verify.flows.logic import problems
from generator.verify.objects import packaged
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject

KINDS = ("AssignmentRules", "AutoResponseRules", "EscalationRules")
OPERATIONS = (
    "equals", "notEqual", "lessThan", "greaterThan", "lessOrEqual", "greaterOrEqual", "contains", "notContain",
    "startsWith", "includes", "excludes", "within",
)  # fmt: skip
MOST_ACTIONS = 5


def rules_of(one: Subject) -> tuple[Any, ...]:
    found: tuple[Any, ...] = getattr(one.body, one.kind[0].lower() + one.kind[1:-1])
    return found


def entries_of(one: Subject) -> Iterator[Any]:
    for each in rules_of(one):
        yield from each.ruleEntry


@rule("ASG-001", "deploy", "doc", "AssignmentRules")
def owners_of_rules(one: Subject) -> Iterator[Fault]:
    """Assignment rules are for cases and leads.

    One file for each of the two; other objects have none. Route their records with a flow.
    """
    if one.name not in ("Case", "Lead"):
        yield fault(f"{one.name} has no assignment rules")


@rule("ASG-002", "warning", "doc", *KINDS)
def active_ones(one: Subject) -> Iterator[Fault]:
    """At most one rule of an object is active.

    To activate a second one switches the first off, and what it routed goes astray. Leave one active, and put the
    entries of all into it.
    """
    active = [each for each in rules_of(one) if each.active]
    yield from (fault(f"`{each.fullName}` is a second active rule", each, "active") for each in active[1:])


@rule("ASG-003", "deploy", "inf", *KINDS)
def entry_conditions(one: Subject) -> Iterator[Fault]:
    """An entry asks by a formula or by criteria; one that asks nothing stands last.

    Behind an entry that takes everything no other is ever reached.
    """
    for each in rules_of(one):
        for place, entry in enumerate(each.ruleEntry, 1):
            if entry.formula and entry.criteriaItems:
                yield fault("an entry asks by a formula and by criteria", entry, "formula", "remove one")
            if not entry.formula and not entry.criteriaItems and place < len(each.ruleEntry):
                yield fault("an entry that takes everything stands before others", entry, help="put it last")


@rule("ASG-004", "deploy", "comm", *KINDS)
def criteria_fields(one: Subject) -> Iterator[Fault]:
    """A criterion names a field with its object: `Case.Status`, or one of a fixed parent, `Account.Name`.

    "In field: field - no CustomField named X.Y__r.Z__c found". For anything further use a formula.
    """
    for entry in entries_of(one):
        for item in entry.criteriaItems:
            owner, _, field = item.field.partition(".")
            if "." in field or not field:
                yield fault(f"`{item.field}` is no field with its object", item, "field", "or use a formula")
                continue
            symbol = one.world.objects.object(owner)
            if symbol.field(field) is None:
                yield fault(f"there is no field `{field}` on {owner}", item, "field", missing=True)


@rule("ASG-006", "warning", "inf", *KINDS)
def record_types(one: Subject) -> Iterator[Fault]:
    """A criterion on the record type names it by its label.

    By its developer name it never matches, where the two differ.
    """
    types = {each.body.fullName: each.body.label for each in one.world.of("RecordType") if each.parent == one.name}
    for entry in entries_of(one):
        for item in entry.criteriaItems:
            label = types.get(item.value or "")
            if item.field.endswith(".RecordTypeId") and label is not None and label != item.value:
                yield fault(f"`{item.value}` is a developer name; the label is `{label}`", item, "value")


@rule("ASG-008", "deploy", "doc", *KINDS)
def operations(one: Subject) -> Iterator[Fault]:
    """A criterion's operation is one that the API lists.

    Another is refused while the file is parsed. They are written as `equals`, `notEqual`, `contains`.
    """
    for entry in entries_of(one):
        for item in entry.criteriaItems:
            if item.operation not in OPERATIONS:
                yield fault(f"`{item.operation}` is no operation", item, "operation", f"one of {', '.join(OPERATIONS)}")


@rule("ASG-009", "deploy", "comm", *KINDS)
def assignees(one: Subject) -> Iterator[Fault]:
    """Who is assigned to is said with the kind, a queue by its developer name or a user by the username.

    "In field: assignedTo - no User named X found". An entry with neither leaves the owner alone.
    """
    for at, field in assigned(one):
        if bool(at.assignedTo) != bool(at.assignedToType):
            yield fault("`assignedTo` and `assignedToType` come together", at, field)
        elif at.assignedToType == "User" and "@" not in at.assignedTo:
            yield fault(f"`{at.assignedTo}` is no username", at, "assignedTo")


def assigned(one: Subject) -> Iterator[tuple[Any, str]]:
    for entry in entries_of(one):
        for at in (entry, *entry.escalationAction):
            yield at, "assignedTo" if at.assignedTo else "assignedToType"


@rule("ASG-010", "deploy", "comm", *KINDS)
def queues(one: Subject) -> Iterator[Fault]:
    """The queue that an entry assigns to is there and takes the object.

    An entry would route to nobody. Deploy the queue before, and add the object to the queue's file.
    """
    for at, _ in assigned(one):
        if at.assignedToType != "Queue" or not at.assignedTo:
            continue
        queue = one.world.find("Queue", at.assignedTo)
        if queue is None:
            if not one.world.has("Queue", at.assignedTo):
                yield fault(f"there is no queue `{at.assignedTo}`", at, "assignedTo", missing=True)
        elif one.name not in {each.sobjectType for each in queue.body.queueSobject}:
            yield fault(f"the queue `{at.assignedTo}` does not take {one.name}", at, "assignedTo")


@rule("ASG-011", "deploy", "comm", *KINDS)
def templates(one: Subject) -> Iterator[Fault]:
    """A mail template is named with its folder and is there.

    "In field: template - no EmailTemplate named X found". Write `Folder/Template`, and deploy the template before.
    """
    for entry in entries_of(one):
        named = [(entry, "template")]
        named += [
            (each, field) for each in entry.escalationAction for field in ("assignedToTemplate", "notifyToTemplate")
        ]
        for at, field in named:
            name = getattr(at, field)
            if name and "/" not in name:
                yield fault(f"`{name}` does not name its folder", at, field, "write Folder/Name")
            elif name and not one.world.has("EmailTemplate", name) and not packaged(name):
                yield fault(f"there is no mail template `{name}`", at, field, missing=True)


@rule("ASG-012", "deploy", "inf", *KINDS)
def entry_logic(one: Subject) -> Iterator[Fault]:
    """The logic of an entry's criteria names each of them by its number.

    As `1 AND (2 OR 3)`. Give each condition a number that the logic names, and name none that is not there.
    """
    for entry in entries_of(one):
        if entry.booleanFilter:
            for message in problems(entry.booleanFilter, len(entry.criteriaItems)):
                yield fault(message, entry, "booleanFilter")


@rule("ESC-002", "deploy", "doc", "EscalationRules")
def hours(one: Subject) -> Iterator[Fault]:
    """Business hours are named where, and only where, their source is Static.

    Else they come from the case, or there are none. Name them in `businessHours`, or take the name out.
    """
    for entry in entries_of(one):
        if (entry.businessHoursSource == "Static") != bool(entry.businessHours):
            has = "businessHours" if entry.businessHours else "businessHoursSource"
            yield fault("`businessHours` and the source Static come together", entry, has)


@rule("ESC-003", "deploy", "doc", "EscalationRules")
def escalation_starts(one: Subject) -> Iterator[Fault]:
    """Escalation counts from the creation of a case or from its last change.

    Write CaseCreation or CaseLastModified.
    """
    for entry in entries_of(one):
        if entry.escalationStartTime not in (None, "CaseCreation", "CaseLastModified"):
            yield fault(f"`{entry.escalationStartTime}` is no start", entry, "escalationStartTime")


@rule("ESC-004", "deploy", "inf", "EscalationRules")
def escalation_actions(one: Subject) -> Iterator[Fault]:
    """An escalation acts after some minutes, at most five times, and a new owner or reader is written to by a template.

    Give `minutesToEscalation` above 0, take the sixth action out, and name a template where somebody is told.
    """
    for entry in entries_of(one):
        yield from (fault("a sixth action", each) for each in entry.escalationAction[MOST_ACTIONS:][:1])
        for each in entry.escalationAction:
            if each.minutesToEscalation is not None and each.minutesToEscalation <= 0:
                yield fault("an escalation acts after some minutes", each, "minutesToEscalation")
            if each.notifyTo and not each.notifyToTemplate:
                yield fault("whoever is told is written to by a template", each, "notifyTo", "give `notifyToTemplate`")


@rule("ESC-006", "warning", "inf", *KINDS)
def empty_rules(one: Subject) -> Iterator[Fault]:
    """An active rule has entries.

    Without one it does nothing, and the rule that it replaced is off.
    """
    for each in rules_of(one):
        if each.active and not each.ruleEntry:
            yield fault(f"`{each.fullName}` is active and has no entry", each, "active")


@rule("ESC-007", "deploy", "inf", "AutoResponseRules")
def answers(one: Subject) -> Iterator[Fault]:
    """An automatic answer has a template and a sender.

    Without a template there is nothing to send. The sender's address must be verified in the org.
    """
    for entry in entries_of(one):
        for field in ("template", "senderEmail", "senderName"):
            if not getattr(entry, field):
                yield fault(f"an automatic answer needs `{field}`", entry)
