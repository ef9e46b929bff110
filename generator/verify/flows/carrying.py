"""Which fields' texts a text of a flow may hold: followed through formulas, templates and variables.

A formula that only asks about a field (`IF(CONTAINS(Description, "x"), "yes", "no")`) does not carry it; one that
joins, cuts or chooses it does.
"""

from collections.abc import Iterable, Iterator

from generator.formula.syntax import Binary, Call, Formula, Ref
from generator.metadata.flow import FlowElementReferenceOrValue, FlowFormula, FlowTextTemplate, FlowVariable
from generator.verify.flows.names import MERGED
from generator.verify.flows.view import GLOBAL_RECORDS, PRIOR, RECORD, FlowView, tree_of

Fields = frozenset[tuple[str, str]]
"""Pairs of an object and a path of names from it."""
FIRST = ("LEFT", "RIGHT", "MID", "TRIM", "UPPER", "LOWER", "TEXT", "SUBSTITUTE", "LPAD", "RPAD", "INITCAP", "REVERSE")
"""Functions whose result holds what their first argument holds."""


class Carrying:
    """The fields behind the names of one flow."""

    def __init__(self, view: FlowView) -> None:
        self.view = view
        self.known: dict[str, Fields] = {}
        self.given: dict[str, list[FlowElementReferenceOrValue | None]] = {}
        for item in (item for each in view.flow.assignments for item in each.assignmentItems):
            self.given.setdefault(item.assignToReference.lower(), []).append(item.value)
        self.over = {one.name.lower(): one.collectionReference for one in view.flow.loops}

    def value(self, value: FlowElementReferenceOrValue | None) -> Fields:
        if value is None:
            return frozenset()
        if value.formulaExpression:
            return self.formula(tree_of(value.formulaExpression))
        return self.name(value.elementReference) if value.elementReference else self.text(value.stringValue or "")

    def text(self, text: str) -> Fields:
        """Of a text with merge fields."""
        return union(self.name(one) for one in MERGED.findall(text))

    def formula(self, tree: Formula | None) -> Fields:
        return union(self.name(one) for one in carried(tree)) if tree is not None else frozenset()

    def name(self, name: str) -> Fields:
        head, _, path = name.partition(".")
        if path:
            owner = self.object_of(head)
            return frozenset(((owner, path),)) if owner else frozenset()
        key = name.lower()
        if key not in self.known:
            self.known[key] = frozenset()  # a name that leads back to itself adds nothing
            self.known[key] = self.behind(key)
        return self.known[key]

    def behind(self, name: str) -> Fields:
        found = union(self.value(one) for one in self.given.get(name, ()))
        if name in self.over:
            return found | self.name(self.over[name])
        match self.view.resources.get(name):
            case FlowFormula(name=own):
                return self.formula(self.view.trees.get(own))
            case FlowTextTemplate(text=text):
                return self.text(text)
            case FlowVariable(value=value):
                return found | self.value(value)
            case _:
                return found

    def object_of(self, head: str) -> str | None:
        if head in (RECORD, PRIOR):
            return self.view.object
        if head.startswith("$"):
            return GLOBAL_RECORDS.get(head)
        found = self.view.types.get(head.lower())
        return found.object if found is not None else None


def carried(tree: Formula) -> Iterator[str]:
    """The names whose text the result of a formula may hold."""
    match tree:
        case Ref(name=name):
            yield name
        case Binary(op="&" | "+", left=left, right=right):
            yield from carried(left)
            yield from carried(right)
        case Call(function="IF", args=(_, *ways)):
            yield from those(ways)
        case Call(function="CASE", args=args):
            yield from those((*args[2:-1:2], args[-1]))
        case Call(function="BLANKVALUE" | "NULLVALUE" | "HYPERLINK", args=args):
            yield from those(args)
        case Call(function=name, args=(first, *_)) if name in FIRST:
            yield from carried(first)
        case _:
            return


def those(trees: Iterable[Formula]) -> Iterator[str]:
    for one in trees:
        yield from carried(one)


def union(found: Iterable[Fields]) -> Fields:
    return frozenset[tuple[str, str]]().union(*found)
