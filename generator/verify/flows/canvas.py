"""A flow as a graph: its elements by name, where each leads, where runs begin, and what a run may write beside the
record that started it."""

from collections.abc import Iterable, Iterator, Mapping

from generator.formula.parsing import located
from generator.formula.syntax import Formula
from generator.frozen import record
from generator.metadata.component import Component
from generator.metadata.flow import (
    Flow,
    FlowActionCall,
    FlowAssignment,
    FlowCollectionProcessor,
    FlowConnector,
    FlowCustomError,
    FlowDecision,
    FlowLoop,
    FlowRecordCreate,
    FlowRecordDelete,
    FlowRecordFilter,
    FlowRecordLookup,
    FlowRecordRollback,
    FlowRecordUpdate,
    FlowSubflow,
    FlowWait,
)

Element = (
    FlowActionCall
    | FlowAssignment
    | FlowCollectionProcessor
    | FlowCustomError
    | FlowDecision
    | FlowLoop
    | FlowRecordCreate
    | FlowRecordDelete
    | FlowRecordLookup
    | FlowRecordRollback
    | FlowRecordUpdate
    | FlowSubflow
    | FlowWait
)
RECORD = "$Record"
BEFORE, AFTER = "RecordBeforeSave", "RecordAfterSave"


@record
class Entry:
    """Where a run begins. `later`: in a transaction of its own, with the record read anew."""

    to: str
    later: bool


@record
class Canvas:
    name: str
    flow: Flow
    elements: Mapping[str, Element]
    formulas: Mapping[str, Formula]
    objects: Mapping[str, str]
    """The object of each variable that holds records, and of each record lookup."""

    @property
    def object(self) -> str | None:
        return self.flow.start.object if self.flow.start else None

    @property
    def trigger(self) -> str | None:
        return self.flow.start.triggerType if self.flow.start else None

    def starts_on(self, operation: str) -> bool:
        """Whether a save of this kind (`Create`, `Update`) starts the flow."""
        return bool(self.flow.start and operation in (self.flow.start.recordTriggerType or ""))


def canvases(components: Iterable[Component]) -> tuple[Canvas, ...]:
    """The flows of a build. Raises FormulaSyntaxError for a formula that is none."""
    return tuple(canvas(one.name, one.body) for one in components if isinstance(one.body, Flow))


def canvas(name: str, flow: Flow, read: Mapping[str, Formula] | None = None) -> Canvas:
    """A flow as a graph. `read`: its formulas, for those who live with one that cannot be read; else they are read
    here, and FormulaSyntaxError is raised for one that is none."""
    elements: dict[str, Element] = {}
    for kind in (
        flow.actionCalls,
        flow.assignments,
        flow.collectionProcessors,
        flow.customErrors,
        flow.decisions,
        flow.loops,
        flow.recordCreates,
        flow.recordDeletes,
        flow.recordLookups,
        flow.recordRollbacks,
        flow.recordUpdates,
        flow.subflows,
        flow.waits,
    ):
        elements.update({one.name: one for one in kind})
    objects = {one.name: one.objectType for one in flow.variables if one.objectType}
    objects.update({one.name: one.object for one in flow.recordLookups})
    for loop in flow.loops:
        if loop.collectionReference in objects:
            objects[loop.assignNextValueToReference or loop.name] = objects[loop.collectionReference]
    if flow.start and flow.start.object:
        objects[RECORD] = flow.start.object
    formulas = {one.name: located(one.expression)[0] for one in flow.formulas} if read is None else read
    return Canvas(name=name, flow=flow, elements=elements, formulas=formulas, objects=objects)


def entries(flow: Flow) -> Iterator[Entry]:
    """Where runs of a flow begin: at once, on each path after the save, or where the flow is called."""
    if flow.startElementReference:
        yield Entry(to=flow.startElementReference, later=False)
    if flow.start is None:
        return
    if flow.start.connector:
        yield Entry(to=flow.start.connector.targetReference, later=flow.start.triggerType == "Scheduled")
    for path in flow.start.scheduledPaths:
        if path.connector:
            yield Entry(to=path.connector.targetReference, later=True)


def successors(element: Element) -> Iterator[str]:
    """The elements that may run next."""
    connectors: list[FlowConnector | None]
    match element:
        case FlowDecision():
            connectors = [*(rule.connector for rule in element.rules), element.defaultConnector]
        case FlowLoop():
            connectors = [element.nextValueConnector, element.noMoreValuesConnector]
        case FlowWait():
            connectors = [*(event.connector for event in element.waitEvents), element.defaultConnector]
            connectors.append(element.faultConnector)
        case FlowRecordCreate() | FlowRecordDelete() | FlowRecordLookup() | FlowRecordUpdate() | FlowActionCall():
            connectors = [element.connector, element.faultConnector]
        case _:
            connectors = [element.connector]
    return (one.targetReference for one in connectors if one is not None)


def given_back(element: Element) -> Iterator[str]:
    """The variables that an element fills in beside its own."""
    match element:
        case FlowSubflow():
            yield from (one.assignToReference for one in element.outputAssignments if one.assignToReference)
        case FlowActionCall():
            yield from (one.assignToReference for one in element.outputParameters)
        case FlowRecordCreate(assignRecordIdToReference=str() as name):
            yield name
        case FlowRecordLookup():
            yield from (one.assignToReference for one in element.outputAssignments)
        case FlowCollectionProcessor():
            yield element.assignNextValueToReference or element.name
        case _:
            return


def reached(of: Canvas, starts: Iterable[str]) -> frozenset[str]:
    """The names of the elements that a run may come to."""
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in seen and name in of.elements:
            seen.add(name)
            waiting += successors(of.elements[name])
    return frozenset(seen)


def at_once(of: Canvas) -> frozenset[str]:
    """The elements that run in the transaction of whoever saved or called."""
    return reached(of, (one.to for one in entries(of.flow) if not one.later))


def written_object(of: Canvas, element: Element) -> str | None:
    """The object whose records an element creates, updates or deletes; None: it writes none."""
    if isinstance(element, FlowRecordCreate | FlowRecordUpdate | FlowRecordDelete):
        return element.object or of.objects.get(element.inputReference or "", "?")
    return None


def by_id(filters: tuple[FlowRecordFilter, ...], logic: str | None) -> str | None:
    """The record variable whose id the filters ask for, when they ask for one record alone."""
    if logic not in (None, "and"):
        return None
    for one in filters:
        there = one.value.elementReference if one.value else None
        if one.field == "Id" and one.operator == "EqualTo" and there and there.endswith(".Id"):
            return there.removesuffix(".Id")
    return None


def others_written(all_flows: tuple[Canvas, ...]) -> Mapping[str, frozenset[str]]:
    """For each flow: the objects of which a run that begins at once may update or delete records beside its own
    `$Record`, itself or through what its writes start. `?` is an object that is not known."""
    found: dict[str, frozenset[str]] = {one.name: frozenset() for one in all_flows}
    while True:
        again = {one.name: frozenset(writes_beside(one, all_flows, found)) for one in all_flows}
        if again == found:
            return found
        found = again


def writes_beside(of: Canvas, all_flows: tuple[Canvas, ...], known: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for name in at_once(of):
        element = of.elements[name]
        if not is_own(of, element):
            yield from touched_by(of, element, all_flows, known)
        elif of.object:
            yield from started_by(of.object, "Update", all_flows, known)


def touched_by(
    of: Canvas, element: Element, all_flows: tuple[Canvas, ...], known: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    """The objects of which an element may change records that were there before."""
    written = written_object(of, element) or "?"
    match element:
        case FlowSubflow():
            yield from known.get(element.flowName, ("?",))
        case FlowRecordCreate():
            if element.doesUpsert:
                yield written
            yield from started_by(written, "Create", all_flows, known)
        case FlowRecordUpdate() | FlowRecordDelete():
            yield written
            yield from started_by(written, "Update", all_flows, known)
        case _:
            return


def is_own(of: Canvas, element: Element) -> bool:
    """Whether an element updates the record that started the run, and no other."""
    if not isinstance(element, FlowRecordUpdate):
        return False
    return element.inputReference == RECORD or by_id(element.filters, element.filterLogic) == RECORD


def started_by(
    saved: str, operation: str, all_flows: tuple[Canvas, ...], known: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    for one in all_flows:
        if one.object == saved and one.trigger == AFTER and one.starts_on(operation):
            yield from known[one.name]
