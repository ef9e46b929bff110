"""What a run of a flow knows of tokens at each of its elements: which record it has read since anybody wrote it, and
which it has prepared with another token than the record has.

A *token* is a field of an object whose change keeps rules quiet (generator.prove.writes). A fact holds before an
element when it holds on every way that leads there.
"""

from collections.abc import Mapping
from decimal import Decimal

from generator.formula.syntax import Binary, Call, Literal, Ref
from generator.metadata.flow import (
    FlowActionCall,
    FlowAssignment,
    FlowElementReferenceOrValue,
    FlowLoop,
    FlowRecordCreate,
    FlowRecordDelete,
    FlowRecordLookup,
    FlowRecordUpdate,
    FlowSubflow,
    FlowWait,
)
from generator.verify.flows.canvas import (
    AFTER,
    RECORD,
    Canvas,
    Element,
    at_once,
    entries,
    given_back,
    is_own,
    successors,
    touched_by,
    written_object,
)

QUIET_ACTIONS = frozenset(("emailAlert", "customNotificationAction"))
"""Actions that save no record of ours (Actions Developer Guide: email alert, custom notification)."""

Tokens = frozenset[tuple[str, str]]
"""Pairs of an object and a field of it."""


def known_facts(
    of: Canvas, tokens: Tokens, flows: tuple[Canvas, ...], beside: Mapping[str, frozenset[str]]
) -> Mapping[str, frozenset[str]]:
    """What holds before each element, on every way that leads to it. `fresh t x`: x.t is what the record x.Id has;
    `same x y`: x.Id is y.Id; `moved t x`: x.t is not what the record x.Id has; `all moved t c`: so of each in c;
    `empty c`: nothing is in c."""
    facts: dict[str, frozenset[str]] = {}
    waiting = [(one.to, at_start(of, tokens, flows, later=one.later)) for one in entries(of.flow)]
    while waiting:
        name, coming = waiting.pop()
        if name not in of.elements:
            continue
        merged = facts[name] & coming if name in facts else coming
        if facts.get(name) == merged:
            continue
        facts[name] = merged
        after = facts_after(of, of.elements[name], merged, tokens, flows, beside)
        waiting += [(one, after) for one in successors(of.elements[name])]
    return facts


def at_start(of: Canvas, tokens: Tokens, flows: tuple[Canvas, ...], *, later: bool) -> frozenset[str]:
    """A path of its own reads the record anew (runtime-semantics 1.2); a flow right after the save has it as it was
    saved, as long as no other flow at that moment may write it first."""
    empty = [one.name for one in of.flow.variables if one.isCollection and not one.isInput]
    found = set().union(*(nothing_in(one, tokens) for one in empty))
    rivals = [one for one in flows if one.name != of.name and one.object == of.object and one.trigger == AFTER]
    alone = of.trigger == AFTER and not any(writes_at_once(one) for one in rivals)
    if later or alone:
        found |= {f"fresh {token} {RECORD}" for kind, token in tokens if kind == of.object}
    return frozenset(found)


def nothing_in(collection: str, tokens: Tokens) -> set[str]:
    """What is known of an empty collection: of each of no records anything is true."""
    return {f"empty {collection}", *(f"all moved {token} {collection}" for _, token in tokens)}


def writes_at_once(of: Canvas) -> bool:
    """Whether a flow after a save may write the saved record in the same transaction."""
    names = at_once(of)
    return any(is_own(of, of.elements[one]) or written_object(of, of.elements[one]) == of.object for one in names)


def facts_after(
    of: Canvas,
    element: Element,
    before: frozenset[str],
    tokens: Tokens,
    flows: tuple[Canvas, ...],
    beside: Mapping[str, frozenset[str]],
) -> frozenset[str]:
    match element:
        case FlowRecordLookup():
            kept = looked_up(element, before, tokens)
        case FlowLoop():
            name = element.assignNextValueToReference or element.name
            kept = without(before, name)
            listed = element.collectionReference
            fresh = {f"fresh {token} {name}" for _, token in tokens if f"fresh {token} {listed}" in before}
            return kept | fresh
        case FlowAssignment():
            return assigned(of, element, before, tokens)
        case FlowWait():
            return frozenset()
        case FlowRecordCreate() | FlowRecordUpdate() | FlowRecordDelete() | FlowSubflow():
            changed = set(touched_by(of, element, flows, beside))
            kept = frozenset(one for one in before if not stale(one, changed, tokens))
        case FlowActionCall() if element.actionType not in QUIET_ACTIONS:
            return frozenset()
        case _:
            kept = before
    for name in given_back(element):
        kept = without(kept, name.split(".")[0])
    return kept


def stale(fact: str, changed: set[str], tokens: Tokens) -> bool:
    """Whether a write of records of these objects may make a fact untrue."""
    words = fact.split(" ")
    return words[0] not in ("same", "empty") and any(
        token == words[-2] and (kind in changed or "?" in changed) for kind, token in tokens
    )


def without(facts: frozenset[str], name: str) -> frozenset[str]:
    """The facts that do not speak of a variable."""
    return frozenset(one for one in facts if name not in one.split(" ")[1:])


def looked_up(element: FlowRecordLookup, before: frozenset[str], tokens: Tokens) -> frozenset[str]:
    """A lookup reads the token when it reads that field, or all."""
    name = element.outputReference or element.name
    kept = without(before, name)
    if element.outputAssignments:
        return kept
    read = {
        token
        for kind, token in tokens
        if kind == element.object and (not element.queriedFields or token in element.queriedFields)
    }
    return kept | {f"fresh {token} {name}" for token in read}


def assigned(of: Canvas, element: FlowAssignment, before: frozenset[str], tokens: Tokens) -> frozenset[str]:
    facts = before
    for item in element.assignmentItems:
        target, field = item.assignToReference, ""
        if "." in target:
            target, field = target.split(".", 1)
        there = item.value.elementReference if item.value else None
        if field:
            facts = field_assigned(of, target, field, there, item.value, facts, tokens)
        elif item.operator == "Assign":
            ways = ("fresh", "moved", "all moved")
            copied = {
                f"{way} {token} {target}" for _, token in tokens for way in ways if f"{way} {token} {there}" in facts
            }
            empty = nothing_in(target, tokens) if f"empty {there}" in facts else set()
            facts = without(facts, target) | copied | empty
        elif item.operator == "Add":
            facts = without(facts, target) | added(target, there, facts, tokens)
        else:
            facts = without(facts, target)
    return facts


def added(target: str, there: str | None, facts: frozenset[str], tokens: Tokens) -> set[str]:
    """What is known of a collection to which one more record is added."""
    ways = ("moved {} " + str(there), "all moved {} " + target)
    return {f"all moved {token} {target}" for _, token in tokens if all(way.format(token) in facts for way in ways)}


def field_assigned(
    of: Canvas,
    target: str,
    field: str,
    there: str | None,
    value: FlowElementReferenceOrValue | None,
    facts: frozenset[str],
    tokens: Tokens,
) -> frozenset[str]:
    if field == "Id":
        source = there.removesuffix(".Id") if there and there.endswith(".Id") else None
        return without(facts, target) | ({f"same {target} {source}"} if source else set())
    if not any(token == field for _, token in tokens):
        return facts
    source = (adds_to(of, value) or ".").rsplit(".", 1)[0]
    same = source == target or f"same {target} {source}" in facts
    moved = same and adds_to(of, value) == f"{source}.{field}" and f"fresh {field} {source}" in facts
    kept = facts - {f"{way} {field} {target}" for way in ("fresh", "moved")}
    return kept | ({f"moved {field} {target}"} if moved else set())


def adds_to(of: Canvas, value: FlowElementReferenceOrValue | None) -> str | None:
    """The field whose value, blank being nothing, a value is a whole number more (or less) than."""
    name = value.elementReference if value else None
    match of.formulas.get(name or ""):
        case Binary(
            op="+" | "-",
            left=Call(function="BLANKVALUE", args=(Ref(name=field), Literal(value=Decimal() as nothing))),
            right=Literal(value=Decimal() as step),
        ) if nothing == 0 and step != 0 and step == int(step):
            return field
        case _:
            return None
