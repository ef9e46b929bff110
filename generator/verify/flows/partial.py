"""Functions that are not defined everywhere, and whether their formula asks first.

VALUE, DATE, DATEVALUE, DATETIMEVALUE, TIMEVALUE, division, MOD, SQRT, LN and LOG fail for some arguments, and a formula
that fails ends its run. A guard is a condition in the same formula, on the way to the function, that looks at what the
argument is made of: in IF the first argument, in AND and OR those before. Whether the condition asks the right question
is not judged, but asking for blanks alone is no guard where blanks are no trouble.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from generator.formula.knowing import all_parts, references
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary
from generator.frozen import record

KindOf = Callable[[str], str | None]
TEXTUAL = ("text", "longtext", "picklist", "multipicklist", "any", "id")
MOMENTS = ("date", "datetime", "time")
FROM_TEXT = ("DATEVALUE", "DATETIMEVALUE", "TIMEVALUE")
MAY_FAIL = frozenset((*FROM_TEXT, "DATE", "LN", "LOG", "MOD", "SQRT", "VALUE"))
NEVER_BLANK = ("CreatedDate", "LastModifiedDate", "SystemModstamp", "Id", "CurrentDate", "CurrentDateTime")
NOW = {"$Flow.CurrentDate": "date", "$Flow.CurrentDateTime": "datetime", "$Flow.InterviewStartTime": "datetime"}
BLANK_TESTS = ("ISBLANK", "ISNULL")
LAST_SAFE_DAY, MONTHS = 28, 12
PLAIN_YEAR, YEAR_DIGITS = 2023, 4
"""A year without a leap day; how a moment is spelled begins with its year."""
PARTS = ["YEAR", "MONTH", "DAY"]


@record
class Asked:
    """What the conditions on the way looked at: `tested` for more than being there, `present` at all."""

    tested: frozenset[str] = frozenset()
    present: frozenset[str] = frozenset()


def unguarded(tree: Formula, kind_of: KindOf, others: Mapping[str, Formula]) -> tuple[str, ...]:
    """The functions of a formula that may fail and are not guarded, each once. `others`: what stands behind the
    names of other formulas, and behind variables that the flow fills in itself."""
    if not any(may_fail(one) for one in all_parts(tree)):
        return ()
    return tuple(dict.fromkeys(Looking(kind_of, others).at(tree, Asked())))


def may_fail(tree: Formula) -> bool:
    """Whether a node is a function that is not defined everywhere."""
    if isinstance(tree, Call):
        return tree.function in MAY_FAIL
    return isinstance(tree, Binary) and tree.op == "/"


class Looking:
    def __init__(self, kind_of: KindOf, others: Mapping[str, Formula]) -> None:
        self.kind_of = kind_of
        self.others = others
        self.open: set[str] = set()

    def behind(self, name: str, holds: Callable[[Formula], bool]) -> bool:
        """Whether something holds of what stands behind a name; a name that leads back to itself adds nothing."""
        if name in self.open or name not in self.others:
            return name in self.others
        self.open.add(name)
        found = holds(self.others[name])
        self.open.discard(name)
        return found

    def kind(self, name: str) -> str | None:
        return NOW.get(name) or self.kind_of(name)

    def at(self, tree: Formula, asked: Asked) -> Iterator[str]:
        match tree:
            case Call(function="IF", args=(condition, *ways)):
                yield from self.at(condition, asked)
                further = after(condition, asked)
                for one in ways:
                    yield from self.at(one, further)
            case Call(function="AND" | "OR", args=args):
                for one in args:
                    yield from self.at(one, asked)
                    asked = after(one, asked)
            case Binary(op="&&" | "||", left=left, right=right):
                yield from self.at(left, asked)
                yield from self.at(right, after(left, asked))
            case Binary(op=op, left=left, right=right):
                yield from self.at(left, asked)
                yield from self.at(right, asked)
                if op == "/" and not self.nonzero(right, asked):
                    yield "a division"
            case Unary(operand=inner):
                yield from self.at(inner, asked)
            case Call(function=name, args=args):
                for one in args:
                    yield from self.at(one, asked)
                if not self.total(name, args, asked):
                    yield name
            case _:
                return

    def total(self, name: str, args: tuple[Formula, ...], asked: Asked) -> bool:
        """Whether a function cannot fail here."""
        match name, args:
            case "MOD", (_, divisor):
                return self.nonzero(divisor, asked)
            case "DATE", (year, month, day):
                return self.is_day(year, month, day, asked)
            case "SQRT" | "LN" | "LOG", (Call(function="ABS") | Call(function="EXP"),) if name == "SQRT":
                return True
            case "SQRT" | "LN" | "LOG", (one,):
                return self.guarded(one, asked)
            case "VALUE", (one,):
                return self.digits(one) or self.guarded(one, asked)
            case _ if name in FROM_TEXT and len(args) == 1:
                return self.is_moment(args[0]) or self.guarded(args[0], asked)
        return True

    def guarded(self, tree: Formula, asked: Asked) -> bool:
        """Whether every name in it was asked about; a number or a moment only where it may be blank amid text."""
        joined = isinstance(tree, Binary) and tree.op in ("&", "+")
        return all(self.answered(name, asked, joined=joined) for name in references(tree))

    def answered(self, name: str, asked: Asked, *, joined: bool) -> bool:
        if name in asked.tested or self.behind(name, self.spelled):
            return True
        kind = self.kind(name)
        if kind in TEXTUAL or name in self.others:
            return False
        if joined:
            return name in asked.present or name.rpartition(".")[2] in NEVER_BLANK
        return kind != "number"

    def nonzero(self, tree: Formula, asked: Asked) -> bool:
        match tree:
            case Literal(value=value):
                return value != 0
            case Unary(operand=inner):
                return self.nonzero(inner, asked)
            case Call(function="IF", args=(condition, *ways)):
                return all(self.nonzero(one, after(condition, asked)) for one in ways)
            case Call(function="MAX", args=args):
                return any(
                    isinstance(one, Literal) and isinstance(one.value, Decimal) and one.value > 0 for one in args
                )
            case Binary(op="*" | "/", left=left, right=right):
                return self.nonzero(left, asked) and self.nonzero(right, asked)
            case Ref(name=name) if name in self.others:
                return name in asked.tested or self.behind(name, lambda one: self.nonzero(one, asked))
            case _:
                return bool(references(tree)) and set(references(tree)) <= asked.tested

    def is_day(self, year: Formula, month: Formula, day: Formula, asked: Asked) -> bool:
        parts = [one for one in (year, month, day) if isinstance(one, Call)]
        if [one.function for one in parts] == PARTS:
            return len({one.args for one in parts}) == 1
        match month, day:
            case Call(function="MONTH", args=one), Call(
                function="IF", args=(asks, instead, Call(function="DAY", args=other))
            ) if (
                one == other and between(instead, LAST_SAFE_DAY) and Call(function="DAY", args=other) in all_parts(asks)
            ):
                return self.is_year(year, asked)
            case Literal(value=Decimal() as one), Literal(value=Decimal() as other):
                there = 1 <= one <= MONTHS and 1 <= other <= monthrange(PLAIN_YEAR, int(one))[1]
                return there and self.is_year(year, asked)
        known = (between(month, MONTHS) or is_call(month, "MONTH")) and between(day, LAST_SAFE_DAY)
        return self.is_year(year, asked) and (known or self.all_tested((month, day), asked))

    def all_tested(self, trees: tuple[Formula, ...], asked: Asked) -> bool:
        return all(
            isinstance(one, Literal) or (references(one) and set(references(one)) <= asked.tested) for one in trees
        )

    def is_year(self, tree: Formula, asked: Asked) -> bool:
        """Whether a number is the year of some moment, or not far from it."""
        match tree:
            case Literal() | Call(function="YEAR"):
                return True
            case Call(function="VALUE", args=(Call(function="LEFT", args=(inner, Literal(value=Decimal() as most))),)):
                return most == YEAR_DIGITS and self.spelled(inner)
            case Binary(op="+" | "-", left=left, right=Literal()):
                return self.is_year(left, asked)
            case Call(function="IF", args=(_, *ways)):
                return all(self.is_year(one, asked) for one in ways)
            case Ref(name=name) if name in self.others and name not in asked.tested:
                return self.behind(name, lambda one: self.is_year(one, asked))
            case _:
                return self.all_tested((tree,), asked)

    def is_moment(self, tree: Formula) -> bool:
        """Whether it is a date, a time or an instant already, or a text that only such a one was made into."""
        match tree:
            case Ref(name=name):
                return self.kind(name) in MOMENTS or self.behind(name, self.is_moment)
            case Literal(value=value):
                return isinstance(value, str)
            case Binary(op="+" | "-", left=left):
                return self.is_moment(left) and not isinstance(left, Literal)
            case Call(function="NOW" | "TODAY" | "DATE" | "ADDMONTHS" | "TIMENOW"):
                return True
            case Call(function=name) if name in FROM_TEXT:
                return True
            case Call(function="IF", args=(_, *ways)):
                return all(self.is_moment(one) for one in ways)
            case Call(function="BLANKVALUE" | "NULLVALUE", args=args):
                return all(self.is_moment(one) for one in args)
            case _:
                return self.spelled(tree)

    def digits(self, tree: Formula) -> bool:
        """Whether a text is made of numbers alone."""
        match tree:
            case Literal(value=str() as text):
                return text.strip().replace(".", "", 1).isdigit()
            case Literal():
                return True
            case Call(function="IF", args=(_, *ways)):
                return all(self.digits(one) for one in ways)
            case Call(function="CASE", args=args):
                return all(self.digits(one) for one in (*args[2:-1:2], args[-1]))
            case _:
                return self.spelled(tree)

    def spelled(self, tree: Formula) -> bool:
        """Whether a text is a number or a moment spelled out, or a piece of it."""
        match tree:
            case Call(function="TEXT", args=(inner,)):
                return all(self.kind(name) not in TEXTUAL for name in references(inner))
            case Call(function="LEFT" | "RIGHT" | "MID" | "TRIM" | "SUBSTITUTE", args=(inner, *_)):
                return self.spelled(inner)
            case Ref(name=name) if name in self.others:
                return self.behind(name, self.spelled)
            case _:
                return False


def is_call(tree: Formula, function: str) -> bool:
    return isinstance(tree, Call) and tree.function == function


def between(tree: Formula, most: int) -> bool:
    match tree:
        case Literal(value=Decimal() as value):
            return 1 <= value <= most
        case Binary(
            op="+", left=Call(function="MOD", args=(_, Literal(value=Decimal() as size))), right=Literal(value=one)
        ):
            return size <= most and one == 1
        case _:
            return False


def after(condition: Formula, asked: Asked) -> Asked:
    """What is known behind a condition."""
    return Asked(
        tested=asked.tested | frozenset(tested(condition)), present=asked.present | frozenset(references(condition))
    )


def tested(tree: Formula) -> Iterator[str]:
    """The names that a condition looks at otherwise than for being blank."""
    match tree:
        case Ref(name=name):
            yield name
        case Unary(operand=inner):
            yield from tested(inner)
        case Binary(left=left, right=right):
            yield from tested(left)
            yield from tested(right)
        case Call(function=name, args=args) if name not in BLANK_TESTS:
            for one in args:
                yield from tested(one)
        case _:
            return
