"""Conditions with one thing changed, and a condition in the words of the language."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import assert_never

from generator.conditions.syntax import (
    And,
    Changed,
    Compare,
    Comparison,
    Condition,
    Constant,
    FactValue,
    Found,
    Holds,
    In,
    Is,
    Not,
    Operand,
    Or,
    Today,
    UserIs,
)
from generator.mutants.mutant import another, exchanged, without
from generator.source import Span

Variant = tuple[Condition, str, Span]
"""A condition with one thing changed, what was changed, and where it is written."""

STRICT: Mapping[str, Comparison] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def variants(condition: Condition, personas: tuple[str, ...]) -> Iterator[Variant]:
    """Every condition that differs from this one in one place, each once: a part dropped or negated, `and` for `or`,
    a limit moved, a value exchanged, another persona."""
    seen: list[Condition] = [condition]
    for made, says, span in changed(condition, personas):
        if made not in seen:
            seen.append(made)
            yield made, says, span


def changed(condition: Condition, personas: tuple[str, ...]) -> Iterator[Variant]:
    yield negated(condition), f"negates `{said(condition)}`", condition.because
    match condition:
        case And(parts=parts) | Or(parts=parts):
            kind, name = (Or, "or") if isinstance(condition, And) else (And, "and")
            turned = kind(parts=parts, because=condition.because)
            yield turned, f"says `{name}` in `{said(condition)}`", parts[1].because
            for place, part in enumerate(parts):
                rest = without(parts, place)
                left = rest[0] if len(rest) == 1 else replace(condition, parts=rest)
                yield left, f"drops `{said(part)}`", part.because
                for made, says, span in changed(part, personas):
                    yield replace(condition, parts=exchanged(parts, place, made)), says, span
        case Not(part=part):
            for made, says, span in islice(changed(part, personas), 1, None):  # twice negated is not negated
                yield replace(condition, part=made), says, span
        case Compare(left=left, op=op, right=right):
            if op in STRICT:
                other = STRICT[op]
                yield replace(condition, op=other), f"says `{other}` in `{said(condition)}`", condition.because
            for value, span in moved(right):
                yield replace(condition, right=value), f"says `{shown(value)}` in `{said(condition)}`", span
        case In(values=values):
            for place, one in enumerate(values if len(values) > 1 else ()):
                yield (
                    replace(condition, values=without(values, place)),
                    f"drops `{one.value}` from `{said(condition)}`",
                    one.because,
                )
        case Is(state="due_within", days=days):
            twice = (days or 0) * 2
            yield replace(condition, days=twice), f"says `{twice} days` in `{said(condition)}`", condition.because
        case UserIs(persona=persona):
            other_persona = another(personas, persona)
            if other_persona:
                yield replace(condition, persona=other_persona), f"says `user is {other_persona}`", condition.because
        case Is() | Found() | Changed() | Holds():
            return
        case _:
            assert_never(condition)


def negated(condition: Condition) -> Condition:
    return condition.part if isinstance(condition, Not) else Not(part=condition, because=condition.because)


def moved(operand: Operand) -> Iterator[tuple[Operand, Span]]:
    """The values next to a value: a neighbour in its list, a day or a one more and less."""
    match operand:
        case Constant(value=str(value), type=type) if value in type.values:
            place = type.values.index(value)
            for near in (*type.values[max(place - 1, 0) : place], *type.values[place + 1 : place + 2]):
                yield replace(operand, value=near), operand.because
        case Constant(value=Decimal() as number):
            for step in (-1, 1):
                yield replace(operand, value=number + step), operand.because
        case Constant(value=date() as day) if not isinstance(day, datetime):
            for step in (-1, 1):
                yield replace(operand, value=day + timedelta(days=step)), operand.because
        case Today(days=days):
            for step in (-1, 1):
                yield replace(operand, days=days + step), operand.because
        case _:
            return


# -- in words ------------------------------------------------------------------------------------------------------


def said(condition: Condition) -> str:
    """A condition as the language writes it (language.md section 3)."""
    match condition:
        case And(parts=parts):
            return " and ".join(f"({said(one)})" if isinstance(one, Or) else said(one) for one in parts)
        case Or(parts=parts):
            return " or ".join(said(one) for one in parts)
        case Not(part=part):
            return f"not ({said(part)})" if isinstance(part, And | Or) else f"not {said(part)}"
        case Found(name=name):
            return f"found {name}"
        case UserIs(persona=persona):
            return f"user is {persona}"
        case Compare(left=left, op=op, right=right):
            return f"{shown(left)} {op} {shown(right)}"
        case In(left=left, values=values):
            return f"{shown(left)} in [{', '.join(shown(one) for one in values)}]"
        case Is(fact=fact, state="due_within", days=days):
            return f"{shown(fact)} is due within {days} days"
        case Is(fact=fact, state=state):
            return f"{shown(fact)} is {state}"
        case Changed(fact=fact):
            return f"{shown(fact)} changed"
        case Holds(fact=fact):
            return shown(fact)
        case _:
            assert_never(condition)


def shown(operand: Operand) -> str:
    match operand:
        case FactValue(fact=fact, was=was):
            return f"was {fact}" if was else fact
        case Constant(value=value, type=type):
            return f'"{value}"' if type.kind == "text" else str(value)
        case Today(days=days):
            return f"today {'+' if days > 0 else '-'} {abs(days)} days" if days else "today"
        case _:
            assert_never(operand)
