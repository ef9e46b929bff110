"""Which element of a flow decided something: read from the trace of a run, the flows themselves and the lock file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from generator.emulator.interviews.program import CONNECTORS, ELEMENTS
from generator.emulator.loading import Package
from generator.emulator.results import Effect, Step
from generator.frozen import record

DEFAULT = "default"
"""What a trace calls the way of a decision that no rule holds for."""


@record
class Outcome:
    """A decision on the way to an element, and the outcome that led there; both by their labels."""

    decision: str
    outcome: str


@record
class Decided:
    """The element that set or sent something. `outcomes`: the decisions around it, innermost last. `caller`: what
    called its flow. `place`: the file and line of the spec that the lock file gives the nearest of these which a
    line of its own asks for; `is_own` says whether there is one, else it is the flow's."""

    flow: str
    flow_label: str
    element: str
    label: str
    outcomes: tuple[Outcome, ...]
    caller: "Decided | None"
    place: str
    is_own: bool


class Graph:
    """The elements of one flow and where each leads."""

    def __init__(self, flow: Any) -> None:
        self.elements = {one.name: one for kind in ELEMENTS for one in getattr(flow, kind)}
        self.ways = {name: tuple(targets(element)) for name, element in self.elements.items()}
        self.reached: dict[tuple[str, str], frozenset[str]] = {}

    def arms(self, decision: str) -> dict[str, str | None]:
        """The first element of each outcome of a decision."""
        element = self.elements[decision]
        found = {rule.name: target(rule.connector) for rule in element.rules}
        return {**found, DEFAULT: target(element.defaultConnector)}

    def reach(self, start: str, cut: str) -> frozenset[str]:
        """What can run from `start` on, without passing `cut`."""
        if (start, cut) not in self.reached:
            seen: set[str] = set()
            waiting = [start]
            while waiting:
                name = waiting.pop()
                if name not in seen and name != cut:
                    seen.add(name)
                    waiting += self.ways.get(name, ())
            self.reached[start, cut] = frozenset(seen)
        return self.reached[start, cut]

    def leads(self, decision: str, outcome: str, element: str) -> bool:
        """Whether an element runs because a decision went this way: another way would not have come there."""
        arms = self.arms(decision)
        mine = arms.get(outcome)
        if mine is None or element not in self.reach(mine, decision):
            return False
        others = [first for name, first in arms.items() if name != outcome]
        return any(first is None or element not in self.reach(first, decision) for first in others)

    def outcome(self, decision: str, outcome: str) -> Outcome:
        element = self.elements[decision]
        labels = {rule.name: rule.label for rule in element.rules}
        labels[DEFAULT] = element.defaultConnectorLabel or DEFAULT
        return Outcome(decision=element.label or decision, outcome=labels.get(outcome, outcome))


def target(connector: Any) -> str | None:
    return connector.targetReference if connector is not None else None


def targets(element: Any) -> Iterator[str]:
    for part in (element, *getattr(element, "rules", ())):
        for name in CONNECTORS:
            found = target(getattr(part, name, None))
            if found is not None:
                yield found


class Deciding:
    """Answers who decided, for runs of one package. `places`: what the lock file says of each component's parts."""

    def __init__(self, package: Package, places: Mapping[str, Mapping[str, str]]) -> None:
        self.package = package
        self.places = places
        self.graphs: dict[str, Graph] = {}

    def graph(self, flow: str) -> Graph:
        if flow not in self.graphs:
            self.graphs[flow] = Graph(self.package.programs[flow].flow)
        return self.graphs[flow]

    def of(self, trace: Sequence[Step]) -> "Run":
        return Run(self, trace)

    def rule(self, object_name: str, name: str) -> str | None:
        """The line of a validation rule."""
        return self.places.get(f"ValidationRule:{object_name}.{name}", {}).get("")


class Run:
    """One trace, asked."""

    def __init__(self, deciding: Deciding, trace: Sequence[Step]) -> None:
        self.deciding = deciding
        self.trace = trace

    @cached_property
    def records(self) -> tuple[str | None, ...]:
        """The record that each step is about. A record has no id until it is saved: what ran before belongs to the case
        whose flows run next, and to the one that was asked for where none runs (None)."""
        found = [step.record for step in self.trace]
        nameless: list[int] = []
        for place, step in enumerate(self.trace):
            program = self.deciding.package.programs.get(step.where)
            if program is None or program.shape is None or program.shape.name != "Case":
                continue
            if step.record is None:
                nameless.append(place)
            elif step.kind == "path":
                for one in nameless:
                    found[one] = step.record
                nameless = []
        return tuple(found)

    def writer(self, field: str, case: str) -> Decided | None:
        """Who made this field of the case what it is now, before a save; who wrote it again decided nothing."""
        writes = [
            place
            for place, step in enumerate(self.trace)
            if step.kind == "write" and step.what == field and self.records[place] in (case, None)
        ]
        if not writes:
            return self.last(lambda place, step: self.sets(step, field, case))
        first = writes.pop()
        while writes and self.trace[writes[-1]].value == self.trace[first].value:
            first = writes.pop()
        return self.decided(first)

    def sets(self, step: Step, field: str, case: str) -> bool:
        """Whether an element saved the case with this field: it was asked for, and no flow before the save wrote it."""
        if step.kind != "saved" or case not in step.value:
            return False
        element = self.deciding.graph(step.where).elements.get(step.name)
        return any(one.field == field for one in getattr(element, "inputAssignments", ()))

    def sender(self, is_it: Callable[[Effect], bool]) -> Decided | None:
        """Who sent the last effect that is the one asked for."""
        return self.last(lambda place, step: step.kind == "sent" and is_it(step.value))

    def maker(self, what: str, label: str, id: str | None = None) -> Decided | None:
        """Who made a record of an object: where many are saved together, the element before whose label names this
        one. `id`: of the record, where it is known."""
        saves = [
            place
            for place, step in enumerate(self.trace)
            if step.kind == "saved" and step.what == what and id in (None, *step.value)
        ]
        noted = (self.noted(place, label) for place in reversed(saves if label else ()))
        found = next((place for place in noted if place is not None), saves[-1] if saves else None)
        return None if found is None else self.decided(found)

    def noted(self, saved: int, label: str) -> int | None:
        """The last element before a save, in its flow, whose label holds this one."""
        flow = self.trace[saved].where
        return self.place(
            lambda place, step: step.kind == "element" and step.where == flow and label in self.label(step), saved
        )

    def label(self, step: Step) -> str:
        element = self.deciding.graph(step.where).elements.get(step.name)
        # a decision only asks whether
        return "" if element is None or hasattr(element, "rules") else str(element.label or "")

    def last(self, fits: Callable[[int, Step], bool]) -> Decided | None:
        place = self.place(fits)
        return None if place is None else self.decided(place)

    def place(self, fits: Callable[[int, Step], bool], before: int | None = None) -> int | None:
        """The last step that fits."""
        end = len(self.trace) if before is None else before
        return next((place for place in range(end - 1, -1, -1) if fits(place, self.trace[place])), None)

    def decided(self, place: int) -> Decided:
        """What led to the element that this step is about."""
        step = self.trace[place]
        program, graph = self.deciding.package.programs[step.where], self.deciding.graph(step.where)
        places = self.deciding.places.get(f"Flow:{step.where}", {})
        outcomes: list[Outcome] = []
        lines = [places.get(step.name)]
        caller: Decided | None = None
        for before in range(place - 1, -1, -1):
            one = self.trace[before]
            if one.where != step.where:
                if program.trigger is None and self.calls(one, step.where):
                    caller = self.decided(before)
                    break
                continue
            if one.record != step.record:
                continue
            if one.kind == "path" and one.what in ("entered", "ran"):
                break
            if one.kind == "outcome" and graph.leads(one.name, one.what, step.name):
                outcomes.insert(0, graph.outcome(one.name, one.what))
                lines.append(places.get(one.name))
        whole = places.get("", "")
        own = next((line for line in lines if line is not None and line != whole), None)
        return Decided(
            flow=step.where,
            flow_label=program.label,
            element=step.name,
            label=str(getattr(graph.elements.get(step.name), "label", None) or step.name),
            outcomes=tuple(outcomes),
            caller=caller,
            place=own or (caller.place if caller is not None else whole),
            is_own=own is not None or (caller is not None and caller.is_own),
        )

    def calls(self, step: Step, flow: str) -> bool:
        if step.kind != "element" or step.where not in self.deciding.package.programs:
            return False
        element = self.deciding.graph(step.where).elements.get(step.name)
        return getattr(element, "flowName", None) == flow


def said(decided: Decided) -> str:
    """The chain in one line: flow, the innermost outcome, element; of a subflow that of its caller."""
    one = decided.caller or decided
    parts = [f"«{one.flow_label}» {one.flow}"]
    if one.outcomes:
        parts += [f'"{one.outcomes[-1].decision}"', f'outcome "{one.outcomes[-1].outcome}"']
    return " › ".join([*parts, f'"{one.label}" {one.element}'])
