"""Formulas and references of flows, read and typed in their flow (deploy rules, section 1.8)."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from generator.formula.checking import Kind, Problem, check
from generator.formula.parsing import MOST_KEPT, FormulaSyntaxError, located
from generator.formula.places import Place
from generator.metadata.flow import FlowTextTemplate
from generator.verify.flows.names import FormulaText
from generator.verify.flows.types import DATA_KINDS
from generator.verify.flows.view import GLOBAL_RECORDS, PRIOR, RECORD, RECORD_TRIGGERS, FlowView
from generator.verify.formula_names import global_kind
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject

SCALED = ("Number", "Currency")
GONE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What the builder leaves of the name of an element that was deleted."""
OLD_PROCESSES = ("Workflow", "InvocableProcess", "CustomEvent")
"""Of the process builder."""


def kind_in(view: FlowView, name: str) -> str | None:
    """The kind of a name in a formula of a flow; None: there is none; `any`: nobody can say."""
    head = name.partition(".")[0]
    if view.flow.processType in OLD_PROCESSES:
        return "any"  # they name fields in ways of their own
    if head.startswith("$") and head not in (RECORD, PRIOR) and head.lower() not in GLOBAL_RECORDS:
        if head in ("$Flow", "$GlobalConstant", "$Orchestration", "$Client", "$System", "$Api", "$Credential"):
            return "any"
        return global_kind(view.world, name)
    found = view.type_of(name)
    if found is None:
        return None
    return "any" if found.kind in ("record", "apex") or found.many else found.kind


def problems(one: Subject) -> tuple[tuple[FormulaText, Problem], ...]:
    """Everything that is wrong with the formulas of a flow; worked out once for all rules of this family."""
    known, key = one.world.kept, (problems, one)
    if key not in known:
        view = one.view
        names = tuple(view.resources)
        made = []
        kinds_here: dict[str, str | None] = {}
        for each in view.formulas:
            place: Place = "flow_entry" if each.field == "filterFormula" else "flow"
            named = names_in(each.text)
            kinds_here |= {name: kind_in(view, name) for name in named if name not in kinds_here}
            kinds = tuple((name, kinds_here[name]) for name in named)
            close = names if any(kind is None for _, kind in kinds) else ()
            made += [(each, problem) for problem in told(each.text, place, kinds, result_of(each), close)]
        known[key] = tuple(made)
    found: tuple[tuple[FormulaText, Problem], ...] = known[key]
    return found


def names_in(text: str) -> Iterable[str]:
    """What a formula refers to, each once; nothing for one that cannot be read."""
    try:
        return dict.fromkeys(located(text)[1].names)
    except FormulaSyntaxError:
        return ()


@lru_cache(maxsize=MOST_KEPT)
def told(
    text: str, place: Place, kinds: tuple[tuple[str, str | None], ...], result: Kind | None, names: tuple[str, ...]
) -> tuple[Problem, ...]:
    """What is wrong with a formula whose names are of these kinds: the same formula stands in many flows."""
    return check(text, place, dict(kinds).get, result, names)


def result_of(each: FormulaText) -> Kind | None:
    if each.field == "filterFormula":
        return "boolean"
    kinds: dict[str, Kind] = {
        "text": "text", "number": "number", "boolean": "boolean", "date": "date", "datetime": "datetime", "time": "time"
    }  # fmt: skip
    data = getattr(each.at, "dataType", None) or getattr(each.at, "formulaDataType", None)
    return kinds.get(DATA_KINDS.get(data or "", ""))


def broken(one: Subject, *codes: str) -> Iterator[Fault]:
    for each, problem in problems(one):
        if problem.code in codes and not (problem.code == "CP406" and triggered(one, problem)):
            message = f"character {problem.offset + 1}: {problem.message}"
            yield fault(message, each.at, each.field, problem.help)


def triggered(one: Subject, problem: Problem) -> bool:
    """Whether a function about changes stands in a flow that a record starts, where orgs take it."""
    started = one.view.trigger in RECORD_TRIGGERS or one.body.processType in OLD_PROCESSES
    return started and problem.message.startswith(("ISNEW", "ISCHANGED", "PRIORVALUE"))


@rule("FLOW-190", "activation", "doc", "Flow")
def long(one: Subject) -> Iterator[Fault]:
    """A formula has at most 3,900 characters.

    Split it into formulas that it reads.
    """
    yield from broken(one, "CP409", "CP411")


@rule("FLOW-191", "activation", "doc", "Flow")
def results(one: Subject) -> Iterator[Fault]:
    """A formula's value is of the type that it says; a number says its scale.

    "Formula result is data type (X), incompatible with expected data type (Y)."
    """
    yield from broken(one, "CP408")
    for each in one.body.formulas:
        if each.dataType in SCALED and each.scale is None:
            yield fault(f"`{each.name}` is a number without a scale", each, "dataType", "give `scale`")


@rule("FLOW-192", "activation", "doc", "Flow")
def functions(one: Subject) -> Iterator[Fault]:
    """A formula of a flow uses functions that flows have.

    No VLOOKUP, IMAGE, GETRECORDIDS and the like; ISNEW, ISCHANGED and PRIORVALUE only where a record starts the flow.
    """
    for each, problem in problems(one):
        if problem.code == "CP406" and problem.severity == "error" and not triggered(one, problem):
            yield fault(f"character {problem.offset + 1}: {problem.message}", each.at, each.field, problem.help)


@rule("FLOW-193", "activation", "comm", "Flow")
def picklists(one: Subject) -> Iterator[Fault]:
    """A picklist stands in TEXT, ISPICKVAL or CASE.

    "Field X is a picklist field. Picklist fields are only supported in certain functions."
    """
    yield from broken(one, "CP407")


@rule("FLOW-194", "activation", "doc", "Flow")
def syntax(one: Subject) -> Iterator[Fault]:
    """A formula can be read.

    Straight quotes, balanced parentheses, no operator at its end. "Syntax error."
    """
    yield from broken(one, "CP401")


@rule("FLOW-199", "activation", "comm", "Flow")
def sound(one: Subject) -> Iterator[Fault]:
    """A formula names what there is, and gives functions what they take.

    "The formula expression is invalid: ...". A deploy as Draft lets it pass.
    """
    yield from broken(one, "CP402", "CP404", "CP405")
    for each, problem in problems(one):
        if problem.code == "CP403":
            path = "." in problem.message
            message = f"character {problem.offset + 1}: {problem.message}"
            yield fault(message, each.at, each.field, problem.help, missing=path)


@rule("FLOW-159", "activation", "comm", "Flow")
def references(one: Subject) -> Iterator[Fault]:
    """What a value or a text refers to is in the flow; its fields are in the org.

    "The formula expression is invalid: It contains an invalid flow element X."; "We couldn't retrieve or load the
    information on the field: X." A text that names an element which was deleted holds an id in its place, and is sent
    with it; active flows hold such texts.
    """
    for found in one.view.references:
        if one.body.processType in OLD_PROCESSES or found.field == "leftValueReference":
            continue
        if (found.use == "target" and "." not in found.text) or not found.text:
            continue
        if one.view.type_of(found.text) is not None:
            continue
        head, _, path = found.text.partition(".")
        if path and one.view.type_of(head) is not None:
            of = one.view.type_of(head)
            owner = of.object if of is not None and of.object else head
            yield fault(f"there is no field `{path}` on {owner}", found.at, found.field, missing=True)
        elif not set("([ ") & set(found.text):
            gone = isinstance(found.at, FlowTextTemplate) and GONE.fullmatch(head) is not None
            yield fault(f"`{head}` does not exist in this flow", found.at, found.field, missing=gone)
    yield from objects_named(one)


def objects_named(one: Subject) -> Iterator[Fault]:
    """Objects that the start, an element or a variable names and that are not there."""
    body = one.body
    holders = (body.start, *body.recordLookups, *body.recordCreates, *body.recordUpdates, *body.recordDeletes)
    named = [(each, "object") for each in holders if each is not None]
    for at, field in (*named, *((each, "objectType") for each in body.variables)):
        name = getattr(at, field)
        if name and one.world.objects.exists(name) is False:
            yield fault(f"there is no object `{name}`", at, field, missing=True)
