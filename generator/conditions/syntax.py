"""Conditions as typed trees: what the spec's small language of facts means once its names are resolved.

Evaluation rules (language.md section 3) that every reader follows: `=` with an empty side is false, `!=` true, an
order comparison false; a yes/no is never empty; for urgency, greater is more urgent.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from generator.frozen import because, record
from generator.source import Span

Kind = Literal[
    "yes_no",
    "choice",
    "urgency",
    "text",
    "long_text",
    "number",
    "date",
    "moment",
    "person",
    "identifier",
    "consent",
    "clock",
]

Value = str | bool | Decimal | date | datetime | None
"""A fact's value: ids of choices, urgencies, teams, stages and names of persons are `str`; moments are aware UTC."""


@record
class Type:
    """`choice` names its set of values in `values` (ids in list order); every other kind stands for itself."""

    kind: Kind
    values: tuple[str, ...] = ()


@record
class FactValue:
    """The value of a fact; with `was`, its value before this save."""

    fact: str
    was: bool = False
    type: Type
    because: Span = because()


@record
class Constant:
    value: Value
    type: Type
    because: Span = because()


@record
class Today:
    """Today's date in the workflow's zone, plus `days`."""

    days: int = 0
    because: Span = because()


Operand = FactValue | Constant | Today
Comparison = Literal["=", "!=", "<", "<=", ">", ">="]
State = Literal[
    "blank",
    "filled",
    "verified",
    "signed",
    "missing",
    "running",
    "warned",
    "breached",
    "due_within",
]


@record
class And:
    parts: "tuple[Condition, ...]"
    because: Span = because()


@record
class Or:
    parts: "tuple[Condition, ...]"
    because: Span = because()


@record
class Not:
    part: "Condition"
    because: Span = because()


@record
class Found:
    """A word list, a category's words or an identifier was in the text. `name` is the id of a `WordSet` or a finder."""

    name: str
    what: Literal["words", "category", "identifier"]
    because: Span = because()


@record
class UserIs:
    """The one who saves has this persona."""

    persona: str
    because: Span = because()


@record
class Compare:
    left: Operand
    op: Comparison
    right: Operand
    because: Span = because()


@record
class In:
    left: FactValue
    values: tuple[Constant, ...]
    because: Span = because()


@record
class Is:
    """`fact is filled`, `triage is breached`, `records is due within 7 days` (then `days` is set)."""

    fact: FactValue
    state: State
    days: int | None = None
    because: Span = because()


@record
class Changed:
    fact: FactValue
    because: Span = because()


@record
class Holds:
    """A yes/no fact alone."""

    fact: FactValue
    because: Span = because()


Condition = And | Or | Not | Found | UserIs | Compare | In | Is | Changed | Holds
