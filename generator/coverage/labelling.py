"""Points of a package as a reader knows them: by the labels of flows, elements and outcomes, with the line of the spec
that caused each, where a lock file tells."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.coverage.model import Aim
from generator.emulator.coverage import Point, choices, points
from generator.emulator.interviews.program import ELEMENTS, Program
from generator.emulator.loading import Package
from generator.formula.printing import text_of
from generator.formula.syntax import Formula

Sources = Mapping[str, Mapping[str, str]]
LONGEST = 60
"""Characters of a formula in a label."""


def aims_in(package: Package, sources: Sources, reasons: Mapping[Point, str]) -> Iterator[Aim]:
    """All that there is to reach in a package, in a stable order. `sources`: where each component comes from, as a lock
    file tells; `reasons`: of what is out of reach, why."""
    labels = Labels(package)
    for point in sorted(points(package)):
        yield Aim(point=point, label=labels.of(point), at=line_of(point, sources), reason=reasons.get(point, ""))


class Labels:
    """What the points of one package are called."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.elements = {
            (name, element.name): element
            for name, program in package.programs.items()
            for kind in ELEMENTS
            for element in getattr(program.flow, kind)
        }
        self.choices = {where: tuple(choices(tree)) for where, tree in package.formulas.items()}

    def of(self, point: Point) -> str:
        match point.kind:
            case "rule":
                return f"rule {point.where}.{point.name}: {point.what}"
            case "match":
                return f"{point.where}, entry {point.name}"
            case "branch" | "side":
                return self.choice(point)
        program = self.package.programs[point.where]
        return f"{program.label} › {self.within(program, point)}"

    def within(self, program: Program, point: Point) -> str:
        if point.kind == "entry":
            return "a record enters it"
        if point.kind == "path":
            paths = {path.name: path.label for path in program.paths()}
            return f"path {paths.get(point.name) or point.name}"
        element = self.elements[point.where, point.name]
        label = getattr(element, "label", None) or point.name
        if point.kind == "fault":
            return f"{label} fails"
        return f"{label} › {outcome(element, point.what)}" if point.kind == "outcome" else str(label)

    def choice(self, point: Point) -> str:
        """A way that a formula goes: the formula's name, and which side or arm of what."""
        one = self.choices[point.where][int(point.name)]
        last = int(point.what) == one.ways - 1
        if point.kind == "side":
            way = "no side" if last else f"side {int(point.what) + 1}"
        else:
            way = "the last arm" if last else f"arm {int(point.what) + 1}"
        return f"{point.where}: {way} of {shortened(one.tree)}"


def outcome(decision: Any, name: str) -> str:
    if name == "default":
        return str(decision.defaultConnectorLabel or "default")
    return str(next((rule.label for rule in decision.rules if rule.name == name), name))


def shortened(tree: Formula) -> str:
    said = text_of(tree, "flow")
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"


def line_of(point: Point, sources: Sources) -> str:
    """`file:line` of what caused a point; the component's own where its part has none."""
    if point.kind == "rule":
        return sources.get(f"ValidationRule:{point.where}.{point.name}", {}).get("", "")
    if point.kind == "match":
        return sources.get("AssignmentRules:Case", {}).get("", "")
    if point.kind in ("branch", "side"):
        owner, _, part = point.where.removesuffix(" (entry)").removesuffix(" (default)").partition(".")
        rule = sources.get(f"ValidationRule:{owner}.{part}", {}).get("", "")
        known = sources.get(f"Flow:{owner}", {})
        return known.get(part) or known.get("") or rule
    known = sources.get(f"Flow:{point.where}", {})
    name = point.what if point.kind == "outcome" and point.what != "default" else point.name
    return known.get(name) or known.get(point.name) or known.get("", "")
