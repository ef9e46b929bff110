"""Random histories guided by what they reach: one that reaches something new of the metadata or of the process is kept,
and others are made from it."""

from collections.abc import Iterable, Iterator, Mapping
from random import Random

from generator.emulator.coverage import Branches, Point, points, reached
from generator.emulator.results import Step
from generator.frozen import record
from generator.process.events import Arrival, Event
from generator.process.model import Process
from generator.prove.histories import Remembering, history, parting
from generator.prove.observing import Witnessed
from generator.prove.playing import OrgTeller
from generator.prove.retelling import smallest
from generator.prove.story_obligations.noting import Note, Noting
from generator.prove.varying import Varied
from generator.prove.walks import Walks
from generator.scenarios.model import Scenario
from generator.scenarios.running import Moment

FRESH = 0.25
"""How often a history is made from none that was kept."""


@record
class Parting:
    """A history on which the two witnesses differ, the event after which they do, and how."""

    scenario: Scenario
    event: Arrival | Event
    lines: tuple[str, ...]


class Guided:
    """Histories on both witnesses of one process: the obliged ones, then random ones. Equal seeds give equal
    histories."""

    def __init__(self, process: Process, files: Mapping[str, bytes]) -> None:
        self.branches = Branches()
        player = OrgTeller(process, files, traced=True, branch=self.branches)
        self.package, self.lexicon = player.package, player.lexicon
        self.told, self.player = Noting(process), Remembering(player)
        self.walks = Walks(process)
        self.varied = Varied(process, self.walks)
        self.reached: set[Point] = set()
        self.notes: set[Note] = set()
        self.kept: list[Scenario] = []

    def obliged(self, histories: Iterable[Scenario]) -> Iterator[Parting | None]:
        """How the two part on each of these, made as small as it goes; None where they agree."""
        return (self.tried(one) for one in histories)

    def random(self, count: int, seed: int) -> Iterator[Parting | None]:
        """The same for so many random histories."""
        for number in range(count):
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
        known = len(self.branches.taken)
        moments = tuple(history(self.player, scenario))
        found = parting(self.told, moments, self.lexicon)
        fresh = reached(step for one in moments for step in trace_of(one)) - self.reached
        notes = self.told.notes - self.notes
        if fresh or notes or len(self.branches.taken) > known:
            self.reached |= fresh
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
        had = self.reached | self.branches.points(self.package)
        return tuple(sorted(one for one in points(self.package) - had if one.kind == kind))


def trace_of(moment: Moment) -> tuple[Step, ...]:
    return moment.seen.trace if isinstance(moment.seen, Witnessed) else ()
