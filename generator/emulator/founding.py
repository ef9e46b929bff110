"""A fresh org: what a tree and a few standard rows put into it before the first record."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from generator.emulator.interviews.names import literal
from generator.emulator.loading import Package
from generator.emulator.rows import Row, Settled, Table, make_id
from generator.emulator.schema import NotModelled
from generator.emulator.transactions import State
from generator.metadata.flow import FlowElementReferenceOrValue

PROFILES = ("System Administrator", "Standard User", "Automated Process")
TYPED = {
    "xsd:string": "stringValue", "xsd:boolean": "booleanValue", "xsd:double": "numberValue", "xsd:int": "numberValue",
    "xsd:date": "dateValue", "xsd:dateTime": "dateTimeValue",
}  # fmt: skip


class Founding:
    def __init__(self, package: Package, now: datetime, zone: str) -> None:
        self.package = package
        self.now = now.astimezone(UTC).replace(microsecond=0)
        self.zone = zone
        self.rows: dict[str, dict[str, Row]] = {}
        self.numbers: dict[str, int] = {}
        self.ids: dict[tuple[str, str], str] = {}

    def add(self, object_name: str, name: str, fields: Mapping[str, Any]) -> str:
        shape = self.package.schema.shape(object_name)
        number = self.numbers[shape.prefix] = self.numbers.get(shape.prefix, 0) + 1
        id = make_id(shape.prefix, number)
        self.ids[object_name, name] = id
        stamps = {"CreatedDate": self.now, "LastModifiedDate": self.now, "SystemModstamp": self.now}
        self.rows.setdefault(object_name, {})[id] = {**self.package.blank_row(shape), **stamps, **fields, "Id": id}
        return id

    def state(self, default_owner: str | None) -> State:
        package = self.package
        self.add("Organization", "", {"Name": "Organization", "TimeZoneSidKey": self.zone})
        for name in PROFILES:
            self.add("Profile", name, {"Name": name})
        admin = self.user("admin@example.com", "System Administrator")
        automated = self.user("automated@example.com", "Automated Process")
        hours: dict[str, Any] = {"Name": "Default", "IsDefault": True, "IsActive": True, "TimeZoneSidKey": self.zone}
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
            hours |= {f"{day}StartTime": time(0), f"{day}EndTime": time(0)}
        self.add("BusinessHours", "Default", hours)
        self.people()
        for name, body in package.record_types.items():
            parent, _, own = name.partition(".")
            fields = {"Name": body.label, "DeveloperName": own, "SobjectType": parent, "IsActive": body.active}
            self.add("RecordType", name, fields)
        for name, kind in package.notification_types.items():
            label = kind.masterLabel
            fields = {"DeveloperName": name, "MasterLabel": label, "CustomNotifTypeName": kind.customNotifTypeName}
            self.add("CustomNotificationType", name, fields)
        for name in package.permission_sets:
            self.add("PermissionSet", name, {"Name": name, "Label": name})
        self.custom_metadata()
        return State(
            now=self.now,
            zone=self.zone,
            tables={name: Table(Settled(rows), {}) for name, rows in self.rows.items()},
            numbers=self.numbers,
            pending={},
            paused={},
            permissions={},
            default_user=admin,
            automated_user=automated,
            default_owner=self.default_owner(default_owner) or admin,
        )

    def user(self, username: str, profile: str) -> str:
        fields = {
            "Username": username, "Name": profile, "LastName": profile, "Email": username, "IsActive": True,
            "ProfileId": self.ids["Profile", profile], "TimeZoneSidKey": self.zone, "UserType": "Standard",
        }  # fmt: skip
        return self.add("User", username, fields)

    def people(self) -> None:
        """Queues and public groups, and who belongs to whom as far as the tree says."""
        for name, group in self.package.groups.items():
            self.add("Group", f"Regular {name}", {"DeveloperName": name, "Name": group.name, "Type": "Regular"})
        for name, queue in self.package.queues.items():
            fields = {"DeveloperName": name, "Name": queue.name, "Type": "Queue", "Email": queue.email}
            id = self.add("Group", f"Queue {name}", fields)
            for served in queue.queueSobject:
                of = served.sobjectType
                self.add("QueueSobject", f"{name} {of}", {"QueueId": id, "SobjectType": of})
            members = queue.queueMembers.publicGroups if queue.queueMembers else None
            for member in members.publicGroup if members else ():
                group_id = self.ids.get(("Group", f"Regular {member}"))
                if group_id is not None:
                    self.add("GroupMember", f"{name} {member}", {"GroupId": id, "UserOrGroupId": group_id})

    def custom_metadata(self) -> None:
        for (object_name, name), body in self.package.custom_metadata.items():
            shape = self.package.schema.shape(object_name)
            fields: dict[str, Any] = {"DeveloperName": name, "MasterLabel": body.label}
            for one in body.values:
                if one.value is not None:
                    fields[shape.field(one.field).name] = typed(one.value.type, one.value.text, object_name)
            self.add(shape.name, name, fields)

    def default_owner(self, given: str | None) -> str | None:
        """The default owner of cases: as given (the name of a queue), else as the settings say."""
        settings = self.package.settings
        name = given or (settings.defaultCaseOwner if settings is not None else None)
        if name is None:
            return None
        return self.ids.get(("Group", f"Queue {name}")) or self.ids.get(("User", name))


def founded_at(state: State, now: datetime) -> State:
    """The same org founded at another time: the stamps of its rows are all that tells of it."""
    now = now.astimezone(UTC).replace(microsecond=0)
    stamps = {"CreatedDate": now, "LastModifiedDate": now, "SystemModstamp": now}
    tables = {
        name: Table(Settled({id: {**row, **stamps} for id, row in table}), {}) for name, table in state.tables.items()
    }
    return replace(state, now=now, tables=tables)


def typed(type: str, text: str, where: str) -> Any:
    attribute = TYPED.get(type)
    if attribute is None:
        raise NotModelled(f"a value of type {type} in {where}")
    value: Any = text == "true" if attribute == "booleanValue" else text
    return literal(FlowElementReferenceOrValue(**{attribute: value}), where)[1]
