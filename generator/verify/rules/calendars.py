"""Days and hours that depend on who runs the automation (design.md section 6): a due time is the same for everybody."""

from collections.abc import Callable, Iterator
from functools import partial

from generator.formula.knowing import references as names_in
from generator.formula.syntax import Formula
from generator.verify.flows.incoming import Written, written
from generator.verify.flows.view import AFTER, FlowView, tree_of
from generator.verify.flows.zones import KindOf, hours, may_depend, mixed, trees_behind, users_day
from generator.verify.formula_names import names_on
from generator.verify.rule import Fault, fault, rule
from generator.verify.rules.flow_formulas import kind_in
from generator.verify.subject import Subject
from generator.verify.world import World

Look = Callable[[Formula, KindOf], Iterator[str]]
Fields = dict[tuple[str, str], str]
"""Object and field in lower case -> what waits for it."""


def awaited(world: World) -> Fields:
    """The fields whose time starts something: anchors of scheduled paths, and what schedules look for."""
    found: Fields = {}
    for one in world.of("Flow"):
        start = one.body.start
        if start is None or not start.object:
            continue
        if start.triggerType == AFTER:
            for path in start.scheduledPaths:
                if path.recordField:
                    found.setdefault((start.object.lower(), path.recordField.lower()), one.name)
        elif start.triggerType == "Scheduled":
            for each in start.filters:
                field = world.objects.object(start.object).field(each.field)
                if field is not None and field.kind in ("date", "datetime"):
                    found.setdefault((start.object.lower(), each.field.lower()), one.name)
    return found


@rule("CAL-001", "run", "doc")
def due_times(world: World) -> Iterator[Fault]:
    """A time that automation waits for is worked out without the running user's zone.

    TODAY(), $Flow.CurrentDate and DATEVALUE of an instant give another day to a user in another zone, and to the user
    who runs automation: the same case is due a day sooner or later. Add to an instant (`NOW() + 1`), or count from
    GMT. Source: formula reference.
    """
    fields = awaited(world)
    if not fields:
        return
    for one in world.of("Flow"):
        if one.context or not depends(one.view):
            continue
        for each in written(one.view.canvas):
            waiting = fields.get((each.object.lower(), each.field.lower()))
            said = days_in(one.view, each) if waiting else []
            if said and each.element in one.view.nodes:
                message = f"`{each.field}`, which `{waiting}` waits for, is worked out by {said[0]}"
                yield fault(message, one.view.nodes[each.element], "name", "count from an instant", of=one)


def depends(view: FlowView) -> bool:
    return any(may_depend(each.text) for each in view.formulas) or any(
        each.text == "$Flow.CurrentDate" for each in view.references
    )


def days_in(view: FlowView, one: Written) -> list[str]:
    kinds = partial(kind_in, view)
    return [said for tree in trees_behind(view, one.value) for said in users_day(tree, kinds)]


@rule("CAL-002", "run", "doc")
def due_formulas(world: World) -> Iterator[Fault]:
    """A formula field that automation waits for does not depend on the running user's zone.

    A path that waits for it is planned by whoever saves, and again by whoever saves next, each in a zone of their own.
    Work it out from instants. Source: formula reference.
    """
    for (owner, name), waiting in awaited(world).items():
        for one in formulas_behind(world, owner, name):
            tree = tree_of(one.body.formula)
            said = list(users_day(tree, names_on(world, one.parent))) if tree is not None else []
            if said:
                message = f"`{one.name}`, which `{waiting}` waits for, is worked out by {said[0]}"
                yield fault(message, field="formula", help="count from an instant", of=one)


def formulas_behind(world: World, owner: str, name: str) -> Iterator[Subject]:
    """The formula field, and the formula fields of the same object that it reads."""
    waiting, seen = [name], set[str]()
    while waiting:
        here = waiting.pop().lower()
        one = world.find("CustomField", f"{owner}.{here}")
        if here in seen or one is None or one.context or not one.body.formula:
            continue
        seen.add(here)
        tree = tree_of(one.body.formula)
        waiting += names_in(tree) if tree is not None else []
        yield one


@rule("CAL-003", "run", "doc", "Flow", "CustomField", "ValidationRule")
def midnights(one: Subject) -> Iterator[Fault]:
    """A day of the running user is not made into an instant.

    DATETIMEVALUE takes a day for Greenwich's and gives its midnight there: `DATETIMEVALUE(TODAY())` is hours off for
    whoever lives elsewhere, and shows as another day. Work with the instant itself. Source: formula reference.
    """
    for at, field, said in told(one, mixed):
        yield fault(f"{said} is made into an instant as if it were a day in Greenwich", at, field, "use NOW()")


@rule("CAL-004", "run", "doc", "Flow", "CustomField", "ValidationRule")
def clock_hours(one: Subject) -> Iterator[Fault]:
    """An hour of the day is not taken from an instant.

    TIMEVALUE gives Greenwich's time, whoever asks: opening hours that are compared with it are off, and an offset that
    is added is wrong for half the year where clocks change. Ask business hours, or work out the offset of the day.
    Source: formula reference.
    """
    for at, field, said in told(one, hours):
        yield fault(f"{said} is an hour in Greenwich", at, field, "use business hours")


def told(one: Subject, look: Look) -> Iterator[tuple[object, str, str]]:
    """The formulas of a component in which something is found: where each stands, and what."""
    for at, field, text, kinds in texts(one):
        tree = tree_of(text) if "VALUE" in text.upper() or "TIMENOW" in text.upper() else None
        said = next(iter(look(tree, kinds)), None) if tree is not None else None
        if said is not None:
            yield at, field, said


def texts(one: Subject) -> Iterator[tuple[object, str, str, KindOf]]:
    """The formulas of a component: where each stands, its text, and the kinds of names in it."""
    if one.kind == "Flow":
        for each in one.view.formulas:
            yield each.at, each.field, each.text, partial(kind_in, one.view)
    else:
        field = "formula" if one.kind == "CustomField" else "errorConditionFormula"
        text = getattr(one.body, field)
        if text:
            yield None, field, text, names_on(one.world, one.parent)
