"""What a message becomes: categories, levels, flags and fields that words set, routes, second cases."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.mutants.conditions import variants
from generator.mutants.mutant import Mutant, Subject, another, exchanged, swapped, without
from generator.process.model import Category, Effect, Link, Process, Route, Setter
from generator.source import Span


def mutants(subject: Subject) -> Iterator[Mutant]:
    for place, category in enumerate(subject.process.categories):
        yield from of_category(subject, place, category)
    yield from of_order(subject)
    yield from of_lists(subject)
    yield from of_the_unreadable(subject)
    yield from of_flags(subject)
    yield from of_defaults(subject)
    yield from of_routes(subject)
    yield from of_second_cases(subject)


# -- categories and levels -----------------------------------------------------------------------------------------


def of_category(subject: Subject, place: int, category: Category) -> Iterator[Mutant]:
    process, written = subject.process, subject.entry("categories", category.id)

    def mutant(kind: str, says: str, made: Category, span: Span) -> Mutant:
        return Mutant(
            kind=kind,
            says=f"{says} the category `{category.id}`",
            process=replace(process, categories=exchanged(process.categories, place, made)),
            touches=(category.id,),
            because=span,
        )

    if category.floor + 1 < len(process.levels):
        below = subject.level(category.floor + 1)
        lower = replace(category, floor=category.floor + 1)
        yield mutant("floor lowered", f"says `at_least: {below}` in", lower, written.at_least.span)
    if category.floor > 0:
        above = subject.level(category.floor - 1)
        higher = replace(category, floor=category.floor - 1)
        yield mutant("floor raised", f"says `at_least: {above}` in", higher, written.at_least.span)
    for mark in ("special", "quiet"):
        name, holds = ("special handling" if mark == "special" else "quiet"), getattr(category, mark)
        kind = f"{name} {'dropped' if holds else 'added'}"
        says = f"{'drops' if holds else 'adds'} `{'special_handling' if mark == 'special' else 'quiet'}` of"
        turned: dict[str, Any] = {mark: not holds}
        yield mutant(kind, says, replace(category, **turned), category.because)


def of_order(subject: Subject) -> Iterator[Mutant]:
    """Each category takes the place of the next; not the last, which has no words."""
    process = subject.process
    for place in range(len(process.categories) - 2):
        first, second = process.categories[place], process.categories[place + 1]
        ranked = exchanged(process.categories, place, replace(first, rank=second.rank))
        ranked = exchanged(ranked, place + 1, replace(second, rank=first.rank))
        yield Mutant(
            kind="categories swapped",
            says=f"puts the category `{second.id}` before `{first.id}`",
            process=replace(process, categories=swapped(ranked, place)),
            touches=(first.id, second.id),
            because=second.because,
        )


def of_lists(subject: Subject) -> Iterator[Mutant]:
    """A list that a category or a level no longer names."""
    process = subject.process
    for place, category in enumerate(process.categories):
        for written in subject.entry("categories", category.id).lists:
            fewer = replace(category, sets=tuple(one for one in category.sets if one != written.text))
            yield Mutant(
                kind="list dropped",
                says=f"drops the list `{written.text}` from the category `{category.id}`",
                process=replace(process, categories=exchanged(process.categories, place, fewer)),
                touches=(category.id,),
                because=written.span,
            )
    for place, level in enumerate(process.levels):
        for written in subject.entry("urgency", level.id).lists:
            less = replace(level, sets=tuple(one for one in level.sets if one != written.text))
            yield Mutant(
                kind="list dropped",
                says=f"drops the list `{written.text}` from the urgency `{level.id}`",
                process=replace(process, levels=exchanged(process.levels, place, less)),
                touches=(level.id,),
                because=written.span,
            )


def of_the_unreadable(subject: Subject) -> Iterator[Mutant]:
    process = subject.process
    lower = process.unreadable_floor + 1
    if lower < len(process.levels):
        yield Mutant(
            kind="floor lowered",
            says=f"says `at_least: {subject.level(lower)}` of what cannot be read",
            process=replace(process, unreadable_floor=lower),
            touches=("unreadable",),
            because=subject.spec.unreadable.at_least.span,
        )


# -- flags and fields ----------------------------------------------------------------------------------------------


def of_flags(subject: Subject) -> Iterator[Mutant]:
    process = subject.process
    for place, setter in enumerate(process.setters):
        yield from of_setter(subject, place, setter)
    for name, kind in (("special_flags", "special handling dropped"), ("quiet_flags", "quiet dropped")):
        flags: tuple[str, ...] = getattr(process, name)
        for place, flag in enumerate(flags):
            key = "special_handling" if name == "special_flags" else "quiet"
            fewer: dict[str, Any] = {name: without(flags, place)}
            yield Mutant(
                kind=kind,
                says=f"drops `{key}` of the flag `{flag}`",
                process=replace(process, **fewer),
                touches=(flag,),
                because=subject.entry("flags", flag).id.span,
            )


def of_setter(subject: Subject, place: int, setter: Setter) -> Iterator[Mutant]:
    process = subject.process

    def mutant(kind: str, says: str, setters: tuple[Setter, ...], span: Span) -> Mutant:
        made = replace(process, setters=setters)
        return Mutant(kind=kind, says=says, process=made, touches=(setter.fact,), because=span)

    what = f"`{setter.fact}`" if setter.value is True else f"`{setter.fact}: {setter.value}`"
    fewer = without(process.setters, place)
    yield mutant("fact never set", f"never sets {what} from the message", fewer, setter.because)
    if setter.when is not None:
        for made, says, span in variants(setter.when, ()):
            changed = exchanged(process.setters, place, replace(setter, when=made))
            yield mutant("condition of a flag", f"{says} of the flag {what}", changed, span)


def of_defaults(subject: Subject) -> Iterator[Mutant]:
    process = subject.process
    for place, fact in enumerate(process.facts):
        if fact.default not in (None, False):
            span = subject.entry("fields", fact.id).default.span
            yield Mutant(
                kind="default dropped",
                says=f"drops the default of `{fact.id}`",
                process=replace(process, facts=exchanged(process.facts, place, replace(fact, default=None))),
                touches=(fact.id,),
                because=span,
            )


# -- routes --------------------------------------------------------------------------------------------------------


def of_routes(subject: Subject) -> Iterator[Mutant]:
    process = subject.process
    exceptions = len(subject.spec.routing)
    for place in range(exceptions):
        route = process.routes[place]
        fewer = without(process.routes, place)
        yield routed(process, "route dropped", f"drops the route `{route.id}`", fewer, route, route.because)
        if place + 1 < exceptions:
            second, turned = process.routes[place + 1], swapped(process.routes, place)
            says = f"puts the route `{second.id}` before `{route.id}`"
            yield routed(process, "routes swapped", says, turned, route, second.because)
        if route.when is not None:
            for made, what, span in variants(route.when, ()):
                changed = exchanged(process.routes, place, replace(route, when=made))
                yield routed(process, "condition of a route", f"{what} of the route `{route.id}`", changed, route, span)
    for place, route in enumerate(process.routes):
        team = another(tuple(one.id for one in process.teams), route.team)
        if team is not None:
            changed = exchanged(process.routes, place, replace(route, team=team))
            says = f"sends what takes the route `{route.id}` to `{team}`"
            yield routed(process, "team exchanged", says, changed, route, team_span(subject, route))


def routed(process: Process, kind: str, says: str, routes: tuple[Route, ...], route: Route, span: Span) -> Mutant:
    touches = (route.id, route.id.removeprefix("category."))
    return Mutant(kind=kind, says=says, process=replace(process, routes=routes), touches=touches, because=span)


def team_span(subject: Subject, route: Route) -> Span:
    """Where a route's team is written."""
    if route.id == "unreadable":
        return route.because
    section, _, id = route.id.rpartition(".")
    span: Span = subject.entry("categories", id).team.span if section else subject.entry("routing", id).to.span
    return span


# -- second cases --------------------------------------------------------------------------------------------------


def of_second_cases(subject: Subject) -> Iterator[Mutant]:
    process = subject.process
    for place, effect in enumerate(process.effects):
        if isinstance(effect.act, Link):
            yield from of_link(process, place, effect)


def of_link(process: Process, place: int, effect: Effect) -> Iterator[Mutant]:
    def mutant(kind: str, says: str, effects: tuple[Effect, ...], span: Span) -> Mutant:
        made = replace(process, effects=effects)
        says = f"{says} the second case `{effect.id}`"
        return Mutant(kind=kind, says=says, process=made, touches=(effect.id,), because=span)

    yield mutant("second case dropped", "drops", without(process.effects, place), effect.because)
    if effect.when is not None:
        for made, says, span in variants(effect.when, ()):
            changed = exchanged(process.effects, place, replace(effect, when=made))
            yield mutant("condition of a second case", f"{says} of", changed, span)
