"""What became of the mutants of a spec: a table by kind, and the survivors with the scenarios to write."""

from collections.abc import Iterable, Iterator, Mapping

from generator.frozen import record
from generator.mutants.judging import Judged, Verdict
from generator.mutants.mutant import Mutant
from generator.mutants.writing import scenario_text
from generator.process.model import Process
from generator.source import Source

Pairs = tuple[tuple[Mutant, Judged], ...]
VERDICTS: tuple[Verdict, ...] = ("killed", "equivalent", "survived")


@record
class Tally:
    """How many mutants of a kind there were and what became of them."""

    kind: str
    killed: int
    equivalent: int
    survived: int

    @property
    def made(self) -> int:
        return self.killed + self.equivalent + self.survived

    @property
    def percent(self) -> float:
        """Killed of those that anybody could tell from the spec; rounded down, so that 90 are 90."""
        apart = self.killed + self.survived
        return self.killed * 1000 // apart / 10 if apart else 100.0


def tallies(pairs: Pairs) -> tuple[Tally, ...]:
    """One tally for each kind, in the order of the kinds."""
    kinds = dict.fromkeys(mutant.kind for mutant, _ in pairs)
    return tuple(tally(kind, (judged for mutant, judged in pairs if mutant.kind == kind)) for kind in kinds)


def total(pairs: Pairs) -> Tally:
    return tally("all", (judged for _, judged in pairs))


def tally(kind: str, results: Iterable[Judged]) -> Tally:
    verdicts = [one.verdict for one in results]
    killed, equivalent, survived = (verdicts.count(verdict) for verdict in VERDICTS)
    return Tally(kind=kind, killed=killed, equivalent=equivalent, survived=survived)


# -- as text -------------------------------------------------------------------------------------------------------


def lines(spec: str, process: Process, pairs: Pairs, sources: Mapping[str, Source]) -> Iterator[str]:
    """The table, then what counts as equivalent, then each survivor with its line and the scenario worth writing."""
    rows = (*tallies(pairs), total(pairs))
    width = max(len(one.kind) for one in rows)
    yield f"{spec}: {len(pairs)} mutants"
    yield f"{'kind':{width}}  {'made':>5} {'killed':>7} {'equivalent':>11} {'survived':>9} {'%':>6}"
    for one in rows:
        yield (
            f"{one.kind:{width}}  {one.made:5} {one.killed:7} {one.equivalent:11} {one.survived:9} {one.percent:6.1f}"
        )
    for mutant, judged in pairs:
        if judged.verdict == "equivalent":
            yield f"{mutant.because}: equivalent: {mutant.says}: no difference found in {judged.tried} histories"
    for mutant, judged in pairs:
        if judged.worth is not None:
            yield ""
            yield f"{mutant.because}: survived: {mutant.says}"
            source = sources.get(mutant.because.path)
            yield from [f"    {source.line(mutant.because.line).strip()}"] if source else []
            yield "  a scenario that would notice:"
            yield from (f"    {line}" for line in scenario_text(process, judged.worth).splitlines())


# -- as data -------------------------------------------------------------------------------------------------------


def as_json(spec: str, process: Process, pairs: Pairs) -> dict[str, object]:
    """The same as data; keys and order are stable."""
    return {
        "spec": spec,
        "kinds": [counted(one) for one in tallies(pairs)],
        "all": counted(total(pairs)),
        "equivalent": [
            {**described(mutant), "histories": judged.tried}
            for mutant, judged in pairs
            if judged.verdict == "equivalent"
        ],
        "survived": [
            {**described(mutant), "scenario": scenario_text(process, judged.worth)}
            for mutant, judged in pairs
            if judged.worth is not None
        ],
    }


def counted(one: Tally) -> dict[str, object]:
    return {
        "kind": one.kind,
        "made": one.made,
        "killed": one.killed,
        "equivalent": one.equivalent,
        "survived": one.survived,
        "percent": one.percent,
    }


def described(mutant: Mutant) -> dict[str, object]:
    span = mutant.because
    return {"kind": mutant.kind, "says": mutant.says, "file": span.path, "line": span.line, "column": span.column}
