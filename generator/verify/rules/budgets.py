"""What all flows of an object together come to: limits of a transaction, orders, and runs that start each other."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from generator.frozen import record
from generator.metadata.flow import FlowElementReferenceOrValue, FlowRecordUpdate, FlowStart
from generator.verify.flows.deciding import functions
from generator.verify.flows.spending import BATCH, Spending, Spent, is_own, own_fields
from generator.verify.flows.view import AFTER, BEFORE, FlowView, tree_of
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject
from generator.verify.world import World

MOST: Mapping[str, tuple[int, int]] = {"queries": (100, 200), "writes": (150, 150), "rows": (10_000, 10_000)}
"""Of a transaction that somebody waits for, and of one in the background (Apex guide, governor limits)."""
MOST_INTERVIEWS = 250_000
OPERATIONS = ("Create", "Update")
CHANGES = ("ISCHANGED", "ISNEW", "PRIORVALUE")
UNORDERED = 1_000.5
"""Flows without an order run behind those up to 1,000 and before the rest."""
MOST_NAMED = 3
"""Flows and fields that one message names."""


Transaction = tuple[Subject, FlowStart, str, Spent, bool]
"""The flow that it is shown at, its start, what happens, what is spent, and whether it runs in the background."""


def transactions(world: World) -> tuple[Transaction, ...]:
    """Every transaction that flows begin or take part in; followed once for all limits."""
    if transactions not in world.kept:
        world.kept[transactions] = tuple(spendings(world))
    found: tuple[Transaction, ...] = world.kept[transactions]
    return found


def spendings(world: World) -> Iterator[Transaction]:
    spending = Spending(world)
    for owner in sorted({owner for owner, _ in spending.started}):
        flows = [one for moment in (BEFORE, AFTER) for one in spending.started.get((owner, moment), ())]
        own = [one for one in flows if not one.context]
        for operation in OPERATIONS if own else ():
            spent = spending.of_save(owner, operation)
            verb = "creating" if operation == "Create" else "updating"
            shown = next((one for one in own if one.name == heaviest(spent)), own[0])
            yield shown, shown.body.start, f"{verb} {BATCH} records of {shown.view.object}", spent, False
    for one in world.of("Flow"):
        start = one.body.start
        if one.context or start is None:
            continue
        if start.triggerType == "Scheduled" and start.connector is not None:
            spent = spending.of_path(one, start.connector.targetReference, BATCH)
            yield one, start, f"a run for {BATCH} records", spent, True
        for path in start.scheduledPaths:
            if path.connector is not None and path.pathType != "ApprovalRecall":
                batch = path.maxBatchSize or BATCH
                spent = spending.of_path(one, path.connector.targetReference, batch)
                yield one, start, f"the path `{path.name or path.pathType}` for {batch} records", spent, True


def heaviest(spent: Spent) -> str:
    return spent.path.partition(",")[0].rpartition(" ")[0]


def over(world: World, what: str) -> Iterator[Fault]:
    """The transactions in which flows alone spend more than there is; of a create and an update the worse."""
    told: dict[str, tuple[int, Fault]] = {}
    for one, start, happens, spent, background in transactions(world):
        count, most = getattr(spent, what), MOST[what][background]
        key = f"{one.view.object}:{happens.partition(' ')[2]}" if not background else f"{one.name}:{happens}"
        if count > most and count > told.get(key, (0, None))[0]:
            message = f"{happens} comes to {count:,} {NAMES[what]} of {most:,}, by flows alone: {spent.path}"
            help = "ask and write once for all records, or move work to a path after the save"
            told[key] = count, fault(message, start, "object", help, of=one)
    yield from (found for _, found in told.values())


NAMES = {"queries": "queries", "writes": "writes", "rows": "rows written"}


@rule("BUDGET-001", "run", "doc")
def queries(world: World) -> Iterator[Fault]:
    """The flows that a save starts ask at most 100 queries, with 200 records at once; in the background 200.

    "Too many SOQL queries: 101" undoes the whole save, and no fault path catches it. Counted are all flows of the
    object in one transaction, by their most expensive ways, with the flows that they call; what their writes start is
    counted by its cheapest way, and loops with ten rounds. Source: Apex guide, governor limits.
    """
    yield from over(world, "queries")


@rule("BUDGET-002", "run", "doc")
def writes(world: World) -> Iterator[Fault]:
    """The flows that a save starts write at most 150 times.

    "Too many DML statements: 151" undoes the whole save. Counted as for BUDGET-001. Source: Apex guide, governor
    limits.
    """
    yield from over(world, "writes")


@rule("BUDGET-003", "run", "doc")
def rows(world: World) -> Iterator[Fault]:
    """The flows that a save of 200 records starts write at most 10,000 rows.

    "Too many DML rows: 10001" undoes the whole save. Each write is counted with one row for each record. Source: Apex
    guide, governor limits.
    """
    yield from over(world, "rows")


@record
class Writer:
    """A flow that one save starts: when, which values its entry wants, and the fields of the saved record that it
    writes at once, with the elements that do."""

    flow: Subject
    on: str
    order: float
    wanted: Mapping[str, str]
    fields: Mapping[str, list[object]]


def moments(world: World) -> Iterator[tuple[Writer, ...]]:
    """The active flows that one save may start at the same moment, in the order of their names; without those that
    write nothing of the saved record."""
    found: dict[tuple[str, str], list[Writer]] = {}
    for one in sorted(world.of("Flow"), key=lambda one: one.name):
        view = one.view
        if view.trigger in (BEFORE, AFTER) and view.object and one.body.status == "Active":
            fields = own_fields(view)
            if fields:
                made = Writer(
                    flow=one,
                    on=view.on or "",
                    order=one.body.triggerOrder or UNORDERED,
                    wanted=asked(view),
                    fields=fields,
                )
                found.setdefault((view.object.lower(), view.trigger), []).append(made)
    yield from (tuple(flows) for flows in found.values())


def meet(first: Writer, second: Writer) -> bool:
    """Whether one save may meet the entries of both."""
    if not any(each in first.on and each in second.on for each in OPERATIONS):
        return False
    return all(second.wanted.get(name, value) == value for name, value in first.wanted.items())


def asked(view: FlowView) -> Mapping[str, str]:
    """The fields that an entry wants to have one value, and the value."""
    if view.start is None or view.start.filterLogic not in (None, "and"):
        return {}
    equal = {one.field.lower(): written_out(one.value) for one in view.start.filters if one.operator == "EqualTo"}
    return {name: value for name, value in equal.items() if value is not None}


@rule("BUDGET-004", "run", "doc")
def collisions(world: World) -> Iterator[Fault]:
    """Two flows of one moment that write one field run in an order that somebody chose.

    Without `triggerOrder`, or with the same, their order is that of activation or of names: the last one wins, and it
    is another one in another org. Give each an order, or make one flow of both. Source: Flow guide, trigger order.
    """
    for flows in moments(world):
        for number, second in enumerate(flows):
            if not second.flow.context:
                before = [first for first in flows[:number] if collide(first, second)]
                if before:
                    yield unordered(second, before)


def collide(first: Writer, second: Writer) -> bool:
    """Whether both write one field, and nothing says which comes last."""
    return (
        first.order == second.order and not first.fields.keys().isdisjoint(second.fields.keys()) and meet(first, second)
    )


def unordered(second: Writer, before: Sequence[Writer]) -> Fault:
    """One fault for all with which a flow collides: where nothing is ordered they are as many as there are pairs."""
    names = [f"`{each.flow.name}`" for each in before]
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} others"]
    both = sorted({name for each in before for name in each.fields} & second.fields.keys())
    fields = " and ".join(f"`{name}`" for name in both[:MOST_NAMED])
    verb, each = ("writes", "both") if len(before) == 1 else ("write", "each")
    message = f"{' and '.join(names)} {verb} {fields} too at the same moment, and no order says which comes last"
    return fault(message, second.flow.body.start, "object", f"give {each} a `triggerOrder`", of=second.flow)


@rule("BUDGET-005", "run", "comm", "Flow")
def started_again(one: Subject) -> Iterator[Fault]:
    """A flow after a save that updates its own record does not meet its own entry again.

    Documents say that an org skips the flow in such a save, and others report that it runs once more, or until
    "Maximum trigger depth exceeded". Ask in the entry for a change, run it only when a record is changed to meet the
    conditions, or set the fields before the save.
    """
    view = one.view
    start = view.start
    if view.trigger != AFTER or start is None or not view.on_update or start.doesRequireRecordChangedToMeetCriteria:
        return
    tree = tree_of(start.filterFormula) if start.filterFormula else None
    if (start.filterFormula and tree is None) or (tree is not None and functions(tree) & set(CHANGES)):
        return
    if any(each.operator == "IsChanged" for each in start.filters):
        return
    for name in sorted(view.immediate):
        node = view.nodes[name]
        if isinstance(node, FlowRecordUpdate) and is_own(view, node) and not leaves_entry(view, node):
            guarded = any("decision" in type(view.nodes[each]).__name__.lower() for each in view.before(name))
            if not guarded:
                message = f"`{node.name}` updates the record that started the flow, and the entry still holds behind it"
                yield fault(message, node, "name", "ask in the entry for a change")


def leaves_entry(view: FlowView, update: FlowRecordUpdate) -> bool:
    """Whether an update gives a field another value than the entry wants."""
    wanted = asked(view)
    given = {each.field.lower(): written_out(each.value) for each in update.inputAssignments}
    return any(given.get(name) not in (None, value) for name, value in wanted.items())


def written_out(value: FlowElementReferenceOrValue | None) -> str | None:
    """A value that stands there as it is; None for one that is worked out."""
    if value is None or value.elementReference or value.formulaExpression:
        return None
    return str(value.stringValue or value.booleanValue or value.numberValue or "")


@rule("BUDGET-006", "run", "inf")
def overwritten(world: World) -> Iterator[Fault]:
    """What one flow always writes is not always written over by the next.

    Both run at every save, in a fixed order: what the first does to the field is never seen. Take it out, or give one
    of them conditions.
    """
    for flows in moments(world):
        for first, second in combinations([each for each in flows if always(each.flow.view)], 2):
            if first.order == second.order or first.on != second.on or second.flow.context or not meet(first, second):
                continue
            early, late = (first, second) if first.order < second.order else (second, first)
            for name in sorted(early.fields.keys() & late.fields.keys()):
                if not early.flow.context:
                    message = f"`{name}` is written here, and `{late.flow.name}` writes it again at every save"
                    yield fault(message, early.fields[name][0], "name", "write it in one of them", of=early.flow)


def always(view: FlowView) -> bool:
    """Whether a flow does the same at every save: no conditions at its entry, no decisions."""
    start = view.start
    return start is not None and not start.filters and not start.filterFormula and not view.flow.decisions


@rule("BUDGET-007", "run", "comm", "Flow")
def volumes(one: Subject) -> Iterator[Fault]:
    """A flow on a schedule that is about an object says which of its records.

    It starts one interview for each record, and an org runs 250,000 in 24 hours: without conditions the day's work
    grows with every record that was ever kept. Ask for the records that need it.
    """
    start = one.body.start
    if start is not None and start.triggerType == "Scheduled" and start.object and not start.filters:
        message = f"every {start.object} there is starts an interview, and {MOST_INTERVIEWS:,} run in a day"
        yield fault(message, start, "object", "add conditions")
