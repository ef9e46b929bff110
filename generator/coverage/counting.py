"""Counts what the runs of scenarios reach: on an org with the metadata, and in the process by the words of its spec."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from os.path import dirname, relpath
from pathlib import PurePath

from generator.coverage.excusing import out_of_reach
from generator.coverage.labelling import aims_in
from generator.coverage.model import Aim, Covered
from generator.coverage.watching import aims_of
from generator.emulator.coverage import Branches, Point, hits
from generator.emulator.loading import Package
from generator.process.model import Process
from generator.prove.observing import Witnessed
from generator.prove.playing import OrgTeller
from generator.scenarios.running import Result
from generator.trial.running import Tried


class Reached:
    """How often each point was reached, in so many runs. `ways`: of formulas, as the trees of one package are told
    apart: in processes that were forked from one these are the same."""

    def __init__(self) -> None:
        self.points: Counter[Point] = Counter()
        self.ways: Counter[tuple[str, int, int]] = Counter()
        self.runs = 0

    def add(self, other: "Reached") -> None:
        self.points.update(other.points)
        self.ways.update(other.ways)
        self.runs += other.runs


class Tally:
    """What the runs reached since this was cleared. `branches` is to be told of by the package that runs."""

    def __init__(self) -> None:
        self.branches = Branches()
        self.counted: Counter[Point] = Counter()
        self.runs = 0

    def clear(self) -> None:
        self.branches.taken.clear()
        self.counted.clear()
        self.runs = 0

    def add(self, result: Result) -> None:
        """Counts one run on an org that is traced."""
        self.runs += 1
        for moment in result.timeline:
            if isinstance(moment.seen, Witnessed):
                self.counted.update(hits(moment.seen.trace))

    def tried(self, result: Tried) -> Tried:
        """Counts one story on a tree, and gives it back."""
        self.runs += 1
        self.counted.update(hits(result.trace))
        return result

    def reached(self, more: Mapping[Point, int]) -> Reached:
        """All that was counted, and `more`."""
        made = Reached()
        made.points = self.counted + Counter(more)
        made.ways = self.branches.taken.copy()
        made.runs = self.runs
        return made


def covered(title: str, aims: tuple[Aim, ...], package: Package, reached: Reached) -> Covered:
    """What of the aims was reached."""
    branches = Branches()
    branches.taken = reached.ways
    return Covered(title=title, runs=reached.runs, aims=aims, hits=reached.points + branches.hits(package))


def covered_of(spec: str, process: Process, played: OrgTeller, reached: Reached) -> Covered:
    """The coverage of a spec: its process first, then its metadata."""
    home = dirname(spec) or "."
    own = tuple(relative(one, home) for one in aims_of(process))
    package, sources = played.package, played.lexicon.lock["sources"]
    return covered(spec, (*own, *aims_in(package, sources, out_of_reach(process, package))), package, reached)


def untraced(result: Result) -> Result:
    """The same result without its traces, which are long and have been counted."""
    bare = (replace(one.seen, trace=()) if isinstance(one.seen, Witnessed) else one.seen for one in result.timeline)
    moments = (replace(one, seen=seen) for one, seen in zip(result.timeline, bare, strict=True))
    return replace(result, timeline=tuple(moments))


def relative(aim: Aim, home: str) -> Aim:
    """Lines as the lock file spells them: relative to the folder of the spec."""
    if not aim.at:
        return aim
    path, _, line = aim.at.rpartition(":")
    return replace(aim, at=f"{PurePath(relpath(path, home)).as_posix()}:{line}")
