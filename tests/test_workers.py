"""Work that is spread over processes gives what it gives in one."""

import os
from collections.abc import Iterator

import pytest

from generator.diagnostics import Diagnostic, Rejected
from generator.source import NOWHERE
from generator.workers import TOGETHER, cores, spread

MANY = range(TOGETHER * 5 + 3)


@pytest.mark.parametrize("jobs", [1, 2, 3, 50])
def test_the_order_is_that_of_the_things(jobs: int) -> None:
    assert [one * one for one in MANY] == list(spread(lambda one: one * one, MANY, jobs))


def test_more_than_one_process_works() -> None:
    assert len(set(spread(lambda _: os.getpid(), MANY, 2))) == 2
    assert set(spread(lambda _: os.getpid(), MANY, 1)) == {os.getpid()}


def test_few_things_are_no_reason_to_fork() -> None:
    assert set(spread(lambda _: os.getpid(), range(TOGETHER), 2)) == {os.getpid()}


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_comes_when_its_turn_has_come(jobs: int) -> None:
    def work(one: int) -> int:
        if one == TOGETHER + 2:
            raise LookupError("not this one")
        return one

    made: Iterator[int] = spread(work, MANY, jobs)

    assert [next(made) for _ in range(TOGETHER + 2)] == list(range(TOGETHER + 2))
    with pytest.raises(LookupError, match="not this one"):
        next(made)


@pytest.mark.parametrize("last", [5, TOGETHER + 5])
def test_a_process_that_dies_is_told_of(last: int) -> None:
    def work(one: int) -> int:
        if one == last:
            os._exit(3)
        return one

    with pytest.raises(RuntimeError, match="ended early"):
        list(spread(work, MANY, 2))


def test_an_exception_keeps_what_it_holds() -> None:
    finding = Diagnostic(code="CP101", severity="error", message="no", span=NOWHERE)

    def work(one: int) -> int:
        raise Rejected([finding])

    with pytest.raises(Rejected, match="1 findings") as told:
        list(spread(work, MANY, 2))

    assert told.value.diagnostics == (finding,)


def test_who_wants_no_more_leaves_no_process_behind() -> None:
    made = spread(lambda one: os.getpid(), MANY, 2)
    child = next(made)
    made.close()

    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_there_is_a_core() -> None:
    assert cores() >= 1
