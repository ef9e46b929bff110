"""Flows compiled to closures: each element once, when the tree is loaded. What is not modelled is refused by name then,
never skipped (runtime-semantics 2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from generator.emulator.standard import KIND_OF_DATA
from generator.formula.evaluation import Compiler
from generator.formula.parsing import parse
from generator.formula.values import FormulaError, Value
from generator.metadata.flow import (
    Flow,
    FlowAssignment,
    FlowAssignmentItem,
    FlowCondition,
    FlowDecision,
    FlowElementReferenceOrValue,
    FlowLoop,
    FlowRecordLookup,
)

Row = dict[str, Value]


class NotModelled(Exception):  # noqa: N818  (a verdict on a flow)
    """A flow holds what the emulator does not run; the message names it."""


class Fault(Exception):  # noqa: N818  (Salesforce's own word)
    """An element failed without a fault path."""


class Surroundings(Protocol):
    """What an interview asks the org for."""

    def find(self, object_name: str, tests: list[tuple[str, Value]]) -> Row | None: ...

    def permitted(self, permission: str) -> bool: ...

    def local(self, instant: datetime) -> datetime: ...


@dataclass(slots=True)
class Interview:
    """One run of a flow on one record. It is the scope of its formulas."""

    program: "Runnable"
    record: Row
    prior_record: Row | None
    org: Surroundings
    now: datetime
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    trace: list[str] = field(default_factory=list)

    def value(self, name: str) -> Value:
        found: Value = self.program.getters[name](self)
        return found

    def prior(self, name: str) -> Value:
        row = self.prior_record or {}
        return row.get(name.removeprefix("$Record."))

    def is_new(self) -> bool:
        return self.prior_record is None

    def local(self, instant: datetime) -> datetime:
        return self.org.local(instant)


Getter = Callable[[Interview], Any]
Element = Callable[[Interview], str | None]
UNSUPPORTED = (
    "actionCalls", "collectionProcessors", "customErrors", "recordCreates", "recordDeletes", "recordUpdates",
    "subflows", "textTemplates",
)  # fmt: skip
"""Elements that this version does not run."""


class Runnable:
    """A record-triggered flow, ready to run. Raises NotModelled or FormulaTypeError when it is made."""

    def __init__(self, name: str, flow: Flow, kinds: Mapping[str, str]) -> None:
        self.name = name
        self.flow = flow
        for one in UNSUPPORTED:
            if getattr(flow, one):
                raise NotModelled(f"{name}: the emulator does not run {one}")
        start = flow.start
        if start is None or start.filters or start.filterFormula or start.scheduledPaths:
            raise NotModelled(f"{name}: the emulator runs flows that start on every save of an object")
        self.kinds = dict(kinds)
        self.getters: dict[str, Getter] = {}
        self.elements: dict[str, Element] = {}
        self.declare()
        self.first = start.connector.targetReference if start.connector else None

    def declare(self) -> None:
        flow = self.flow
        for variable in flow.variables:
            self.kinds[variable.name] = KIND_OF_DATA[variable.dataType]
            self.getters[variable.name] = stored(variable.name)
        for loop in flow.loops:
            self.kinds[loop.name] = self.kinds[loop.collectionReference]
            self.getters[loop.name] = stored(loop.name)
        for lookup in flow.recordLookups:
            self.getters[lookup.name] = stored(lookup.name)
            for name in ("Id", *lookup.queriedFields):
                self.kinds[f"{lookup.name}.{name}"] = "text"
                self.getters[f"{lookup.name}.{name}"] = of_lookup(lookup.name, name)
        for formula in flow.formulas:
            self.kinds[formula.name] = KIND_OF_DATA[formula.dataType or "Number"]
        for formula in flow.formulas:
            run = Compiler(self.kind_of).compile(parse(formula.expression)).run
            scale = formula.scale or 0 if (formula.dataType or "Number") == "Number" else None
            self.getters[formula.name] = worked_out(run, scale, formula.dataType == "Boolean")
        for assignment in flow.assignments:
            self.elements[assignment.name] = self.assignment(assignment)
        for decision in flow.decisions:
            self.elements[decision.name] = self.decision(decision)
        for loop in flow.loops:
            self.elements[loop.name] = self.loop(loop)
        for lookup in flow.recordLookups:
            self.elements[lookup.name] = self.lookup(lookup)

    def kind_of(self, name: str) -> str:
        """The kind of a reference; also makes its getter."""
        if name not in self.getters:
            self.getters[name] = self.getter(name)
        return self.kinds.get(name) or ("boolean" if name.startswith("$Permission.") else "datetime")

    def getter(self, name: str) -> Getter:
        if name.startswith("$Record."):
            field_name = name.removeprefix("$Record.")
            if name not in self.kinds:
                raise NotModelled(f"{self.name}: there is no field {field_name}")
            return lambda interview: interview.record.get(field_name)
        if name.startswith("$Permission."):
            permission = name.removeprefix("$Permission.")
            return lambda interview: interview.org.permitted(permission)
        if name == "$Flow.CurrentDateTime":
            return lambda interview: interview.now
        if name in self.kinds:
            return lambda interview: interview.program.getters[name](interview)
        raise NotModelled(f"{self.name}: the reference {name} is not modelled")

    def reader(self, value: FlowElementReferenceOrValue | None) -> Getter:
        if value is None:
            return lambda interview: None
        if value.elementReference is not None:
            name = value.elementReference
            self.kind_of(name)
            return self.getters[name]
        found: Any = value.stringValue
        if value.numberValue is not None:
            found = Decimal(value.numberValue)
        elif value.booleanValue is not None:
            found = value.booleanValue
        elif value.dateValue is not None:
            found = date.fromisoformat(value.dateValue)
        return lambda interview: found

    def assignment(self, element: FlowAssignment) -> Element:
        items = tuple(self.item(item) for item in element.assignmentItems)
        then = element.connector.targetReference if element.connector else None

        def run(interview: Interview) -> str | None:
            for item in items:
                item(interview)
            return then

        return run

    def item(self, item: FlowAssignmentItem) -> Callable[[Interview], None]:
        read, target = self.reader(item.value), item.assignToReference
        if item.operator not in ("Assign", "Add"):
            raise NotModelled(f"{self.name}: the operator {item.operator} is not modelled")
        many = any(one.name == target and one.isCollection for one in self.flow.variables)
        if target.startswith("$Record."):
            name = target.removeprefix("$Record.")
            if target not in self.kinds:
                raise NotModelled(f"{self.name}: there is no field {name}")

            def write(interview: Interview) -> None:
                interview.record[name] = read(interview)

            return write
        if item.operator == "Assign":

            def assign(interview: Interview) -> None:
                interview.values[target] = read(interview)

            return assign

        def add(interview: Interview) -> None:
            interview.values[target] = added(interview.values.get(target), read(interview), many)

        return add

    def decision(self, element: FlowDecision) -> Element:
        arms = []
        for rule in element.rules:
            if rule.conditionLogic != "and" or rule.doesRequireRecordChangedToMeetCriteria:
                raise NotModelled(f"{self.name}: the logic of {rule.name} is not modelled")
            tests = tuple(self.condition(condition) for condition in rule.conditions)
            arms.append((tests, rule.name, rule.connector.targetReference if rule.connector else None))
        otherwise = element.defaultConnector.targetReference if element.defaultConnector else None

        def run(interview: Interview) -> str | None:
            for tests, name, then in arms:
                if all(test(interview) for test in tests):
                    interview.trace.append(name)
                    return then
            return otherwise

        return run

    def condition(self, condition: FlowCondition) -> Callable[[Interview], bool]:
        self.kind_of(condition.leftValueReference)
        left, right = self.getters[condition.leftValueReference], self.reader(condition.rightValue)
        if condition.operator == "IsNull":
            return lambda interview: (left(interview) is None) is right(interview)
        if condition.operator == "EqualTo":
            return lambda interview: same(left(interview), right(interview))
        raise NotModelled(f"{self.name}: the operator {condition.operator} is not modelled")

    def loop(self, element: FlowLoop) -> Element:
        """Over a snapshot, ascending (runtime-semantics 2.6)."""
        name, collection = element.name, self.getters[element.collectionReference]
        body = element.nextValueConnector.targetReference if element.nextValueConnector else None
        after = element.noMoreValuesConnector.targetReference if element.noMoreValuesConnector else None

        def run(interview: Interview) -> str | None:
            place = interview.places.get(name, 0)
            items = collection(interview) or []
            if place < len(items):
                interview.values[name] = items[place]
                interview.places[name] = place + 1
                return body
            interview.places[name] = 0
            interview.values[name] = None
            return after

        return run

    def lookup(self, element: FlowRecordLookup) -> Element:
        if not element.getFirstRecordOnly or element.filterLogic not in ("and", None):
            raise NotModelled(f"{self.name}: the lookup {element.name} is not modelled")
        filters = []
        for one in element.filters:
            if one.operator != "EqualTo":
                raise NotModelled(f"{self.name}: the filter operator {one.operator} is not modelled")
            filters.append((one.field, self.reader(one.value)))
        then = element.connector.targetReference if element.connector else None

        def run(interview: Interview) -> str | None:
            tests = [(name, read(interview)) for name, read in filters]
            interview.values[element.name] = interview.org.find(element.object, tests)
            return then

        return run

    def run(self, record: Row, prior: Row | None, org: Surroundings, now: datetime) -> list[str]:
        """Runs on `record`, which it changes; gives the names of the outcomes taken. Raises Fault."""
        interview = Interview(program=self, record=record, prior_record=prior, org=org, now=now)
        for variable in self.flow.variables:
            interview.values[variable.name] = [] if variable.isCollection else None
        name = self.first
        try:
            while name is not None:
                name = self.elements[name](interview)
        except FormulaError as problem:
            raise Fault(f"{name}: {problem}") from problem
        return interview.trace


def stored(name: str) -> Getter:
    return lambda interview: interview.values.get(name)


def of_lookup(lookup: str, name: str) -> Getter:
    def get(interview: Interview) -> Any:
        row = interview.values.get(lookup)
        if row is None:
            raise Fault(f"{lookup}.{name} has not been set or assigned")
        return row.get(name)

    return get


def worked_out(run: Callable[[Interview], Any], scale: int | None, boolean: bool) -> Getter:
    """A formula resource: worked out each time; numbers rounded to their scale; nothing as a yes or no is no."""
    if boolean:
        return lambda interview: run(interview) is True
    if scale is None:
        return run
    places = Decimal(1).scaleb(-scale)

    def rounded(interview: Interview) -> Any:
        value = run(interview)
        return None if value is None else value.quantize(places, rounding=ROUND_HALF_UP)

    return rounded


def added(old: Any, value: Any, many: bool) -> Any:
    if many:
        return [*(old or []), value]
    if isinstance(value, str) or isinstance(old, str):
        return (old or "") + (value or "")
    if isinstance(old, date):
        return old + timedelta(days=int(value))
    return (old or Decimal(0)) + (value or Decimal(0))


def same(a: Any, b: Any) -> bool:
    """EqualTo of a decision: texts without regard to case (runtime-semantics 2.2)."""
    if isinstance(a, str) and isinstance(b, str):
        return a.lower() == b.lower()
    return bool(a == b)
