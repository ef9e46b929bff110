"""Program -> Flow: connectors by continuation, names from labels, formulas interned, faults to one tail. Makes what
every flow needs alike: auto-layout, descriptions, a stamp of its own content (FLOW-026)."""

import hashlib
import re
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from generator.formula.printing import text_of
from generator.formula.syntax import Formula, Literal, Ref
from generator.frozen import field_names
from generator.lower.elements import Wiring, data_element, started, to
from generator.lower.programs import (
    Act,
    Branch,
    Call,
    Create,
    Each,
    Get,
    Item,
    Kind,
    Program,
    Set,
    Step,
    Update,
    Variable,
)
from generator.lower.pruning import used
from generator.lower.splitting import halved
from generator.lower.trees import LONGEST
from generator.metadata.component import Component, component
from generator.metadata.flow import (
    Flow,
    FlowActionCall,
    FlowAssignment,
    FlowAssignmentItem,
    FlowCondition,
    FlowDecision,
    FlowElementReferenceOrValue,
    FlowFormula,
    FlowLoop,
    FlowMetadataValue,
    FlowRecordCreate,
    FlowRecordLookup,
    FlowRecordUpdate,
    FlowRule,
    FlowSubflow,
    FlowVariable,
)
from generator.metadata.manifest import API_VERSION
from generator.source import NOWHERE, Span

LONGEST_NAME = 80
Value = FlowElementReferenceOrValue
SCALED = "Number"


def assemble(program: Program) -> Component:
    """The flow of a program, and for each of its elements the span that caused it.

    Raises ValueError for what a program must not do: data or actions inside a loop, anything but lookups before save,
    a formula past the limit.
    """
    assembler = Assembler(program)
    whole = assembler.flow()
    flow = used(whole)
    left_out = {one.name for one in (*whole.formulas, *whole.variables)} - {
        one.name for one in (*flow.formulas, *flow.variables)
    }
    spans = tuple(sorted((name, span) for name, span in assembler.spans.items() if name not in left_out))
    stamp = hashlib.sha256(content(flow).encode()).hexdigest()[:12]
    flow = replace(flow, description=f"{program.what} [content {stamp}]")
    return component(program.api_name, flow, program.because, spans)


def content(value: object) -> str:
    """What a record says, without what it leaves out: a new optional field of the vocabulary moves no stamp."""
    if isinstance(value, tuple):
        return f"({','.join(content(one) for one in value)})"
    cls: Any = type(value)
    names = field_names(cls)
    if names:
        named = ((name, getattr(value, name)) for name in names)
        said = [f"{name}={content(one)}" for name, one in named if one is not None and one != ()]
        return f"{cls.__name__}({','.join(said)})"
    return repr(value)


class Assembler:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.names: set[str] = {one.name.lower() for one in program.variables}
        self.names |= {one.name.lower() for one in program.resources}
        self.spans: dict[str, Span] = {one.name: program.because for one in program.variables}
        self.assignments: list[FlowAssignment] = []
        self.decisions: list[FlowDecision] = []
        self.loops: list[FlowLoop] = []
        self.data: list[FlowRecordLookup | FlowRecordCreate | FlowRecordUpdate | FlowActionCall | FlowSubflow] = []
        self.formulas: list[FlowFormula] = []
        self.interned: dict[tuple[Formula, Kind], str] = {}
        self.fault: str | None = None
        self.in_tail = False
        self.cause = program.because
        """The line of the spec behind what is being made: a step that has none of its own has that of what it is in."""
        for one in program.resources:
            self.add_formula(one.name, one.kind, one.tree, one.what, self.caused(one.because))

    # -- steps -----------------------------------------------------------------------------------------------------

    def steps(self, steps: tuple[Step, ...], then: str | None, within: str, looping: bool) -> str | None:
        """The name of the first element of `steps`, which go on to `then`."""
        for step in reversed(steps):
            then = self.step(step, then, within, looping)
        return then

    def step(self, step: Step, then: str | None, within: str, looping: bool) -> str:
        outer, self.cause = self.cause, self.caused(step.because)
        name = self.made(step, then, within, looping)
        self.cause = outer
        return name

    def caused(self, span: Span) -> Span:
        return self.cause if span == NOWHERE else span

    def made(self, step: Step, then: str | None, within: str, looping: bool) -> str:
        if isinstance(step, Get | Create | Update | Act | Call):
            self.allowed(step, looping)
            name = self.called(step) if isinstance(step, Get) else self.named(f"{within}{step.label}")
            fault = then if self.in_tail else self.fault
            self.data.append(data_element(step, Wiring(name=name, then=then, fault=fault, value=self.value)))
            return name
        name = self.called(step) if isinstance(step, Each) else self.named(f"{within}{step.label}")
        if isinstance(step, Set):
            self.assign(step, name, then)
        elif isinstance(step, Each):
            self.loop(step, name, then)
        else:
            self.branch(step, name, then, looping)
        return name

    def allowed(self, step: Get | Create | Update | Act | Call, looping: bool) -> None:
        if looping:
            raise ValueError(f"{step.label}: data and actions must not stand in a loop")
        if self.program.trigger == "RecordBeforeSave" and not isinstance(step, Get):
            raise ValueError(f"{step.label}: only lookups are possible before save (FLOW-070)")

    def assign(self, step: Set, name: str, then: str | None) -> None:
        self.assignments.append(
            FlowAssignment(
                description=step.what or step.label,
                name=name,
                label=step.label,
                locationX=0,
                locationY=0,
                assignmentItems=tuple(self.item(name, number, item) for number, item in enumerate(step.items)),
                connector=to(then),
            )
        )

    def item(self, owner: str, number: int, item: Item) -> FlowAssignmentItem:
        hint = re.sub(r"\W+", "_", item.target.split(".")[-1].removesuffix("__c"))
        return FlowAssignmentItem(
            assignToReference=item.target,
            operator=item.operator,
            value=self.value(item.value, item.kind, f"{owner}_{hint}_{number + 1}"),
        )

    def branch(self, step: Branch, name: str, then: str | None, looping: bool) -> None:
        rules = []
        for case in step.cases:
            rule = self.named(f"{name} {case.label}")
            first = self.steps(case.steps, then, f"{case.label} ", looping)
            rules.append(
                FlowRule(
                    name=rule,
                    conditionLogic="and",
                    conditions=(self.condition(case.test, case.found, rule),),
                    connector=to(first),
                    label=case.label,
                )
            )
        otherwise = self.steps(step.otherwise, then, f"{step.otherwise_label} ", looping)
        self.decisions.append(
            FlowDecision(
                description=step.what or step.label,
                name=name,
                label=step.label,
                locationX=0,
                locationY=0,
                defaultConnector=to(otherwise),
                defaultConnectorLabel=step.otherwise_label,
                rules=tuple(rules),
            )
        )

    def condition(self, test: Formula | None, found: str | None, rule: str) -> FlowCondition:
        if test is None:
            assert found is not None
            return FlowCondition(leftValueReference=found, operator="IsNull", rightValue=Value(booleanValue=False))
        name = test.name if isinstance(test, Ref) else self.formula(test, "Boolean", f"{rule}_Test")
        return FlowCondition(leftValueReference=name, operator="EqualTo", rightValue=Value(booleanValue=True))

    def loop(self, step: Each, name: str, then: str | None) -> None:
        first = self.steps(step.steps, name, f"{step.label} ", True)
        self.loops.append(
            FlowLoop(
                description=step.what or step.label,
                name=name,
                label=step.label,
                locationX=0,
                locationY=0,
                collectionReference=step.of,
                iterationOrder="Asc",
                nextValueConnector=to(first),
                noMoreValuesConnector=to(then),
            )
        )

    def called(self, step: Get | Each) -> str:
        """The name by which formulas refer to what a step finds: it stands once, and as it is."""
        if self.named(step.name) != step.name:
            raise ValueError(f"two elements of {self.program.api_name} are called {step.name}")
        return step.name

    # -- names, values, formulas -----------------------------------------------------------------------------------

    def named(self, label: str) -> str:
        """An API name from a label: words and single underscores, unique whatever the case (FLOW-005, FLOW-006)."""
        words = re.findall(r"[A-Za-z0-9]+", label)
        stem = "_".join(words) or "Element"
        stem = (stem if stem[0].isalpha() else f"E_{stem}")[: LONGEST_NAME - 4].rstrip("_")
        name, number = stem, 1
        while name.lower() in self.names:
            number += 1
            name = f"{stem}_{number}"
        self.names.add(name.lower())
        self.spans[name] = self.cause
        return name

    def value(self, tree: Formula, kind: Kind, hint: str) -> Value | None:
        """A value of the flow; none at all is how a flow spells nothing (FLOW-155)."""
        match tree:
            case Literal(value=None):
                return None
            case Ref(name=name):
                return Value(elementReference=name)
            case Literal(value=bool() as truth):
                return Value(booleanValue=truth)
            case Literal(value=str() as said) if said.strip() == said and said:
                return Value(stringValue=said)
            case Literal(value=value) if value is not None and not isinstance(value, str):
                return Value(numberValue=format(value, "f"))
            case _:
                return Value(elementReference=self.formula(tree, kind, hint))

    def formula(self, tree: Formula, kind: Kind, hint: str) -> str:
        known = self.interned.get((tree, kind))
        if known is not None:
            return known
        name = self.named(hint)
        self.add_formula(name, kind, tree, hint.replace("_", " "), self.cause)
        return name

    def add_formula(self, name: str, kind: Kind, tree: Formula, what: str, span: Span) -> None:
        self.interned[(tree, kind)] = name
        expression = text_of(tree, "flow")
        if len(expression) > LONGEST + 150:
            expression = text_of(self.shorter(name, kind, tree, what, span), "flow")
        self.spans[name] = span
        scale = 0 if kind == SCALED else None
        self.formulas.append(
            FlowFormula(description=what, name=name, dataType=kind, expression=expression, scale=scale)
        )

    def shorter(self, name: str, kind: Kind, tree: Formula, what: str, span: Span) -> Formula:
        """A formula past the limit, without its tail, which becomes a formula of its own."""
        more = self.named(f"{name} more")
        halves = halved(tree, Ref(name=more))
        if halves is None:
            raise ValueError(f"{name}: a formula of {len(text_of(tree, 'flow'))} characters is too long")
        self.add_formula(more, kind, halves[1], what, span)
        return halves[0]

    # -- the whole -------------------------------------------------------------------------------------------------

    def flow(self) -> Flow:
        program = self.program
        self.in_tail = True
        fails = can_fail((*program.steps, *(step for path in program.paths for step in path.steps)))
        tail = self.steps(program.on_fault, None, "Fault ", False) if fails else None
        self.in_tail, self.fault = False, tail
        paths = tuple((path, self.steps(path.steps, None, f"{path.label} ", False)) for path in program.paths)
        first = self.steps(program.steps, None, "", False)
        return Flow(
            apiVersion=API_VERSION,
            actionCalls=by_name([one for one in self.data if isinstance(one, FlowActionCall)]),
            assignments=by_name(self.assignments),
            decisions=by_name(self.decisions),
            environments=("Default",),
            formulas=by_name(self.formulas),
            interviewLabel=f"{program.label} {{!$Flow.CurrentDateTime}}",
            label=program.label,
            loops=by_name(self.loops),
            processMetadataValues=(
                FlowMetadataValue(name="BuilderType", value=Value(stringValue="LightningFlowBuilder")),
                FlowMetadataValue(name="CanvasMode", value=Value(stringValue="AUTO_LAYOUT_CANVAS")),
                FlowMetadataValue(name="OriginBuilderType", value=Value(stringValue="LightningFlowBuilder")),
            ),
            processType="AutoLaunchedFlow",
            recordCreates=by_name([one for one in self.data if isinstance(one, FlowRecordCreate)]),
            recordLookups=by_name([one for one in self.data if isinstance(one, FlowRecordLookup)]),
            recordUpdates=by_name([one for one in self.data if isinstance(one, FlowRecordUpdate)]),
            start=started(program, first, paths, self.value),
            status="Active" if program.active else "Draft",
            subflows=by_name([one for one in self.data if isinstance(one, FlowSubflow)]),
            triggerOrder=program.order,
            variables=tuple(declared(one) for one in sorted(program.variables, key=lambda one: one.name)),
        )


def can_fail(steps: tuple[Step, ...]) -> bool:
    """Whether some element of these may go to a fault path: data and actions; a flow that is called has its own."""
    for step in steps:
        match step:
            case Get() | Create() | Update() | Act():
                return True
            case Branch():
                if can_fail((*(one for case in step.cases for one in case.steps), *step.otherwise)):
                    return True
            case Each():
                if can_fail(step.steps):
                    return True
            case _:
                pass
    return False


def declared(one: Variable) -> FlowVariable:
    return FlowVariable(
        description=one.what,
        name=one.name,
        dataType=one.kind,
        isCollection=one.many,
        isInput=one.given,
        isOutput=False,
        objectType=one.object,
        scale=0 if one.kind == SCALED else None,
    )


class Named(Protocol):
    @property
    def name(self) -> str: ...


Element = TypeVar("Element", bound=Named)


def by_name(items: list[Element]) -> tuple[Element, ...]:
    return tuple(sorted(items, key=lambda one: one.name))
