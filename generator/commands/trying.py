"""`carepath test DIR --scenarios FILE`: stories on a tree, without a spec."""

from collections.abc import Mapping
from pathlib import Path

from generator.commands.told import Told
from generator.coverage.counting import Tally, covered
from generator.coverage.labelling import aims_in
from generator.coverage.model import Covered
from generator.emulator.loading import Package
from generator.prove.playing import OrgTeller
from generator.prove.scenarios import run_on_metadata
from generator.scenarios.running import Result
from generator.scenarios.timeline import timeline
from generator.source import Source
from generator.trial.built import scenarios_of, told_by
from generator.trial.loading import files_of, is_built, package_of, sources
from generator.trial.reading import source_of, trials
from generator.trial.running import Tried, run


def tried(folder: str, path: str, name: str, texts: dict[str, Source]) -> tuple[list[Told], Covered, Package]:
    """The stories of a file whose names contain `name`, on the tree in a folder, and what of it they reach. `texts`
    gets the file's text. Raises Rejected."""
    files, source, tally = files_of(folder), source_of(path), Tally()
    texts[source.path] = source
    if is_built(files):
        told, package = on_built(folder, files, source, name, tally)
    else:
        given = trials(source)
        package = package_of(folder, files, given, tally.branches)
        chosen = [one for one in given.scenarios if name.lower() in one.id.text.lower()]
        told = [shown_trial(tally.tried(run(one, package)), source) for one in chosen]
    aims = tuple(aims_in(package, sources(files), {}))
    return told, covered(Path(folder).as_posix(), aims, package, tally.reached({})), package


def on_built(
    folder: str, files: Mapping[str, bytes], source: Source, name: str, tally: Tally
) -> tuple[list[Told], Package]:
    process = told_by(folder, files)
    scenarios = scenarios_of(source, process, files)
    played = OrgTeller(process, files, traced=True, branch=tally.branches)
    results = [
        run_on_metadata(one, process, played, tally.add) for one in scenarios if name.lower() in one.name.lower()
    ]
    return [shown_story(one, source) for one in results], played.package


def shown_story(result: Result, source: Source) -> Told:
    said = "" if result.passed else timeline(result, {source.path: source})
    return Told(name=result.scenario.name, failures=result.failures, shown=said)


def shown_trial(result: Tried, source: Source) -> Told:
    lines = [f"FAILED: {result.name}", *(f"  {line}" for line in result.lines)]
    for one in result.failures:
        lines += [f"  {one.message}", f"    at {one.because}", f"    {source.line(one.because.line).strip()}"]
    return Told(name=result.name, failures=result.failures, shown="\n".join(lines))
