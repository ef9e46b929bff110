"""Guardrails that never block or always do, and consents that nothing can wait for."""

from collections.abc import Iterator
from itertools import product

from generator.diagnostics import Diagnostic
from generator.process.checks.routing import error, known
from generator.process.checks.words import warning
from generator.process.model import Process, Rule
from generator.process.reach import Pair, pairs


def constant(process: Process) -> Iterator[Diagnostic]:
    """A guardrail whose `require` is true of every category and urgency that people can set, or of none that intake
    can give (CP306)."""
    arriving = pairs(process)
    settable = [
        Pair(category=category.id, rank=level.rank, unreadable=unreadable)
        for category, level, unreadable in product(process.categories, process.levels, (False, True))
    ]
    for rule in process.rules:
        if rule.kind != "guardrail":
            continue
        concerned = [pair for pair in settable if concerns(process, rule, pair)]
        met = [pair for pair in arriving if concerns(process, rule, pair)]
        if all(known(process, rule.require, pair) is True for pair in concerned):
            message = f"`{rule.id}` never blocks: what it requires holds for every case that it concerns"
            yield warning("CP306", message, rule.require.because, "remove it, or require what can fail")
        elif met and all(known(process, rule.require, pair) is False for pair in met):
            message = f"`{rule.id}` always blocks: what it requires holds for no case that it concerns"
            yield warning("CP306", message, rule.require.because, "require what somebody can do")


def concerns(process: Process, rule: Rule, pair: Pair) -> bool:
    return rule.when is None or known(process, rule.when, pair) is not False


def consents(process: Process) -> Iterator[Diagnostic]:
    """A consent holds back a move; nobody moves a case into the first stage (CP307)."""
    first = process.stages[0]
    for rule in process.rules:
        if rule.kind == "consent" and rule.on is not None and rule.on.of == first.id:
            message = f"`{rule.id}` must be signed before `{first.id}`, where every case begins"
            yield error("CP307", message, rule.on.because, "name a later stage")
