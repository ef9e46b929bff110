"""What flows spend of a transaction's limits when 200 records are saved at once: queries, writes, rows written.

The interviews of one flow run together: an element is one query or one write for all of them (runtime-semantics 2.9).
Counted is the way through each flow of the saved object that spends most, of each limit for itself, as if all records
went it; a loop with ten rounds. What a write of another object starts is counted by its cheapest way, where its entry
may be met; an update of the saved record itself runs the flows before the save once more and no others (1.4). An update
or delete by conditions asks before it writes. Apex and rows read are not counted, nor is what follows a fault.
"""

from collections.abc import Iterable, Mapping
from functools import reduce

from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary
from generator.frozen import record
from generator.metadata.flow import (
    FlowDecision,
    FlowRecordCreate,
    FlowRecordDelete,
    FlowRecordLookup,
    FlowRecordUpdate,
    FlowSubflow,
)
from generator.verify.flows.canvas import by_id
from generator.verify.flows.deciding import holds
from generator.verify.flows.view import AFTER, BEFORE, RECORD, FlowView, tree_of
from generator.verify.subject import Subject
from generator.verify.world import World

BATCH, ROUNDS = 200, 10
Writing = FlowRecordCreate | FlowRecordUpdate | FlowRecordDelete
Fields = frozenset[str] | None
"""Fields of an update in lower case; None: any."""


@record
class Spent:
    """`by`: queries and writes of each flow, the flows that it starts apart."""

    queries: int = 0
    writes: int = 0
    rows: int = 0
    by: tuple[tuple[str, int], ...] = ()

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(
            queries=self.queries + other.queries,
            writes=self.writes + other.writes,
            rows=self.rows + other.rows,
            by=self.by + other.by,
        )

    def __or__(self, other: "Spent") -> "Spent":
        """The worse of two ways, for each limit."""
        heavier = self if (self.queries, self.writes) >= (other.queries, other.writes) else other
        return Spent(
            queries=max(self.queries, other.queries),
            writes=max(self.writes, other.writes),
            rows=max(self.rows, other.rows),
            by=heavier.by,
        )

    def __and__(self, other: "Spent") -> "Spent":
        """The cheaper of two ways, for each limit."""
        lighter = other if (self.queries, self.writes) >= (other.queries, other.writes) else self
        return Spent(
            queries=min(self.queries, other.queries),
            writes=min(self.writes, other.writes),
            rows=min(self.rows, other.rows),
            by=lighter.by,
        )

    def times(self, rounds: int) -> "Spent":
        by = tuple((name, count * rounds) for name, count in self.by)
        return Spent(queries=self.queries * rounds, writes=self.writes * rounds, rows=self.rows * rounds, by=by)

    @property
    def path(self) -> str:
        """The flows that spend most."""
        found: dict[str, int] = {}
        for name, count in self.by:
            found[name] = found.get(name, 0) + count
        most = sorted(found.items(), key=lambda one: (-one[1], one[0]))[:4]
        return ", ".join(f"{name} {count}" for name, count in most if count)


class Spending:
    """The flows of a world by the object and the moment that start them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.started: dict[tuple[str, str], list[Subject]] = {}
        self.cheapest: dict[tuple[str, int], Spent] = {}
        for one in world.of("Flow"):
            if one.view.trigger in (BEFORE, AFTER) and one.view.object:
                self.started.setdefault((one.view.object.lower(), one.view.trigger), []).append(one)

    def of_save(self, owner: str, operation: str) -> Spent:
        """Of a save of 200 records by somebody, at worst."""
        flows = self.flows(owner, operation, None, (BEFORE, AFTER))
        return total(self.way(one, at_once(one), BATCH, (one.name,)) for one in flows)

    def of_path(self, one: Subject, to: str, batch: int) -> Spent:
        """Of what follows from an element at worst, in a transaction of its own."""
        return self.way(one, [to], batch, (one.name,))

    def flows(self, owner: str, operation: str, fields: Fields, moments: tuple[str, ...]) -> list[Subject]:
        found = [one for moment in moments for one in self.started.get((owner.lower(), moment), ())]
        return [one for one in found if may_start(one.view, operation, fields)]

    def least(self, one: Subject, batch: int) -> Spent:
        """What a run of a flow spends whichever way it goes; a flow that starts itself again is counted once."""
        key = (one.name, batch)
        if key not in self.cheapest:
            self.cheapest[key] = Spent()
            self.cheapest[key] = self.way(one, at_once(one), batch, (one.name,), worst=False)
        return self.cheapest[key]

    def way(self, one: Subject, starts: list[str], batch: int, above: tuple[str, ...], *, worst: bool = True) -> Spent:
        """The way from one of these elements to an end on which most, or least, is spent."""
        known: dict[str, Spent] = {}
        for name in children_first(one.view, starts):
            further = [known[to] for to in to_of(one.view, name, "next") if to in known]
            rounds = [known[to] for to in to_of(one.view, name, "round") if to in known] if worst else []
            further += [Spent()] if may_end(one.view, name) else []
            around = total(each.times(ROUNDS) for each in rounds)
            known[name] = self.of_element(one, name, batch, above, worst) + around + chosen(further, worst)
        return chosen([known[name] for name in starts if name in known], worst)

    def of_element(self, one: Subject, name: str, batch: int, above: tuple[str, ...], worst: bool) -> Spent:
        match one.view.nodes[name]:
            case FlowRecordLookup():
                return Spent(queries=1, by=((one.name, 1),))
            case FlowSubflow(flowName=called):
                found = self.world.find("Flow", called)
                if found is None or found.name in above:
                    return Spent()
                if not worst:
                    return self.least(found, batch)
                return self.way(found, at_once(found), batch, (*above, found.name))
            case FlowRecordCreate() | FlowRecordUpdate() | FlowRecordDelete() as element:
                return self.of_write(one, element, batch)
            case _:
                return Spent()

    def of_write(self, one: Subject, element: Writing, batch: int) -> Spent:
        if one.view.trigger == BEFORE and isinstance(element, FlowRecordUpdate):
            return Spent()
        asks = 0 if isinstance(element, FlowRecordCreate) or element.inputReference else 1
        own = Spent(queries=asks, writes=1, rows=batch, by=((one.name, 1 + asks),))
        owner = object_of(one.view, element)
        if owner is None or isinstance(element, FlowRecordDelete):
            return own
        operation = "Create" if isinstance(element, FlowRecordCreate) else "Update"
        moments = (BEFORE,) if is_own(one.view, element) else (BEFORE, AFTER)
        flows = self.flows(owner, operation, fields_of(one.view, element), moments)
        return own + total(self.least(each, batch) for each in flows)


def chosen(ways: list[Spent], worst: bool) -> Spent:
    return reduce(Spent.__or__ if worst else Spent.__and__, ways) if ways else Spent()


def at_once(one: Subject) -> list[str]:
    """The elements with which a run begins in the transaction of whoever saved or called."""
    starts = [each.target for each in one.view.leads.get("start", ()) if each.path is None]
    return starts + ([one.body.startElementReference] if one.body.startElementReference else [])


def may_end(view: FlowView, name: str) -> bool:
    """Whether a run may end at an element that leads further."""
    node = view.nodes[name]
    return isinstance(node, FlowDecision) and len(view.leads.get(name, ())) < len(node.rules) + 1


def total(found: Iterable[Spent]) -> Spent:
    listed = tuple(found)
    if len(listed) == 1:
        return listed[0]
    return Spent(
        queries=sum(one.queries for one in listed),
        writes=sum(one.writes for one in listed),
        rows=sum(one.rows for one in listed),
        by=tuple(each for one in listed for each in one.by),
    )


def children_first(view: FlowView, starts: list[str]) -> list[str]:
    """The elements that a run may come to without a fault, each behind those that it leads to; the way back into a
    loop is not counted as one."""
    order: list[str] = []
    entered: set[str] = set()
    waiting = [(name, False) for name in starts]
    while waiting:
        name, done = waiting.pop()
        if done:
            order.append(name)
        elif name not in entered and name in view.nodes:
            entered.add(name)
            waiting.append((name, True))
            waiting += [(to, False) for each in ("next", "round") for to in to_of(view, name, each)]
    return order


def to_of(view: FlowView, name: str, how: str) -> list[str]:
    """Where an element leads: to the rounds of a loop, or further."""
    edges = [one for one in view.leads.get(name, ()) if one.field != "faultConnector"]
    return [one.target for one in edges if (one.field == "nextValueConnector") == (how == "round")]


def object_of(view: FlowView, element: Writing) -> str | None:
    if element.object or element.inputReference == RECORD:
        return element.object or view.object
    found = view.types.get((element.inputReference or "").lower())
    return found.object if found is not None else None


def is_own(view: FlowView, element: Writing) -> bool:
    """Whether it updates the record that started the run, and no other."""
    if not isinstance(element, FlowRecordUpdate) or object_of(view, element) != view.object:
        return False
    return element.inputReference == RECORD or by_id(element.filters, element.filterLogic) == RECORD


def fields_of(view: FlowView, element: Writing) -> Fields:
    """The fields that an update may change: those that it gives, or that the flow assigns to records of the object;
    None where a record comes from elsewhere."""
    if not isinstance(element, FlowRecordUpdate):
        return None
    if element.inputAssignments:
        return frozenset(one.field.lower() for one in element.inputAssignments)
    owner, found = object_of(view, element), set()
    inputs = {one.name.lower() for one in view.flow.variables if one.isInput}
    if owner is None or (element.inputReference or "").lower() in inputs:
        return None
    for item in (item for each in view.flow.assignments for item in each.assignmentItems):
        head, _, field = item.assignToReference.partition(".")
        kind = view.object if head == RECORD else getattr(view.types.get(head.lower()), "object", None)
        if field and kind == owner:
            found.add(field.lower())
    return frozenset(found) or None


def may_start(view: FlowView, operation: str, fields: Fields) -> bool:
    """Whether a save of these fields may meet the entry of a flow. What flows before the save change beside is not
    looked at."""
    if operation not in (view.on or "") or view.start is None:
        return False
    if operation == "Create" or fields is None:
        return True
    changed = [one.field.lower() in fields for one in view.start.filters if one.operator == "IsChanged"]
    if view.start.filterLogic in (None, "and") and not all(changed):
        return False
    asked = {one.field.lower() for one in view.start.filters}
    if view.start.doesRequireRecordChangedToMeetCriteria and asked and not asked & fields:
        return False
    tree = tree_of(view.start.filterFormula) if view.start.filterFormula else None
    return tree is None or holds(settled(tree, fields), {}) is not False


def settled(tree: Formula, fields: frozenset[str]) -> Formula:
    """An entry formula of an update, in which what the update does not write has not changed."""
    match tree:
        case Call(function="ISNEW"):
            return Literal(value=False)
        case Call(function="ISCHANGED", args=(Ref(name=name),)) if name.rpartition(".")[2].lower() not in fields:
            return Literal(value=False)
        case Call(function=name, args=args):
            return Call(function=name, args=tuple(settled(one, fields) for one in args))
        case Binary(op=op, left=left, right=right):
            return Binary(op=op, left=settled(left, fields), right=settled(right, fields))
        case Unary(op=op, operand=inner):
            return Unary(op=op, operand=settled(inner, fields))
        case _:
            return tree


def own_fields(view: FlowView) -> Mapping[str, list[object]]:
    """The fields of the saved record that a flow writes at once, in lower case, and the elements that do."""
    found: dict[str, list[object]] = {}
    for name in sorted(view.immediate):
        node = view.nodes[name]
        if view.trigger == BEFORE:
            for item in getattr(node, "assignmentItems", ()):
                head, _, field = item.assignToReference.partition(".")
                if head == RECORD and field:
                    found.setdefault(field.lower(), []).append(node)
        if isinstance(node, FlowRecordUpdate) and (view.trigger == BEFORE or is_own(view, node)):
            for given in node.inputAssignments:
                found.setdefault(given.field.lower(), []).append(node)
    return found
