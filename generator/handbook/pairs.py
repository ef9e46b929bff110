"""Who gets what: each pair of category and urgency tried against the routes, as far as these two decide it."""

from typing import assert_never

from generator.conditions.syntax import (
    And,
    Changed,
    Compare,
    Condition,
    Constant,
    FactValue,
    Found,
    Holds,
    In,
    Is,
    Not,
    Or,
    UserIs,
)
from generator.frozen import record
from generator.process.model import Category, Level, Process, Route


@record
class Way:
    """Where a pair goes. `perhaps`: earlier routes that something else decides, in order; then `team` takes it."""

    perhaps: tuple[Route, ...]
    team: str


@record
class Pair:
    category: Category
    level: Level


def way(process: Process, pair: Pair) -> Way:
    """The team of a readable message of this category and urgency."""
    perhaps: list[Route] = []
    for route in process.routes:
        decided = True if route.when is None else holds(route.when, pair)
        if decided is True:
            return Way(perhaps=tuple(one for one in perhaps if one.team != route.team), team=route.team)
        if decided is None:
            perhaps.append(route)
    return Way(perhaps=tuple(perhaps), team=process.routes[-1].team)


def can_occur(pair: Pair) -> bool:
    """Whether intake can give this pair: urgency is never under the category's floor."""
    return pair.level.rank <= pair.category.floor


def holds(condition: Condition, pair: Pair) -> bool | None:
    """Whether a condition holds for a pair; None where something else decides."""
    match condition:
        case And(parts=parts):
            answers = [holds(part, pair) for part in parts]
            return False if False in answers else None if None in answers else True
        case Or(parts=parts):
            answers = [holds(part, pair) for part in parts]
            return True if True in answers else None if None in answers else False
        case Not(part=part):
            answer = holds(part, pair)
            return None if answer is None else not answer
        case Holds(fact=fact):
            return flagged(fact, pair)
        case In(left=left, values=values):
            answers = [same(left, value, pair) for value in values]
            return True if True in answers else None if None in answers else False
        case Compare(left=FactValue() as left, op=op, right=Constant() as right):
            if op in ("=", "!="):
                answer = same(left, right, pair)
                return answer if answer is None or op == "=" else not answer
            return ordered(left, op, right, pair)
        case Compare() | Found() | UserIs() | Is() | Changed():
            return None
        case _:
            assert_never(condition)


def flagged(fact: FactValue, pair: Pair) -> bool | None:
    if fact.fact in ("unreadable", "linked", "closed", "reopened", "reclassified"):
        return False
    return True if fact.fact == "special_handling" and pair.category.special else None


def same(left: FactValue, right: Constant, pair: Pair) -> bool | None:
    if left.fact in ("category", "first_category"):
        return right.value == pair.category.id
    if left.fact in ("urgency", "first_urgency"):
        return right.value == pair.level.id
    return None


def ordered(left: FactValue, op: str, right: Constant, pair: Pair) -> bool | None:
    """Greater is more urgent, and rank 0 is the most urgent."""
    if left.fact not in ("urgency", "first_urgency") or right.value not in right.type.values:
        return None
    here, there = -pair.level.rank, -right.type.values.index(str(right.value))
    return {"<": here < there, "<=": here <= there, ">": here > there, ">=": here >= there}[op]
