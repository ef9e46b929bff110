"""`load`: a tree or its components, compiled once into a package that orgs run."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from generator.emulator.interviews.names import kind_of_data
from generator.emulator.interviews.program import Program
from generator.emulator.letters import Letter, letter
from generator.emulator.loading_rules import Entry, Rule, entries, validation_rule
from generator.emulator.rows import Row
from generator.emulator.schema import Item, NotModelled, Schema, Shape
from generator.emulator.scopes import Kind, Names, Paths, RowNames, compile_formula, read_formula
from generator.emulator.summing import RollUp, roll_up
from generator.emulator.surroundings import Surroundings
from generator.formula.syntax import Formula
from generator.formula.values import FormulaError, FormulaTypeError
from generator.frozen import record
from generator.metadata.custom_metadata import CustomMetadata
from generator.metadata.flow import Flow, FlowVariable
from generator.metadata.messages import CustomNotificationType, EmailTemplate, Workflow, WorkflowAlert
from generator.metadata.objects import CustomField, CustomPermission, RecordType, ValidationRule
from generator.metadata.people import AssignmentRules, AutoResponseRules, EscalationRules, Group, Queue
from generator.metadata.permissions import PermissionSet
from generator.metadata.values import CaseSettings, CustomLabels

ON = {
    "insert": ("Create", "CreateAndUpdate"), "update": ("Update", "CreateAndUpdate"), "delete": ("Delete",),
}  # fmt: skip
ACTIVE = (None, "Active")
"""Statuses of flows that run."""
OrderedKey = tuple[int, int, int, str]
Branch = Callable[[str, Formula, int], None]


@record
class Refusal:
    """What a tree holds and the emulator does not run."""

    name: str
    reason: str


class Package:
    """A loaded tree. `refused` says what was left out; it is empty unless `load` was told to go on without."""

    def __init__(
        self,
        items: Iterable[Item],
        *,
        open: bool = False,  # noqa: A002
        branch: Branch | None = None,
        refused: Iterable[Refusal] = (),
    ) -> None:
        self.items = tuple(items)
        self.open = open
        self.branch = branch
        self.refused: list[Refusal] = list(refused)
        self.schema = Schema(self.items, open=open)
        self.refused += [Refusal(name=name, reason=reason) for name, reason in self.schema.refused]
        self.paths = Paths(self)
        self.surroundings = Surroundings(self)
        self.contexts: dict[str, RowNames] = {}
        self.blank: dict[str, Row] = {}
        self.formulas: dict[str, Formula] = {}
        self.templates = {
            item.name: (item.body.subject or "", (getattr(item, "content", None) or b"").decode("utf-8", "replace"))
            for item in self.items
            if isinstance(item.body, EmailTemplate)
        }
        self.letters: dict[tuple[str, str], Letter | None] = {}
        self.default_formulas: dict[str, tuple[tuple[str, Callable[[Any], Any]], ...]] = {}
        self.counted_fields: dict[str, tuple[str, ...]] = {}
        self.tracked_fields: dict[str, tuple[str, ...]] = {}
        self.custom_permissions = frozenset(self.names_of(CustomPermission))
        self.labels = {one.fullName: one.value for body in self.bodies(CustomLabels) for one in body.labels}
        self.custom_metadata = {
            (name.partition(".")[0] + "__mdt", name.partition(".")[2]): body
            for name, body in self.named(CustomMetadata)
        }
        self.permission_sets = {
            name: frozenset(one.name for one in body.customPermissions if one.enabled)
            for name, body in self.named(PermissionSet)
        }
        self.alerts: dict[str, WorkflowAlert] = {
            f"{name}.{alert.fullName}": alert for name, body in self.named(Workflow) for alert in body.alerts
        }
        self.assignment: dict[str, tuple[Entry, ...]] = {}
        self.auto_response: dict[str, tuple[Entry, ...]] = {}
        self.escalation: dict[str, tuple[Entry, ...]] = {}
        self.validation: dict[str, tuple[Rule, ...]] = {}
        self.programs: dict[str, Program] = {}
        self.flow_bodies = {name: body for name, body in self.named(Flow) if body.status in ACTIVE}
        self.roll_ups: dict[str, tuple[RollUp, ...]] = {}
        self.load_roll_ups()
        self.load_rules()
        self.load_flows()
        self.ordered: dict[tuple[str, str, str], tuple[Program, ...]] = {}
        self.waiting: dict[str, tuple[Program, ...]] = {}

    # What the tree holds

    def named(self, body: type[Any]) -> Iterable[tuple[str, Any]]:
        return ((item.name, item.body) for item in self.items if isinstance(item.body, body))

    def bodies(self, body: type[Any]) -> Iterable[Any]:
        return (found for _, found in self.named(body))

    def names_of(self, body: type[Any]) -> Iterable[str]:
        return (name for name, _ in self.named(body))

    @cached_property
    def settings(self) -> CaseSettings | None:
        return next(iter(self.bodies(CaseSettings)), None)

    @cached_property
    def queues(self) -> Mapping[str, Queue]:
        return dict(self.named(Queue))

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        return dict(self.named(Group))

    @cached_property
    def notification_types(self) -> Mapping[str, CustomNotificationType]:
        return dict(self.named(CustomNotificationType))

    @cached_property
    def record_types(self) -> Mapping[str, RecordType]:
        return dict(self.named(RecordType))

    # Compiling

    def compiled(self, names: Names, text: str, where: str, blanks_as_zero: bool = False) -> Callable[[Any], Any]:
        """A formula as a closure; what it cannot be is refused with the place."""
        branch = self.branch
        told = None if branch is None else lambda tree, arm: branch(where, tree, arm)
        try:
            tree = read_formula(text)
            if branch is not None:
                self.formulas[where] = tree
            run = compile_formula(names, tree, blanks_as_zero=blanks_as_zero, branch=told)
            return tolerant(run) if self.open else run
        except FormulaTypeError as problem:
            raise NotModelled(f"{where}: {problem}") from problem

    def letter(self, template: str, shape: Shape) -> Letter | None:
        """An email template for records of an object; None when the tree does not hold it."""
        key = (template, shape.name)
        if key not in self.letters:
            self.letters[key] = letter(self, template, shape)
        return self.letters[key]

    def attempt(self, name: str, make: Callable[..., object], *given: Any) -> None:
        try:
            make(*given)
        except NotModelled as problem:
            self.refused.append(Refusal(name=name, reason=str(problem)))

    def load_roll_ups(self) -> None:
        """By the object that they count, roll-ups of plain fields before those of roll-ups. What is refused may not be
        read either."""
        named = [(name, body) for name, body in self.named(CustomField) if body.type == "Summary"]
        sums = {name for name, _ in named}
        refused = set()
        for name, body in sorted(named, key=lambda one: (one[1].summarizedField in sums, one[0])):
            shape = self.schema.shape(name.partition(".")[0])
            try:
                made = roll_up(self, shape, body)
            except NotModelled as problem:
                refused.add((shape.name, body.fullName))
                self.refused.append(Refusal(name=name, reason=str(problem)))
                continue
            shape.add(dataclasses.replace(shape.field(body.fullName), kind=made.kind))
            self.roll_ups[made.child] = (*self.roll_ups.get(made.child, ()), made)
        self.paths.refused = frozenset(refused)

    def load_rules(self) -> None:
        for name, body in self.named(ValidationRule):
            if body.active:
                self.attempt(name, self.load_validation, name, body)
        for name, body in self.named(CustomField):
            if body.defaultValue is not None:
                self.attempt(name, self.load_default, name, body.defaultValue)
            if body.lookupFilter is not None and body.lookupFilter.active and not body.lookupFilter.isOptional:
                self.refused.append(Refusal(name=name, reason="the lookup filter of a field"))
        for name, body in self.named(Workflow):
            for alert in body.alerts:
                self.attempt(f"{name}.{alert.fullName}", self.load_alert, name, alert)
        for name, body in self.named(AssignmentRules):
            self.attempt(name, self.load_entries, name, body.assignmentRule, self.assignment)
        for name, body in self.named(AutoResponseRules):
            self.attempt(name, self.load_entries, name, body.autoResponseRule, self.auto_response)
        for name, body in self.named(EscalationRules):
            self.attempt(name, self.load_entries, name, body.escalationRule, self.escalation)

    def load_default(self, name: str, formula: str) -> None:
        shape, field = self.schema.shape(name.partition(".")[0]), name.partition(".")[2]
        made = field, self.compiled(self.rule_names(shape), formula, f"{name} (default)")
        self.default_formulas[shape.name] = (*self.default_formulas.get(shape.name, ()), made)

    def load_validation(self, name: str, body: ValidationRule) -> None:
        shape = self.schema.shape(name.partition(".")[0])
        rule = validation_rule(self, shape, body)
        held = (*self.validation.get(shape.name, ()), rule)
        self.validation[shape.name] = tuple(sorted(held, key=lambda one: one.name))

    def load_alert(self, object_name: str, alert: WorkflowAlert) -> None:
        self.letter(alert.template, self.schema.shape(object_name))

    def load_entries(self, name: str, rules: Iterable[Any], into: dict[str, tuple[Entry, ...]]) -> None:
        shape = self.schema.shape(name)
        for rule in rules:
            if rule.active:
                into[shape.name] = entries(self, shape, rule.fullName, rule.ruleEntry)

    def load_flows(self) -> None:
        for name in self.flow_bodies:
            self.attempt(name, self.subprogram, name)

    def subprogram(self, name: str) -> Program:
        """The program of a flow; made when it is first asked for. Raises NotModelled."""
        if name not in self.programs:
            body = self.flow_bodies.get(name)
            if body is None:
                raise NotModelled(f"there is no active flow {name}")
            self.programs[name] = Program(self, name, body)
        return self.programs[name]

    def variables_of(self, name: str, where: str) -> dict[str, FlowVariable]:
        body = self.flow_bodies.get(name)
        if body is None:
            raise NotModelled(f"{where}: there is no active flow {name}")
        return {one.name: one for one in body.variables}

    def outputs_of(self, name: str, where: str) -> dict[str, Kind]:
        return {
            one.name: Kind(name=kind_of_data(one.dataType, where), object=one.objectType, many=bool(one.isCollection))
            for one in self.variables_of(name, where).values()
            if one.isOutput
        }

    # What a save asks for

    def flows(self, object_name: str, trigger: str, verb: str) -> tuple[Program, ...]:
        """Those that a save runs, in order (runtime-semantics 1.5)."""
        key = (object_name, trigger, verb)
        if key not in self.ordered:
            places = {name: place for place, name in enumerate(self.programs)}
            found = [
                program
                for program in self.programs.values()
                if program.trigger == trigger
                and program.shape is not None
                and program.shape.name == object_name
                and program.start.recordTriggerType in ON[verb]
            ]
            self.ordered[key] = tuple(sorted(found, key=lambda program: rank(program, places[program.name])))
        return self.ordered[key]

    def with_paths(self, object_name: str) -> tuple[Program, ...]:
        """Record-triggered flows that have paths after the save."""
        if object_name not in self.waiting:
            self.waiting[object_name] = tuple(
                program
                for program in self.programs.values()
                if program.shape is not None and program.shape.name == object_name and program.named_paths
            )
        return self.waiting[object_name]

    def rules(self, object_name: str) -> tuple[Rule, ...]:
        return self.validation.get(object_name, ())

    def rule_names(self, shape: Shape) -> RowNames:
        found = self.contexts.get(shape.name)
        if found is None:
            found = self.contexts[shape.name] = RowNames(self, shape)
        return found

    def blank_row(self, shape: Shape) -> Row:
        """A new record before anything is said: yes/no fields are no, picklists have their defaults."""
        if shape.name not in self.blank:
            row: Row = {name: False for name, field in shape.fields.items() if field.kind == "boolean"}
            row |= {name: field.chosen for name, field in shape.fields.items() if field.chosen is not None}
            self.blank[shape.name] = row
        return self.blank[shape.name]

    def defaults(self, shape: Shape) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
        """Default formulas by field."""
        return self.default_formulas.get(shape.name, ())

    def counted(self, shape: Shape) -> tuple[str, ...]:
        """Roll-ups of an object that are 0 where there are no children."""
        if shape.name not in self.counted_fields:
            self.counted_fields[shape.name] = tuple(
                one.field
                for held in self.roll_ups.values()
                for one in held
                if one.parent == shape.name and one.operation in ("count", "sum")
            )
        return self.counted_fields[shape.name]

    def tracked(self, shape: Shape) -> tuple[str, ...]:
        if shape.name not in self.tracked_fields:
            self.tracked_fields[shape.name] = tuple(name for name, one in shape.fields.items() if one.tracked)
        return self.tracked_fields[shape.name]


def tolerant(run: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A formula over fields of any kind: where a value is of a kind that it cannot take, it fails."""

    def checked(scope: Any) -> Any:
        try:
            return run(scope)
        except (AttributeError, TypeError) as problem:
            raise FormulaError("a field of unknown type holds what the formula cannot take") from problem

    return checked


def rank(program: Program, place: int) -> OrderedKey:
    """1 to 1000, then flows without an order as declared, then 1001 and more; ties by name."""
    order = program.flow.triggerOrder
    if order is None:
        return (1, 0, place, program.name)
    return (0 if order <= 1000 else 2, order, 0, program.name)


def load(
    items: Iterable[Item],
    *,
    partial: bool = False,
    open: bool = False,  # noqa: A002
    branch: Branch | None = None,
) -> Package:
    """Components, ready to run. `open`: objects and fields that the tree does not hold are taken to be there, of any
    kind, as in a part of an org. `branch` is told which arm of an IF or CASE of which formula was taken.

    Raises NotModelled with everything that is not run, by name; with `partial` that stands in `refused` instead.
    """
    return refuse_all(Package(items, open=open, branch=branch), partial=partial)


def refuse_all(package: Package, *, partial: bool) -> Package:
    """The package, unless something in it is not run. Raises NotModelled."""
    if package.refused and not partial:
        raise NotModelled("; ".join(f"{one.name}: {one.reason}" for one in package.refused))
    return package
