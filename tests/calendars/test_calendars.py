"""The lowered calendars answer as a count on tables does, whoever saves, and fit into a flow."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from generator.formula.checking import check
from generator.formula.printing import text_of
from generator.lower.calendars import VARIABLES, Calendars
from generator.lower.programs import Item
from generator.lower.trees import LONGEST, length, ref
from generator.process.model import Allowance, Extension
from generator.source import NOWHERE
from tests.calendars.trying import (
    KINDS,
    LEVELS,
    Assigned,
    Counted,
    Lowered,
    Made,
    any_instant,
    compared,
    items_of,
    made,
)
from tests.specs.loaded import SPECS, resolved

NUMBERS = range(20)
FRIDAY = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)
MANY = tuple(date(2025, 1, 1) + timedelta(days=2 * number) for number in range(200))


def open_days(days: int) -> Allowance:
    return Allowance(days=days, calendar="working", because=NOWHERE)


def open_minutes(minutes: int) -> Allowance:
    return Allowance(minutes=minutes, calendar="working", because=NOWHERE)


def test_every_answer_is_what_counting_gives() -> None:
    outcome = compared(800, seed=1, emulated=200)

    assert outcome.found == ()
    assert outcome.cases["in the emulator"] == 200
    assert len(outcome.cases) == 7


def test_the_comparison_sees_a_day_that_was_forgotten() -> None:
    """A calendar without its last open day is found out."""
    tried = made(0, Random(3))
    wrong = replace(tried.calendars[0], days=tried.calendars[0].days[:-1])
    process = replace(tried.process, calendars=(wrong, *tried.calendars[1:]))
    tried = replace(tried, clock=replace(tried.clock, within=(open_days(4),) * LEVELS, warn=None))
    starts = [any_instant(tried, Random(number)) for number in NUMBERS]
    right, lowered = Counted(tried), Lowered(replace(tried, process=process))

    assert any(right.answer(start, 0).due != lowered.answer(start, 0).due for start in starts)


def test_hundreds_of_holidays_are_spread_over_several_formulas() -> None:
    """Every other day of a year is closed: no formula is too long, no day is miscounted."""
    random = Random(5)
    tried = made(1, random)
    calendar = replace(tried.calendars[0], days=tuple(range(7)), holidays=MANY)
    clock = replace(tried.clock, within=(open_days(30), open_minutes(700), None, open_days(1)))
    extension = Extension(days=9, calendar="working", because=NOWHERE)
    process = replace(tried.process, calendars=(calendar, *tried.calendars[1:]))
    tried = Made(process=process, clock=clock, extension=extension)
    counted, lowered = Counted(tried), Lowered(tried)
    assert sum(item.target == "Count_Open" for item in items_of(tried)[0]) == 3
    for _ in range(100):
        start, rank = any_instant(tried, random), random.randrange(LEVELS)
        assert lowered.answer(start, rank) == counted.answer(start, rank)


def every_clock() -> Iterator[tuple[str, tuple[Item, ...]]]:
    """The items of every clock of the real specs, and of clocks at random."""
    for name in SPECS:
        process = resolved(name).process
        calendars = Calendars(process)
        for clock in process.clocks:
            yield f"{name}.{clock.id}", calendars.due_and_warning(clock, ref("Rank"), ref("Start"))
    for number in NUMBERS:
        tried = made(number, Random(number))
        for items in items_of(tried):
            yield str(number), items


def test_every_formula_could_be_saved() -> None:
    distinct = {item for _, items in every_clock() for item in items}
    assert {item.target for item in distinct} | {"Count_Nothing"} == {one.name for one in VARIABLES}
    for item in distinct:
        assert length(item.value) <= LONGEST
        assert check(text_of(item.value, "flow"), "flow", KINDS.get, item.kind.lower()) == ()  # type: ignore[arg-type]


def test_nothing_comes_of_no_start() -> None:
    """An empty start, and a level without an allowance, give empty times and no fault."""
    for number in NUMBERS:
        lowered = Lowered(made(number, Random(number)))
        for rank in range(LEVELS):
            found = lowered.answer(None, rank)  # type: ignore[arg-type]
            assert (found.due, found.warn, found.later) == (None, None, None)


def test_a_warning_moves_as_due_does() -> None:
    tried = made(2, Random(2))
    items = Calendars(tried.process).later(tried.extension, ref("Start"), "Count_Warn")
    found = Assigned(items).values({"Start": FRIDAY})

    assert found["Count_Warn"] == Counted(tried).answer(FRIDAY, 0).later
    assert "Count_Due" not in found


def test_items_of_a_real_clock_are_few_and_short() -> None:
    """Northgate's clocks: a flow shows them on one element each, and a person can read them."""
    sizes = [
        (len(items), max(length(item.value) for item in items)) for name, items in every_clock() if "north" in name
    ]

    assert max(number for number, _ in sizes) <= 25
    assert max(longest for _, longest in sizes) <= 1_300


@pytest.mark.parametrize(("rank", "hour"), [(0, 19), (1, 16), (2, None), (3, 18)])
def test_each_level_has_its_own_time(rank: int, hour: int | None) -> None:
    """London, open Monday to Friday from 8 to 18: Friday 16:30 plus 2.5 hours, plus 9.5 open ones, plus a day."""
    process = resolved("northgate").process
    within = (Allowance(minutes=150, because=NOWHERE), open_minutes(570), None, open_days(1))
    clock = replace(process.clocks[0], within=within, warn=None)
    extension = Extension(days=1, calendar=None, because=NOWHERE)
    found = Lowered(Made(process=process, clock=clock, extension=extension)).answer(FRIDAY, rank)
    day = 6 if rank == 0 else 9

    assert found.due == (None if hour is None else datetime(2026, 3, day, hour, tzinfo=UTC))
