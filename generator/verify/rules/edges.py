"""Writes of automation and the rules that may refuse them (design.md section 6, rule 2)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from generator.formula.knowing import references
from generator.formula.parsing import FormulaSyntaxError
from generator.formula.syntax import Formula
from generator.frozen import record
from generator.metadata.flow import FlowElementReferenceOrValue, FlowRecordCreate, FlowRecordUpdate
from generator.metadata.messages import Workflow
from generator.verify.flows.deciding import Known, functions, guards_itself, holds
from generator.verify.flows.guarding import pairs
from generator.verify.flows.view import AFTER, RECORD, tree_of
from generator.verify.rule import Fault, fault, rule
from generator.verify.rules.formulas import problems
from generator.verify.subject import Subject
from generator.verify.world import World

Value = str | bool | Decimal | None


@record
class Judging:
    """A rule that looks at states alone, and at whoever saves: its formula, and the fields that it reads."""

    rule: Subject
    tree: Formula
    reads: frozenset[str]


@record
class Write:
    """What an element writes of an object: field in lower case -> value."""

    flow: Subject
    element: FlowRecordCreate | FlowRecordUpdate
    fields: Mapping[str, FlowElementReferenceOrValue | None]

    @property
    def certain(self) -> Known:
        return {name: literal(value) for name, value in self.fields.items() if known(value)}


def known(value: FlowElementReferenceOrValue | None) -> bool:
    """Whether it is a text, a number, yes or no, or nothing, written out."""
    if value is None:
        return True
    text = value.stringValue
    return (text is not None and "{!" not in text) or value.booleanValue is not None or value.numberValue is not None


def literal(value: FlowElementReferenceOrValue | None) -> Value:
    if value is None:
        return None
    if value.booleanValue is not None:
        return value.booleanValue
    return value.stringValue if value.numberValue is None else Decimal(value.numberValue)


def judgings(world: World) -> Mapping[str, list[Judging]]:
    """The active rules of each object, in lower case, that do not look at changes or at who saves. Of a tree that
    Carepath made only those of the org around it: of its own everything has to be proved."""
    found: dict[str, list[Judging]] = {}
    for one in world.of("ValidationRule"):
        if world.ours and not one.context:
            continue
        tree = tree_of(one.body.errorConditionFormula) if one.body.active else None
        if tree is not None and not guards_itself(tree):
            reads = frozenset(name.lower() for name in references(tree))
            found.setdefault(one.parent.lower(), []).append(Judging(rule=one, tree=tree, reads=reads))
    return found


def writes(one: Subject) -> Iterator[Write]:
    """The records that a flow writes by itself: after a save, at a time, or called."""
    for each in (*one.body.recordUpdates, *one.body.recordCreates):
        fields = {item.field.lower(): item.value for item in each.inputAssignments}
        if fields:
            yield Write(flow=one, element=each, fields=fields)


@rule("EDGE-001", "run", "doc")
def tripped(world: World) -> Iterator[Fault]:
    """No update by automation can make a validation rule fire that a person's save would have met.

    Validation rules judge every save, and a flow that runs after a save or at a time has nobody to show the error to:
    it fails, and what it should have done is not done. A rule is safe when it looks at what changes (ISNEW, ISCHANGED,
    PRIORVALUE), or spares automation by a permission or a setting. Told is a field that a flow writes and that such a
    rule reads, unless what is written makes the rule false. Source: Apex guide, order of execution.
    """
    if world.ours:
        yield from unproved(world)
    rules = judgings(world)
    for one in world.of("Flow") if rules else ():
        if one.context or not by_itself(one):
            continue
        for write in writes(one):
            found = tripping(write, rules) if isinstance(write.element, FlowRecordUpdate) else []
            if found:
                first, more = found[0], f" and {len(found) - 1} more" if len(found) > 1 else ""
                names = " and ".join(f"`{name}`" for name in sorted(first.reads & write.fields.keys()))
                message = f"`{write.element.name}` writes {names}, which the rule `{first.rule.name}`{more} judges"
                yield fault(
                    message, write.element, "name", "let the rule look at what changes, or spare automation", of=one
                )


def tripping(write: Write, rules: Mapping[str, list[Judging]]) -> list[Judging]:
    """The rules that read what is written, and that it does not make false."""
    found = []
    for judging in rules.get(written(write).lower(), ()):
        fires = holds(judging.tree, write.certain) if judging.reads & write.fields.keys() else False
        if fires or (fires is None and not asks_first(write, judging)):
            found.append(judging)
    return found


def by_itself(one: Subject) -> bool:
    """Whether nobody sits in front of it: it runs after a save, at a time, or at an event."""
    return one.body.processType == "AutoLaunchedFlow" and one.view.trigger in (AFTER, "Scheduled", "PlatformEvent")


def written(write: Write) -> str:
    """The object whose records it writes."""
    element, view = write.element, write.flow.view
    if element.object or element.inputReference == RECORD:
        return element.object or view.object or "?"
    found = view.types.get((element.inputReference or "").lower())
    return (found.object if found is not None else None) or "?"


def asks_first(write: Write, judging: Judging) -> bool:
    """Whether all that the rule reads is written, so that the flow answers for it as a whole, or the filters of the
    update ask for it."""
    element: Any = write.element
    asked = {each.field.lower() for each in element.filters}
    return judging.reads <= (asked | {name for name in write.fields if name in write.certain})


def unproved(world: World) -> Iterator[Fault]:
    """What is not proved of a tree that Carepath made: there every write has to be shown to be harmless. Rules that no
    org would take are left to the families that say so."""
    sound = tuple(one.component for one in world.subjects if one.kind != "ValidationRule" or not problems(one))
    try:
        found = [one for one in pairs(sound) if one.why]
    except FormulaSyntaxError:
        return  # FLOW-194 and FML-019 tell of it
    for one in found:
        of = world.find("Flow", one.flow) or world.find("Workflow", one.flow)
        if of is None:
            continue
        parts = of.body.fieldUpdates if isinstance(of.body, Workflow) else of.view.nodes.values()
        names = ("name", "fullName")
        at = next((each for each in parts if one.element in [getattr(each, name, None) for name in names]), None)
        yield fault(f"`{one.element}` may trip the rule `{one.rule}`: {one.why}", at, "name", of=of)


@rule("EDGE-002", "run", "doc")
def born_wrong(world: World) -> Iterator[Fault]:
    """A record that automation creates is one that the validation rules take.

    Told is a record whose fields, as the flow gives them and all others blank, make a rule fire: the create fails at
    every run. Fields with a default are not known. Source: Apex guide, order of execution.
    """
    rules: dict[str, list[Judging]] = {}
    for one in world.of("ValidationRule"):
        tree = tree_of(one.body.errorConditionFormula) if one.body.active else None
        if tree is not None and not functions(tree) & {"ISCHANGED", "PRIORVALUE"}:
            reads = frozenset(name.lower() for name in references(tree))
            rules.setdefault(one.parent.lower(), []).append(Judging(rule=one, tree=tree, reads=reads))
    for one in world.of("Flow") if rules else ():
        for write in writes(one) if not one.context else ():
            if isinstance(write.element, FlowRecordCreate) and not write.element.doesUpsert:
                owner = written(write)
                for judging in rules.get(owner.lower(), ()):
                    if holds(judging.tree, blank(world, owner, write, judging)) is True:
                        message = f"what `{write.element.name}` creates is refused by the rule `{judging.rule.name}`"
                        yield fault(message, write.element, "name", "give the fields that the rule asks for", of=one)


def blank(world: World, owner: str, write: Write, judging: Judging) -> Known:
    """What the rule's fields hold in the new record, where it is certain."""
    found = dict(write.certain)
    for name in judging.reads - write.fields.keys():
        field = world.objects.object(owner).field(name)
        body = field.custom if field is not None else None
        plain = body is not None and body.defaultValue is None and not body.formula and body.valueSet is None
        if plain and body is not None:
            found[name] = False if body.type == "Checkbox" else None
    return found
