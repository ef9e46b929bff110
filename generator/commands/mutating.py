"""`carepath test SPEC... --mutate`: whether the scenarios would notice a mistake in the spec."""

import json
import os
import sys
from collections.abc import Iterator

import click

from generator.compiler import Understood, understand
from generator.frozen import record
from generator.interpret.telling import Interpreter
from generator.mutants.judging import Judged
from generator.mutants.mutant import Mutant, Subject
from generator.mutants.reporting import Pairs, as_json, lines, total
from generator.mutants.running import Trial, judged
from generator.scenarios.running import run

HISTORIES = 200
"""Random histories, after those derived from the spec, before a mutant counts as equivalent."""


@record
class Asked:
    """What was asked for on the command line."""

    seed: int
    limit: int | None
    fail_under: float | None
    form: str


def mutated(specs: tuple[str, ...], asked: Asked) -> int:
    """Prints what became of the mutants of each spec; the exit code: 1 where fewer are killed than asked for, or where
    a scenario fails on the spec itself, so that nothing can be told. Raises Rejected for a spec that is none."""
    results: list[dict[str, object]] = []
    good = True
    for spec in specs:
        understood = understand(spec)
        failing = fails(understood)
        if failing:
            click.echo(f"{spec}: «{failing[0]}» fails on the spec itself; mend it first", err=True)
            good = False
            continue
        process, pairs = understood.resolved.process, tried(understood, asked)
        if asked.form == "json":
            results.append(as_json(spec, process, pairs))
        else:
            for line in lines(spec, process, pairs, understood.sources):
                click.echo(line)
        reached = total(pairs).percent
        if asked.fail_under is not None and reached < asked.fail_under:
            click.echo(f"{spec}: {reached} % of the mutants are killed, {asked.fail_under:g} % are asked for", err=True)
            good = False
    if asked.form == "json":
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    return 0 if good else 1


def fails(understood: Understood) -> list[str]:
    """The scenarios that fail on the meaning of the spec."""
    process = understood.resolved.process
    told = Interpreter(process)
    stories = (one for one in understood.resolved.scenarios if not one.needs_org)
    return [one.name for one in stories if not run(one, process, told).passed]


def tried(understood: Understood, asked: Asked) -> Pairs:
    trial = Trial(
        subject=Subject(process=understood.resolved.process, spec=understood.loaded.spec),
        scenarios=tuple(one for one in understood.resolved.scenarios if not one.needs_org),
        seed=asked.seed,
        histories=HISTORIES,
        limit=asked.limit,
        jobs=os.cpu_count() or 1,
    )
    return tuple(shown(judged(trial), len(trial.mutants())))


def shown(pairs: Iterator[tuple[Mutant, Judged]], count: int) -> Iterator[tuple[Mutant, Judged]]:
    """The same, with a bar for whoever waits at a terminal."""
    if not sys.stderr.isatty():
        yield from pairs
        return
    with click.progressbar(pairs, length=count, label="mutants", file=sys.stderr) as bar:
        yield from bar
