"""A flow as rules look at it: elements and resources by name, connectors, what a run can come to, and the type behind
every name. Everything is worked out when it is first asked for."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

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
from generator.verify.flows.names import FormulaText, Reference, formulas, records, references
from generator.verify.flows.types import ANY, TEXT, FlowType, of_data

if TYPE_CHECKING:
    from generator.verify.subject import Subject

RECORD, PRIOR = "$Record", "$Record__Prior"
BEFORE, AFTER, DELETE = "RecordBeforeSave", "RecordAfterSave", "RecordBeforeDelete"
RECORD_TRIGGERS = (BEFORE, AFTER, DELETE)
UPDATES = ("Update", "CreateAndUpdate")
GLOBAL_RECORDS = {"$User": "User", "$Organization": "Organization", "$Profile": "Profile", "$UserRole": "UserRole"}
GLOBALS = (
    "$Api", "$Client", "$CustomMetadata", "$Flow", "$GlobalConstant", "$Label", "$Orchestration", "$Permission",
    "$Setup", "$System", "$Credential",
)  # fmt: skip
NODE_KINDS = (
    "actionCalls", "apexPluginCalls", "assignments", "collectionProcessors", "customErrors", "decisions", "loops",
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


class FlowView:
    def __init__(self, subject: "Subject") -> None:
        self.subject = subject
        self.world = subject.world
        self.flow: Flow = subject.body
        self.start = self.flow.start
        self.trigger = self.start.triggerType if self.start else None
        self.object = self.start.object if self.start else None
        self.on = self.start.recordTriggerType if self.start else None

    @property
    def partial(self) -> bool:
        """Whether the flow holds elements that no record has a place for: then a name that is not found may be one."""
        return bool(self.subject.read.unknown)

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
        return tuple(records(self.flow, FlowElement))

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

    def reached(self, starts: Iterable[str]) -> frozenset[str]:
        """The elements that a run may come to from these."""
        seen: set[str] = set()
        waiting = list(starts)
        while waiting:
            name = waiting.pop()
            if name not in seen and name in self.nodes:
                seen.add(name)
                waiting += [one.target for one in self.leads.get(name, ())]
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
        """Elements that a loop comes to again and again, and the loop."""
        found: dict[str, FlowLoop] = {}
        for loop in self.flow.loops:
            if loop.nextValueConnector is None:
                continue
            for name in self.reached([loop.nextValueConnector.targetReference]):
                if name != loop.name and loop.name in self.reached([name]):
                    found.setdefault(name, loop)
        return found

    # -- names and types -----------------------------------------------------------------------------------------------

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        return tuple(references(self.flow))

    @cached_property
    def formulas(self) -> tuple[FormulaText, ...]:
        return tuple(formulas(self.flow))

    @cached_property
    def resources(self) -> Mapping[str, Any]:
        """What a reference may begin with, by name in lower case: elements of the canvas, outcomes and resources."""
        return {one.name.lower(): one for one in reversed(self.named) if one.name}

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
            case FlowNode():
                return FlowType(kind="boolean") if not isinstance(one, FlowAssignment | FlowDecision) else None
            case _:
                return FlowType(kind="boolean") if type(one).__name__ in ("FlowRule", "FlowWaitEvent") else ANY

    def type_of(self, text: str) -> FlowType | None:
        """The type behind a reference: ANY where nobody can say, None where it leads nowhere."""
        head, _, path = text.partition(".")
        if head in (RECORD, PRIOR):
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


def edge(source: str, connector: FlowConnector, field: str, path: str | None = None) -> Edge:
    return Edge(source=source, connector=connector, target=connector.targetReference, field=field, path=path)


def connectors(node: Any) -> Iterator[tuple[str, FlowConnector]]:
    """Every connector of an element and the element that holds it."""
    for name in (
        "connector", "defaultConnector", "faultConnector", "nextValueConnector", "noMoreValuesConnector",
    ):  # fmt: skip
        one = getattr(node, name, None)
        if isinstance(one, FlowConnector):
            yield name, one
    for part in (*getattr(node, "rules", ()), *getattr(node, "waitEvents", ())):
        if part.connector is not None:
            yield "connector", part.connector
