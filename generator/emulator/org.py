"""The org: records, users, and the save pipeline of runtime-semantics section 1 up to the assignment rules."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from generator.emulator.flows import Fault, Row, Runnable
from generator.emulator.standard import CLOSED_STATUSES, KIND_OF_TYPE, OBJECTS
from generator.formula.evaluation import Compiler
from generator.formula.parsing import parse
from generator.formula.values import FormulaError, Run, Value
from generator.frozen import record
from generator.metadata.component import Component
from generator.metadata.flow import Flow
from generator.metadata.objects import CustomField, ValidationRule
from generator.metadata.people import AssignmentRules, Queue

BAD_VALUE = "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"
RULE_BROKEN = "FIELD_CUSTOM_VALIDATION_EXCEPTION"


@record
class SaveError:
    """As an org gives it: a status code, a message, the fields; `rule` names the validation rule."""

    status: str
    message: str
    fields: tuple[str, ...] = ()
    rule: str = ""


@record
class Saved:
    """The outcome of one save: the row when it succeeded, else the errors."""

    row: Mapping[str, Value] | None
    errors: tuple[SaveError, ...]
    trace: tuple[str, ...] = ()


@record
class Field:
    label: str
    kind: str
    longest: int | None
    values: frozenset[str] | None
    """Of a restricted picklist."""


@record
class Rule:
    name: str
    test: Run
    message: str


@record
class Entry:
    test: Run
    queue: str | None


class Package:
    """A loaded tree: fields, flows, rules and queues, compiled once. Raises NotModelled for what it cannot run."""

    def __init__(self, components: Iterable[Component]) -> None:
        self.fields: dict[str, Field] = {
            name: Field(label=name, kind=kind, longest=longest, values=None)
            for name, (kind, longest) in OBJECTS["Case"].items()
        }
        self.queues: list[str] = []
        self.flows: list[Runnable] = []
        self.rules: list[Rule] = []
        self.entries: list[Entry] = []
        held = list(components)
        for one in held:
            if isinstance(one.body, CustomField) and one.name.startswith("Case."):
                self.fields[one.body.fullName] = field_of(one.body)
            if isinstance(one.body, Queue):
                self.queues.append(one.name)
        kinds = {f"$Record.{name}": known.kind for name, known in self.fields.items()}
        for one in held:
            if isinstance(one.body, Flow):
                self.flows.append(Runnable(one.name, one.body, kinds))
            elif isinstance(one.body, ValidationRule) and one.body.active:
                test = Compiler(self.kind_of).compile(parse(one.body.errorConditionFormula)).run
                self.rules.append(Rule(name=one.body.fullName, test=test, message=one.body.errorMessage))
            elif isinstance(one.body, AssignmentRules):
                active = [rule for rule in one.body.assignmentRule if rule.active]
                self.entries = [entry for rule in active for entry in self.rule_entries(rule.ruleEntry)]
        self.flows.sort(key=lambda flow: (flow.flow.triggerOrder or 1000, flow.name))
        self.rules.sort(key=lambda rule: rule.name)

    def kind_of(self, name: str) -> str:
        if name.startswith("$Permission."):
            return "boolean"
        return self.fields[name].kind

    def rule_entries(self, entries: Iterable[Any]) -> Iterable[Entry]:
        for entry in entries:
            test = Compiler(self.kind_of).compile(parse(entry.formula or "TRUE")).run
            yield Entry(test=test, queue=entry.assignedTo)


def field_of(body: CustomField) -> Field:
    chosen = body.valueSet
    values = None
    if chosen and chosen.restricted and chosen.valueSetDefinition:
        values = frozenset(one.fullName for one in chosen.valueSetDefinition.value if one.isActive is not False)
    return Field(
        label=body.label or body.fullName,
        kind=KIND_OF_TYPE[body.type or "Text"],
        longest=body.length or (255 if body.type == "Picklist" else None),
        values=values,
    )


class Org:
    """One org with one package. `permissions` are those of the user who saves."""

    def __init__(self, package: Package, now: datetime) -> None:
        self.package = package
        self.now = now
        self.permissions: frozenset[str] = frozenset()
        self.groups: list[Row] = [
            {"Id": queue_id(number), "DeveloperName": name, "Name": name, "Type": "Queue"}
            for number, name in enumerate(package.queues)
        ]

    def find(self, object_name: str, tests: list[tuple[str, Value]]) -> Row | None:
        """The first row whose fields equal the values; texts without regard to case (SOQL)."""
        rows = self.groups if object_name == "Group" else []
        for row in rows:
            if all(str(row.get(name) or "").lower() == str(value or "").lower() for name, value in tests):
                return row
        return None

    def permitted(self, permission: str) -> bool:
        return permission in self.permissions

    def local(self, instant: datetime) -> datetime:
        return instant

    def queue_of(self, owner: Value) -> str | None:
        return next((str(row["DeveloperName"]) for row in self.groups if row["Id"] == owner), None)

    def save(self, request: Mapping[str, Value], prior: Mapping[str, Value] | None, *, assign: bool = True) -> Saved:
        """Insert (no `prior`) or update of a Case: steps 1 to 9 of the save pipeline."""
        package = self.package
        row: Row = {**(prior or {}), **request}
        for name, known in package.fields.items():
            if known.kind == "boolean" and row.get(name) is None:
                row[name] = False
        normalise(row)
        errors = self.checked(row)
        if errors:
            return Saved(row=None, errors=errors)
        trace: list[str] = []
        before = dict(prior) if prior is not None else None
        for flow in package.flows:
            if flow.flow.start and flow.flow.start.triggerType == "RecordBeforeSave" and runs_on(flow, prior is None):
                try:
                    trace += flow.run(row, before, self, self.now)
                except Fault as fault:
                    message = f"We can't save this record because the “{flow.flow.label}” process failed. {fault}"
                    return Saved(row=None, errors=(SaveError(status="CANNOT_EXECUTE_FLOW_TRIGGER", message=message),))
        normalise(row)
        errors = (*self.checked(row), *self.broken(row, before))
        if errors:
            return Saved(row=None, errors=errors, trace=tuple(trace))
        row["IsClosed"] = row.get("Status") in CLOSED_STATUSES
        if assign and prior is None:
            self.assign(row)
        return Saved(row=row, errors=(), trace=tuple(trace))

    def checked(self, row: Row) -> tuple[SaveError, ...]:
        """System validation: lengths and restricted picklists (runtime-semantics 6.2)."""
        errors = []
        for name, value in row.items():
            known = self.package.fields.get(name)
            if known is None or not isinstance(value, str):
                continue
            if known.longest is not None and len(value) > known.longest:
                message = f"{known.label}: data value too large (max length={known.longest})"
                errors.append(SaveError(status="STRING_TOO_LONG", message=message, fields=(name,)))
            elif known.values is not None and value not in known.values:
                message = f"{known.label}: bad value for restricted picklist field: {value}"
                errors.append(
                    SaveError(status="INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message=message, fields=(name,))
                )
        return tuple(errors)

    def broken(self, row: Row, prior: Row | None) -> tuple[SaveError, ...]:
        """All active validation rules; true is an error, false and blank pass (runtime-semantics 4)."""
        scope = RowScope(row, prior, self)
        errors = []
        for rule in self.package.rules:
            try:
                holds = rule.test(scope) is True
            except FormulaError as problem:
                errors.append(SaveError(status=RULE_BROKEN, message=str(problem), rule=rule.name))
                continue
            if holds:
                errors.append(SaveError(status=RULE_BROKEN, message=rule.message, rule=rule.name))
        return tuple(errors)

    def assign(self, row: Row) -> None:
        """Assignment rules: the first entry that matches; one without an owner leaves the case as it is."""
        scope = RowScope(row, None, self)
        for entry in self.package.entries:
            try:
                matches = entry.test(scope) is True
            except FormulaError:
                matches = False
            if matches:
                found = self.find("Group", [("DeveloperName", entry.queue)]) if entry.queue else None
                if found is not None:
                    row["OwnerId"] = found["Id"]
                return


class RowScope:
    """What the formulas of rules see of a row."""

    def __init__(self, row: Row, prior: Row | None, org: Org) -> None:
        self.row = row
        self.before = prior
        self.org = org
        self.now = org.now

    def value(self, name: str) -> Value:
        if name.startswith("$Permission."):
            return self.org.permitted(name.removeprefix("$Permission."))
        return self.row.get(name)

    def prior(self, name: str) -> Value:
        return (self.before or {}).get(name)

    def is_new(self) -> bool:
        return self.before is None

    def local(self, instant: datetime) -> datetime:
        return self.org.local(instant)


def normalise(row: Row) -> None:
    """Texts are trimmed and "" is nothing (runtime-semantics 6.1)."""
    for name, value in row.items():
        if isinstance(value, str):
            row[name] = value.strip() or None


def runs_on(flow: Runnable, creates: bool) -> bool:
    on = flow.flow.start.recordTriggerType if flow.flow.start else None
    return on in (("Create", "CreateAndUpdate") if creates else ("Update", "CreateAndUpdate"))


def queue_id(number: int) -> str:
    return f"00G{number:012d}AAA"
