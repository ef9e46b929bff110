"""Histories on which the two witnesses once differed, and which of them was right."""

from collections.abc import Iterator
from functools import cache

from generator.compiler import understand
from generator.interpret.telling import Interpreter
from generator.process.events import Observation
from generator.process.model import Process
from generator.prove.histories import history, parting
from generator.prove.playing import OrgTeller
from generator.prove.story_obligations.openings import PLAIN, arrival
from generator.prove.story_obligations.script import accept, edit
from generator.prove.story_obligations.script import history as told
from generator.scenarios.model import Scenario
from tests.prove.builds import ROOT, built


@cache
def process(spec: str) -> Process:
    return understand(str(ROOT / "specs" / f"{spec}.yaml")).resolved.process


@cache
def org(spec: str) -> OrgTeller:
    return OrgTeller(process(spec), built(spec))


def agreed(spec: str, scenario: Scenario) -> Iterator[Observation]:
    """What both witnesses see after each step."""
    moments = tuple(history(org(spec), scenario))
    assert parting(Interpreter(process(spec)), moments, org(spec).lexicon) is None
    return (one.seen for one in moments)


def test_a_rule_judges_the_case_as_the_save_leaves_it() -> None:
    """What becomes a complaint goes to another team in the same save: whom it is about has it no more, and nobody is
    kept from saying that it is a complaint."""
    given = arrival(process("ashfell"), PLAIN)
    before = (accept("clerk"), edit("loader", complained_about="clerk"))

    *_, last = agreed("ashfell", told("", given, *before, edit("clerk", category="complaint")))

    assert last.blocked_by == frozenset()
    assert last.owner == "complaints_manager"


def test_who_is_complained_about_does_not_take_the_complaint() -> None:
    given = arrival(process("ashfell"), "I write to you about rude today")

    *_, last = agreed("ashfell", told("", given, edit("loader", complained_about="clerk"), accept("clerk")))

    assert last.blocked_by == {"complaint_independent"}
