"""Calendars that have run out: the one check that needs a day, which a build never knows."""

from collections.abc import Iterator
from datetime import date

from generator.diagnostics import Diagnostic
from generator.process.checks.words import warning
from generator.process.model import Process


def run_out(process: Process, today: date) -> Iterator[Diagnostic]:
    """A calendar whose last holiday is past: the next one would count as a working day (CP326)."""
    for calendar in process.calendars:
        if calendar.holidays and calendar.holidays[-1] < today:
            message = f"the last holiday of `{calendar.id}` was {calendar.holidays[-1].isoformat()}"
            yield warning("CP326", message, calendar.because, "add the holidays of the coming year")
