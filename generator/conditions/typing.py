"""Which types fit together in a condition, and what a bare word means beside a fact."""

from collections.abc import Callable
from datetime import date

from generator.binding import suggestion
from generator.conditions.naming import Names
from generator.conditions.scanning import Token
from generator.conditions.syntax import Constant, FactValue, Kind, Operand, Today, Type
from generator.diagnostics import Diagnostic
from generator.nodes import error

FILLABLE: tuple[Kind, ...] = ("choice", "text", "long_text", "number", "date", "moment", "person", "identifier")
CLOCK: tuple[Kind, ...] = ("clock",)
CONSENT: tuple[Kind, ...] = ("consent",)
STATES: dict[str, tuple[Kind, ...]] = {
    "blank": FILLABLE, "filled": FILLABLE, "verified": ("identifier",), "signed": CONSENT, "missing": CONSENT,
    "running": CLOCK, "warned": CLOCK, "breached": CLOCK, "due_within": CLOCK,
}  # fmt: skip
"""States and the types that they are said of."""

ORDERED: tuple[Kind, ...] = ("number", "date", "moment", "urgency")


def constant(name: Token, beside: Operand, names: Names) -> Constant | None:
    """A bare word as a value of the type of what stands on the other side, or None: then it is a fact."""
    if not isinstance(beside, FactValue):
        return None
    kind = beside.type.kind
    if kind == "yes_no" and name.text in ("yes", "no", "true", "false"):
        return Constant(value=name.text in ("yes", "true"), type=beside.type, because=name.span)
    if kind == "urgency" and name.text in names.levels:
        return Constant(value=name.text, type=beside.type, because=name.span)
    values = names.labels.get(beside.fact, {})
    if kind == "choice" and name.text in values:
        return Constant(value=values[name.text], type=beside.type, because=name.span)
    return None


def unknown_fact(name: Token, beside: Operand | None, names: Names) -> Diagnostic:
    """The finding for a word that is neither a fact nor a value of what it is compared with."""
    known: list[str] = list(names.facts)
    if isinstance(beside, FactValue):
        values = names.levels if beside.type.kind == "urgency" else tuple(names.labels.get(beside.fact, {}))
        message = f"`{name.text}` is neither a value of `{beside.fact}` nor a fact"
        return error("CP204", message, name.span, suggestion(name.text, [*values, *known]))
    return error("CP204", f"there is no fact `{name.text}`", name.span, suggestion(name.text, known))


def type_of(operand: Operand) -> Type:
    return Type(kind="date") if isinstance(operand, Today) else operand.type


def refuse_mixed(left: Operand, op: Token, right: Operand, refuse: Callable[..., None]) -> None:
    """Reports sides whose types cannot be compared, orders of what has none, and values that a choice does not have."""
    a, b = type_of(left), type_of(right)
    if isinstance(left, FactValue) and isinstance(right, Constant) and right.type.kind == "text":
        if a.kind == "choice" or a.kind == "urgency":
            refuse("CP207", f"values of `{left.fact}` are written without quotes", right.because)
            return
        if a.kind == "date":
            if not is_day(right.value):
                refuse("CP207", f"`{right.value}` is not a date", right.because, 'write it as "2026-12-25"')
            return
    if "clock" in (a.kind, b.kind) or "consent" in (a.kind, b.kind):
        refuse(
            "CP207", "a clock or consent is not compared", left.because, "ask `is breached`, `is signed` and the like"
        )
        return
    if not fits(a, b):
        refuse("CP207", f"{spoken(a)} and {spoken(b)} cannot be compared", op.span)
    elif op.text not in ("=", "!=") and a.kind not in ORDERED:
        refuse("CP207", f"{spoken(a)} has no order", op.span, "use `=`, `!=` or `in`")


def fits(a: Type, b: Type) -> bool:
    texts = ("text", "identifier", "person")
    return a.kind == b.kind or (a.kind in texts and b.kind in texts)


def spoken(type: Type) -> str:
    return {"yes_no": "a yes or no", "urgency": "an urgency", "identifier": "an identifier"}.get(
        type.kind, f"a {type.kind.replace('_', ' ')}"
    )


def is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
