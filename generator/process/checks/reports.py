"""What a report's filter cannot say: dates by their day, quotation marks, ids inside ids, more than twenty items."""

from collections.abc import Iterator, Mapping

from generator.conditions.syntax import (
    And,
    Compare,
    Condition,
    Constant,
    FactValue,
    Holds,
    In,
    Is,
    Not,
    Or,
    Today,
)
from generator.diagnostics import Diagnostic
from generator.process.checks.routing import error
from generator.process.model import Process

MOST_ITEMS = 20
"""Of one report's filter (Metadata API Developer Guide, ReportFilterItem); one of them is the workflow's own."""
Item = tuple[object, ...]
Needed = Mapping[str, Condition | None]
"""Consent -> who needs it."""


def filters(process: Process) -> Iterator[Diagnostic]:
    """A date that stands in the filter (CP336), a name with a quotation mark in it (CP337), an identifier whose id is
    part of another's (CP339), and a filter of too many items (CP338)."""
    needed: Needed = {one.id: one.when for one in process.consents}
    identifiers = [one.id for one in process.facts if one.origin == "identifier"]
    said = {(fact.id, one.id): one.label for fact in process.facts for one in fact.choices}
    for report in process.reports:
        if report.where is None:
            continue
        for constant, fact in constants(report.where):
            if fact.type.kind in ("date", "moment"):
                message = "a report's filter reads a date as its reader's locale writes dates"
                yield error("CP336", message, constant.because, "compare with `today`, `today - 30 days` and so on")
            label = said.get((fact.fact, str(constant.value)), "")
            if '"' in label:
                message = f"a report's filter cannot hold the quotation mark in `{label}`"
                yield error("CP337", message, constant.because, "take it out of the name")
        for fact in verified(report.where):
            longer = [one for one in identifiers if fact.fact in one and one != fact.fact]
            if longer:
                message = f"a report's filter cannot tell `{fact.fact}` from `{longer[0]}`, which holds it"
                yield error("CP339", message, fact.because, "give one of the two another id")
        size = len(items(report.where, needed, wanted=True)) + 1
        if size > MOST_ITEMS:
            message = f"the filter of `{report.id}` needs {size} items, and a report has {MOST_ITEMS}"
            yield error("CP338", message, report.where.because, "ask for less, or make two reports")


def constants(condition: Condition) -> Iterator[tuple[Constant, FactValue]]:
    """The constants of a condition, each with the fact that it is compared with."""
    match condition:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from constants(part)
        case Not(part=part):
            yield from constants(part)
        case In(left=left, values=values):
            yield from ((value, left) for value in values)
        case Compare(left=FactValue() as fact, right=Constant() as value):
            yield value, fact
        case Compare(left=Constant() as value, right=FactValue() as fact):
            yield value, fact
        case _:
            return


def verified(condition: Condition) -> Iterator[FactValue]:
    """The identifiers whose verification a condition asks for; a case lists them in one text."""
    match condition:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from verified(part)
        case Not(part=part):
            yield from verified(part)
        case Is(fact=fact, state="verified"):
            yield fact


def items(condition: Condition, needed: Needed, *, wanted: bool) -> frozenset[Item]:
    """What a filter must ask, each thing once; denials reach the single questions, so `wanted` tells two apart."""
    match condition:
        case And(parts=parts) | Or(parts=parts):
            return frozenset().union(*(items(part, needed, wanted=wanted) for part in parts))
        case Not(part=part):
            return items(part, needed, wanted=not wanted)
        case Is(fact=fact, state="missing") if (when := needed.get(fact.fact)) is not None:
            return items(when, needed, wanted=wanted) | {(fact.fact, "signed", not wanted)}
        case Is(fact=fact, state=state, days=days):
            return asked_of(fact.fact, state, days, wanted)
        case Holds(fact=fact):
            return frozenset({(fact.fact, wanted)})
        case In(left=left, values=values):
            return frozenset(one_of(left, values, wanted))
        case Compare():
            return frozenset(compared(condition, wanted))
        case _:
            return frozenset()


def asked_of(fact: str, state: str, days: int | None, wanted: bool) -> frozenset[Item]:
    """A state of a fact. What runs has a due time and has not stopped; what is due soon runs."""
    running: frozenset[Item] = frozenset({(f"{fact}.due", "blank", not wanted), (f"{fact}.stopped", "blank", wanted)})
    match state:
        case "running":
            return running
        case "due_within":
            return running | {(f"{fact}.due", days, wanted)}
        case "blank" | "filled":
            return frozenset({(fact, "blank", wanted == (state == "blank"))})
        case "signed" | "missing":
            return frozenset({(fact, "signed", wanted == (state == "signed"))})
        case _:
            return frozenset({(fact, state, wanted)})


def one_of(left: FactValue, values: tuple[Constant, ...], wanted: bool) -> Iterator[Item]:
    """Values of one fact are one item; a yes or no is asked for by itself."""
    if left.type.kind == "yes_no":
        yield from ((left.fact, (one.value is True) == wanted) for one in values)
    else:
        yield (left.fact, tuple(dict.fromkeys(one.value for one in values)), wanted)


def compared(condition: Compare, wanted: bool) -> Iterator[Item]:
    """An order also asks whether the fact is filled, and a day is two questions when it must be that very day."""
    fact, value = condition.left, condition.right
    if not isinstance(fact, FactValue):
        fact, value = value, fact
    if not isinstance(fact, FactValue):
        return
    equal = condition.op in ("=", "!=")
    if isinstance(value, Constant) and equal:
        yield from one_of(fact, (value,), (condition.op == "=") == wanted)
        return
    if fact.type.kind == "urgency":
        yield (fact.fact, condition.op, value, wanted)
        return
    yield (fact.fact, "blank", (condition.op == "!=") == wanted)
    yield (fact.fact, condition.op, value, wanted)
    if isinstance(value, Today) and equal:
        yield (fact.fact, "the day before", value, wanted)
