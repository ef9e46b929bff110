"""What of a package has been reached: elements, outcomes, fault paths, entries, paths, rules both ways, rule entries,
and the arms of IF and CASE inside formulas."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.emulator.interviews.program import ELEMENTS, Program
from generator.emulator.loading import Package
from generator.emulator.results import Step
from generator.formula.syntax import Binary, Call, Formula, Unary


class Point(NamedTuple):
    """Something that a run reaches or does not. `kind`: element, outcome, fault, entry, path, rule, match, branch."""

    kind: str
    where: str
    name: str
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
        found |= {Point("branch", where, str(number), str(arm)) for number, arm in arms(tree)}
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


def reached(trace: Iterable[Step]) -> frozenset[Point]:
    """What the steps of a run reached."""
    found: set[Point] = set()
    for step in trace:
        match step.kind:
            case "element":
                found.add(Point("element", step.where, step.name))
            case "outcome":
                found.add(Point("outcome", step.where, step.name, step.what))
            case "fault" if step.what == "taken":
                found.add(Point("fault", step.where, step.name))
            case "path" if step.what == "entered":
                found.add(Point("entry", step.where, "start", "entered"))
            case "path" if step.what == "ran":
                found.add(Point("path", step.where, step.name))
            case "rule":
                found.add(Point("rule", step.where, step.name, step.what))
            case "entry" if step.what == "matched":
                found.add(Point("match", step.where, step.name))
    return frozenset(found)


class Branches:
    """Told by a package which arms its formulas take: `load(..., branch=Branches())`."""

    def __init__(self) -> None:
        self.taken: set[tuple[str, int, int]] = set()

    def __call__(self, where: str, tree: Formula, arm: int) -> None:
        self.taken.add((where, id(tree), arm))

    def points(self, package: Package) -> frozenset[Point]:
        """The arms taken, numbered as in `points`."""
        found = set()
        for where, tree in package.formulas.items():
            numbers = {id(node): number for number, node in enumerate(choices(tree))}
            found |= {
                Point("branch", where, str(numbers[node]), str(arm))
                for place, node, arm in self.taken
                if place == where and node in numbers
            }
        return frozenset(found)


def choices(tree: Formula) -> Iterator[Call]:
    """Every IF and CASE, outermost first."""
    if isinstance(tree, Call):
        if tree.function in ("IF", "CASE"):
            yield tree
        for one in tree.args:
            yield from choices(one)
    elif isinstance(tree, Binary):
        yield from choices(tree.left)
        yield from choices(tree.right)
    elif isinstance(tree, Unary):
        yield from choices(tree.operand)


def arms(tree: Formula) -> Iterator[tuple[int, int]]:
    for number, node in enumerate(choices(tree)):
        count = 2 if node.function == "IF" else len(node.args) // 2
        for arm in range(count):
            yield number, arm
