"""Histories on which the two witnesses once differed, and which of them was right."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache

from generator.compiler import understand
from generator.interpret.telling import Interpreter
from generator.process.events import Observation
from generator.process.model import Process
from generator.prove.histories import history, parting
from generator.prove.playing import OrgTeller
from generator.prove.story_obligations.openings import PLAIN, arrival
from generator.prove.story_obligations.script import accept, edit, move
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


def test_a_rule_about_the_owner_judges_who_has_the_case_after_the_save() -> None:
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


def test_a_rule_judges_what_the_person_did() -> None:
    """Who takes a case and moves it on in one save has not taken it before: automation judges that after the fact."""
    given = arrival(process("northgate"), "I write to you about stroke today")

    *_, last = agreed("northgate", told("", given, edit("clinician", owner="clinician", stage="assessment")))

    assert last.blocked_by == {"accepted"}


def test_a_record_of_a_leap_day_is_kept_up_to_a_leap_day_where_there_is_one() -> None:
    given = arrival(process("northgate"), PLAIN, at=datetime(2028, 2, 29, 9, 0, tzinfo=UTC))

    *_, closed = agreed("northgate", told("", given, move("closure", "loader")))

    assert closed.facts["keep_until"] == date(2036, 2, 29)


def test_a_record_of_a_leap_day_is_kept_up_to_the_last_of_february_elsewhere() -> None:
    """Complaints are kept for ten years."""
    said = "I write to you about unacceptable today"
    given = arrival(process("northgate"), said, at=datetime(2028, 2, 29, 9, 0, tzinfo=UTC))

    *_, closed = agreed("northgate", told("", given, move("closure", "loader")))

    assert closed.facts["keep_until"] == date(2038, 2, 28)
