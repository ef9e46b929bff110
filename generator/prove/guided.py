"""Random histories guided by what they reach: one that reaches something new of the metadata or of the process is kept,
and others are made from it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from random import Random

from generator.emulator.coverage import Branches, Point, points, reached
from generator.emulator.results import Step
from generator.frozen import record
from generator.process.events import Arrival, Event, Observation
from generator.process.model import Process
from generator.prove.histories import Remembering, history, parting
from generator.prove.observing import Witnessed
from generator.prove.playing import OrgTeller, Played
from generator.prove.retelling import smallest
from generator.prove.story_obligations.noting import Note, Noting, events_of
from generator.prove.varying import Varied
from generator.prove.walks import Walks
from generator.scenarios.model import Scenario
from generator.scenarios.running import Moment

Arm = tuple[str, int, int]
"""Where a formula stands, which choice in it, and which way that took (emulator/coverage.py)."""
FRESH = 0.25
"""How often a history is made from none that was kept."""


@record
class Parting:
    """A history on which the two witnesses differ, the event after which they do, and how."""

    scenario: Scenario
    event: Arrival | Event
    lines: tuple[str, ...]


class Branching:
    """A teller whose states hold the arms of formulas that were taken up to them: where beginnings of histories are
    remembered, their formulas do not run again."""

    def __init__(self, teller: OrgTeller, branches: Branches) -> None:
        self.teller = teller
        self.branches = branches

    def begin(self, arrival: Arrival) -> tuple[tuple[Played, frozenset[Arm]], Observation]:
        self.branches.taken.clear()
        state, seen = self.teller.begin(arrival)
        return (state, frozenset(self.branches.taken)), seen

    def step(
        self, state: tuple[Played, frozenset[Arm]], event: Event
    ) -> tuple[tuple[Played, frozenset[Arm]], Observation]:
        self.branches.taken.clear()
        played, seen = self.teller.step(state[0], event)
        return (played, state[1] | self.branches.taken.keys()), seen


@record
class Found:
    """What one part of the histories found: how the witnesses part on each, and what was not known before."""

    partings: tuple[Parting | None, ...]
    reached: frozenset[Point]
    taken: frozenset[Arm]
    notes: frozenset[Note]
    kept: tuple[Scenario, ...]
    first: Mapping[str, Scenario]


class Guided:
    """Histories on both witnesses of one process: the obliged ones, then random ones. Equal seeds give equal
    histories."""

    def __init__(self, process: Process, files: Mapping[str, bytes]) -> None:
        branches = Branches()
        self.teller = OrgTeller(process, files, traced=True, branch=branches)
        self.package, self.lexicon = self.teller.package, self.teller.lexicon
        self.told, self.player = Noting(process), Remembering(Branching(self.teller, branches))
        self.walks = Walks(process)
        self.varied = Varied(process, self.walks)
        self.reached: set[Point] = set()
        self.taken: set[Arm] = set()
        self.notes: set[Note] = set()
        self.kept: list[Scenario] = []
        self.first: dict[str, Scenario] = {}
        """By element of a flow, the first history that reaches it."""

    def part(self, tries: Callable[["Guided"], Iterable[Parting | None]]) -> Found:
        """What is found by one that knows what this one knows, which itself learns nothing: so it is the same whatever
        other parts there are, in this process or in another that was forked from it."""
        one = self.apart()
        return Found(
            partings=tuple(tries(one)),
            reached=frozenset(one.reached - self.reached),
            taken=frozenset(one.taken - self.taken),
            notes=frozenset(one.notes - self.notes),
            kept=tuple(one.kept[len(self.kept) :]),
            first={element: story for element, story in one.first.items() if element not in self.first},
        )

    def apart(self) -> "Guided":
        """One that knows the same, and learns for itself."""
        one = copy(self)
        one.reached, one.taken, one.notes = set(self.reached), set(self.taken), set(self.notes)
        one.kept, one.first = list(self.kept), dict(self.first)
        return one

    def learn(self, found: Found) -> None:
        """What a part found is known from now on."""
        self.reached |= found.reached
        self.taken |= found.taken
        self.notes |= found.notes
        self.kept += found.kept
        self.first = {**found.first, **self.first}

    def obliged(self, histories: Iterable[Scenario]) -> Iterator[Parting | None]:
        """How the two part on each of these, made as small as it goes; None where they agree."""
        return (self.tried(one) for one in histories)

    def random(self, numbers: Iterable[int], seed: int) -> Iterator[Parting | None]:
        """The same for the random histories of these numbers."""
        for number in numbers:
            random = Random(f"{seed} {number}")
            name = f"history {number}"
            if self.kept and random.random() >= FRESH:
                scenario = self.varied.variation(random.choice(self.kept), name, random)
            else:
                scenario = self.walks.walk(number, random)
            yield self.tried(scenario)

    def tried(self, scenario: Scenario) -> Parting | None:
        """How the two part; a history that reaches something new is kept."""
        self.told.notes, self.told.truths = set(), set()
        moments = tuple(history(self.player, scenario))
        found = parting(self.told, moments, self.lexicon)
        trace = [step for one in moments for step in trace_of(one)]
        for step in trace:
            if step.kind == "element":
                self.first.setdefault(f"{step.where}.{step.name}", scenario)
        ((_, arms), _) = self.player.after(scenario.given, tuple(events_of(scenario)))
        fresh, taken = reached(trace) - self.reached, arms - self.taken
        notes = self.told.notes - self.notes
        if fresh or notes or taken:
            self.reached |= fresh
            self.taken |= taken
            self.notes |= notes
            self.kept.append(scenario)
        if found is None:
            return None
        small = smallest(scenario, lambda one: self.parting(one) is not None)
        return self.parting(small)

    def parting(self, scenario: Scenario) -> Parting | None:
        found = parting(self.told, history(self.player, scenario), self.lexicon)
        return Parting(scenario=scenario, event=found[1], lines=found[2]) if found else None

    def counted(self, kind: str) -> int:
        """How much there is to reach of one kind."""
        return sum(one.kind == kind for one in points(self.package))

    def missed(self, kind: str) -> tuple[Point, ...]:
        """What no history has reached, of one kind of points: `outcome`, `branch` or `side` (emulator/coverage.py)."""
        branches = Branches()
        branches.taken.update(self.taken)
        had = self.reached | branches.points(self.package)
        return tuple(sorted(one for one in points(self.package) - had if one.kind == kind))


def trace_of(moment: Moment) -> tuple[Step, ...]:
    return moment.seen.trace if isinstance(moment.seen, Witnessed) else ()
