"""Warnings that come too late, and ladders that do not rise."""

from collections.abc import Iterator

from generator.diagnostics import Diagnostic
from generator.process.checks.routing import error
from generator.process.model import Allowance, Process


def warnings(process: Process) -> Iterator[Diagnostic]:
    """A warning after the promise is broken warns nobody (CP324)."""
    for clock in process.clocks:
        early = (clock.warn.after or clock.warn.before) if clock.warn else None
        if clock.warn is None or early is None:
            continue
        promised = [one for one in clock.within if one is not None and comparable(early, one)]
        if any(length(early) >= length(one) for one in promised):
            message = f"`{clock.id}` warns at or after the time that it warns of"
            yield error("CP324", message, clock.warn.because, "warn earlier")


def ladders(process: Process) -> Iterator[Diagnostic]:
    """Each step of a ladder comes later than the one before (CP325)."""
    for clock in process.clocks:
        for before, after in zip(clock.ladder, clock.ladder[1:], strict=False):
            if comparable(before.after, after.after) and length(after.after) <= length(before.after):
                message = f"this step of `{clock.id}` comes no later than the one before"
                yield error("CP325", message, after.because, "put the steps in order of time")


def comparable(a: Allowance, b: Allowance) -> bool:
    return a.calendar == b.calendar and bool(a.days) == bool(b.days)


def length(time: Allowance) -> int:
    return time.days or time.minutes
