"""A history told again with an element that fails is what it is when all of it is told anew."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from generator.compiler import Understood, compile_spec, understand
from generator.prove.circumstances import in_turn, without_every
from generator.prove.playing import OrgTeller
from generator.prove.resuming import Known, Remembering, places, with_failing
from generator.prove.scenarios import acts_of
from generator.scenarios.model import Scenario
from generator.scenarios.running import Result, run

SPEC = str(Path(__file__).resolve().parents[2] / "specs" / "northgate.yaml")


@cache
def northgate() -> tuple[Understood, OrgTeller]:
    understood = understand(SPEC)
    return understood, OrgTeller(understood.resolved.process, compile_spec(understood))


def ordinary(one: Scenario) -> tuple[Result, Known]:
    """A scenario whose elements are to fail in turn, with none of them failing."""
    understood, told = northgate()
    remembering = Remembering(told.tracing())
    given = replace(one.given, org=replace(one.given.org, fail=without_every(one.given)))
    acts = replace(one, given=given, steps=acts_of(one))
    return run(acts, understood.resolved.process, remembering), remembering.known


@pytest.mark.parametrize("name", ["a number that staff have entered", "the patient answers a form"])
def test_what_is_told_again_is_what_is_told_anew(name: str) -> None:
    understood, told = northgate()
    one = next(one for one in understood.resolved.scenarios if "Whatever fails" in one.name and name in one.name)
    result, known = ordinary(one)
    kept, first = set(), places(known)
    for element, other in in_turn(one, result, told.package):
        again = with_failing(told, known, first, element, told.elements(other.given.org.fail))
        process = understood.resolved.process

        assert run(other, process, again) == run(other, process, told), element
        kept.add(first[element])

    assert {0, 1} <= kept


def test_nothing_is_kept_from_where_the_emulator_broke_off() -> None:
    understood, _ = northgate()
    one = next(one for one in understood.resolved.scenarios if "a case goes on and is closed" in one.name)
    _, known = ordinary(one)
    later = {element for element, place in places(known).items() if place > 3}
    stands, seen = known[3]
    broken = (*known[:3], (stands, replace(seen, faults=("NotModelled: something",), trace=())), *known[4:])

    assert later
    assert {places(broken)[element] for element in later} == {3}
