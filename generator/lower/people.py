"""Teams as queues with one public group each, people, permissions, record type."""

from collections.abc import Iterator

from generator.lower.naming import ELSEWHERE, Names
from generator.metadata.component import Component, component
from generator.metadata.objects import (
    BusinessProcess,
    CustomPermission,
    PicklistValue,
    RecordType,
    RecordTypePicklistValue,
)
from generator.metadata.people import (
    Group,
    PublicGroups,
    Queue,
    QueueMembers,
    QueueSobject,
)
from generator.process.model import Process


def people(process: Process, names: Names) -> Iterator[Component]:
    """Queues and groups. Members are data: no group's members are ever emitted."""
    for team in process.teams:
        if team.existing:
            continue
        name = names.queue(team.id)
        members = f"{name}_Team"[:80]
        group = Group(doesIncludeBosses=False, name=team.label[:40])
        queue = Queue(
            doesSendEmailToMembers=False,
            name=team.label[:40],
            queueMembers=QueueMembers(publicGroups=PublicGroups(publicGroup=(members,))),
            queueSobject=(QueueSobject(sobjectType="Case"), QueueSobject(sobjectType="Task")),
        )
        yield component(members, group, team.because)
        yield component(name, queue, team.because)
    for group_of in process.people:
        if group_of.api_name is None:
            yield component(
                names.own(group_of.id), Group(doesIncludeBosses=False, name=group_of.label[:40]), group_of.because
            )


def permissions(process: Process, names: Names) -> Iterator[Component]:
    """Custom permissions that rules and flows ask for."""
    given = [
        ("override", "Override of guardrails", "Rules of the workflow do not hold for this user."),
        ("data_load", "Data load", "Cases saved by this user are not read by the workflow."),
        *((one.id, one.label, f"Held by {one.label}.") for one in process.personas),
    ]
    for id, label, what in given:
        body = CustomPermission(description=what, isLicensed=False, label=label[:80])
        yield component(names.own(id), body, process.identity.because)


def record_type(process: Process, names: Names) -> Iterator[Component]:
    """Record type and business process, on the Status values that the org has."""
    identity = process.identity
    statuses = tuple(dict.fromkeys(stage.status for stage in process.stages))
    values = tuple(
        PicklistValue(fullName=encoded(status), default=number == 0) for number, status in enumerate(sorted(statuses))
    )
    first = process.stages[0].status
    values = tuple(PicklistValue(fullName=one.fullName, default=one.fullName == encoded(first)) for one in values)
    name = names.own(identity.id)
    business = BusinessProcess(
        fullName=name, description=f"Statuses of {identity.label}.", isActive=True, values=values
    )
    yield component(f"Case.{name}", business, identity.because)
    picklists = [
        RecordTypePicklistValue(
            picklist=names.field(fact.id),
            values=tuple(
                PicklistValue(fullName=encoded(one), default=False) for one in sorted(one.id for one in fact.choices)
            ),
        )
        for fact in process.facts
        if fact.choices and fact.id not in ELSEWHERE and not fact.existing
    ]
    origins = sorted(one.origin for one in process.channels)
    for standard, given in (("Origin", origins), ("Priority", ["High", "Low", "Medium"])):
        listed = tuple(PicklistValue(fullName=encoded(one), default=False) for one in given)
        picklists.append(RecordTypePicklistValue(picklist=standard, values=listed))
    body = RecordType(
        fullName=identity.record_type,
        active=True,
        businessProcess=name,
        description=f"Cases of {identity.label}.",
        label=identity.label,
        picklistValues=tuple(sorted(picklists, key=lambda one: one.picklist)),
    )
    yield component(f"Case.{identity.record_type}", body, identity.because)


def encoded(value: str) -> str:
    """A picklist value as record types spell it: percent-encoded but for letters, digits, spaces and a few marks."""
    return "".join(
        mark if mark.isalnum() or mark in " _-." else "".join(f"%{byte:02X}" for byte in mark.encode())
        for mark in value
    )
