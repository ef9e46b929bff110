"""Urgency floors and routes: that nothing urgent goes where it must not, proved over every pair that can occur."""

from collections.abc import Iterator

from generator.conditions.syntax import And, Compare, Condition, Constant, FactValue, Holds, In, Not, Or
from generator.diagnostics import Diagnostic
from generator.process.model import Process, Route
from generator.process.reach import Pair, pairs
from generator.source import Span


def error(code: str, message: str, span: Span, help: str | None = None) -> Diagnostic:
    return Diagnostic(code=code, severity="error", message=message, span=span, help=help)


def floors(process: Process) -> Iterator[Diagnostic]:
    """The rest and what cannot be read must not be least urgent: it may be anything."""
    last, lowest = process.categories[-1], len(process.levels) - 1
    if len(process.levels) < 2:
        yield error("CP301", "a workflow needs at least two urgencies", process.levels[0].because)
    elif last.floor == lowest:
        message = f"`{last.id}` takes whatever no word names, and starts at the lowest urgency"
        yield error("CP302", message, last.because, f"raise `at_least` to `{process.levels[lowest - 1].id}` or higher")
    if process.unreadable_floor > 1:
        span = next(route.because for route in process.routes if route.id == "unreadable")
        message = "a text that cannot be read starts below the second highest urgency"
        yield error("CP303", message, span, f"raise `at_least` to `{process.levels[1].id}`")


def only_to(process: Process) -> Iterator[Diagnostic]:
    """Every pair of a level with `only_to` is tried against the routes."""
    reported: set[tuple[int, str, str]] = set()
    for pair in pairs(process):
        level = process.levels[pair.rank]
        if not level.only_to:
            continue
        for route in possible(process, pair):
            if route.team not in level.only_to and (level.rank, route.id, pair.category) not in reported:
                reported.add((level.rank, route.id, pair.category))
                message = (
                    f"`{pair.category}` cases that are `{level.id}` go to `{route.team}`, by the route `{route.id}`"
                )
                allowed = " or ".join(f"`{team}`" for team in level.only_to)
                yield error("CP304", message, level.because, f"`only_to` allows {allowed}: add a route before it")


def dead_exceptions(process: Process) -> Iterator[Diagnostic]:
    """An exception that no case ever takes hides what its author meant."""
    taken = {route.id for pair in pairs(process) for route in possible(process, pair)}
    for route in process.routes:
        if route.id not in taken and route.id != "unreadable" and not route.id.startswith("category."):
            yield error(
                "CP305", f"no case ever takes the route `{route.id}`", route.because, "remove it, or move it up"
            )


def possible(process: Process, pair: Pair) -> Iterator[Route]:
    """The routes that a case of this pair may take: each that may hold, up to the first that surely does."""
    for route in process.routes:
        holds = True if route.when is None else known(process, route.when, pair)
        if holds is not False:
            yield route
        if holds is True:
            return


def known(process: Process, condition: Condition, pair: Pair) -> bool | None:
    """Whether a condition holds for a pair; None where it depends on what the pair does not say."""
    match condition:
        case And(parts=parts):
            values = [known(process, part, pair) for part in parts]
            return False if False in values else None if None in values else True
        case Or(parts=parts):
            values = [known(process, part, pair) for part in parts]
            return True if True in values else None if None in values else False
        case Not(part=part):
            value = known(process, part, pair)
            return None if value is None else not value
        case Compare(left=FactValue(fact="category", was=False), op="=" | "!=" as op, right=Constant(value=named)):
            return (pair.category == named) is (op == "=")
        case Compare(left=FactValue(fact="urgency", was=False), op=op, right=Constant(value=value)):
            rank = [level.id for level in process.levels].index(str(value))
            return {
                "=": pair.rank == rank, "!=": pair.rank != rank, "<": pair.rank > rank, "<=": pair.rank >= rank,
                ">": pair.rank < rank, ">=": pair.rank <= rank,
            }[op]  # fmt: skip
        case In(left=FactValue(fact="category", was=False), values=values_of):
            return pair.category in [one.value for one in values_of]
        case In(left=FactValue(fact="urgency", was=False), values=values_of):
            return process.levels[pair.rank].id in [one.value for one in values_of]
        case Holds(fact=FactValue(fact="unreadable", was=False)):
            return pair.unreadable
        case _:
            return None
