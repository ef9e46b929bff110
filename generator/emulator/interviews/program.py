"""A flow, ready to run: resources, elements and entry conditions as closures. What is not modelled is refused by name
when it is made, never skipped."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from generator.emulator.interviews import data, elements
from generator.emulator.interviews.actions import action, outputs_of
from generator.emulator.interviews.assigning import scaling
from generator.emulator.interviews.conditions import filters_test, newly
from generator.emulator.interviews.interview import Bulk, Interview, Simple
from generator.emulator.interviews.names import FlowNames, kind_of_data
from generator.emulator.interviews.pausing import pause
from generator.emulator.interviews.statements import assignment
from generator.emulator.interviews.subflows import subflow
from generator.emulator.interviews.texts import merged
from generator.emulator.interviews.transforming import (
    EACH,
    kind_of_transform,
    source_of,
    transform,
    transforms_of,
)
from generator.emulator.logic import Test
from generator.emulator.rows import Row
from generator.emulator.schema import NotModelled, Shape
from generator.emulator.scopes import Getter, Kind, Reference
from generator.formula.compiled import Place
from generator.formula.fusing import Fused
from generator.formula.values import FormulaError
from generator.metadata.flow import Flow, FlowFormula, FlowScheduledPath, FlowStart

if TYPE_CHECKING:
    from generator.emulator.loading import Package
    from generator.emulator.transactions import Transaction

TRIGGERS = (None, "RecordBeforeSave", "RecordAfterSave", "RecordBeforeDelete", "Scheduled", "PlatformEvent")
NOT_BEFORE_SAVE = ("recordCreates", "recordDeletes", "actionCalls")
NOT_RUN = ("recordRollbacks",)
ELEMENTS = (
    "assignments", "decisions", "loops", "collectionProcessors", "customErrors", "recordLookups", "recordCreates",
    "recordUpdates", "recordDeletes", "actionCalls", "subflows", "waits",
)  # fmt: skip
CONNECTORS = ("connector", "defaultConnector", "faultConnector", "nextValueConnector", "noMoreValuesConnector")
ELEMENT_LIMIT_ENDS = Decimal(57)


class Program:
    """`simple`: elements that each interview runs alone; `bulk`: those that a batch runs together. `names` are for
    formulas, `direct` for elements. `settable`: what an assignment may set. Raises NotModelled."""

    def __init__(self, package: "Package", name: str, flow: Flow) -> None:
        self.package = package
        self.name = name
        self.flow = flow
        self.label = flow.label
        self.version = Decimal(flow.apiVersion or "66.0")
        self.counted = self.version < ELEMENT_LIMIT_ENDS
        self.start = flow.start or FlowStart(locationX=0, locationY=0)
        self.trigger = self.start.triggerType
        self.check_kind()
        self.shape: Shape | None = package.schema.shape(self.start.object) if self.start.object else None
        self.first = self.start.connector.targetReference if self.start.connector else flow.startElementReference
        self.resources: dict[str, Reference] = {}
        self.settable: dict[str, Kind] = {}
        self.scales: dict[str, int] = {}
        self.initial: dict[str, Any] = {}
        self.beginnings: list[tuple[str, Callable[[Any], Any]]] = []
        self.formulas: dict[str, Callable[[Any], Any]] = {}
        self.simple: dict[str, Simple] = {}
        self.bulk: dict[str, Bulk] = {}
        early = self.trigger == "RecordBeforeSave"
        self.names = FlowNames(package, self.shape, self.resources, lenient=True, early=early)
        self.direct = FlowNames(package, self.shape, self.resources, lenient=False, early=early)
        self.told: set[str] = set()
        for names in (self.names, self.direct):
            names.outcomes = frozenset(rule.name for decision in flow.decisions for rule in decision.rules)
            names.told = self.told
        self.visits = self.uses_visits()
        self.declare()
        for names in (self.names, self.direct):  # once it is known which elements stand for what they give back
            names.elements = frozenset(one.name for kind in ELEMENTS for one in getattr(flow, kind))
        self.compile()
        self.meets, self.enters = self.entry()
        paths = tuple(path for path in self.start.scheduledPaths if path.connector is not None)
        self.named_paths = tuple((path.name or path.label or path.pathType or "path", path) for path in paths)
        self.check_targets()
        self.visits |= not self.told.isdisjoint(self.direct.elements)

    def check_kind(self) -> None:
        flow = self.flow
        if flow.processType not in (None, "AutoLaunchedFlow"):
            raise NotModelled(f"{self.name}: a flow of type {flow.processType}")
        if self.trigger not in TRIGGERS:
            raise NotModelled(f"{self.name}: the trigger {self.trigger}")
        for kind in NOT_RUN:
            if getattr(flow, kind):
                raise NotModelled(f"{self.name}: {kind} ({getattr(flow, kind)[0].name})")
        if self.trigger == "RecordBeforeSave":
            for kind in NOT_BEFORE_SAVE:
                if getattr(flow, kind):
                    raise NotModelled(f"{self.name}: {kind} before a save ({getattr(flow, kind)[0].name})")

    def uses_visits(self) -> bool:
        return any(
            condition.operator == "WasVisited"
            for decision in self.flow.decisions
            for rule in decision.rules
            for condition in rule.conditions
        )

    # Resources

    def declare(self) -> None:
        flow = self.flow
        for constant in flow.constants:
            found = self.direct.value(constant.value, f"{self.name}.{constant.name}")
            kind = Kind(name=kind_of_data(constant.dataType, self.name))
            self.resources[constant.name] = Reference(kind=kind, get=found.get)
        for variable in flow.variables:
            kind = Kind(
                name=kind_of_data(variable.dataType, f"{self.name}.{variable.name}"),
                object=variable.objectType,
                many=bool(variable.isCollection),
            )
            self.hold(variable.name, kind)
            if variable.dataType in ("Number", "Currency") and not kind.many:
                self.scales[variable.name] = variable.scale or 0
            self.initial[variable.name] = [] if kind.many else None
        for formula in flow.formulas:
            self.resources[formula.name] = self.formula_reference(formula)
        for element in flow.recordLookups:
            if element.storeOutputAutomatically:
                many = not element.getFirstRecordOnly
                self.hold(element.name, Kind(name="record", object=element.object, many=many))
        for create in flow.recordCreates:
            self.hold(create.name, Kind(name="id"))
            self.resources[f"{create.name}.Id"] = self.resources[create.name]  # orgs take either spelling
        for call in flow.actionCalls:
            for output, kind in outputs_of(self, call).items():
                self.hold(f"{call.name}.{output}", kind)
        for child in flow.subflows:
            for output, kind in self.package.outputs_of(child.flowName, self.name).items():
                self.hold(f"{child.name}.{output}", kind)
        self.declare_items()
        for transformed in transforms_of(flow):
            self.hold(transformed.name, kind_of_transform(transformed, self.name))
            source = source_of(self, transformed)
            if source is not None:
                items = self.direct.reference(source).kind
                self.hold(f"{source}{EACH}", Kind(name=items.name, object=items.object))
        for template in flow.textTemplates:
            self.resources[template.name] = self.template(template.text)
        for variable in flow.variables:
            if variable.value is not None:
                found = self.names.value(variable.value, f"{self.name}.{variable.name}")
                self.beginnings.append((variable.name, found.get))

    def declare_items(self) -> None:
        """Loops and filters go over collections, which may be one another's output."""
        left: list[Any] = [*self.flow.loops, *self.flow.collectionProcessors]
        while left:
            waiting = []
            for element in left:
                try:
                    many = self.direct.reference(element.collectionReference).kind
                except NotModelled:
                    waiting.append(element)
                    continue
                self.hold_items(element, many)
            if len(waiting) == len(left):
                raise NotModelled(f"{self.name}: the collection {waiting[0].collectionReference}")
            left = waiting

    def hold_items(self, element: Any, many: Kind) -> None:
        one = Kind(name=many.name, object=many.object)
        item = element.assignNextValueToReference
        if hasattr(element, "iterationOrder"):
            self.hold(element.name, one)
        else:
            self.hold(element.name, many)
        if item and item not in self.resources:
            self.hold(item, one)

    def hold(self, name: str, kind: Kind) -> None:
        self.settable[name] = kind
        get: Getter = lambda interview: interview.values.get(name)  # noqa: E731
        place = Place(get=get, text="s.values.get({0})", bound=(name,), plain=True)
        self.resources[name] = Reference(kind=kind, get=get, place=place)

    def formula_reference(self, formula: FlowFormula) -> Reference:
        """Worked out each time that it is read (runtime-semantics 2.7)."""
        name, formulas = formula.name, self.formulas
        data_type = formula.dataType or "Number"
        kind = Kind(name=kind_of_data(data_type, f"{self.name}.{name}"))
        get: Getter = lambda interview: formulas[name](interview)  # noqa: E731
        text, bound = "{0}[{1}](s)", (formulas, name)
        if data_type in ("Number", "Currency"):
            hold = scaling(formula.scale or 0)
            get = lambda interview: hold(interview, formulas[name](interview))  # noqa: E731
            return Reference(kind=kind, get=get, place=Place(get=get, text=f"{{2}}(s, {text})", bound=(*bound, hold)))
        if data_type == "Boolean":
            get, text = lambda interview: formulas[name](interview) is True, f"{text} is True"
        place = Place(get=get, text=text, bound=bound, yes_no=data_type == "Boolean")
        return Reference(kind=kind, get=get, place=place)

    def template(self, text: str) -> Reference:
        made: list[Callable[[Interview], str]] = []

        def run(interview: Interview) -> str:
            if not made:
                made.append(merged(text, lambda name: self.direct.reference(name).get))
            return made[0](interview)

        self.formulas[f"template {len(self.formulas)}"] = run
        return Reference(kind=Kind(name="text"), get=run)

    # Elements

    def compile(self) -> None:
        flow = self.flow
        for template in flow.textTemplates:
            merged(template.text, lambda name: self.direct.reference(name).get)
        for formula in flow.formulas:
            where = f"{self.name}.{formula.name}"
            run = self.package.compiled(self.names, formula.expression, where)
            self.formulas[formula.name] = run if not isinstance(run, Fused) else self.shortened(formula.name, run)
        for one in flow.assignments:
            self.simple[one.name] = assignment(self, one, elements.target_of(one.connector))
        for decision in flow.decisions:
            self.simple[decision.name] = elements.decision(self, decision)
        for loop in flow.loops:
            self.simple[loop.name] = elements.loop(self, loop)
        for processor in flow.collectionProcessors:
            self.simple[processor.name] = elements.collection_processor(self, processor)
        for error in flow.customErrors:
            self.simple[error.name] = elements.custom_error(self, error)
        for transformed in transforms_of(flow):
            self.simple[transformed.name] = transform(self, transformed)
        for lookup in flow.recordLookups:
            self.bulk[lookup.name] = data.lookup(self, lookup)
        for create in flow.recordCreates:
            self.bulk[create.name] = data.create(self, create)
        for update in flow.recordUpdates:
            if self.trigger == "RecordBeforeSave":
                self.simple[update.name] = data.early_update(self, update)
            else:
                self.bulk[update.name] = data.update(self, update)
        for delete in flow.recordDeletes:
            self.bulk[delete.name] = data.delete(self, delete)
        for call in flow.actionCalls:
            self.bulk[call.name] = action(self, call)
        for child in flow.subflows:
            self.bulk[child.name] = subflow(self, child)
        for wait in flow.waits:
            self.bulk[wait.name] = pause(self, wait)

    def shortened(self, name: str, run: Fused) -> Callable[[Any], Any]:
        """Once the function of a formula is made, it stands here itself."""

        def first(scope: Any) -> Any:
            made = self.formulas[name] = run.function()
            return made(scope)

        return first

    def check_targets(self) -> None:
        """Every connector leads to an element that is run."""
        flow = self.flow
        held: list[Any] = [self.start, *self.start.scheduledPaths, *transforms_of(flow)]
        for name in ELEMENTS:
            for element in getattr(flow, name):
                held += [element, *getattr(element, "rules", ()), *getattr(element, "waitEvents", ())]
        targets = {self.first} | {
            getattr(one, name).targetReference for one in held for name in CONNECTORS if getattr(one, name, None)
        }
        missing = sorted(name for name in targets if name and name not in self.simple and name not in self.bulk)
        if missing:
            raise NotModelled(f"{self.name}: the element {missing[0]}")

    # Entry

    def entry(self) -> tuple[Test, Test]:
        """Whether a record meets the conditions now, and whether it enters with this save (runtime-semantics 1.6)."""
        start = self.start
        if start.filterFormula is not None and start.filters:
            raise NotModelled(f"{self.name}: filters beside a filter formula")
        if start.filterFormula is not None:
            run = self.package.compiled(self.names, start.filterFormula, f"{self.name} (entry)")
            meets: Test = lambda interview: run(interview) is True  # noqa: E731
        else:
            meets = filters_test(self.direct, start.filterLogic, start.filters, f"{self.name} (entry)")
        return meets, newly(meets) if start.doesRequireRecordChangedToMeetCriteria else meets

    def paths(self) -> tuple[FlowScheduledPath, ...]:
        return tuple(path for _, path in self.named_paths)

    def interview(self, row: Row, prior_row: Row | None, tx: "Transaction", at: str | None = None) -> Interview:
        made = Interview(self, row, prior_row, tx, at)
        made.values = dict(self.initial)
        for name, begin in self.beginnings:
            made.values[name] = begin(made)
        return made

    def admits(self, row: Row, prior_row: Row | None, tx: "Transaction", *, now: bool = False) -> bool:
        """`now`: do the conditions hold, whatever held before? A formula that fails is the save's failure."""
        scope = Interview(self, row, prior_row, tx)
        try:
            return (self.meets if now else self.enters)(scope)
        except FormulaError as problem:
            raise EntryFailed(f"{self.label}: {problem}") from problem


class EntryFailed(Exception):  # noqa: N818  (a verdict on a save)
    """The entry formula of a flow failed."""
