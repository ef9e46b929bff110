"""Teams as queues with one public group each, people, record type."""

from collections.abc import Iterator

from generator.lower.flows.faults import OPERATIONS
from generator.lower.naming import ELSEWHERE, Names
from generator.metadata.component import Component, component
from generator.metadata.objects import (
    BusinessProcess,
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
from generator.process.model import Persona, Process

LONGEST_LABEL = 40
"""Of queues and groups (QUE-001)."""


def people(process: Process, names: Names) -> Iterator[Component]:
    """Queues and groups. Members are data: no group's members are ever emitted. A queue that the org has stays the
    org's, and has a group of ours beside it all the same: who accepts a case, and who is let in, is read from it."""
    for team in process.teams:
        name, members = names.queue(team.id), names.members(team.id)
        group = Group(doesIncludeBosses=False, name=team.label[:LONGEST_LABEL])
        yield component(members, group, team.because)
        if not team.existing:
            queue = Queue(
                doesSendEmailToMembers=False,
                name=team.label[:LONGEST_LABEL],
                queueMembers=QueueMembers(publicGroups=PublicGroups(publicGroup=(members,))),
                queueSobject=(QueueSobject(sobjectType="Case"), QueueSobject(sobjectType="Task")),
            )
            yield component(name, queue, team.because)
    runs = Group(doesIncludeBosses=False, name=f"{process.identity.prefix} operations"[:LONGEST_LABEL])
    yield component(names.own(OPERATIONS), runs, process.identity.because)
    for one in process.people:
        if one.api_name is None:
            group = Group(doesIncludeBosses=False, name=one.label[:LONGEST_LABEL])
            yield component(names.own(one.id), group, one.because)
    for persona in without_team(process):
        group = Group(doesIncludeBosses=False, name=persona.label[:LONGEST_LABEL])
        yield component(names.users(persona.id), group, persona.because)


def without_team(process: Process) -> tuple[Persona, ...]:
    """Personas that see cases and work in no team: auditors, supervisors. Each has a group of its own, since sharing
    lets in groups alone. Data loads see what they own."""
    return tuple(one for one in process.personas if not one.teams and not one.bypass)


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
