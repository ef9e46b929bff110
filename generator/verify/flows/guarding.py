"""Which writes of flows are shown to leave which rules alone (design.md section 6, rule 2), from the metadata.

A rule is *guarded* when its formula is a conjunction that holds neither for a new record nor while a named field, its
token, changes. A write is then harmless when it creates a record, or when it gives the token another value than it has:
the value of that very record, read in the same run with no write in between, and a whole number more. A flow that runs
before a save writes into the save of another: it is harmless when it leaves the token to whoever saves, because each
save that automation begins has moved it. In a save of a person the rules judge what the person did.

What is not shown here: that no other transaction saves the record between the reading and the write.
"""

from collections.abc import Iterable, Iterator

from generator.formula.parsing import located
from generator.formula.syntax import Binary, Call, Formula, Ref, Unary
from generator.frozen import record
from generator.metadata.component import Component
from generator.metadata.flow import (
    FlowActionCall,
    FlowAssignment,
    FlowRecordCreate,
    FlowRecordDelete,
    FlowRecordUpdate,
)
from generator.metadata.messages import Workflow
from generator.metadata.objects import ValidationRule
from generator.verify.flows.canvas import (
    BEFORE,
    RECORD,
    Canvas,
    Element,
    by_id,
    canvases,
    others_written,
    written_object,
)
from generator.verify.flows.freshness import QUIET_ACTIONS, adds_to, known_facts


@record
class Guarded:
    """A rule and what keeps it from firing: `spares_new`, and the fields of which any change does."""

    name: str
    object: str
    spares_new: bool
    tokens: frozenset[str]


@record
class Pair:
    """An element and a rule of the object that it writes. `why`: it is not shown to be harmless; None: it is."""

    flow: str
    element: str
    rule: str
    why: str | None


def active_rules(given: Iterable[Component]) -> tuple[Guarded, ...]:
    """Raises FormulaSyntaxError for a formula that is none."""
    return tuple(
        guarded(one.name, one.body) for one in given if isinstance(one.body, ValidationRule) and one.body.active
    )


def pairs(given: tuple[Component, ...]) -> Iterator[Pair]:
    """Every write of a build with every active rule of the object that it writes. Raises FormulaSyntaxError for a
    formula that is none."""
    rules = active_rules(given)
    tokens = frozenset((one.object, token) for one in rules for token in one.tokens)
    flows = canvases(given)
    beside = others_written(flows)
    for of in flows:
        facts = known_facts(of, tokens, flows, beside)
        for name, element in sorted(of.elements.items()):
            for rule in rules:
                if concerns(of, element, rule):
                    why = objection(of, element, rule, facts.get(name, frozenset()))
                    yield Pair(flow=of.name, element=name, rule=rule.name, why=why)
    for one in given:
        if isinstance(one.body, Workflow):
            for each in one.body.fieldUpdates:
                why = "a field update of a workflow rule"
                yield Pair(flow=one.name, element=each.fullName, rule="any", why=why)


# -- rules ---------------------------------------------------------------------------------------------------------


def guarded(name: str, rule: ValidationRule) -> Guarded:
    new, tokens = False, set()
    for part in conjuncts(located(rule.errorConditionFormula)[0]):
        match negated(part):
            case Call(function="ISNEW"):
                new = True
            case Call(function="ISCHANGED", args=(Ref(name=field),)):
                tokens.add(field)
            case _:
                pass
    return Guarded(name=name, object=name.split(".")[0], spares_new=new, tokens=frozenset(tokens))


def conjuncts(tree: Formula) -> Iterator[Formula]:
    """What all must hold for the tree to hold."""
    match tree:
        case Binary(op="&&", left=left, right=right):
            yield from conjuncts(left)
            yield from conjuncts(right)
        case Call(function="AND", args=args):
            for one in args:
                yield from conjuncts(one)
        case _:
            yield tree


def negated(tree: Formula) -> Formula | None:
    match tree:
        case Call(function="NOT", args=(inner,)) | Unary(op="!", operand=inner):
            return inner
        case _:
            return None


# -- one element and one rule --------------------------------------------------------------------------------------


def concerns(of: Canvas, element: Element, rule: Guarded) -> bool:
    """Whether an element may write a record that the rule looks at."""
    if isinstance(element, FlowAssignment):
        return of.trigger == BEFORE and of.object == rule.object and bool(fields_set(element))
    if isinstance(element, FlowActionCall):
        return element.actionType not in QUIET_ACTIONS
    return written_object(of, element) in (rule.object, "?")


def objection(of: Canvas, element: Element, rule: Guarded, facts: frozenset[str]) -> str | None:
    """Why an element is not shown to leave a rule alone; None: it is."""
    match element:
        case FlowAssignment():
            return before_save_objection(of, element, rule)
        case FlowRecordCreate(doesUpsert=True):
            return "it may update a record that is there"
        case FlowRecordCreate():
            return None if rule.spares_new else "the rule looks at new records too"
        case FlowRecordDelete() if not rule.tokens:
            return "records that nothing may change are deleted"
        case FlowRecordDelete():
            return None
        case FlowRecordUpdate() if not rule.tokens:
            return "the rule has no token, so nothing may update what it looks at"
        case FlowRecordUpdate():
            moved = any(moves(of, element, token, facts) for token in rule.tokens)
            return None if moved else "the token is not shown to move"
        case FlowActionCall():
            return f"the metadata does not show what the action {element.actionName} writes"
        case _:
            return None


def before_save_objection(of: Canvas, element: FlowAssignment, rule: Guarded) -> str | None:
    if of.starts_on("Create") and not rule.spares_new:
        return "the rule looks at new records too"
    if not of.starts_on("Update"):
        return None
    if not rule.tokens:
        return "the rule has no token, so nothing may update what it looks at"
    if rule.tokens & fields_set(element):
        return "it writes the token of the save that it runs in"
    return None


def fields_set(element: FlowAssignment) -> frozenset[str]:
    """The fields of `$Record` that an assignment writes."""
    targets = (one.assignToReference for one in element.assignmentItems)
    return frozenset(one.removeprefix(f"{RECORD}.") for one in targets if one.startswith(f"{RECORD}."))


def moves(of: Canvas, element: FlowRecordUpdate, token: str, facts: frozenset[str]) -> bool:
    """Whether an update gives each record that it writes a token of another value."""
    if element.inputReference:
        there = element.inputReference
        return f"moved {token} {there}" in facts or f"all moved {token} {there}" in facts
    source = by_id(element.filters, element.filterLogic)
    if source is None or f"fresh {token} {source}" not in facts:
        return False
    given = [one for one in element.inputAssignments if one.field == token]
    return len(given) == 1 and adds_to(of, given[0].value) == f"{source}.{token}"
