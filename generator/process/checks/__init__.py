"""Checks over a process: what resolves, and would still be wrong in a clinic. Each yields findings (CP3xx)."""

from collections.abc import Callable, Iterator

from generator.diagnostics import Diagnostic
from generator.process.checks import clocks, guardrails, identifiers, mails, personas, reports, routing, stages, words
from generator.process.model import Process

Check = Callable[[Process], Iterator[Diagnostic]]
CHECKS: tuple[Check, ...] = (
    words.twice_taken,
    words.misplaced,
    words.contained,
    routing.floors,
    routing.only_to,
    routing.dead_exceptions,
    identifiers.shapes,
    clocks.warnings,
    clocks.ladders,
    stages.reachable,
    stages.closing,
    stages.triage,
    stages.automatic,
    guardrails.constant,
    guardrails.consents,
    personas.teams,
    personas.bypass,
    mails.alarming,
    mails.unverified,
    reports.filters,
)


def check(process: Process) -> tuple[Diagnostic, ...]:
    """All findings of all checks; the caller decides whether to go on."""
    return tuple(finding for one in CHECKS for finding in one(process))
