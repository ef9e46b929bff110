"""What a flow as a whole leaves undone: values never set or read, lookups for nothing, ends without a fault path, runs
without an end."""

from collections.abc import Iterator, Mapping

from generator.metadata.flow import FlowDecision, FlowLoop, FlowRecordLookup, FlowWait
from generator.verify.flows.names import MERGED
from generator.verify.flows.view import BEFORE, FlowView
from generator.verify.rule import Fault, fault, rule
from generator.verify.rules.flow_data import OLD_PROCESSES
from generator.verify.subject import Subject

OF_THE_BUILDER = ("currentItem_", "currentItemFromSourceCollection")
FALLIBLE = ("recordLookups", "recordCreates", "recordUpdates", "recordDeletes", "actionCalls")


@rule("GRAPH-001", "warning", "maint", "Flow")
def never_set(one: Subject) -> Iterator[Fault]:
    """A variable that is read is set somewhere: by the flow, by its default or by whoever calls.

    Else it is nothing at every run, and a condition on it always goes the same way. Set it, or make it an input. Dates
    are not looked at: a variable that is never set is how a formula spells "no date".
    """
    if one.view.partial:
        return
    set_ones, read_ones = one.view.set_names, one.view.read_names
    for each in one.body.variables:
        name = each.name.lower()
        if each.isInput or each.value is not None or each.isCollection or name in set_ones or name not in read_ones:
            continue
        if each.dataType not in ("SObject", "Apex", "Date", "DateTime"):
            yield fault(f"`{each.name}` is read and never set", each, "name", "set it, or make it an input")


@rule("GRAPH-002", "warning", "maint", "Flow")
def never_read(one: Subject) -> Iterator[Fault]:
    """A variable is read somewhere, or given to whoever calls.

    Else it is left over from a change, and its reader thinks that it matters. Take it out. Variables that the builder
    makes for itself are not judged: those of process builders, and the current record of a filter or sort.
    """
    if one.view.partial or one.body.processType in OLD_PROCESSES:
        return
    read_ones = one.view.read_names
    for each in one.body.variables:
        if each.name.startswith(OF_THE_BUILDER):
            continue
        if not each.isOutput and not each.isInput and each.name.lower() not in read_ones:
            yield fault(f"`{each.name}` is never read", each, "name", "take it out")


@rule("GRAPH-003", "warning", "maint", "Flow")
def found_for_nothing(one: Subject) -> Iterator[Fault]:
    """What a lookup finds is used.

    A query is spent at every run, of 100 in a transaction. Take the lookup out.
    """
    if one.view.partial:
        return
    read_ones = one.view.read_names
    for each in one.body.recordLookups:
        if each.storeOutputAutomatically and each.name.lower() not in read_ones:
            yield fault(f"what `{each.name}` finds is never used", each, "name", "take it out")


@rule("GRAPH-004", "run", "maint", "Flow")
def without_fault_path(one: Subject) -> Iterator[Fault]:
    """An element that can fail has a fault path.

    Without one the whole transaction is undone, and whoever saved sees a message that nobody can act on; on a path
    after the save nobody sees anything. Connect it to a notice for operations. Before a save there are none.
    """
    if one.view.trigger == BEFORE or one.body.processType != "AutoLaunchedFlow":
        return
    tails = one.view.reached(edge.target for edge in one.view.edges if edge.field == "faultConnector")
    for kind in FALLIBLE:
        for each in getattr(one.body, kind):
            if each.faultConnector is None and each.name not in tails and each.name in one.view.nodes:
                yield fault(f"`{each.name}` has no fault path", each, "name")


@rule("GRAPH-005", "run", "maint", "Flow")
def never_ending(one: Subject) -> Iterator[Fault]:
    """A circle of elements can be left.

    It has a loop over a collection, a pause, a screen, or a decision with a way out. Else a run goes on until a limit
    ends it, and its transaction is undone.
    """
    for name, circle in circles(one.view).items():
        nodes = [one.view.nodes[each] for each in circle]
        if any(isinstance(each, FlowLoop | FlowWait) or "creen" in type(each).__name__ for each in nodes):
            continue
        if not any(isinstance(each, FlowDecision) and leaves(one.view, each, circle) for each in nodes):
            yield fault(f"a run that comes to `{name}` comes back to it without end", one.view.nodes[name], "name")


def leaves(view: FlowView, decision: FlowDecision, circle: frozenset[str]) -> bool:
    """Whether a decision has a way out of a circle."""
    ways = [edge.target for edge in view.leads.get(decision.name, ())]
    open_ends = len(ways) < len(decision.rules) + 1
    return open_ends or any(each not in circle for each in ways)


def circles(view: FlowView) -> Mapping[str, frozenset[str]]:
    """Each set of elements that lead back to themselves, under the first of them in the file."""
    found: dict[str, frozenset[str]] = {}
    seen: set[str] = set()
    for name in view.nodes:
        if name in seen:
            continue
        after = view.reached(edge.target for edge in view.leads.get(name, ()))
        if name in after:
            circle = frozenset(each for each in after if name in view.reached([each])) | {name}
            found[name] = circle
            seen |= circle
    return found


@rule("GRAPH-006", "run", "maint", "Flow")
def nothing_found(one: Subject) -> Iterator[Fault]:
    """Before a record that was looked up is written to others, it is asked whether there is one.

    A field of no record fails: "The flow failed to access the value for X because it hasn't been set or assigned."
    Decide on it first, or read it in a formula. Source: https://help.salesforce.com/apex/HTViewSolution?id=000212174
    """
    if one.view.partial:
        return
    lookups = {each.name.lower(): each for each in one.body.recordLookups if each.getFirstRecordOnly is not False}
    asked = {
        found.head.lower()
        for found in one.view.references
        if found.field == "leftValueReference" or found.use in ("collection", "record")
    }
    asked |= one.view.names_in_formulas
    told: set[str] = set()
    for found in one.view.references:
        name = found.head.lower()
        if found.use == "value" and "." in found.text and name in lookups and name not in asked | told:
            told.add(name)
            yield fault(f"nobody asks whether `{found.head}` found a record", found.at, found.field)


@rule("GRAPH-007", "run", "code", "Flow")
def not_brought(one: Subject) -> Iterator[Fault]:
    """A field that is read of a record is one that its query brings.

    A lookup that lists its fields brings those and the id; any other is blank at every run, and nothing says so. List
    the field too. Source: `queriedFields`,
    https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_visual_workflow.htm
    """
    if one.view.partial:
        return
    brought = fields_brought(one.view)
    if not brought:
        return
    put = {found.text.lower() for found in one.view.references if found.use == "target"}
    read_ones = [(found.text, found.at, found.field) for found in one.view.references if found.use != "target"]
    read_ones += [(name, each.at, each.field) for each in one.view.formulas for name in MERGED.findall(each.text)]
    told: set[str] = set()
    for text, at, field in read_ones:
        name, _, rest = text.lower().partition(".")
        if (
            name in brought
            and rest
            and "." not in rest
            and rest not in brought[name]
            and text.lower() not in put | told
        ):
            told.add(text.lower())
            yield fault(f"`{text}` is blank: the lookup does not bring it", at, field, "list the field in the lookup")


def fields_brought(view: FlowView) -> Mapping[str, frozenset[str]]:
    """The fields of what a lookup finds, and of each record of a loop over that, in lower case; of lookups that list
    them."""
    found = {
        each.name.lower(): frozenset(("id", *(field.lower() for field in each.queriedFields)))
        for each in view.each(FlowRecordLookup)
        if each.storeOutputAutomatically and each.queriedFields
    }
    over = {each.name.lower(): (each.collectionReference or "").lower() for each in view.each(FlowLoop)}
    return found | {loop: found[of] for loop, of in over.items() if of in found}
