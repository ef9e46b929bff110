"""`carepath test SPEC...`"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

import click

from generator.commands.running import reported
from generator.compiler import Understood, compile_spec, understand
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
@click.option("--fail-under", type=float, help="Of --mutate: exit 1 where fewer percent of them are noticed.")
def command(
    specs: tuple[str, ...],
    name: str,
    witness: str,
    junit: Path | None,
    form: str,
    mutate: bool,
    seed: int,
    limit: int | None,
    fail_under: float | None,
) -> None:
    """Run the scenarios and examples of specs."""
    if mutate:
        from generator.commands.mutating import Asked, mutated

        with reported({}):
            sys.exit(mutated(specs, Asked(seed=seed, limit=limit, fail_under=fail_under, form=form)))
    results: list[tuple[str, Result]] = []
    sources: dict[str, Source] = {}
    for spec in specs:
        with reported(sources):
            understood = understand(spec)
            sources.update(understood.sources)
            chosen = [one for one in understood.resolved.scenarios if name.lower() in one.name.lower()]
            runnable = [one for one in chosen if not one.needs_org or witness != "process"]
            mine = list(run_on(witness, understood, runnable))
        results += [(spec, result) for result in mine]
        if form == "text":
            for result in mine:
                if not result.passed:
                    click.echo(timeline(result, sources))
            failed = sum(1 for result in mine if not result.passed)
            left = f", {len(chosen) - len(runnable)} for --on xml" if len(chosen) > len(runnable) else ""
            click.echo(f"{spec}: {len(mine) - failed} passed, {failed} failed{left}")
    if form == "json":
        click.echo(json.dumps([as_json(spec, result) for spec, result in results], ensure_ascii=False, indent=2))
    if junit is not None:
        junit.write_text(as_junit(results), encoding="utf-8")
    if any(not result.passed for _, result in results):
        sys.exit(1)


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
