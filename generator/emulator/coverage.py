"""What of a package has been reached: elements, outcomes, fault paths, entries, paths, rules both ways, rule entries,
the arms of IF and CASE inside formulas, and the sides of AND and OR."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.emulator.interviews.program import ELEMENTS, Program
from generator.emulator.loading import Package
from generator.emulator.results import Step
from generator.formula.syntax import Binary, Call, Formula, Unary, chain


class Point(NamedTuple):
    """Something that a run reaches or does not. `kind`: element, outcome, fault, entry, path, rule, match, branch,
    side."""

    kind: str
    where: str
    name: str = ""
    what: str = ""


def points(package: Package) -> frozenset[Point]:
    """Everything that there is to reach."""
    found: set[Point] = set()
    for program in package.programs.values():
        found |= set(points_of(program))
    for object_name, rules in package.validation.items():
        found |= {Point("rule", object_name, rule.name, what) for rule in rules for what in ("held", "broken")}
    for entries in (package.assignment, package.auto_response, package.escalation):
        for listed in entries.values():
            found |= {Point("match", entry.rule, entry.name) for entry in listed}
    for where, tree in package.formulas.items():
        for number, one in enumerate(choices(tree)):
            found |= {Point(one.kind, where, str(number), str(way)) for way in range(one.ways)}
    return frozenset(found)


def points_of(program: Program) -> Iterator[Point]:
    name = program.name
    if program.trigger in ("RecordBeforeSave", "RecordAfterSave", "RecordBeforeDelete"):
        yield Point("entry", name, "start", "entered")
    for path in program.paths():
        yield Point("path", name, path.name or path.label or path.pathType or "path")
    for kind in ELEMENTS:
        for element in getattr(program.flow, kind):
            yield Point("element", name, element.name)
            if getattr(element, "faultConnector", None) is not None:
                yield Point("fault", name, element.name)
    for decision in program.flow.decisions:
        for rule in decision.rules:
            yield Point("outcome", name, decision.name, rule.name)
        yield Point("outcome", name, decision.name, "default")


def hits(trace: Iterable[Step]) -> Iterator[Point]:
    """What the steps of a run reached, each time that they did."""
    for step in trace:
        match step.kind:
            case "element":
                yield Point("element", step.where, step.name)
            case "outcome":
                yield Point("outcome", step.where, step.name, step.what)
            case "fault" if step.what == "taken":
                yield Point("fault", step.where, step.name)
            case "path" if step.what == "entered":
                yield Point("entry", step.where, "start", "entered")
            case "path" if step.what == "ran":
                yield Point("path", step.where, step.name)
            case "rule":
                yield Point("rule", step.where, step.name, step.what)
            case "entry" if step.what == "matched":
                yield Point("match", step.where, step.name)
            case _:
                pass


def reached(trace: Iterable[Step]) -> frozenset[Point]:
    """What the steps of a run reached."""
    return frozenset(hits(trace))


class Branches:
    """Told by a package which ways its formulas take: `load(..., branch=Branches())`."""

    def __init__(self) -> None:
        self.taken: Counter[tuple[str, int, int]] = Counter()

    def __call__(self, where: str, tree: Formula, arm: int) -> None:
        self.taken[where, id(tree), arm] += 1

    def points(self, package: Package) -> frozenset[Point]:
        """The ways taken, numbered as in `points`."""
        return frozenset(self.hits(package))

    def hits(self, package: Package) -> Counter[Point]:
        """How often each way was taken."""
        nodes = {
            (where, id(one.tree)): (number, one.kind)
            for where, tree in package.formulas.items()
            for number, one in enumerate(choices(tree))
        }
        found: Counter[Point] = Counter()
        for (where, node, arm), count in self.taken.items():
            if (where, node) in nodes:
                number, kind = nodes[where, node]
                found[Point(kind, where, str(number), str(arm))] += count
        return found


KINDS = {"IF": "branch", "CASE": "branch", "AND": "side", "OR": "side"}
JOINS = ("&&", "||")


class Choice(NamedTuple):
    """What chooses among its parts: `tree` as it is told of, and how many ways it can go. An AND or OR goes by each of
    its sides, and by none."""

    kind: str
    tree: Formula
    ways: int


def choices(tree: Formula) -> Iterator[Choice]:
    """All that a formula chooses by, outermost first; a chain of one operator is one choice."""
    if isinstance(tree, Call):
        if tree.function in KINDS:
            ways = {"IF": 2, "CASE": len(tree.args) // 2}.get(tree.function, len(tree.args) + 1)
            yield Choice(KINDS[tree.function], tree, ways)
        for one in tree.args:
            yield from choices(one)
    elif isinstance(tree, Binary):
        parts = chain(tree, tree.op) if tree.op in JOINS else [tree.left, tree.right]
        if tree.op in JOINS:
            yield Choice("side", tree, len(parts) + 1)
        for one in parts:
            yield from choices(one)
    elif isinstance(tree, Unary):
        yield from choices(tree.operand)
