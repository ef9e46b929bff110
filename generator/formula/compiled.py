"""A node that is compiled: its closure, the kind of its value, and whether it is known already."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from difflib import get_close_matches

from generator.formula.values import FormulaError, FormulaTypeError, Run, Value
from generator.frozen import record

TEXTS = ("text", "picklist", "multipicklist", "id")


@record
class Compiled:
    run: Run
    kind: str
    constant: bool = False


@record
class Place:
    """How a reference is read in a scope: by a function; and as Python over the scope `s`, with `{0}` for the first of
    what is bound. `plain`: it is only looked up and cannot fail. `yes_no`: it gives yes or no, never nothing."""

    get: Run
    text: str
    bound: tuple[object, ...] = ()
    plain: bool = False
    yes_no: bool = False


def asked(name: str) -> Place:
    """A reference whose scope is asked for it by name."""
    return Place(get=lambda scope: scope.value(name), text="s.value({0})", bound=(name,))


class Nowhere:
    """The scope of constants: there is nothing to look at."""

    now = datetime(1970, 1, 1, tzinfo=UTC)

    def value(self, name: str) -> Value:
        raise FormulaError(f"{name} is not known here")

    prior = value

    def is_new(self) -> bool:
        return False

    def local(self, instant: datetime) -> datetime:
        return instant


NOWHERE = Nowhere()


def constant(value: str | Decimal | bool | None) -> Compiled:
    kind = (
        "null"
        if value is None
        else "boolean"
        if isinstance(value, bool)
        else "text"
        if isinstance(value, str)
        else "number"
    )
    return Compiled(run=lambda scope: value, kind=kind, constant=True)


def folded(compiled: Compiled) -> Compiled:
    """A constant expression worked out now; one that fails stays as it is, and fails when it is reached."""
    if not compiled.constant:
        return compiled
    try:
        value = compiled.run(NOWHERE)
    except FormulaError:
        return Compiled(run=compiled.run, kind=compiled.kind)
    return Compiled(run=lambda scope: value, kind=compiled.kind, constant=True)


def check_count(name: str, count: int, least: int, most: int | None) -> None:
    if count < least or (most is not None and count > most):
        wanted = f"{least}" if most == least else f"{least} or more" if most is None else f"{least} to {most}"
        raise FormulaTypeError(f"{name} takes {wanted} arguments, not {count}", "CP404")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """`did you mean ...`, where something known is spelled nearly so."""
    by_case = {one.upper(): one for one in known}
    close = get_close_matches(name.upper(), sorted(by_case), n=1, cutoff=0.7)
    return f"did you mean `{by_case[close[0]]}`?" if close else None
