"""How long a text of a flow can become, and which texts it can be, read from the flow alone.

A bound is sound for every run: what is not understood has none. A reference to a field is bounded by the field, because
an org refuses a longer value when it comes in, and what the flows write is bounded itself or reported.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import product

from generator.formula.compiled import Nowhere
from generator.formula.evaluation import Compiler
from generator.formula.syntax import Binary, Call, Formula, Literal, Ref, Unary
from generator.formula.values import FormulaError, FormulaTypeError, Value
from generator.frozen import record
from generator.metadata.flow import FlowAssignmentItem, FlowElementReferenceOrValue, FlowVariable
from generator.verify.flows.canvas import Canvas, given_back, reached, successors

ID = 18
WIDEST_CASE = 3
"""Letters that one letter becomes in another case, at most (Unicode SpecialCasing: U+0390)."""
YEAR_DIGITS = 4
MOST_TRIED = 5_000
"""Combinations of known texts with which a formula is worked out."""


@record
class Held:
    """What a field can hold: a text of at most `length`, and, for a picklist, one of `values` (None: any). `strict`:
    the org itself refuses another value."""

    length: int
    picklist: bool = False
    values: frozenset[str] | None = None
    strict: bool = False


class Bounds:
    """The bounds of one flow's texts. `field` says what a field of an object holds; None: it is no text."""

    def __init__(self, of: Canvas, field: Callable[[str, str], Held | None]) -> None:
        self.of = of
        self.field = field
        self.variables = {one.name: one for one in of.flow.variables}
        self.filled = filled(of)
        self.elsewhere = {name for element in of.elements.values() for name in given_back(element)}
        self.loops = {one.assignNextValueToReference or one.name: one.collectionReference for one in of.flow.loops}
        self.open: set[str] = set()
        self.lengths: dict[str, int | None] = {}
        self.known: dict[str, frozenset[str] | None] = {}

    # -- how long --------------------------------------------------------------------------------------------------

    def longest(self, value: FlowElementReferenceOrValue | None) -> int | None:
        """The most characters that a value can have; None: no bound is known."""
        if value is None:
            return 0
        if value.stringValue is not None:
            return units(value.stringValue)
        return self.longest_named(value.elementReference) if value.elementReference else None

    def longest_named(self, name: str) -> int | None:
        if name in self.of.formulas:
            return self.longest_tree(self.of.formulas[name])
        if "." in name:
            held = self.held(name)
            if held and held.strict and held.values is not None:
                return max(map(units, held.values), default=0)
            return held.length if held else None
        if name not in self.lengths:
            if name in self.open:
                return None
            self.open.add(name)
            self.lengths[name] = self.longest_variable(name)
            self.open.discard(name)
        return self.lengths[name]

    def longest_variable(self, name: str) -> int | None:
        """What is assigned to it, and all that is added to it; nothing that is added in a loop has a bound."""
        if name in self.loops:
            return self.longest_named(self.loops[name])
        variable = self.variables.get(name)
        if variable is None or not self.is_filled_here(variable):
            return None
        most, sum_of = 0, 0
        for element, item in self.filled.get(name, ()):
            length = self.longest_anew(name, item.value)
            if length is None:
                return None
            if item.operator == "Assign" or (item.operator == "Add" and variable.isCollection):
                most = max(most, length)
            elif item.operator == "Add" and not self.comes_again(element):
                sum_of += length
            else:
                return None
        return most + sum_of

    def comes_again(self, element: str) -> bool:
        """Whether a run that was there may come to it once more."""
        return element in reached(self.of, successors(self.of.elements[element]))

    def longest_anew(self, name: str, value: FlowElementReferenceOrValue | None) -> int | None:
        """The bound of what a variable is given, where it may also be left as it is."""
        tree = self.of.formulas.get(value.elementReference or "") if value else None
        if tree is None:
            return self.longest(value)
        return longest_of([self.longest_tree(one) for one in leaves(tree) if one != Ref(name=name)])

    def longest_tree(self, tree: Formula) -> int | None:
        match tree:
            case Literal(value=str() as text):
                return units(text)
            case Literal(value=None):
                return 0
            case Ref(name=name):
                return self.longest_named(name)
            case Binary(op="&" | "+", left=left, right=right):
                return added(self.longest_tree(left), self.longest_tree(right))
            case Call(function="LEFT" | "RIGHT", args=(inner, Literal(value=Decimal() as most))):
                return least(self.longest_tree(inner), int(most))
            case Call(function="MID", args=(inner, _, Literal(value=Decimal() as most))):
                return least(self.longest_tree(inner), int(most))
            case Call(function="LEFT" | "RIGHT" | "MID" | "TRIM", args=(inner, *_)):
                return self.longest_tree(inner)
            case Call(function="UPPER" | "LOWER", args=(inner, *_)):
                return times(self.longest_tree(inner), WIDEST_CASE)
            case Call(function="CASESAFEID"):
                return ID
            case Call(function="TEXT", args=(Ref(name=name),)):
                return self.longest_named(name)
            case Call(function="SUBSTITUTE", args=(inner, Literal(value=str() as old), Literal(value=str() as new))):
                return times(self.longest_tree(inner), max(1, -(-units(new) // max(1, units(old)))))
            case Call(function="LPAD" | "RPAD", args=(_, Literal(value=Decimal() as most), *_)):
                return int(most)
            case Call(function="TEXT", args=(Call(function="YEAR" | "MONTH" | "DAY"),)):
                return YEAR_DIGITS
            case Call(function="IF" | "CASE" | "BLANKVALUE" | "NULLVALUE"):
                return longest_of([self.longest_tree(one) for one in leaves(tree)])
            case _:
                return None

    def held(self, name: str) -> Held | None:
        """What `Record.Field` holds; only a record's own fields are looked up."""
        record_name, field = name.split(".", 1)
        kind = self.of.objects.get(record_name.removesuffix("__Prior"))
        if kind is None:
            return Held(length=ID) if field == "Id" else None
        return self.field(kind, field)

    def is_filled_here(self, variable: FlowVariable) -> bool:
        """Whether a variable holds nothing but what assignments of its flow put there."""
        return not variable.isInput and variable.value is None and variable.name not in self.elsewhere

    # -- which -----------------------------------------------------------------------------------------------------

    def texts(
        self, value: FlowElementReferenceOrValue | None, left_alone: Callable[[str], bool] = lambda _: False
    ) -> frozenset[str] | None:
        """Every text that a value can be, "" for none; None: it cannot be said. What names that are `left_alone` hold
        is not counted."""
        if value is None:
            return frozenset(("",))
        if value.stringValue is not None:
            return frozenset((value.stringValue,))
        name = value.elementReference or ""
        if name in self.of.formulas:
            found: frozenset[str] | None = frozenset()
            for one in leaves(self.of.formulas[name]):
                found = united(found, frozenset() if left_alone(named(one)) else self.texts_of(one))
            return found
        return frozenset() if left_alone(name) else self.texts_named(name)

    def texts_named(self, name: str) -> frozenset[str] | None:
        if name in self.of.formulas:
            return self.texts_of(self.of.formulas[name])
        if "." in name:
            held = self.held(name)
            return held.values | {""} if held and held.strict and held.values is not None else None
        if name not in self.known:
            if name in self.open:
                return None
            self.open.add(name)
            self.known[name] = self.texts_of_variable(name)
            self.open.discard(name)
        return self.known[name]

    def texts_of_variable(self, name: str) -> frozenset[str] | None:
        if name in self.loops:
            return self.texts_named(self.loops[name])
        variable = self.variables.get(name)
        if variable is None or not self.is_filled_here(variable):
            return None
        found: frozenset[str] | None = frozenset(("",))
        for _, item in self.filled.get(name, ()):
            counts = item.operator == "Assign" or variable.isCollection
            found = united(found, self.texts(item.value, name.__eq__) if counts else None)
        return found

    def texts_of(self, tree: Formula) -> frozenset[str] | None:
        match tree:
            case Literal(value=str() as text):
                return frozenset((text,))
            case Literal(value=None):
                return frozenset(("",))
            case Ref(name=name) | Call(function="TEXT", args=(Ref(name=name),)):
                return self.texts_named(name)
            case Call(function="IF" | "CASE" | "BLANKVALUE" | "NULLVALUE"):
                found: frozenset[str] | None = frozenset()
                for one in leaves(tree):
                    found = united(found, self.texts_of(one))
                return found
            case _:
                return self.worked_out(tree)

    def worked_out(self, tree: Formula) -> frozenset[str] | None:
        """A formula over texts that are all known, tried with every combination."""
        names = sorted(set(references(tree)))
        given = [self.texts_named(name) for name in names]
        count = 1
        for one in given:
            if one is None:
                return None
            count *= len(one)
        if count > MOST_TRIED:
            return None
        found = set()
        try:
            run = Compiler(lambda _: "text").compile(tree).run
            for chosen in product(*(sorted(one or ()) for one in given)):
                found.add(str(run(Known(dict(zip(names, chosen, strict=True)))) or ""))
        except (FormulaError, FormulaTypeError):
            return None
        return frozenset(found)


class Known(Nowhere):
    """A scope in which names have these texts."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def value(self, name: str) -> Value:
        return self.texts[name] or None


def leaves(tree: Formula) -> Iterator[Formula]:
    """What a formula may give, down to where it chooses no more."""
    given: tuple[Formula, ...]
    match tree:
        case Call(function="IF", args=args):
            given = args[1:]
        case Call(function="CASE", args=args):
            given = (*args[2:-1:2], args[-1])
        case Call(function="BLANKVALUE" | "NULLVALUE", args=args):
            given = args
        case _:
            yield tree
            return
    for one in given:
        yield from leaves(one)


def named(tree: Formula) -> str:
    """The name that a leaf stands for, as it is or as a text; "" for another."""
    match tree:
        case Ref(name=name) | Call(function="TEXT", args=(Ref(name=name),)):
            return name
        case _:
            return ""


def united(one: frozenset[str] | None, more: frozenset[str] | None) -> frozenset[str] | None:
    return None if one is None or more is None else one | more


def references(tree: Formula) -> Iterator[str]:
    match tree:
        case Ref(name=name):
            yield name
        case Unary(operand=operand):
            yield from references(operand)
        case Binary(left=left, right=right):
            yield from references(left)
            yield from references(right)
        case Call(args=args):
            for one in args:
                yield from references(one)
        case _:
            return


def filled(of: Canvas) -> Mapping[str, tuple[tuple[str, FlowAssignmentItem], ...]]:
    """What assignments put into each variable, with the element that does."""
    found: dict[str, list[tuple[str, FlowAssignmentItem]]] = {}
    for one in of.flow.assignments:
        for item in one.assignmentItems:
            found.setdefault(item.assignToReference, []).append((one.name, item))
    return {name: tuple(items) for name, items in found.items()}


def units(text: str) -> int:
    """Characters as an org counts them: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def added(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right


def times(length: int | None, many: int) -> int | None:
    return None if length is None else length * many


def least(length: int | None, most: int) -> int:
    return max(0, most) if length is None else min(length, max(0, most))


def longest_of(lengths: list[int | None]) -> int | None:
    known = [one for one in lengths if one is not None]
    return max(known, default=0) if len(known) == len(lengths) else None
