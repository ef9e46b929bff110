"""A condition as a clinician reads it: one English clause, with negations where English puts them.

`X is not Y` is also true of an empty X, and so is `X is not before Y`: that is what conditions mean (an empty value is
equal to nothing and stands in no order).
"""

from collections.abc import Mapping
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
    State,
    Today,
    UserIs,
)
from generator.handbook.terms import Terms

ORDERS: Mapping[str, Mapping[Comparison, str]] = {
    "time": {"<": "before", "<=": "on or before", ">": "after", ">=": "on or after"},
    "urgency": {"<": "lower than", "<=": "no higher than", ">": "higher than", ">=": "at least"},
    "number": {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least"},
}
STATES: Mapping[State, tuple[str, str]] = {
    "blank": ("is empty", "is filled in"),
    "filled": ("is filled in", "is empty"),
    "verified": ("is verified", "is not verified"),
    "signed": ("is signed", "is not signed"),
    "missing": ("is needed and not signed", "is signed or not needed"),
    "running": ("is running", "is not running"),
    "warned": ("has given its warning", "has not given its warning"),
    "breached": ("is late", "is not late"),
    "due_within": ("is due within {} days", "is not due within {} days"),
}
"""What is said of a fact in a state, and of one that is not."""


def sentence(condition: Condition | None, terms: Terms) -> str:
    """The whole condition, without a full stop; `always` where there is none."""
    return "always" if condition is None else clause(condition, terms, holds=True, outermost=True)


def clause(condition: Condition, terms: Terms, *, holds: bool, outermost: bool = False) -> str:
    """`condition` said to hold, or not to."""
    match condition:
        case And(parts=parts):
            return together(parts, terms, "and" if holds else "or", holds=holds, outermost=outermost)
        case Or(parts=parts):
            return together(parts, terms, "or" if holds else "and", holds=holds, outermost=outermost)
        case Not(part=part):
            return clause(part, terms, holds=not holds, outermost=outermost)
        case Found():
            return found(condition, terms, holds=holds)
        case UserIs(persona=persona):
            who = terms.personas.get(persona, persona)
            return f"the person who saves is {'' if holds else 'not '}{who}"
        case Compare():
            return compared(condition, terms, holds=holds)
        case In(left=left, values=values):
            shown = [shown_side(value, left, terms) for value in values]
            either = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"
            return f"{subject(left, terms)} {is_or_was(left)} {'' if holds else 'not '}{either}"
        case Is(fact=fact, state=state, days=days):
            return f"{subject(fact, terms)} {STATES[state][0 if holds else 1].format(days)}"
        case Changed(fact=fact):
            return f"{subject(fact, terms)} {'has' if holds else 'has not'} just been changed"
        case Holds(fact=fact):
            return terms.claim(fact.fact, holds=holds) + (" (before this change)" if fact.was else "")
        case _:
            assert_never(condition)


def together(parts: tuple[Condition, ...], terms: Terms, word: str, *, holds: bool, outermost: bool) -> str:
    """Parts joined by `and` or `or`; in brackets where they stand inside another."""
    personas = [terms.personas.get(part.persona, part.persona) for part in parts if isinstance(part, UserIs)]
    if len(personas) == len(parts) and (word == "or") == holds:
        return f"the person who saves is {'' if holds else 'neither '}{(' or ' if holds else ' nor ').join(personas)}"
    shown = [clause(part, terms, holds=holds) for part in parts]
    if len(shown) == 1:
        return shown[0]
    return f", {word} ".join(shown) if outermost else f"({f' {word} '.join(shown)})"


def found(condition: Found, terms: Terms, *, holds: bool) -> str:
    if condition.what == "identifier":
        return f"{'a' if holds else 'no'} {terms.fact(condition.name)} stands in the message"
    if condition.what == "category":
        name = f"the words of the category {terms.categories.get(condition.name, condition.name)}"
    else:
        name = terms.sets.get(condition.name, condition.name)
    return f"the message {'holds' if holds else 'does not hold'} one of {name}"


def compared(condition: Compare, terms: Terms, *, holds: bool) -> str:
    left, right, op = condition.left, condition.right, condition.op
    if isinstance(left, FactValue) and isinstance(right, FactValue) and left.fact == right.fact:
        return before_and_after(left, right, op, terms, holds=holds)
    subject_said = subject(left, terms) if isinstance(left, FactValue) else shown_side(left, right, terms)
    object_said = shown_side(right, left, terms)
    verb = is_or_was(left)
    if op in ("=", "!="):
        same = (op == "=") == holds
        return f"{subject_said} {verb} {'' if same else 'not '}{object_said}"
    return f"{subject_said} {verb} {'' if holds else 'not '}{ORDERS[order_of(left)][op]} {object_said}"


def before_and_after(left: FactValue, right: FactValue, op: Comparison, terms: Terms, *, holds: bool) -> str:
    """One fact against itself before the save."""
    if left.was and not right.was:
        left, right, op = right, left, SWAPPED[op]
    name = terms.fact(left.fact)
    if op in ("=", "!="):
        return f"{name} {'stays as it was' if (op == '=') == holds else 'is not what it was before'}"
    return f"{name} is {'' if holds else 'not '}{ORDERS[order_of(left)][op]} what it was before"


SWAPPED: Mapping[Comparison, Comparison] = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def order_of(side: Operand) -> str:
    if isinstance(side, Today):
        return "time"
    kind = side.type.kind
    return "time" if kind in ("date", "moment") else kind if kind == "urgency" else "number"


def is_or_was(side: Operand) -> str:
    return "was" if isinstance(side, FactValue) and side.was else "is"


def subject(fact: FactValue, terms: Terms) -> str:
    return terms.fact(fact.fact) + (" (before this change)" if fact.was else "")


def shown_side(side: Operand, other: Operand, terms: Terms) -> str:
    """One side of a comparison; a constant in the words of the fact on the other side."""
    if isinstance(side, FactValue):
        return f"what {terms.fact(side.fact)} was before" if side.was else terms.fact(side.fact)
    if isinstance(side, Today):
        days = f"{abs(side.days)} day{'' if abs(side.days) == 1 else 's'}"
        return "today" if side.days == 0 else f"today {'plus' if side.days > 0 else 'less'} {days}"
    fact = other.fact if isinstance(other, FactValue) else ""
    return said_constant(side, fact, terms)


def said_constant(constant: Constant, fact: str, terms: Terms) -> str:
    value = constant.value
    plain = isinstance(value, str) and constant.type.kind in ("text", "long_text", "identifier")
    return f"“{value}”" if plain else terms.value(fact, value)
