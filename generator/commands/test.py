"""`carepath test SPEC...`"""

import json
import sys
from pathlib import Path
from xml.sax.saxutils import quoteattr

import click

from generator.commands.running import reported
from generator.compiler import understand
from generator.interpret.telling import Interpreter
from generator.scenarios.running import Result, run
from generator.scenarios.timeline import timeline
from generator.source import Source


@click.command()
@click.argument("specs", nargs=-1, required=True)
@click.option("-k", "name", default="", help="Only scenarios whose name contains this.")
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), help="Write a JUnit report.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(specs: tuple[str, ...], name: str, junit: Path | None, form: str) -> None:
    """Run the scenarios and examples of specs."""
    results: list[tuple[str, Result]] = []
    sources: dict[str, Source] = {}
    for spec in specs:
        with reported(sources):
            understood = understand(spec)
        sources.update(understood.sources)
        process = understood.resolved.process
        teller = Interpreter(process)
        chosen = [one for one in understood.resolved.scenarios if name.lower() in one.name.lower()]
        mine = [run(scenario, process, teller) for scenario in chosen]
        results += [(spec, result) for result in mine]
        if form == "text":
            for result in mine:
                if not result.passed:
                    click.echo(timeline(result, sources))
            failed = sum(1 for result in mine if not result.passed)
            click.echo(f"{spec}: {len(mine) - failed} passed, {failed} failed")
    if form == "json":
        click.echo(json.dumps([as_json(spec, result) for spec, result in results], ensure_ascii=False, indent=2))
    if junit is not None:
        junit.write_text(as_junit(results), encoding="utf-8")
    if any(not result.passed for _, result in results):
        sys.exit(1)


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
