"""`carepath show SPEC`"""

import dataclasses
import json

import click

from generator.commands.running import reported
from generator.compiler import understand
from generator.process.showing import rows, show
from generator.source import Source


@click.command()
@click.argument("spec")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(spec: str, form: str) -> None:
    """Print what a spec means: its process, and the table of who gets what when."""
    sources: dict[str, Source] = {}
    with reported(sources):
        process = understand(spec).resolved.process
    if form == "json":
        click.echo(json.dumps([dataclasses.asdict(row) for row in rows(process)], ensure_ascii=False, indent=2))
    else:
        click.echo(show(process), nl=False)
