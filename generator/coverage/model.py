"""What there is to reach in a package and in a process, what of it was reached, and how often."""

from collections.abc import Iterable, Mapping

from generator.emulator.coverage import Point
from generator.frozen import record

KINDS = {
    "category": "categories", "level": "urgency levels", "flag": "facts that words set", "identifier": "identifiers",
    "route": "routes", "transition": "moves", "guardrail": "guardrails", "reply": "replies", "alert": "alerts",
    "task": "tasks", "linked_case": "second cases", "retention": "retention", "clock": "promises", "stall": "stalls",
    "entry": "flow entries", "element": "flow elements", "outcome": "decision outcomes", "fault": "fault paths",
    "path": "paths after the save", "rule": "validation rules", "match": "rule entries",
    "branch": "arms of IF and CASE", "side": "sides of AND and OR",
}  # fmt: skip
"""Kinds of points in the order in which they are shown: first those of the spec, then those of the metadata."""


@record
class Aim:
    """A point as a reader knows it. `at`: the line that caused it, `file:line` relative to the spec's folder; empty
    where nobody knows. `reason`: why no history reaches it."""

    point: Point
    label: str
    at: str = ""
    reason: str = ""


@record
class Covered:
    """The aims of a package, and how often each point was reached. `runs`: so many histories were run."""

    title: str
    runs: int
    aims: tuple[Aim, ...]
    hits: Mapping[Point, int]

    def of(self, kind: str) -> tuple[Aim, ...]:
        """The aims of a kind that count: those without a reason."""
        return tuple(one for one in self.aims if one.point.kind == kind and not one.reason)

    def reached(self, aim: Aim) -> bool:
        return self.hits.get(aim.point, 0) > 0

    def kinds(self) -> tuple[str, ...]:
        there = {one.point.kind for one in self.aims}
        return tuple(kind for kind in KINDS if kind in there)

    def missing(self) -> tuple[Aim, ...]:
        return tuple(one for one in self.aims if not one.reason and not self.reached(one))

    def excused(self) -> tuple[Aim, ...]:
        return tuple(one for one in self.aims if one.reason and not self.reached(one))

    def refuted(self) -> tuple[Aim, ...]:
        """Aims that were reached though a reason says that nothing reaches them: the reason is wrong."""
        return tuple(one for one in self.aims if one.reason and self.reached(one))

    def percent(self, kind: str | None = None) -> float:
        """Of a kind, or of everything; 100 of nothing."""
        counted = [one for one in self.aims if not one.reason and kind in (None, one.point.kind)]
        return 100.0 * share(self.reached(one) for one in counted)


def share(claims: Iterable[bool]) -> float:
    known = list(claims)
    return sum(known) / len(known) if known else 1.0
