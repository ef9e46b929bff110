"""The org that people and tests work with: an immutable value. Each call gives what happened and the org after it."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal

from generator.emulator import running
from generator.emulator.founding import Founding
from generator.emulator.loading import Package
from generator.emulator.queries import Query
from generator.emulator.results import Effect, Email, Error, Result, Step
from generator.emulator.rows import EMPTY, Held, Row
from generator.emulator.saving import save
from generator.emulator.scopes import Scope
from generator.emulator.summing import settle
from generator.emulator.switches import Switches
from generator.emulator.transactions import LimitExceeded, State, Transaction
from generator.frozen import record

Channel = Literal["rest", "soap", "apex", "ui", "web", "email"]
ASSIGNS: frozenset[Channel] = frozenset(("rest", "web", "email"))
"""Channels that run assignment rules unless they are told not to (runtime-semantics 5.2)."""
LONGEST_SUBJECT, LONGEST_DESCRIPTION = 255, 32_000
"""Where Email-to-Case cuts a mail."""


@record
class Outcome:
    """`notes`: the switches that this call depended on."""

    org: "Org"
    results: tuple[Result, ...] = ()
    effects: tuple[Effect, ...] = ()
    trace: tuple[Step, ...] = ()
    notes: frozenset[str] = frozenset()

    @property
    def result(self) -> Result:
        """The one result of a call for one record."""
        (one,) = self.results
        return one


@record
class Org:
    """`failing`: elements (`Flow.Element`) that fault whenever they are reached, to try fault paths. `blind`: lookups
    that find nothing, as when another transaction has deleted what they look for."""

    package: Package
    state: State
    switches: Switches = Switches()
    traced: bool = False
    failing: frozenset[str] = frozenset()
    blind: frozenset[str] = frozenset()

    # Reading

    @property
    def now(self) -> datetime:
        return self.state.now

    def rows(self, object_name: str) -> tuple[Row, ...]:
        """Every record of an object, in the order of creation. Not to be changed."""
        name = self.package.schema.shape(object_name).name
        return tuple(row for _, row in self.state.tables.get(name, EMPTY))

    def get(self, id: str) -> Row | None:
        shape = self.package.schema.with_prefix(id[:3])
        return self.state.tables.get(shape.name, EMPTY).get(id) if shape is not None else None

    def find(self, object_name: str, **fields: Any) -> Row | None:
        """The first record with these values; texts without regard to case."""
        shape = self.package.schema.shape(object_name)
        query = Query(self.package, shape, [(name, "EqualTo") for name in fields], "and", "find")
        found = query.find(self.transaction(), list(fields.values()))
        return found[0] if found else None

    def read(self, id: str, path: str) -> Any:
        """A field of a record, also a formula field or one over relationships: `Account.Owner.Name`."""
        row = self.get(id)
        if row is None:
            raise KeyError(id)
        shape = self.package.schema.with_prefix(id[:3])
        assert shape is not None
        return self.package.paths.read(shape, path.split(".")).get(row, self.transaction())

    def evaluate(self, id: str, formula: str) -> Any:
        """A formula on a record, as a validation rule sees it."""
        row = self.get(id) or {}
        shape = self.package.schema.with_prefix(id[:3])
        assert shape is not None
        names = self.package.rule_names(shape)
        return self.package.compiled(names, formula, "formula")(Scope(names, row, row, self.transaction()))

    # Writing

    def insert(
        self,
        object_name: str,
        records: Mapping[str, Any] | Sequence[Mapping[str, Any]],
        *,
        user: str | None = None,
        channel: Channel = "rest",
        assign: bool | None = None,
        all_or_none: bool = False,
    ) -> Outcome:
        """New records. `assign`: whether assignment rules run, where the channel does not decide."""
        return self.write("insert", object_name, records, user, channel, assign, all_or_none)

    def update(
        self,
        object_name: str,
        records: Mapping[str, Any] | Sequence[Mapping[str, Any]],
        *,
        user: str | None = None,
        channel: Channel = "ui",
        assign: bool | None = None,
        all_or_none: bool = False,
    ) -> Outcome:
        """Changed records, each with its Id and the fields that change."""
        return self.write("update", object_name, records, user, channel, assign, all_or_none)

    def delete(self, object_name: str, ids: str | Sequence[str], *, user: str | None = None) -> Outcome:
        given = [ids] if isinstance(ids, str) else ids
        return self.write("delete", object_name, [{"Id": id} for id in given], user, "ui", None, False)

    def write(
        self,
        verb: str,
        object_name: str,
        records: Mapping[str, Any] | Sequence[Mapping[str, Any]],
        user: str | None,
        channel: Channel,
        assign: bool | None,
        all_or_none: bool,
    ) -> Outcome:
        requests = [records] if isinstance(records, Mapping) else list(records)
        tx = self.transaction(user)
        tx.assign = channel in ASSIGNS if assign is None else assign
        return self.run(tx, len(requests), lambda: save(tx, verb, object_name, requests, all_or_none=all_or_none))

    def run(self, tx: Transaction, count: int, work: Callable[[], list[Result]]) -> Outcome:
        """One transaction and what follows it. A broken limit loses all of it."""
        mark = tx.mark()
        try:
            results = work()
        except LimitExceeded as problem:
            tx.roll_back(mark)
            error = Error(code="CANNOT_EXECUTE_FLOW_TRIGGER", message=str(problem))
            results = [Result(id=None, errors=(error,)) for _ in range(count)]
        after = running.after(self, tx)
        committed = [
            dataclasses.replace(one, row=after.org.get(one.id)) if one.id and one.success else one for one in results
        ]
        return dataclasses.replace(after, results=tuple(committed))

    def launch(self, flow: str, inputs: Mapping[str, Any], *, user: str | None = None) -> Outcome:
        """A flow that nothing triggers, run by a user or a program that gives it `inputs`. Raises KeyError for a flow
        that is not there."""
        return running.launch(self, self.package.programs[flow], inputs, user or self.state.default_user)

    def transaction(self, user: str | None = None, *, asynchronous: bool = False) -> Transaction:
        made = Transaction(
            self.package,
            self.state,
            user or self.state.default_user,
            self.switches,
            asynchronous=asynchronous,
            traced=self.traced,
        )
        made.failing = self.failing
        made.blind = self.blind
        return made

    def advance(self, to: datetime) -> Outcome:
        """Lets time pass: whatever is due until then runs, in order."""
        return running.advance(self, to.astimezone(UTC))

    # Mail

    def receive(
        self,
        *,
        subject: str,
        body: str,
        sender: str,
        name: str = "",
        html: str | None = None,
        case: str | None = None,
        to: str = "",
        owner: str | None = None,
    ) -> Outcome:
        """Email-to-Case: a new case and its message, or a message on `case`. Where either is refused neither is kept,
        and the automated case user is told (runtime-semantics 4.7)."""
        tx = self.transaction(self.state.automated_user)
        tx.assign = owner is None

        def work() -> list[Result]:
            mark = tx.mark()
            results: list[Result] = []
            if case is None:
                made = self.case_of(tx, subject, body, sender, name, owner)
                results = save(tx, "insert", "Case", [made], all_or_none=True)
            parent = case or results[0].id
            if parent is not None:
                message = {
                    "ParentId": parent, "Incoming": True, "Subject": subject, "TextBody": body or None,
                    "HtmlBody": html, "FromAddress": sender, "FromName": name or None, "ToAddress": to or None,
                    "MessageDate": self.now, "Status": "0",
                }  # fmt: skip
                results = [*results, *save(tx, "insert", "EmailMessage", [message], all_or_none=True)]
            failed = next((one for one in results if one.errors), None)
            if failed is not None:
                tx.roll_back(mark)
                tx.effects.append(Email(by="email-to-case", at=tx.now, subject=subject, body=failed.errors[0].message))
                return [Result(id=None, errors=failed.errors) for _ in results]
            return results

        return self.run(tx, 1, work)

    def case_of(
        self, tx: Transaction, subject: str, body: str, sender: str, name: str, owner: str | None
    ) -> dict[str, Any]:
        """The sender is a contact where exactly one has this address."""
        contacts = [
            id
            for id, row in tx.rows_with("Contact", "Email", sender)
            if str(row.get("Email")).lower() == sender.lower()
        ]
        made: dict[str, Any] = {
            "Subject": subject[:LONGEST_SUBJECT], "Description": body[:LONGEST_DESCRIPTION], "Origin": "Email",
            "SuppliedEmail": sender, "SuppliedName": name or None,
        }  # fmt: skip
        if len(contacts) == 1:
            made["ContactId"] = contacts[0]
        return made | ({"OwnerId": owner} if owner else {})

    # Setting up

    def with_rows(self, object_name: str, rows: Iterable[Mapping[str, Any]]) -> tuple["Org", tuple[str, ...]]:
        """The org with records that were there before: no automation runs."""
        tx = self.transaction()
        shape = self.package.schema.shape(object_name)
        ids = []
        for fields in rows:
            id = tx.fresh_id(shape.prefix)
            known = {shape.field(name).name: value for name, value in fields.items()}
            stamps = {
                "CreatedDate": tx.now,
                "CreatedById": tx.user,
                "LastModifiedDate": tx.now,
                "SystemModstamp": tx.now,
            }
            zeros = dict.fromkeys(self.package.counted(shape), Decimal(0))
            tx.write(shape.name, id, {**self.package.blank_row(shape), **zeros, **stamps, **known, "Id": id})
            ids.append(id)
        settle(tx, shape, ids)
        return dataclasses.replace(self, state=running.committed(tx)), tuple(ids)

    def with_user(
        self,
        name: str,
        *,
        profile: str = "Standard User",
        permission_sets: Sequence[str] = (),
        permissions: Sequence[str] = (),
        groups: Sequence[str] = (),
        **fields: Any,
    ) -> tuple["Org", str]:
        """A user with permission sets, custom permissions given by hand, and public groups or queues by name."""
        username = f"{name.lower().replace(' ', '.')}@example.com"
        held = self.find("Profile", Name=profile)
        row = {
            "Name": name, "LastName": name, "Username": username, "Email": username, "IsActive": True,
            "ProfileId": held["Id"] if held else None, "TimeZoneSidKey": self.state.zone, "UserType": "Standard",
        }  # fmt: skip
        org, (id,) = self.with_rows("User", [row | fields])
        for wanted in permission_sets:
            found = org.find("PermissionSet", Name=wanted)
            if found is None:
                raise KeyError(wanted)
            org, _ = org.with_rows("PermissionSetAssignment", [{"AssigneeId": id, "PermissionSetId": found["Id"]}])
        for wanted in groups:
            found = org.find("Group", DeveloperName=wanted)
            if found is None:
                raise KeyError(wanted)
            org, _ = org.with_rows("GroupMember", [{"GroupId": found["Id"], "UserOrGroupId": id}])
        given = {**org.state.permissions, id: frozenset(permissions)}
        return dataclasses.replace(org, state=dataclasses.replace(org.state, permissions=given)), id


def found_org(
    package: Package,
    now: datetime,
    *,
    zone: str = "UTC",
    switches: Switches | None = None,
    traced: bool = False,
    default_owner: str | None = None,
) -> Org:
    """A fresh org with a package in it. `default_owner`: the queue that gets cases which no rule assigns."""
    state = Founding(package, now, zone).state(default_owner)
    return Org(package=package, state=state, switches=switches or Switches(), traced=traced)


__all__ = ["Held", "Org", "Outcome", "found_org"]
