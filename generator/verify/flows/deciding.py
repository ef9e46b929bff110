"""What a formula of a rule comes to when a few fields are known and the rest may hold anything: yes, no, or either.

Used to tell whether a write can make a rule fire. `None` is "either": only what is certain counts.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from generator.formula.knowing import all_parts, references
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary

Known = Mapping[str, str | bool | Decimal | None]
"""Field in lower case -> what it is known to hold; None: nothing."""
EDGES = frozenset(("ISNEW", "ISCHANGED", "PRIORVALUE"))
BYPASSES = ("$permission.", "$setup.", "$user.", "$profile.", "$userrole.", "$custommetadata.")


def holds(tree: Formula, known: Known) -> bool | None:
    match tree:
        case Literal(value=bool() as value):
            return value
        case Ref(name=name) if name.lower() in known:
            held = known[name.lower()]
            return held if isinstance(held, bool) else None
        case Call(function="NOT", args=(inner,)) | Unary(op="!", operand=inner):
            found = holds(inner, known)
            return None if found is None else not found
        case Call(function="AND", args=args):
            return every([holds(one, known) for one in args])
        case Binary(op="&&", left=left, right=right):
            return every([holds(left, known), holds(right, known)])
        case Call(function="OR", args=args):
            return some([holds(one, known) for one in args])
        case Binary(op="||", left=left, right=right):
            return some([holds(left, known), holds(right, known)])
        case Call(function="ISPICKVAL", args=(Ref(name=name), Literal(value=wanted))) if name.lower() in known:
            return (known[name.lower()] or "") == (wanted or "")
        case Call(function="ISBLANK" | "ISNULL", args=(Ref(name=name),)) if name.lower() in known:
            return known[name.lower()] in (None, "")
        case Call(function="IF", args=(condition, yes, no)):
            found = holds(condition, known)
            ways = [holds(yes, known), holds(no, known)]
            return ways[0] if found is True or ways[0] == ways[1] else ways[1] if found is False else None
        case Binary(op="=" | "<>" as op, left=left, right=right) if left == right:
            return op == "="
        case Binary(op="=" | "<>" as op, left=left, right=right):
            return compared(op, left, right, known)
        case _:
            return None


def compared(op: str, left: Formula, right: Formula, known: Known) -> bool | None:
    """Texts and yes-or-no alone: numbers are compared in ways of their own when they are blank."""
    sides = [value_of(one, known) for one in (left, right)]
    if not all(isinstance(one, str | bool) for one in sides):
        return None
    return (sides[0] == sides[1]) == (op == "=")


def value_of(tree: Formula, known: Known) -> str | bool | Decimal | None:
    match tree:
        case Literal(value=value):
            return value
        case Ref(name=name) | Call(function="TEXT", args=(Ref(name=name),)) if name.lower() in known:
            held = known[name.lower()]
            return "" if held is None else held
        case _:
            return None


def every(found: list[bool | None]) -> bool | None:
    return False if False in found else None if None in found else True


def some(found: list[bool | None]) -> bool | None:
    return True if True in found else None if None in found else False


def of_a_new_record(tree: Formula) -> Formula:
    """What a formula says of a record that is saved for the first time: ISNEW is yes, ISCHANGED no, and PRIORVALUE the
    value itself (formula operators and functions, Salesforce help)."""
    match tree:
        case Call(function="ISNEW"):
            return Literal(value=True)
        case Call(function="ISCHANGED"):
            return Literal(value=False)
        case Call(function="PRIORVALUE", args=(inner,)):
            return inner
        case Call(args=args):
            return replace(tree, args=tuple(of_a_new_record(one) for one in args))
        case Binary(left=left, right=right):
            return replace(tree, left=of_a_new_record(left), right=of_a_new_record(right))
        case Unary(operand=inner):
            return replace(tree, operand=of_a_new_record(inner))
        case _:
            return tree


def spares_automation(tree: Formula) -> bool:
    """Whether a rule asks who saves, or for a setting: then automation may be spared."""
    return any(name.lower().startswith(BYPASSES) for name in references(tree))


def guards_itself(tree: Formula) -> bool:
    """Whether a rule looks at what changes, or at who saves: then automation may be spared."""
    return bool(functions(tree) & EDGES) or spares_automation(tree)


def functions(tree: Formula) -> frozenset[str]:
    return frozenset(one.function for one in all_parts(tree) if isinstance(one, Call))
