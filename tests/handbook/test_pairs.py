"""The table of who gets what is what the routes decide."""

from datetime import date

import pytest

from generator.conditions.syntax import Found, Is, Value
from generator.handbook.pairs import Pair, way
from generator.interpret.evaluating import View, holds
from tests.handbook.specs import REAL, process_at


def view(pair: Pair, found: bool) -> View:
    """A readable message of this pair, with every other question answered the same way."""
    values: dict[str, Value] = {
        "category": pair.category.id,
        "first_category": pair.category.id,
        "urgency": pair.level.id,
        "first_urgency": pair.level.id,
        "special_handling": pair.category.special or found,
    }

    def word(_: Found) -> bool:
        return found

    def state(_: Is) -> bool:
        return found

    never = ("unreadable", "linked", "closed", "reopened", "reclassified")

    def value(fact: str) -> Value:
        return values.get(fact, False if fact in never else found)

    return View(value=value, prior=value, found=word, user_is=lambda _: found, state=state, today=date(2026, 1, 5))


@pytest.mark.parametrize("path", REAL)
@pytest.mark.parametrize("found", [False, True])
def test_each_pair_goes_where_the_first_route_that_holds_sends_it(path: str, found: bool) -> None:
    process = process_at(path)
    for category in process.categories:
        for level in process.levels:
            pair = Pair(category=category, level=level)
            said = way(process, pair)
            real = next(one for one in process.routes if holds(one.when, view(pair, found)))
            assert real.team in (said.team, *(one.team for one in said.perhaps))
            assert said.perhaps or real.team == said.team
