"""`carepath test SPEC...`"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from xml.sax.saxutils import quoteattr

import click

from generator.commands.covering import EVERYTHING, bars, below, counted, listed, shown
from generator.commands.covering import FORMS as COVERAGE
from generator.commands.running import reported
from generator.compiler import Understood, compile_spec, understand
from generator.coverage.model import Covered
from generator.emulator.loading import Package
from generator.frozen import record
from generator.interpret.telling import Interpreter
from generator.scenarios.model import Scenario
from generator.scenarios.running import Result, run
from generator.scenarios.timeline import timeline
from generator.source import Source

WITNESSES = ("process", "xml", "both")


@click.command()
@click.argument("specs", nargs=-1, required=True)
@click.option("-k", "name", default="", help="Only scenarios whose name contains this.")
@click.option(
    "--on",
    "witness",
    type=click.Choice(WITNESSES),
    default="both",
    show_default=True,
    help="Run them on the meaning of the spec, on the generated metadata in an emulated org, or on both, step by step.",
)
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), help="Write a JUnit report.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--mutate", is_flag=True, help="Make mistakes in the spec, one at a time: would a scenario notice?")
@click.option("--seed", default=1, show_default=True, help="Of --mutate: other samples, other random histories.")
@click.option("--limit", type=click.IntRange(min=1), help="Of --mutate: a sample of so many mistakes.")
@click.option(
    "--coverage",
    type=click.Choice(COVERAGE),
    is_flag=False,
    flag_value="text",
    help="Say what the scenarios reach: a table, all points as data, or flows and spec line by line.",
)
@click.option(
    "--fail-under",
    "least",
    multiple=True,
    help="Exit 1 where coverage is less: PERCENT of everything, or KIND=PERCENT; with --mutate, of mistakes noticed.",
)
def command(
    specs: tuple[str, ...],
    name: str,
    witness: str,
    junit: Path | None,
    form: str,
    mutate: bool,
    seed: int,
    limit: int | None,
    coverage: str | None,
    least: tuple[str, ...],
) -> None:
    """Run the scenarios and examples of specs."""
    asked = bars(least)
    if mutate:
        from generator.commands.mutating import Asked, mutated

        with reported({}):
            sys.exit(mutated(specs, Asked(seed=seed, limit=limit, fail_under=asked.get(EVERYTHING), form=form)))
    if (coverage or least) and witness != "both":
        raise click.UsageError("coverage is of both witnesses: leave --on out")
    ran: list[Ran] = []
    sources: dict[str, Source] = {}
    for spec in specs:
        with reported(sources):
            understood = understand(spec)
            sources.update(understood.sources)
            ran.append(run_spec(spec, understood, name, witness, cover=bool(coverage or least)))
        if form == "text" and coverage != "json":
            told(ran[-1], sources, understood)
        if coverage in ("text", "annotated") and ran[-1].covered is not None:
            click.echo(shown(coverage, *ran[-1].covered, sources))
    results = [(one.spec, result) for one in ran for result in one.results]
    whole = [one.covered[0] for one in ran if one.covered is not None]
    if coverage == "json":
        click.echo(listed(whole))
    elif form == "json":
        click.echo(json.dumps([as_json(spec, result) for spec, result in results], ensure_ascii=False, indent=2))
    if junit is not None:
        junit.write_text(as_junit(results), encoding="utf-8")
    short = [line for one in whole for line in below(one, asked)]
    for line in short:
        click.echo(line, err=True)
    if short or any(not result.passed for _, result in results):
        sys.exit(1)


@record
class Ran:
    """What came of the scenarios of a spec. `left`: so many were not run; `covered`: what they reached, where asked."""

    spec: str
    results: tuple[Result, ...]
    left: int
    covered: tuple[Covered, Package] | None = None


def run_spec(spec: str, understood: Understood, name: str, witness: str, *, cover: bool) -> Ran:
    chosen = [one for one in understood.resolved.scenarios if name.lower() in one.name.lower()]
    runnable = [one for one in chosen if not one.needs_org or witness != "process"]
    left = len(chosen) - len(runnable)
    if cover:
        results, covered, package = counted(understood, runnable)
        return Ran(spec=spec, results=tuple(results), left=left, covered=(covered, package))
    return Ran(spec=spec, results=tuple(run_on(witness, understood, runnable)), left=left)


def told(ran: Ran, sources: Mapping[str, Source], understood: Understood) -> None:
    """Prints what failed and who decided what in it, and how many."""
    from generator.simulating.explaining import Explaining

    explained = Explaining(understood.resolved.process, sources, partial(compile_spec, understood))
    for result in ran.results:
        if not result.passed:
            click.echo(timeline(result, sources, explained(result)))
    failed = sum(1 for result in ran.results if not result.passed)
    left = f", {ran.left} for --on xml" if ran.left else ""
    click.echo(f"{ran.spec}: {len(ran.results) - failed} passed, {failed} failed{left}")


def run_on(witness: str, understood: Understood, scenarios: Iterable[Scenario]) -> Iterator[Result]:
    """Results in the order of the scenarios. On `both`, a scenario that fails on the meaning is not tried further; one
    that fails on the metadata says what the spec means there, whichever was asked for."""
    process = understood.resolved.process
    told = Interpreter(process)
    if witness == "process":
        yield from (run(one, process, told) for one in scenarios)
        return
    from generator.emulator.schema import NotModelled
    from generator.prove.playing import OrgTeller
    from generator.prove.scenarios import parted, run_on_metadata

    try:
        played = OrgTeller(process, compile_spec(understood))
    except NotModelled as problem:
        raise ValueError(f"the emulator does not run what was generated: {problem}") from problem
    for scenario in scenarios:
        meant = run(scenario, process, told) if witness == "both" and not scenario.needs_org else None
        if meant is not None and not meant.passed:
            yield meant
            continue
        result = run_on_metadata(scenario, process, played)
        yield parted(result, told, played) if witness == "both" or not result.passed else result


def as_json(spec: str, result: Result) -> dict[str, object]:
    return {
        "spec": spec,
        "name": result.scenario.name,
        "passed": result.passed,
        "failures": [
            {"message": one.message, "file": one.because.path, "line": one.because.line} for one in result.failures
        ],
    }


def as_junit(results: list[tuple[str, Result]]) -> str:
    """One suite for each spec; no times, so that the same run gives the same bytes."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
    for spec in dict.fromkeys(spec for spec, _ in results):
        mine = [result for other, result in results if other == spec]
        failed = sum(1 for result in mine if not result.passed)
        lines.append(f'  <testsuite name={quoteattr(spec)} tests="{len(mine)}" failures="{failed}">')
        for result in mine:
            inner = "".join(f"<failure message={quoteattr(one.message)}/>" for one in result.failures)
            lines.append(f"    <testcase name={quoteattr(result.scenario.name)}>{inner}</testcase>")
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])
