"""`carepath test SPEC...`"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from xml.sax.saxutils import quoteattr

import click

from generator.collecting import leave_alone, set_apart
from generator.commands.covering import EVERYTHING, bars, below, counted, listed, shown
from generator.commands.covering import FORMS as COVERAGE
from generator.commands.running import reported
from generator.commands.told import Told
from generator.compiler import Understood, compile_spec, understand
from generator.coverage.model import Covered
from generator.emulator.loading import Package
from generator.frozen import record
from generator.interpret.telling import Interpreter
from generator.scenarios.model import Scenario
from generator.scenarios.running import Result, run
from generator.scenarios.timeline import timeline
from generator.source import Source
from generator.workers import cores, spread

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
@click.option(
    "--scenarios", "stories", type=click.Path(), help="A file of scenarios for folders of metadata, in place of specs."
)
@click.option(
    "--jobs", type=click.IntRange(min=1), default=cores, show_default="cores", help="Processes that share the work."
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
    stories: str | None,
    junit: Path | None,
    form: str,
    mutate: bool,
    seed: int,
    limit: int | None,
    coverage: str | None,
    least: tuple[str, ...],
    jobs: int,
) -> None:
    """Run the scenarios and examples of specs."""
    asked = bars(least)
    if stories is not None and (mutate or witness == "process"):
        raise click.UsageError("a folder has no spec: --mutate and --on process are for specs")
    folders = [one for one in specs if Path(one).is_dir()]
    if folders and stories is None:
        raise click.UsageError(f"`{folders[0]}` is a folder: say with --scenarios FILE what to run on it")
    if mutate:
        from generator.commands.mutating import Asked, mutated

        with reported({}):
            sys.exit(mutated(specs, Asked(seed=seed, limit=limit, fail_under=asked.get(EVERYTHING), form=form)))
    if (coverage or least) and witness != "both":
        raise click.UsageError("coverage is of both witnesses: leave --on out")
    ran: list[Ran] = []
    sources: dict[str, Source] = {}
    choice = Choice(name=name, witness=witness, cover=bool(coverage or least), jobs=jobs)
    done = run_specs(specs, sources, choice)
    with set_apart():
        for spec in specs:
            with reported(sources):
                ran.append(next(done) if stories is None else run_tree(spec, stories, name, sources))
            if form == "text" and coverage != "json":
                printed(ran[-1])
            if coverage in ("text", "annotated") and ran[-1].covered is not None:
                click.echo(shown(coverage, *ran[-1].covered, sources))
    stories_told = [(one.spec, story) for one in ran for story in one.stories]
    whole = [one.covered[0] for one in ran if one.covered is not None]
    if coverage == "json":
        click.echo(listed(whole))
    elif form == "json":
        click.echo(json.dumps([as_json(spec, story) for spec, story in stories_told], ensure_ascii=False, indent=2))
    if junit is not None:
        junit.write_text(as_junit(stories_told), encoding="utf-8")
    short = [line for one in whole for line in below(one, asked)]
    for line in short:
        click.echo(line, err=True)
    if short or any(story.failures for _, story in stories_told):
        sys.exit(1)


@record
class Ran:
    """What came of the scenarios of a spec, or of those on a folder. `left`: so many were not run; `covered`: what they
    reached, where asked."""

    spec: str
    stories: tuple[Told, ...]
    left: int = 0
    covered: tuple[Covered, Package] | None = None


def run_tree(folder: str, path: str, name: str, sources: dict[str, Source]) -> Ran:
    from generator.commands.trying import tried

    stories, covered, package = tried(folder, path, name, sources)
    return Ran(spec=folder, stories=tuple(stories), covered=(covered, package))


@record
class Choice:
    """Which scenarios are run, on what, and by how many processes; `cover`: whether to count what they reach."""

    name: str
    witness: str
    cover: bool
    jobs: int


def run_specs(specs: tuple[str, ...], sources: dict[str, Source], choice: Choice) -> Iterator[Ran]:
    """One spec after the other; or, where there are as many as processes, each in one of its own."""
    if choice.cover or choice.jobs < 2 or len(specs) < choice.jobs:
        for spec in specs:
            yield run_spec(spec, known(spec, sources), choice)
        return
    alone = replace(choice, jobs=1)
    pairs = [(spec, known(spec, sources)) for spec in specs]
    yield from spread(lambda pair: run_spec(*pair, alone), pairs, choice.jobs, together=1)


def known(spec: str, sources: dict[str, Source]) -> Understood:
    understood = understand(spec)
    sources.update(understood.sources)
    return understood


def run_spec(spec: str, understood: Understood, choice: Choice) -> Ran:
    name, witness = choice.name, choice.witness
    chosen = [one for one in understood.resolved.scenarios if name.lower() in one.name.lower()]
    runnable = [one for one in chosen if not one.needs_org or witness != "process"]
    left = len(chosen) - len(runnable)
    if choice.cover:
        results, covered, package = counted(understood, runnable, choice.jobs)
        return Ran(spec=spec, stories=tuple(stories_of(results, understood)), left=left, covered=(covered, package))
    results = list(run_on(witness, understood, runnable, choice.jobs))
    return Ran(spec=spec, stories=tuple(stories_of(results, understood)), left=left)


def stories_of(results: list[Result], understood: Understood) -> Iterator[Told]:
    """What came of each scenario; of one that failed, who decided what in it."""
    from generator.simulating.explaining import Explaining

    sources = understood.sources
    explained = Explaining(understood.resolved.process, sources, partial(compile_spec, understood))
    for result in results:
        shown = "" if result.passed else timeline(result, sources, explained(result))
        yield Told(name=result.scenario.name, failures=result.failures, shown=shown)


def printed(ran: Ran) -> None:
    """Prints what failed, and how many."""
    for story in ran.stories:
        if story.failures:
            click.echo(story.shown)
    failed = sum(1 for story in ran.stories if story.failures)
    left = f", {ran.left} for --on xml" if ran.left else ""
    click.echo(f"{ran.spec}: {len(ran.stories) - failed} passed, {failed} failed{left}")


def run_on(witness: str, understood: Understood, scenarios: Sequence[Scenario], jobs: int) -> Iterator[Result]:
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
    leave_alone()

    def ran(scenario: Scenario) -> Result:
        meant = run(scenario, process, told) if witness == "both" and not scenario.needs_org else None
        if meant is not None and not meant.passed:
            return meant
        result = run_on_metadata(scenario, process, played)
        return parted(result, told, played) if witness == "both" or not result.passed else result

    yield from spread(ran, scenarios, jobs)


def as_json(spec: str, story: Told) -> dict[str, object]:
    return {
        "spec": spec,
        "name": story.name,
        "passed": not story.failures,
        "failures": [
            {"message": one.message, "file": one.because.path, "line": one.because.line} for one in story.failures
        ],
    }


def as_junit(stories: list[tuple[str, Told]]) -> str:
    """One suite for each spec; no times, so that the same run gives the same bytes."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
    for spec in dict.fromkeys(spec for spec, _ in stories):
        mine = [story for other, story in stories if other == spec]
        failed = sum(1 for story in mine if story.failures)
        lines.append(f'  <testsuite name={quoteattr(spec)} tests="{len(mine)}" failures="{failed}">')
        for story in mine:
            inner = "".join(f"<failure message={quoteattr(one.message)}/>" for one in story.failures)
            lines.append(f"    <testcase name={quoteattr(story.name)}>{inner}</testcase>")
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])
