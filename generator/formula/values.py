"""Values and errors of formulas: what a reference may give, and what a formula can yield."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Protocol

Value = str | Decimal | bool | date | datetime | time | tuple[float, float] | None
"""Text, number, yes/no, date, instant (aware UTC), time of day, geolocation (degrees), or nothing."""

EXACT = Context(prec=39, rounding=ROUND_HALF_UP)
"""The engine's arithmetic: 39 significant digits, HALF_UP (runtime-semantics 3.3)."""


class FormulaError(Exception):
    """What a formula refuses to work out: division by zero, a date that does not exist, a text that is no number."""


class FormulaTypeError(Exception):
    """A formula that Salesforce would refuse to save. `code` is the finding's (formula.checking), `help` a proposal."""

    def __init__(self, message: str, code: str = "CP405", help: str | None = None) -> None:
        self.message = message
        self.code = code
        self.help = help
        super().__init__(message)


class Scope(Protocol):
    """What a formula looks at while it is worked out."""

    now: datetime
    """Aware UTC, fixed for one evaluation."""

    def value(self, name: str) -> Value:
        """The value of a field or resource."""

    def prior(self, name: str) -> Value:
        """Its value before this save; on create the same (PRIORVALUE)."""

    def is_new(self) -> bool: ...

    def local(self, instant: datetime) -> datetime:
        """The instant on the running user's wall clock."""


Run = Callable[[Scope], Value]
