"""Counts what the runs of scenarios reach: on an org with the metadata, and in the process by the words of its spec."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from os.path import dirname, relpath
from pathlib import PurePath

from generator.coverage.excusing import out_of_reach
from generator.coverage.labelling import aims_in
from generator.coverage.model import Aim, Covered
from generator.coverage.watching import Watched, aims_of
from generator.emulator.coverage import Branches, Point, hits
from generator.emulator.loading import Package
from generator.process.model import Process
from generator.prove.observing import Witnessed
from generator.prove.playing import OrgTeller
from generator.scenarios.running import Result
from generator.trial.running import Tried


class Tally:
    """What the runs so far reached. `branches` is to be told of by the package that runs."""

    def __init__(self) -> None:
        self.branches = Branches()
        self.counted: Counter[Point] = Counter()
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

    def covered(self, title: str, aims: tuple[Aim, ...], package: Package, more: Mapping[Point, int]) -> Covered:
        """All that was counted. `more`: what else was reached of `aims`."""
        found = self.counted + self.branches.hits(package) + Counter(more)
        return Covered(title=title, runs=self.runs, aims=aims, hits=found)


def covered_of(spec: str, process: Process, told: Watched, played: OrgTeller, tally: Tally) -> Covered:
    """The coverage of a spec: its process first, then its metadata."""
    home = dirname(spec) or "."
    own = tuple(relative(one, home) for one in aims_of(process))
    package, sources = played.package, played.lexicon.lock["sources"]
    emitted = aims_in(package, sources, out_of_reach(process, package))
    return tally.covered(spec, (*own, *emitted), package, told.hits)


def relative(aim: Aim, home: str) -> Aim:
    """Lines as the lock file spells them: relative to the folder of the spec."""
    if not aim.at:
        return aim
    path, _, line = aim.at.rpartition(":")
    return replace(aim, at=f"{PurePath(relpath(path, home)).as_posix()}:{line}")
