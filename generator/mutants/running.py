"""Judges the mutants of a spec, in worker processes, in order."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from random import Random

from generator.frozen import record
from generator.mutants import mutants
from generator.mutants.judging import Judge, Judged
from generator.mutants.mutant import Mutant, Subject
from generator.scenarios.model import Scenario


@record
class Trial:
    """What is tried: `limit` mutants at most, chosen by `seed`; `histories` random ones before a mutant counts as
    equivalent; `jobs` processes."""

    subject: Subject
    scenarios: tuple[Scenario, ...]
    seed: int
    histories: int
    limit: int | None
    jobs: int

    def mutants(self) -> tuple[Mutant, ...]:
        """The mutants in order, or a sample of them."""
        every = tuple(mutants(self.subject))
        if self.limit is None or self.limit >= len(every):
            return every
        return tuple(every[place] for place in sorted(Random(self.seed).sample(range(len(every)), self.limit)))


WORKER: list[tuple[Judge, tuple[Mutant, ...]]] = []
"""What a worker process keeps from one mutant to the next."""


def judged(trial: Trial) -> Iterator[tuple[Mutant, Judged]]:
    """Each mutant and what became of it; the same with any number of jobs."""
    chosen = trial.mutants()
    if trial.jobs <= 1:
        judge = judge_of(trial)
        yield from ((mutant, judge.judge(mutant)) for mutant in chosen)
        return
    with ProcessPoolExecutor(max_workers=trial.jobs, initializer=ready, initargs=(trial,)) as pool:
        yield from zip(chosen, pool.map(verdict, range(len(chosen)), chunksize=4), strict=True)


def judge_of(trial: Trial) -> Judge:
    return Judge(trial.subject, trial.scenarios, trial.seed, trial.histories)


def ready(trial: Trial) -> None:
    WORKER[:] = [(judge_of(trial), trial.mutants())]


def verdict(number: int) -> Judged:
    judge, chosen = WORKER[0]
    return judge.judge(chosen[number])
