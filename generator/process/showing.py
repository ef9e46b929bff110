"""A process as text that a clinician can review and a tool can diff."""

from collections.abc import Iterator

from generator.frozen import record
from generator.process.checks.routing import possible
from generator.process.model import Allowance, Process
from generator.process.reach import pairs


def show(process: Process) -> str:
    """The whole process, section by section."""
    return "\n".join(lines(process)) + "\n"


def lines(process: Process) -> Iterator[str]:
    identity = process.identity
    yield f"{identity.label} ({identity.id}), prefix {identity.prefix}, {identity.zone}"
    yield "\nurgency, most urgent first"
    for level in process.levels:
        only = f"; only to {', '.join(level.only_to)}" if level.only_to else ""
        yield f"  {level.id}: {level.label}, priority {level.priority}{only}"
    yield "\ncategories, the first with a word wins"
    for category in process.categories:
        marks = [name for name, holds in (("special handling", category.special), ("quiet", category.quiet)) if holds]
        extra = f"; {', '.join(marks)}" if marks else ""
        floor, sets = process.levels[category.floor].id, ", ".join(category.sets) or "none"
        yield f"  {category.id}: at least {floor}; words of {sets}{extra}"
    yield "\nwords"
    for words in process.reading.sets:
        yield f"  {words.id}: {', '.join(word.shown + ('!' if word.never_negate else '') for word in words.words)}"
    yield "  (! counts even behind a negation)"
    yield "\nroutes, the first that holds"
    for route in process.routes:
        yield f"  {route.id} -> {route.team}"
    yield "\nstages"
    for stage in process.stages:
        closed = "; closed" if stage.closed else ""
        yield f"  {stage.id} ({stage.status}) -> {', '.join(stage.next) or 'the end'}{closed}"
    yield "\nclocks"
    for clock in process.clocks:
        per = ", ".join(f"{level.id} {allowance(clock.within[level.rank])}" for level in process.levels)
        yield f"  {clock.id}: {per}"
    yield "\nrules"
    for rule in process.rules:
        yield f"  {rule.id}: {rule.message}"
    yield "\nwhat happens"
    for effect in process.effects:
        of = f" {effect.on.of}" if effect.on.of else ""
        yield f"  {effect.on.kind}{of}: {effect.kind} {effect.id}"
    yield "\nwho gets what"
    yield from table(process)


@record
class Row:
    """A category with an urgency that can occur: who may get it, and how long each clock allows."""

    category: str
    urgency: str
    unreadable: bool
    teams: tuple[str, ...]
    clocks: tuple[tuple[str, str], ...]


def table(process: Process) -> Iterator[str]:
    """Every category with every urgency that can occur, its possible teams and its clocks."""
    for row in rows(process):
        clocks = ", ".join(f"{clock} {time}" for clock, time in row.clocks)
        unreadable = " (cannot be read)" if row.unreadable else ""
        yield f"  {row.category}, {row.urgency}{unreadable}: {' or '.join(row.teams)}; {clocks}"


def rows(process: Process) -> tuple[Row, ...]:
    """The table as data."""
    return tuple(
        Row(
            category=pair.category,
            urgency=process.levels[pair.rank].id,
            unreadable=pair.unreadable,
            teams=tuple(dict.fromkeys(route.team for route in possible(process, pair))),
            clocks=tuple((clock.id, allowance(clock.within[pair.rank])) for clock in process.clocks),
        )
        for pair in pairs(process)
    )


def allowance(time: Allowance | None) -> str:
    """An allowance as a spec writes it."""
    if time is None:
        return "none"
    calendar = f"{time.calendar} " if time.calendar else ""
    if time.days:
        return f"{time.days} {calendar}days"
    hours, minutes = divmod(time.minutes, 60)
    return f"{hours} {calendar}hours" if not minutes else f"{time.minutes} {calendar}minutes"
