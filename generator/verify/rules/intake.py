"""Flows that run while a case or a mail comes in: what fails there loses a message (design.md section 6, rule 1)."""

from collections.abc import Iterator, Mapping
from functools import partial

from generator.formula.knowing import references as read_by
from generator.formula.syntax import Call, Formula, Literal, Ref
from generator.metadata.flow import FlowCustomError, FlowDecision, FlowSubflow
from generator.verify.flows.deciding import holds, of_a_new_record, spares_automation
from generator.verify.flows.incoming import INCOMING, Doubt, Fields, holds_regex, judged
from generator.verify.flows.names import Reference, heads
from generator.verify.flows.partial import unguarded
from generator.verify.flows.view import BEFORE, RECORD, FlowView, tree_of
from generator.verify.rule import Fault, fault, rule
from generator.verify.rules.flow_formulas import kind_in
from generator.verify.subject import Subject
from generator.verify.world import World

ALWAYS_THERE = ("Owner", "CreatedBy", "LastModifiedBy", "RecordType")
"""Relations of a case that lead somewhere in every record, or that orgs without record types do not read."""


def intake(world: World) -> tuple[Subject, ...]:
    """The flows that a new case or mail starts in the transaction that saves it, and those that they call."""
    waiting = [
        one
        for one in world.of("Flow")
        if not one.context and one.view.object in INCOMING and "Create" in (one.view.on or "")
    ]
    found: dict[str, Subject] = {}
    while waiting:
        one = waiting.pop()
        if one.name not in found:
            found[one.name] = one
            called = [node.flowName for node in at_once(one.view) if isinstance(node, FlowSubflow)]
            waiting += [each for name in called if (each := world.find("Flow", name)) is not None and not each.context]
    return tuple(found[name] for name in sorted(found))


def at_once(view: FlowView) -> list[object]:
    """The elements that run before whoever saved is answered."""
    return [node for name, node in view.nodes.items() if name in view.immediate]


def worked_out(view: FlowView) -> Iterator[tuple[object, str, Formula]]:
    """The formulas that may be worked out at once, where each stands."""
    said = named_by(view)
    for one in view.flow.formulas:
        if one.name in said and one.name in view.trees:
            yield one, "expression", view.trees[one.name]
    for part in (view.start, *at_once(view)):
        for each in view.inside(part).formulas if part is not None else ():
            tree = tree_of(each.text)
            if tree is not None:
                yield each.at, each.field, tree


def named_by(view: FlowView) -> frozenset[str]:
    """The formulas that elements name which run at once, and those that such formulas name."""
    waiting = [each.head for node in at_once(view) for each in view.inside(node).references]
    parts = [one for one in (view.start, *at_once(view)) if one is not None]
    waiting += [name for part in parts for each in view.inside(part).formulas for name in heads(each.text)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in view.trees and name not in found:
            found.add(name)
            waiting += [each.partition(".")[0] for each in read_by(view.trees[name])]
    return frozenset(found)


def filled(view: FlowView) -> Mapping[str, Formula]:
    """What stands behind the names of a flow: its formulas, and of variables that nothing but assignments fill the
    formula or name that they are given; of several, a choice of them."""
    found: dict[str, Formula | None] = {one.name: None for one in view.flow.variables if one.isInput or one.value}
    for item in (item for each in view.flow.assignments for item in each.assignmentItems):
        name, there = item.assignToReference, item.value.elementReference if item.value is not None else None
        given = Ref(name=there) if there and item.operator == "Assign" else None
        before = found.get(name, given)
        if before is None or given is None:
            found[name] = None
        else:
            found[name] = Call(function="IF", args=(Literal(value=True), before, given))
    return {**{name: tree for name, tree in found.items() if tree is not None and "." not in name}, **view.trees}


def giving_values(world: World) -> Iterator[Subject]:
    """What says which values a field takes: fields of the tree, then of what it stands on; its record types and
    processes, and where it has none, those that it stands on. Other record types of an org have values of their own."""
    yield from reversed(world.of("CustomField"))
    for kind in ("RecordType", "BusinessProcess"):
        found = world.of(kind)
        yield from [one for one in found if not one.context] or found


Doubted = tuple[Subject, Doubt]


def doubts(world: World, kind: str) -> Iterator[Doubted]:
    """What writes do not fit their fields: texts or choices. Looked for once for both."""
    if doubts not in world.kept:
        world.kept[doubts] = tuple(doubted(world))
    found: tuple[Doubted, ...] = world.kept[doubts]
    yield from ((one, doubt) for one, doubt in found if doubt.kind == kind)


def doubted(world: World) -> Iterator[Doubted]:
    """In a tree that Carepath made everything has to be shown; of any other only what is shown to be wrong is told."""
    fields = Fields((one.component for one in giving_values(world)), whole=world.ours)
    for one in intake(world):
        for held, doubt in judged(one.view.canvas, fields):
            if doubt is None or not (world.ours or doubt.element in one.view.immediate):
                continue
            if world.ours or (doubt.wrong and (held.strict or not held.picklist)):
                yield one, doubt


@rule("INTAKE-001", "run", "doc")
def patterns(world: World) -> Iterator[Fault]:
    """A flow that runs while a case or mail is saved for the first time uses no REGEX.

    REGEX fails on a long text, with an error that no formula can catch; the save fails with it, and a message that came
    by mail is gone. Use CONTAINS, FIND or LEFT. Source: "Regex too complicated" (Salesforce help).
    """
    for one in intake(world):
        if not any("REGEX" in each.text.upper() for each in one.view.formulas):
            continue
        for at, field, tree in worked_out(one.view):
            if holds_regex(tree):
                yield fault("REGEX fails on a long text, and the message is lost", at, field, "use CONTAINS", of=one)


@rule("INTAKE-002", "run", "doc")
def partial_functions(world: World) -> Iterator[Fault]:
    """A function that fails for some arguments is guarded in its own formula.

    In a flow that runs on a new case or mail, VALUE of what is no number, DATE of a 31st of June, a division by zero
    end the run, the save and the message. A condition in the same formula that looks at the argument is a guard:
    `IF(ISNUMBER(x), VALUE(x), 0)`. Source: formula reference.
    """
    for one in intake(world):
        kinds, behind = partial(kind_in, one.view), filled(one.view)
        for at, field, tree in worked_out(one.view):
            found = unguarded(tree, kinds, behind)
            if found:
                message = f"{' and '.join(found)} may fail, and nothing in the formula asks first"
                yield fault(message, at, field, "test the argument with IF before it is used", of=one)


@rule("INTAKE-003", "run", "doc")
def long_texts(world: World) -> Iterator[Fault]:
    """A text that a flow writes while a case or mail comes in fits its field.

    "STRING_TOO_LONG": the save fails, and the message is lost. Cut it with LEFT to the field's length. In a tree that
    Carepath made, a text whose length cannot be told is told too.
    """
    for one, doubt in doubts(world, "text"):
        node = one.view.nodes[doubt.element]
        message = f"`{doubt.element}` writes `{doubt.field}`: {doubt.why}"
        yield fault(message, node, "name", "cut it with LEFT", of=one)


@rule("INTAKE-004", "run", "doc")
def wrong_choices(world: World) -> Iterator[Fault]:
    """A value that a flow writes into a picklist while a case or mail comes in is one that the picklist takes.

    It is there, active, and listed by the record types. "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST": the save fails, and
    the message is lost.
    """
    for one, doubt in doubts(world, "choice"):
        node = one.view.nodes[doubt.element]
        message = f"`{doubt.element}` writes `{doubt.field}`: {doubt.why}"
        yield fault(message, node, "name", "write a value that the field and its record types list", of=one)


@rule("INTAKE-005", "run", "comm")
def read_through_nothing(world: World) -> Iterator[Fault]:
    """A record that may not be there is not read directly, in a flow that runs on a new case or mail.

    "The flow failed to access the value for X.Field because it hasn't been set or assigned": a mail of an unknown
    sender has no contact. A formula gives nothing instead of failing. Read it through a formula, or ask with a decision
    first. What lookups may not have found is told by GRAPH-006.
    """
    for one in intake(world):
        told: set[str] = set()
        for node in at_once(one.view):
            for each in one.view.inside(node).references:
                there = related(each)
                if there and there not in told and not asked(one.view, node, there):
                    told.add(there)
                    message = f"`{each.text}` is read, and there may be no `{there.partition('.')[2]}`"
                    yield fault(message, each.at, each.field, "read it through a formula, or ask first", of=one)


def related(each: Reference) -> str | None:
    """The relation of the saved record that a reference reads through, where it may lead nowhere."""
    head, *way = each.text.split(".")
    if each.use == "target" or head != RECORD or len(way) < 2 or way[0].partition(":")[0] in ALWAYS_THERE:
        return None
    return f"{head}.{way[0]}"


def asked(view: FlowView, node: object, name: str) -> bool:
    """Whether the entry, a decision on the way, or the element itself looks at what a name stands for."""
    stem = name.removesuffix("__r") + "__c" if name.endswith("__r") else f"{name}Id"
    names = (name, f"{name}.Id", stem)
    if view.start is not None:
        entry = (*(f"{RECORD}.{one.field}" for one in view.start.filters), view.start.filterFormula or "")
        if any(one in names for one in entry) or stem in entry[-1] or name in entry[-1]:
            return True
    ways = (*(view.nodes[each] for each in view.before(str(getattr(node, "name", "")))), node)
    decisions = [way for way in ways if isinstance(way, FlowDecision)]
    return any(each.text in names for way in decisions for each in view.inside(way).references)


@rule("INTAKE-006", "run", "doc")
def refusals(world: World) -> Iterator[Fault]:
    """A flow that runs on a new case or mail shows no error.

    A custom error undoes the save. Nobody sits in front of a mail that comes in: nobody reads the error, and the
    message is lost. Take the record, and mark it for somebody to look at. Source: Flow guide, Custom Error.
    """
    for one in intake(world):
        for node in at_once(one.view):
            if isinstance(node, FlowCustomError):
                yield fault(f"`{node.name}` refuses what came in", node, "name", "save it, and mark it", of=one)


@rule("INTAKE-007", "run", "doc")
def refused(world: World) -> Iterator[Fault]:
    """No validation rule of the org refuses a new case or mail.

    The rules of the org that a package goes into (`--org`) judge every message too, after the flows before the save
    have filled the case. One that fires while a mail comes in leaves the patient without a case, and the sender hears
    nothing. Told is each rule on cases and mails that may fire for a new record and spares nobody. Let it ask
    NOT(ISNEW()) or what changes, or spare the automated case user by a permission. Source: Apex guide, order of
    execution.
    """
    if not world.ours:
        return
    first = {one.view.object: one for one in sorted(intake(world), key=lambda one: one.view.trigger == BEFORE)}
    for one in world.of("ValidationRule"):
        flow = first.get(one.parent)
        tree = tree_of(one.body.errorConditionFormula) if one.context and one.body.active and flow else None
        if flow is None or tree is None or spares_automation(tree) or holds(of_a_new_record(tree), {}) is False:
            continue
        message = f"the org's rule `{one.name}` may refuse what comes in"
        yield fault(message, flow.body.start, "object", "let it ask NOT(ISNEW()), or spare automation", of=flow)
