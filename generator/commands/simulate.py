"""`carepath simulate SPEC|DIR EVENTS`"""

import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import click

from generator.commands.running import reported
from generator.compiler import compile_spec, understand
from generator.frozen import record
from generator.process.model import Process
from generator.simulating.built import components_in, files_of, process_of
from generator.simulating.history import extended, history, source_of
from generator.simulating.running import Simulator
from generator.simulating.simulation import as_json
from generator.simulating.telling import told
from generator.source import Source


@click.command()
@click.argument("project", metavar="SPEC|DIR")
@click.argument("events")
@click.option(
    "--until",
    "ends",
    metavar="TIME",
    help='How long it goes on after the last event: a local time ("2026-01-05 12:00"), or as long as `90m`.',
)
@click.option("--why", is_flag=True, help="Name the flow's element and the spec's line that decided.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(project: str, events: str, ends: str | None, why: bool, form: str) -> None:
    """Play one history on the generated metadata, and tell it as a person would see it.

    EVENTS is a file, YAML or JSON, or `-`: a message (`subject`, `text`, `channel`, `at`, ...), or `given:` and `then:`
    as in a scenario. DIR is a built project; of a SPEC, what it means is told too where the metadata does something
    else (then the exit code is 1)."""
    sources: dict[str, Source] = {}
    with reported(sources):
        opened = opened_from(project)
        sources.update(opened.sources or {})
        source = source_of(events)
        sources[source.path] = source
        scenario = history(source, opened.process)
        if ends is not None:
            scenario = extended(scenario, ends, opened.process)
        simulation = Simulator(opened.process, opened.files(), project, opened.sources).simulate(scenario)
    if form == "json":
        click.echo(json.dumps(as_json(simulation), ensure_ascii=False, indent=2))
    else:
        click.echo(told(simulation, why=why), nl=False)
    sys.exit(1 if simulation.difference is not None else 0)


@record
class Opened:
    """A process and the project that it becomes, or was read from. `sources`: the files of a spec, where there is one;
    `files` are asked for once the events are understood."""

    process: Process
    files: Callable[[], Mapping[str, bytes]]
    sources: Mapping[str, Source] | None


def opened_from(project: str) -> Opened:
    """Of a folder what it was built from is known as far as it tells."""
    if Path(project).is_dir():
        files = files_of(project)
        return Opened(process=process_of(files, components_in(project, files)), files=lambda: files, sources=None)
    understood = understand(project)
    process, compiled = understood.resolved.process, partial(compile_spec, understood)
    return Opened(process=process, files=compiled, sources=understood.sources)
