"""A report's filter lists the cases of which its condition holds: the interpreter decides, on made-up cases, and the
filter is run as an org runs it, whichever way undocumented habits fall."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import product

import pytest

from generator.conditions.syntax import (
    And,
    Changed,
    Compare,
    Condition,
    Constant,
    FactValue,
    Found,
    Holds,
    In,
    Is,
    Not,
    Or,
    Today,
    Type,
    UserIs,
)
from generator.interpret.evaluating import holds
from generator.interpret.state import Running, State
from generator.interpret.telling import Interpreter
from generator.lower.naming import names_of
from generator.lower.report_filters import MOST_ITEMS, Columns, columns_of, report_filter
from generator.lower.reports import reports
from generator.metadata.registry import BY_NAME
from generator.metadata.reports import Report, ReportFilter
from generator.process.model import Allowance, Fact, Process
from generator.reading import read
from generator.rendering import render
from tests.lowering.report_reader import Cell, Habits, Picked, Reader, Row
from tests.specs.loaded import ORGANISATIONS, SPECS, resolved

HERE = resolved("northgate").process.identity.because
NOON = datetime(2026, 6, 10, 11, tzinfo=UTC)
HABITS = [Habits(blank_is_least=least, by_label=by_label) for least, by_label in product((False, True), repeat=2)]
WORDS = ("Ann", "Bea, Carl", "x")
CASES, CONDITIONS = 300, 300


@cache
def interpreter(name: str) -> Interpreter:
    return Interpreter(resolved(name).process)


@cache
def columns(name: str) -> Columns:
    process = resolved(name).process
    return columns_of(process, names_of(process))


# -- made-up cases -------------------------------------------------------------------------------------------------


def a_case(process: Process, dice: random.Random) -> State:
    """A case of which every fact is anything; blanks are common."""
    facts = {fact.id: a_value(fact, dice) for fact in process.facts if fact.type.kind not in ("clock", "consent")}
    identifiers = [one.id for one in process.facts if one.type.kind == "identifier"]
    verified = frozenset(one for one in identifiers if dice.random() < 0.5)
    facts["verified_identifiers"] = ", ".join(sorted(verified)) or None
    return State(
        now=NOON,
        facts=facts,
        owner=dice.choice(WORDS),
        users={},
        patient="known",
        sender="",
        received=NOON,
        found=(),
        discounted=(),
        sets=frozenset(),
        visible_text="",
        confidential_text="",
        stage_since=NOON,
        opened=NOON,
        signed=frozenset(one.id for one in process.consents if dice.random() < 0.5),
        verified=verified,
        clocks={one.id: running for one in process.clocks if (running := a_clock(process, one.id, dice))},
    )


def a_value(fact: Fact, dice: random.Random) -> str | bool | Decimal | datetime | None:
    kind = fact.type.kind
    if kind == "yes_no":
        return dice.random() < 0.5
    if fact.id == "channel":
        return dice.choice(fact.type.values)
    if dice.random() < 0.3:
        return None
    if kind in ("choice", "urgency"):
        return dice.choice(fact.type.values)
    if kind == "number":
        return Decimal(dice.randint(-2, 3))
    if kind == "date":
        return (NOON + timedelta(days=dice.randint(-4, 4))).date()  # type: ignore[return-value]
    return NOON if kind == "moment" else dice.choice(WORDS)


def a_clock(process: Process, id: str, dice: random.Random) -> Running | None:
    """Due some hours before noon of a day: a filter knows days, and takes the whole of the last one."""
    if dice.random() < 0.3:
        return None
    return Running(
        clock=next(one for one in process.clocks if one.id == id),
        allowance=Allowance(minutes=1, because=HERE),
        level="",
        started=NOON - timedelta(days=9),
        due=NOON + timedelta(days=dice.randint(-9, 9)) - timedelta(hours=dice.randint(0, 9)),
        warns=None,
        stopped=NOON if dice.random() < 0.5 else None,
        warned=dice.random() < 0.5,
        breached=dice.random() < 0.5,
    )


def row_of(state: State, name: str) -> Row:
    """The case as a report sees it."""
    process, of = resolved(name).process, columns(name).of
    origins = {one.id: one.origin for one in process.channels}
    row: dict[str, Cell] = {of("workflow"): process.identity.id}
    for fact in process.facts:
        value = state.owner if fact.id == "owner" else state.facts.get(fact.id)
        if fact.id == "channel":
            row[of(fact.id)] = origins[str(value)]
        elif fact.type.kind in ("choice", "urgency"):
            labels = {one.id: one.label for one in fact.choices}
            row[of(fact.id)] = Picked(id=str(value), label=labels[str(value)]) if value else None
        elif fact.type.kind not in ("clock", "consent", "long_text"):
            row[of(fact.id)] = value
    for consent in process.consents:
        row[of(f"{consent.id}.signed")] = consent.id in state.signed
    for clock in process.clocks:
        run = state.clocks.get(clock.id)
        row[of(f"{clock.id}.due")] = run.due if run else None
        row[of(f"{clock.id}.stopped")] = run.stopped if run else None
        row[of(f"{clock.id}.warned")] = bool(run and run.warned)
        row[of(f"{clock.id}.breached")] = bool(run and run.breached)
    return row


def some_cases(name: str, dice: random.Random) -> list[tuple[State, Row]]:
    states = [a_case(resolved(name).process, dice) for _ in range(CASES)]
    return [(state, row_of(state, name)) for state in states]


def wanted(where: Condition | None, state: State, name: str) -> bool:
    return holds(where, interpreter(name).view(state, state.facts, ""))


def listed(criteria: ReportFilter, row: Row) -> set[bool]:
    """Whether the report has the case, by every habit."""
    return {Reader(today=NOON.date(), habits=habits).lists(criteria, row) for habits in HABITS}


# -- the reports of real specs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SPECS)
def test_reports_list_the_cases_of_their_condition(name: str) -> None:
    """As emitted and read back; each of them lists some made-up cases and, where it selects, not others."""
    process = resolved(name).process
    dice = random.Random(name)
    cases = some_cases(name, dice)
    made = reports(process, names_of(process))
    for asked, one in zip(process.reports, made, strict=False):
        body = read(render(one.component), one.component.name, BY_NAME["Report"]).component.body
        assert isinstance(body, Report)
        assert body.filter is not None
        seen = set()
        for state, row in cases:
            expected = wanted(asked.where, state, name)
            assert listed(body.filter, row) == {expected}, (asked.id, state)
            seen.add(expected)
        assert seen == ({True} if asked.where is None else {True, False})


def test_cases_of_other_workflows_are_in_no_report() -> None:
    """Every report asks for the workflow key, whatever else it selects."""
    process = resolved("northgate").process
    dice = random.Random(7)
    rows = [dict(row) for _, row in some_cases("northgate", dice)]
    for row in rows:
        row[columns("northgate").of("workflow")] = dice.choice((None, "another"))
    reader = Reader(today=NOON.date(), habits=HABITS[0])
    for one in reports(process, names_of(process))[: len(process.reports)]:
        assert isinstance(one.component.body, Report)
        assert one.component.body.filter is not None
        assert not any(reader.lists(one.component.body.filter, row) for row in rows)


# -- any condition -------------------------------------------------------------------------------------------------


def a_condition(process: Process, dice: random.Random, depth: int = 2) -> Condition:
    if depth and dice.random() < 0.7:
        if dice.random() < 0.3:
            return Not(part=a_condition(process, dice, depth - 1), because=HERE)
        parts = tuple(a_condition(process, dice, depth - 1) for _ in range(2))
        return And(parts=parts, because=HERE) if dice.random() < 0.5 else Or(parts=parts, because=HERE)
    return a_test(dice.choice([one for one in process.facts if one.type.kind != "long_text"]), dice)


ORDERS = ("<", "<=", ">", ">=")


def a_test(fact: Fact, dice: random.Random) -> Condition:
    """Something that a report's filter can say of a fact."""
    kind = fact.type.kind
    one = FactValue(fact=fact.id, type=fact.type, because=HERE)
    if kind == "clock":
        state = dice.choice(("running", "warned", "breached", "due_within"))
        days = dice.randint(0, 8) if state == "due_within" else None
        return Is(fact=one, state=state, days=days, because=HERE)  # type: ignore[arg-type]
    if kind == "consent":
        return Is(fact=one, state=dice.choice(("signed", "missing")), because=HERE)  # type: ignore[arg-type]
    if kind == "yes_no":
        truth = Constant(value=dice.random() < 0.5, type=fact.type, because=HERE)
        tests = (
            Holds(fact=one, because=HERE),
            Compare(left=one, op=dice.choice(("=", "!=")), right=truth, because=HERE),  # type: ignore[arg-type]
            In(left=one, values=(truth,), because=HERE),
        )
        return dice.choice(tests)
    if dice.random() < 0.3 and kind != "urgency":
        return Is(fact=one, state=dice.choice(("blank", "filled")), because=HERE)  # type: ignore[arg-type]
    if kind == "identifier" and dice.random() < 0.5:
        return Is(fact=one, state="verified", because=HERE)
    if kind == "moment":
        return Is(fact=one, state="filled", because=HERE)
    if kind == "date":
        op = dice.choice(("=", "!=", *ORDERS))
        sides = (one, Today(days=dice.randint(-4, 4), because=HERE))
        left, right = sides if dice.random() < 0.7 else reversed(sides)
        return Compare(left=left, op=op, right=right, because=HERE)  # type: ignore[arg-type]
    values = fact.type.values or (tuple(Decimal(one) for one in range(-2, 3)) if kind == "number" else (*WORDS, ""))
    ops = ("=", "!=", *ORDERS) if kind in ("number", "urgency") else ("=", "!=")
    if dice.random() < 0.3:
        several = tuple(Constant(value=one, type=fact.type, because=HERE) for one in dice.sample(values[:3], 2))
        return In(left=one, values=several, because=HERE)
    value = Constant(value=dice.choice(values), type=fact.type, because=HERE)
    return Compare(left=one, op=dice.choice(ops), right=value, because=HERE)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_any_condition_selects_what_it_says(name: str) -> None:
    """Random conditions over every fact of a spec, denied and nested, on random cases."""
    process = resolved(name).process
    dice = random.Random(f"{name} conditions")
    cases = some_cases(name, dice)
    tried = 0
    while tried < CONDITIONS:
        where = a_condition(process, dice)
        try:
            criteria = report_filter(where, process.identity.id, columns(name))
        except ValueError:  # asks for an identifier whose id stands in that of another
            continue
        tried += 1
        for state, row in dice.sample(cases, 12):
            assert listed(criteria, row) == {wanted(where, state, name)}, (where, criteria)


# -- what no filter can say ----------------------------------------------------------------------------------------


def fact(id: str, **changes: object) -> FactValue:
    one = next(one for one in resolved("northgate").process.facts if one.id == id)
    return replace(FactValue(fact=id, type=one.type, because=HERE), **changes)


def constant(value: str, kind: str = "text") -> Constant:
    return Constant(value=value, type=Type(kind=kind), because=HERE)  # type: ignore[arg-type]


UNSAYABLE: dict[str, Callable[[], Condition]] = {
    "not the text": lambda: Found(name="crisis", what="words", because=HERE),
    "the user": lambda: UserIs(persona="clinician", because=HERE),
    "what a save changes": lambda: Changed(fact=fact("stage"), because=HERE),
    "what `stage` was": lambda: In(left=fact("stage", was=True), values=(constant("triage"),), because=HERE),
    "a fact with a value": lambda: Compare(
        left=fact("category"), op="=", right=fact("first_category"), because=HERE
    ),
    "compare with `today`": lambda: Compare(
        left=fact("received_on"), op="<", right=constant("2026-01-05"), because=HERE
    ),
    "a quotation mark": lambda: Compare(left=fact("route"), op="=", right=constant('a "b"'), because=HERE),
    "a long text": lambda: Is(fact=fact("route", type=Type(kind="long_text")), state="filled", because=HERE),
}  # fmt: skip


@pytest.mark.parametrize("said", UNSAYABLE)
def test_what_no_filter_can_say_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=said):
        report_filter(UNSAYABLE[said](), "patient_inquiry", columns("northgate"))


def test_a_filter_has_no_more_items_than_an_org_takes() -> None:
    """Twenty with the workflow key; an item that stands twice counts once."""
    tests = [
        Compare(
            left=fact("time_to_triage"),
            op="=",
            right=Constant(value=Decimal(number), type=Type(kind="number"), because=HERE),
            because=HERE,
        )
        for number in range(MOST_ITEMS)
    ]
    fits = report_filter(Or(parts=(*tests[1:], tests[1]), because=HERE), "patient_inquiry", columns("northgate"))
    assert len(fits.criteriaItems) == MOST_ITEMS
    with pytest.raises(ValueError, match="at most 20 items, and this one needs 21"):
        report_filter(Or(parts=tuple(tests), because=HERE), "patient_inquiry", columns("northgate"))
