"""The kind of a formula's value, and what Salesforce refuses because of kinds. Nothing is worked out or compiled here.

Evaluation compiles what has passed here, and asks here for kinds; checking goes on behind each mistake.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from generator.formula.compiled import TEXTS, check_count, nearest
from generator.formula.functions import FUNCTIONS, KNOWN_ELSEWHERE
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary, chain
from generator.formula.values import FormulaTypeError

UNSURE = ("null", "any")
"""What fits every kind: nothing, and what is not known here."""
TESTS = ("boolean", *UNSURE)
JOINED = (*TEXTS, *UNSURE)
COUNTED = ("number", *UNSURE)
MOMENTS = ("date", "datetime", "time")
UNORDERED = ("boolean", "geolocation")
ORDERS = ("<", "<=", ">", ">=")
FITS = {
    "text": JOINED, "literal": ("text", *UNSURE), "number": COUNTED, "date": ("date", *UNSURE),
    "time": ("time", *UNSURE), "moment": ("date", "datetime", *UNSURE), "timed": (*MOMENTS, *UNSURE),
    "day_text": (*JOINED, "date", "datetime"), "clock_text": (*JOINED, "datetime", "time"),
    "span": (*COUNTED, "datetime", "time"), "span_end": (*TESTS, "datetime", "time"),
    "multipicklist": ("multipicklist", "text", *UNSURE), "geolocation": ("geolocation", *UNSURE), "boolean": TESTS,
}  # fmt: skip
"""What the rows of functions take."""


class Kinds:
    """Kinds of the formulas of one context. `kind_of` gives the kind of a reference, as for `Compiler`; `constant` says
    whether the value of a formula is known now."""

    def __init__(self, kind_of: Callable[[str], str], constant: Callable[[Formula], bool]) -> None:
        self.kind_of = kind_of
        self.constant = constant
        self.seen: dict[int, tuple[Formula, str]] = {}

    def of(self, tree: Formula) -> str:
        """The kind of its value: text, number, ..., `null` for nothing, `any` where nobody can say. Raises
        FormulaTypeError for the first mistake. Each node is looked at once; the tree is kept, so that its identity
        stays its own."""
        if isinstance(tree, Literal):
            return kind_of_literal(tree.value)
        known = self.seen.get(id(tree))
        if known is None:
            try:
                kind = self.found(tree)
            except FormulaTypeError as wrong:
                kind = self.failed(tree, wrong)
            known = self.seen[id(tree)] = tree, kind
        return known[1]

    def failed(self, tree: Formula, wrong: FormulaTypeError) -> str:
        """The kind of a formula with a mistake, for those who go on behind it."""
        raise wrong

    def elsewhere(self, tree: Call) -> str:
        """The kind of what needs an org or a page."""
        raise FormulaTypeError(f"{tree.function} needs an org or a page and cannot be worked out here", "CP406")

    def found(self, tree: Ref | Unary | Binary | Call) -> str:
        if isinstance(tree, Call):
            return self.call(tree)
        if isinstance(tree, Ref):
            kind = self.kind_of(tree.name)
            return "number" if kind == "percent" else kind
        if isinstance(tree, Binary):
            return self.binary(tree)
        if tree.op == "!":
            return negation(self, Call(function="NOT", args=(tree.operand,)))
        kind = self.of(tree.operand)
        if kind not in COUNTED:
            raise FormulaTypeError(f"`{tree.op}` takes a number")
        return kind if tree.op == "+" else "number"

    def call(self, tree: Call) -> str:
        name = tree.function
        form = FORM_KINDS.get(name)
        if form is not None:
            return form(self, tree)
        row = FUNCTIONS.get(name)
        if row is None:
            if name in KNOWN_ELSEWHERE:
                return self.elsewhere(tree)
            raise FormulaTypeError(f"there is no function {name}", "CP402", nearest(name, (*FUNCTIONS, *FORM_KINDS)))
        check_count(name, len(tree.args), row.least, row.most)
        kinds = [self.of(arg) for arg in tree.args]
        for number, kind in enumerate(kinds):
            wanted = row.takes[min(number, len(row.takes) - 1)]
            if wanted == "literal" and not self.constant(tree.args[number]):
                raise FormulaTypeError(f"{name} takes a text that is written out as argument {number + 1}")
            if kind not in FITS[wanted]:
                spoken = wanted.replace("_", " ")
                raise FormulaTypeError(f"{name} takes a {spoken} as argument {number + 1}, not a {kind}")
        return kinds[0] if row.gives == "same" else row.gives

    def binary(self, tree: Binary) -> str:
        op = tree.op
        if op in ("&&", "||"):
            tests(self, "AND" if op == "&&" else "OR", chain(tree, op))
            return "boolean"
        if op == "&":
            for kind in [self.of(part) for part in chain(tree, op)]:
                if kind not in JOINED:
                    raise FormulaTypeError(f"`&` joins texts, not a {kind}")
            return "text"
        if id(tree.left) not in self.seen:
            for node in reversed(left_of(tree)):  # the innermost first: a sum of a thousand parts is as deep
                self.of(node)
        left, right = self.of(tree.left), self.of(tree.right)
        if op in ("=", "<>"):
            common([left, right])
            return "boolean"
        return joined_or_reckoned(op, left, right)


def left_of(tree: Binary) -> list[Binary]:
    """The operators at whose left ends one begins, from the outside, without itself and without chains."""
    found = []
    node = tree.left
    while isinstance(node, Binary) and node.op not in ("&&", "||", "&"):
        found.append(node)
        node = node.left
    return found


def kind_of_literal(value: str | Decimal | bool | None) -> str:
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "boolean"
    return "null" if value is None else "number"


def common(kinds: Iterable[str]) -> str:
    """The kind that several results share; nothing fits every kind."""
    real = list(dict.fromkeys("text" if kind in TEXTS else kind for kind in kinds if kind not in UNSURE))
    if len(real) > 1:
        raise FormulaTypeError(f"the results are a {real[0]} and a {real[1]}")
    return real[0] if real else "null"


# Operators


def joins_texts(op: str, left: str, right: str) -> bool:
    """Whether a `+` is a `&`."""
    return op == "+" and (left in TEXTS or right in TEXTS)


def joined_or_reckoned(op: str, left: str, right: str) -> str:
    """What an order, a sum or a product gives of two values of these kinds."""
    if joins_texts(op, left, right):
        for side in (left, right):
            if side not in JOINED:
                raise FormulaTypeError(f"`+` cannot join a text and a {side}")
        return "text"
    if op in ORDERS:
        for side in (left, right):
            if side in UNORDERED:
                raise FormulaTypeError(f"`{op}` cannot order a {side}")
        common([left, right])
        return "boolean"
    if op in ("+", "-"):
        return sum_of(op, left, right)
    for side in (left, right):
        if side not in COUNTED:
            raise FormulaTypeError(f"`{op}` takes numbers, not a {side}")
    return "number"


def sum_of(op: str, left: str, right: str) -> str:
    if "any" in (left, right):
        return unknown_sum(op, left, right)
    plain = [kind for kind in (left, right) if kind != "null"]
    if all(kind == "number" for kind in plain):
        return "number" if plain else "null"
    if left in MOMENTS and right == left and op == "-":
        return "number"
    if left in MOMENTS and right in ("number", "null"):
        return left
    if op == "+" and right in MOMENTS and left in ("number", "null"):
        return right
    raise FormulaTypeError(f"`{op}` cannot take a {left} and a {right}")


def unknown_sum(op: str, left: str, right: str) -> str:
    """A side is of a kind that is not known here."""
    for side in (left, right):
        if side in UNORDERED:
            raise FormulaTypeError(f"`{op}` cannot take a {side}")
    moment = next((side for side in (left, right) if side in MOMENTS), None)
    return moment if moment is not None and op == "+" else "any"


# Forms


def tests(kinds: Kinds, name: str, args: Iterable[Formula]) -> None:
    for kind in [kinds.of(arg) for arg in args]:
        if kind not in TESTS:
            raise FormulaTypeError(f"{name} takes yes or no, not a {kind}")


def counted(tree: Call, least: int, most: int | None) -> None:
    check_count(tree.function, len(tree.args), least, most)


def test(kinds: Kinds, tree: Call) -> str:
    tests(kinds, tree.function, tree.args)
    return "boolean"


def negation(kinds: Kinds, tree: Call) -> str:
    counted(tree, 1, 1)
    return test(kinds, tree)


def choice(kinds: Kinds, tree: Call) -> str:
    counted(tree, 3, 3)
    tests(kinds, "IF", tree.args[:1])
    return common([kinds.of(tree.args[1]), kinds.of(tree.args[2])])


def choices(kinds: Kinds, tree: Call) -> str:
    counted(tree, 3, None)
    tests(kinds, "IFS", tree.args[:-1:2])
    return common([kinds.of(arg) for arg in (*tree.args[1:-1:2], tree.args[-1])])


def cases(kinds: Kinds, tree: Call) -> str:
    counted(tree, 4, None)
    if len(tree.args) % 2:
        raise FormulaTypeError("CASE takes pairs of value and result, and a result for the rest")
    keys = [kinds.of(arg) for arg in (tree.args[0], *tree.args[1:-1:2])]
    results = [kinds.of(arg) for arg in (*tree.args[2:-1:2], tree.args[-1])]
    for kind in (*keys, *results):
        if kind in UNORDERED:
            raise FormulaTypeError(f"CASE takes no {kind}")
    common(keys)
    return common(results)


def one_of_two(kinds: Kinds, tree: Call) -> str:
    """IFERROR, BLANKVALUE, NULLVALUE: the first, or the second instead."""
    counted(tree, 2, 2)
    return common([kinds.of(tree.args[0]), kinds.of(tree.args[1])])


def blank(kinds: Kinds, tree: Call) -> str:
    counted(tree, 1, 1)
    kinds.of(tree.args[0])
    return "boolean"


def is_pick_value(kinds: Kinds, tree: Call) -> str:
    counted(tree, 2, 2)
    kinds.of(tree.args[0])
    wanted = tree.args[1]
    if not isinstance(wanted, Literal) or not isinstance(wanted.value, str | None):
        raise FormulaTypeError("ISPICKVAL compares with a text that is written out")
    return "boolean"


def is_among(kinds: Kinds, tree: Call) -> str:
    counted(tree, 2, None)
    common([kinds.of(arg) for arg in tree.args])
    return "boolean"


def kind_of_field(kinds: Kinds, tree: Call) -> str:
    counted(tree, 1, 1)
    if not isinstance(tree.args[0], Ref):
        raise FormulaTypeError(f"{tree.function} takes a field")
    kind = kinds.kind_of(tree.args[0].name)
    return "number" if kind == "percent" else kind


def is_changed(kinds: Kinds, tree: Call) -> str:
    kind_of_field(kinds, tree)
    return "boolean"


def alone(gives: str) -> "FormKind":
    """Of a form without arguments."""

    def kind(kinds: Kinds, tree: Call) -> str:
        counted(tree, 0, 0)
        return gives

    return kind


def date_value(kinds: Kinds, tree: Call) -> str:
    counted(tree, 1, 1)
    kind = kinds.of(tree.args[0])
    if kind not in (*JOINED, "date", "datetime"):
        raise FormulaTypeError(f"DATEVALUE takes a text, a date or an instant, not a {kind}")
    return "date"


def text_of(kinds: Kinds, tree: Call) -> str:
    """TEXT of a yes or no, or of a text, is refused."""
    counted(tree, 1, 1)
    kind = kinds.of(tree.args[0])
    if kind in (*UNORDERED, "text", "id", "multipicklist"):
        raise FormulaTypeError(f"TEXT takes no {kind}")
    return "text"


FormKind = Callable[[Kinds, Call], str]
FORM_KINDS: dict[str, FormKind] = {
    "AND": test, "OR": test, "NOT": negation, "IF": choice, "IFS": choices, "CASE": cases, "IFERROR": one_of_two,
    "ISBLANK": blank, "ISNULL": blank, "BLANKVALUE": one_of_two, "NULLVALUE": one_of_two, "ISPICKVAL": is_pick_value,
    "IN": is_among, "ISCHANGED": is_changed, "PRIORVALUE": kind_of_field, "ISNEW": alone("boolean"),
    "ISCLONE": alone("boolean"), "NOW": alone("datetime"), "TODAY": alone("date"), "TIMENOW": alone("time"),
    "DATEVALUE": date_value, "TEXT": text_of,
}  # fmt: skip
"""Of the functions that `forms` compiles."""
