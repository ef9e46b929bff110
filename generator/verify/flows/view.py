"""A flow as rules look at it: elements and resources by name, connectors, what a run can come to, and the type behind
every name. Everything is worked out when it is first asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from generator.formula.parsing import FormulaSyntaxError, located
from generator.formula.syntax import Formula
from generator.frozen import record
from generator.metadata.flow import (
    Flow,
    FlowActionCall,
    FlowAssignment,
    FlowConnector,
    FlowConstant,
    FlowDecision,
    FlowElement,
    FlowFormula,
    FlowLoop,
    FlowNode,
    FlowRecordCreate,
    FlowRecordLookup,
    FlowSubflow,
    FlowTextTemplate,
    FlowVariable,
)
from generator.verify.flows.canvas import Canvas, canvas
from generator.verify.flows.names import (
    FormulaText,
    Leaf,
    Reference,
    formulas_of,
    heads,
    leaves_of,
    records,
    references_of,
)
from generator.verify.flows.types import ANY, TEXT, FlowType, of_data

if TYPE_CHECKING:
    from generator.metadata.flow_rest import FlowOrchestratedStage, FlowScreen, FlowTransform
    from generator.verify.subject import Subject

Part = TypeVar("Part")

RECORD, PRIOR = "$Record", "$Record__Prior"
BEFORE, AFTER, DELETE = "RecordBeforeSave", "RecordAfterSave", "RecordBeforeDelete"
RECORD_TRIGGERS = (BEFORE, AFTER, DELETE)
UPDATES = ("Update", "CreateAndUpdate")
GLOBAL_RECORDS = {"$User": "User", "$Organization": "Organization", "$Profile": "Profile", "$UserRole": "UserRole"}
GLOBALS = (
    "$Api", "$Client", "$CustomMetadata", "$Flow", "$GlobalConstant", "$Label", "$Orchestration", "$Permission",
    "$Input", "$Output", "$Setup", "$System", "$Credential",
)  # fmt: skip
CONNECTORS = (
    "connector", "defaultConnector", "faultConnector", "timeoutConnector", "nextValueConnector",
    "noMoreValuesConnector",
)  # fmt: skip
BRANCHES = ("rules", "waitEvents", "actionCallPaths", "paths")
"""Parts of elements that have a connector each."""
REMOVED = frozenset(("versionSegment", "bulkSupport"))
"""Elements that newer APIs do not have, and that name nothing."""
WITH_PARTS = frozenset(("FlowScreen", "FlowOrchestratedStage", "FlowStep", "FlowApexPluginCall", "FlowNodeGroup"))
"""Elements whose name is not only a check mark: something of them can be referred to."""
CAPABILITIES = frozenset(("FlowCapability", "FlowCapabilityInput"))
"""Parts of a start whose names are those of what it serves."""
NODE_KINDS = (
    "actionCalls", "apexPluginCalls", "assignments", "collectionProcessors", "customErrors", "decisions", "experiments",
    "loops",
    "orchestratedStages", "recordCreates", "recordDeletes", "recordLookups", "recordRollbacks", "recordUpdates",
    "screens", "steps", "subflows", "transforms", "waits",
)  # fmt: skip


@record
class Edge:
    """A connector: from an element (`start` for the beginning) by one of its elements to another. `path`: the name of
    the scheduled path that it begins, of the start alone."""

    source: str
    connector: FlowConnector
    target: str
    field: str
    path: str | None = None


@record
class Inside:
    """What stands in a part of a flow."""

    references: tuple[Reference, ...]
    formulas: tuple[FormulaText, ...]


class FlowView:
    def __init__(self, subject: "Subject") -> None:
        self.subject = subject
        self.world = subject.world
        self.flow: Flow = subject.body
        self.start = self.flow.start
        self.trigger = self.start.triggerType if self.start else None
        self.object = self.start.object if self.start else None
        self.on = self.start.recordTriggerType if self.start else None
        self.insides: dict[int, Inside] = {}

    @property
    def partial(self) -> bool:
        """Whether the flow holds elements that no record has a place for: then a name that is not found may be one."""
        return any(one.element not in REMOVED for one in self.subject.read.unknown)

    @property
    def screens(self) -> "tuple[FlowScreen, ...]":
        return getattr(self.flow, "screens", ())

    @property
    def stages(self) -> "tuple[FlowOrchestratedStage, ...]":
        return getattr(self.flow, "orchestratedStages", ())

    @property
    def transforms(self) -> "tuple[FlowTransform, ...]":
        return getattr(self.flow, "transforms", ())

    @cached_property
    def parts(self) -> tuple[Any, ...]:
        """Every record of the flow, itself first, in the order of the file."""
        return tuple(records(self.flow))

    @cached_property
    def by_class(self) -> Mapping[type, list[Any]]:
        found: dict[type, list[Any]] = {}
        for one in self.parts:
            found.setdefault(type(one), []).append(one)
        return found

    def each(self, cls: type[Part]) -> Sequence[Part]:
        """Every record of a class, wherever it stands."""
        classes = [one for one in self.by_class if issubclass(one, cls)]
        if len(classes) > 1:
            return [one for one in self.parts if isinstance(one, cls)]
        return self.by_class[classes[0]] if classes else ()

    @property
    def active(self) -> bool:
        return self.flow.status == "Active"

    @property
    def on_update(self) -> bool:
        return self.on in UPDATES

    # -- elements and connectors ---------------------------------------------------------------------------------------

    @cached_property
    def nodes(self) -> Mapping[str, Any]:
        """The elements of the canvas by name, the start apart."""
        return {one.name: one for kind in NODE_KINDS for one in getattr(self.flow, kind, ())}

    @cached_property
    def named(self) -> tuple[FlowElement, ...]:
        """Everything with a name, in the order of the file: elements, outcomes, resources."""
        return tuple(one for one in self.each(FlowElement) if one.name and type(one).__name__ not in CAPABILITIES)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        return tuple(self.all_edges())

    def all_edges(self) -> Iterator[Edge]:
        if self.start is not None:
            if self.start.connector is not None:
                yield edge("start", self.start.connector, "connector")
            for path in self.start.scheduledPaths:
                if path.connector is not None:
                    yield edge("start", path.connector, "connector", path.name or path.pathType or "path")
        for name, node in self.nodes.items():
            yield from (edge(name, one, field) for field, one in connectors(node))

    @cached_property
    def leads(self) -> Mapping[str, tuple[Edge, ...]]:
        """The connectors out of each element and of `start`."""
        found: dict[str, list[Edge]] = {}
        for one in self.edges:
            found.setdefault(one.source, []).append(one)
        return {name: tuple(edges) for name, edges in found.items()}

    @cached_property
    def led_from(self) -> Mapping[str, tuple[Edge, ...]]:
        """The connectors that lead to each element."""
        found: dict[str, list[Edge]] = {}
        for one in self.edges:
            found.setdefault(one.target, []).append(one)
        return {name: tuple(edges) for name, edges in found.items()}

    def reached(self, starts: Iterable[str], without: str = "") -> frozenset[str]:
        """The elements that a run may come to from these, `without` one that it may not pass."""
        seen = {without}
        waiting = list(starts)
        while waiting:
            name = waiting.pop()
            if name not in seen and name in self.nodes:
                seen.add(name)
                waiting += [one.target for one in self.leads.get(name, ())]
        return frozenset(seen - {without})

    def before(self, name: str) -> frozenset[str]:
        """The elements from which a run may come to this one, itself apart unless it may come to itself."""
        seen: set[str] = set()
        waiting = [one.source for one in self.led_from.get(name, ())]
        while waiting:
            here = waiting.pop()
            if here not in seen and here in self.nodes:
                seen.add(here)
                waiting += [one.source for one in self.led_from.get(here, ())]
        return frozenset(seen)

    @cached_property
    def immediate(self) -> frozenset[str]:
        """What runs in the transaction of whoever saved or called."""
        starts = [one.target for one in self.leads.get("start", ()) if one.path is None]
        return self.reached([*starts, *([self.flow.startElementReference] if self.flow.startElementReference else [])])

    @cached_property
    def later(self) -> frozenset[str]:
        """What runs on a path after the save."""
        return self.reached(one.target for one in self.leads.get("start", ()) if one.path is not None)

    @cached_property
    def in_loops(self) -> Mapping[str, FlowLoop]:
        """Elements that a loop comes to again and again, and the innermost such loop."""
        found: dict[str, tuple[int, FlowLoop]] = {}
        for loop in self.flow.loops:
            if loop.nextValueConnector is None:
                continue
            body = self.reached([loop.nextValueConnector.targetReference], without=loop.name) & self.before(loop.name)
            for name in body:
                if name not in found or len(body) < found[name][0]:
                    found[name] = len(body), loop
        return {name: loop for name, (_, loop) in found.items()}

    # -- names and types -----------------------------------------------------------------------------------------------

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every text of the flow that may name something, and where it stands."""
        return tuple(leaves_of(self.parts))

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        return tuple(references_of(self.leaves))

    @cached_property
    def formulas(self) -> tuple[FormulaText, ...]:
        return tuple(formulas_of(self.leaves))

    @cached_property
    def names_in_formulas(self) -> frozenset[str]:
        """The first part of each name in a formula, in lower case."""
        return frozenset(name.lower() for found in self.formulas for name in heads(found.text))

    @cached_property
    def read_names(self) -> frozenset[str]:
        """Every name that the flow reads, in lower case; a field that is set of a record reads the record."""
        named = (found for found in self.references if found.use != "target" or "." in found.text)
        return frozenset(found.head.lower() for found in named) | self.names_in_formulas

    @cached_property
    def set_names(self) -> frozenset[str]:
        """Every name that the flow assigns to, in lower case."""
        return frozenset(found.head.lower() for found in self.references if found.use == "target")

    def inside(self, part: Any) -> Inside:
        """What a part of the flow refers to, and its formulas; looked for once."""
        found = self.insides.get(id(part))
        if found is None:
            leaves = list(leaves_of(records(part)))
            found = Inside(references=tuple(references_of(leaves)), formulas=tuple(formulas_of(leaves)))
            self.insides[id(part)] = found
        return found

    @cached_property
    def trees(self) -> Mapping[str, Formula]:
        """The formulas by name, those left out that cannot be read: FLOW-194 tells of them."""
        found = {one.name: tree_of(one.expression) for one in self.flow.formulas}
        return {name: tree for name, tree in found.items() if tree is not None}

    @cached_property
    def canvas(self) -> Canvas:
        """The flow as a graph with its formulas read."""
        return canvas(self.subject.name, self.flow, self.trees)

    @cached_property
    def resources(self) -> Mapping[str, Any]:
        """What a reference may begin with, by name in lower case: elements of the canvas, outcomes and resources."""
        return {one.name.lower(): one for one in reversed(self.named)}

    @cached_property
    def types(self) -> Mapping[str, FlowType]:
        """The type behind each name that stands for a value, in lower case. An element that gives none is not here."""
        found: dict[str, FlowType] = {}
        for one in self.named:
            made = self.type_of_resource(one)
            if made is not None:
                found[one.name.lower()] = made
        for _ in range(2):  # a loop over what a filter gave, over what a loop gave
            for loop in self.flow.loops:
                found[loop.name.lower()] = found.get(loop.collectionReference.lower(), ANY).one
            for chosen in self.flow.collectionProcessors:
                found[chosen.name.lower()] = found.get(chosen.collectionReference.lower(), ANY)
        return found

    def type_of_resource(self, one: Any) -> FlowType | None:
        match one:
            case FlowVariable():
                return of_data(one.dataType, one.objectType, many=bool(one.isCollection))
            case FlowFormula() | FlowConstant():
                return of_data(one.dataType)
            case FlowTextTemplate():
                return TEXT
            case FlowRecordLookup() if one.storeOutputAutomatically:
                return FlowType(kind="record", object=one.object, many=one.getFirstRecordOnly is False)
            case FlowRecordCreate() if one.storeOutputAutomatically:
                return FlowType(kind="id")
            case FlowActionCall() | FlowSubflow() if one.storeOutputAutomatically:
                return ANY
            case FlowAssignment() | FlowDecision():
                return None
        return type_of_part(one)

    def type_of(self, text: str) -> FlowType | None:
        """The type behind a reference: ANY where nobody can say, None where it leads nowhere."""
        head, _, path = text.partition(".")
        if head in (RECORD, PRIOR):
            if self.start is None:
                return ANY  # an old retrieve leaves the start out
            return self.of_field(FlowType(kind="record", object=self.object), path) if self.object else None
        if head in GLOBAL_RECORDS:
            return self.of_field(FlowType(kind="record", object=GLOBAL_RECORDS[head]), path)
        if head.startswith("$"):
            return ANY if head.partition("-")[0] in GLOBALS else None
        found = self.types.get(head.lower())
        if found is None:
            return ANY if self.partial or head.lower() in self.resources else None
        return self.of_field(found, path) if path else found

    def of_field(self, of: FlowType, path: str) -> FlowType | None:
        if not path:
            return of
        if of.kind in ("any", "apex") or of.object is None:
            return ANY if of.kind in ("any", "apex", "record") else None
        field, _ = self.world.objects.path(of.object, path)
        if field is None:
            return None
        return FlowType(kind="text" if field.kind == "longtext" else field.kind, object=of.object)


def tree_of(text: str) -> Formula | None:
    """A formula read; None for one that cannot be."""
    try:
        return located(text)[0]
    except FormulaSyntaxError:
        return None


def edge(source: str, connector: FlowConnector, field: str, path: str | None = None) -> Edge:
    return Edge(source=source, connector=connector, target=connector.targetReference, field=field, path=path)


def connectors(node: Any) -> Iterator[tuple[str, FlowConnector]]:
    """Every connector of an element and the element that holds it."""
    for name in CONNECTORS:
        one = getattr(node, name, None)
        if isinstance(one, FlowConnector):
            yield name, one
    for name in BRANCHES:
        for part in getattr(node, name, ()):
            one = getattr(part, "connector", None)
            if one is not None:
                yield "connector", one
    yield from (("connectors", one) for one in getattr(node, "connectors", ()))


def type_of_part(one: Any) -> FlowType:
    """The type of what has no output of its own: whether it ran, what was entered, or nobody can say."""
    match type(one).__name__:
        case "FlowRule" | "FlowWaitEvent":
            return FlowType(kind="boolean")
        case "FlowChoice":
            return of_data(one.dataType)
        case "FlowTransform":
            return of_data(one.dataType, one.objectType, many=bool(one.isCollection))
        case "FlowScreenField" if one.fieldType == "InputField" and one.dataType:
            return of_data(one.dataType)
        case name:
            return FlowType(kind="boolean") if isinstance(one, FlowNode) and name not in WITH_PARTS else ANY
