"""What is known of a formula before it is worked out: whether it can be nothing, whether it can fail."""

from collections import Counter
from collections.abc import Callable, Iterator

from generator.formula.compiled import TEXTS
from generator.formula.functions import FUNCTIONS
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary

KindOf = Callable[[Formula], str]
ALWAYS_KNOWN = ("ISBLANK", "ISNULL", "ISPICKVAL", "ISNEW", "ISCHANGED", "IN", "AND", "OR")
"""Functions that give yes or no and never nothing, so that NOT of them can be turned round."""
COUNTS = ("LEN", "FIND")
"""Functions that make a number of nothing too."""
ORDERED = ("number", "date", "datetime", "time")
TAME = ("IF", "AND", "OR", "NOT", "CONTAINS", "BEGINS", "ISBLANK", "ISNULL", "ISPICKVAL", "BLANKVALUE", "LOWER", "LEN")
"""Functions that fail for no argument of theirs."""

REPEATED = ("+", "-", "*", "/", *(row.name for row in FUNCTIONS.values() if row.strict and row.gives in ORDERED))
"""What may cost more than to look whether it has been worked out already."""
SPELLED = ("IF", "AND", "OR", "NOT", "CASE", "ISBLANK", "ISNULL", "ISPICKVAL", "BLANKVALUE", "NULLVALUE", "TEXT")
"""The forms that fusing has a spelling for."""


def worth_fusing(tree: Formula) -> bool:
    """Whether fusing knows more of a node than that it has a closure."""
    match tree:
        case Binary() | Unary():
            return True
        case Call(function=name):
            return name in SPELLED or name in FUNCTIONS
    return False


def always_known(tree: Formula) -> bool:
    """Whether a test is never nothing."""
    match tree:
        case Literal(value=bool()):
            return True
        case Binary(op="||" | "&&"):
            return True
        case Call(function=name):
            return name in ALWAYS_KNOWN
    return False


def never_nothing(tree: Formula, kind_of: KindOf) -> bool:
    """Whether a number, a date or a test is there whatever the fields hold."""
    match tree:
        case Literal(value=value):
            return value is not None
        case Ref():
            return kind_of(tree) == "boolean"
        case Unary(op="-" | "+", operand=inner):
            return never_nothing(inner, kind_of)
        case Binary(op="=" | "<>", left=left, right=right) if kind_of(left) in TEXTS or kind_of(right) in TEXTS:
            return True
        case Binary(op=op, left=left, right=right) if op not in ("&", "&&", "||") and kind_of(tree) not in TEXTS:
            return never_nothing(left, kind_of) and never_nothing(right, kind_of)
        case Call(function="NOT", args=(inner,)):
            return never_nothing(inner, kind_of)
        case Call(function="IF", args=(_, yes, no)) if kind_of(tree) not in TEXTS:
            return never_nothing(yes, kind_of) and never_nothing(no, kind_of)
        case Call(function="BLANKVALUE" | "NULLVALUE", args=(_, other)) if kind_of(tree) not in TEXTS:
            return never_nothing(other, kind_of)
        case Call(function="CASE", args=args) if kind_of(tree) not in TEXTS:
            return all(never_nothing(one, kind_of) for one in (*args[2:-1:2], args[-1]))
        case Call(function=name, args=args) if name in FUNCTIONS:
            row = FUNCTIONS[name]
            return name in COUNTS or (
                row.strict
                and kind_of(tree) in ORDERED
                and all(kind_of(one) in ORDERED and never_nothing(one, kind_of) for one in args)
            )
    return always_known(tree)


def cannot_fail(tree: Formula, plain: Callable[[str], bool], kind_of: KindOf) -> bool:
    """Whether working it out raises nothing. `plain`: whether a reference is only looked up."""
    left = [tree]
    while left:
        match left.pop():
            case Literal():
                pass
            case Ref(name=name) if plain(name):
                pass
            case Binary(op="&" | "&&" | "||" | "=" | "<>", left=first, right=second):
                left += (first, second)
            case Call(function=name, args=args) if name in TAME:
                left += args
            case Call(function="TEXT", args=(inner,)) if kind_of(inner) != "any":
                left.append(inner)
            case _:
                return False
    return True


def all_parts(tree: Formula) -> Iterator[Formula]:
    """A tree and all below it."""
    waiting = [tree]
    while waiting:
        here = waiting.pop()
        yield here
        if isinstance(here, Call):
            waiting += here.args
        elif isinstance(here, Binary):
            waiting += (here.left, here.right)
        elif isinstance(here, Unary):
            waiting.append(here.operand)


def references(tree: Formula) -> Counter[str]:
    """How often each reference stands in a formula."""
    return Counter(one.name for one in all_parts(tree) if isinstance(one, Ref))


def repeated(tree: Formula) -> frozenset[Formula]:
    """Sums, products and functions that stand in several places of a formula, each as large as it can be."""
    found: Counter[Formula] = Counter()
    left = [tree]
    while left:
        one = left.pop()
        name = one.op if isinstance(one, Binary) else one.function if isinstance(one, Call) else ""
        if name in REPEATED:
            found[one] += 1
            if found[one] > 1:
                continue
        left += parts_of(one)
    return frozenset(one for one, count in found.items() if count > 1)


def parts_of(tree: Formula) -> tuple[Formula, ...]:
    """What stands below a node."""
    match tree:
        case Unary(operand=inner):
            return (inner,)
        case Binary(left=first, right=second):
            return first, second
        case Call(args=args):
            return args
    return ()
