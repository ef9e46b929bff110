"""`carepath schema [--layer]`"""

import json

import click

from generator.schema import schema


@click.command()
@click.option("--layer", is_flag=True, help="The schema of layers, which a spec extends.")
def command(layer: bool) -> None:
    """Print the JSON Schema of the spec language."""
    click.echo(json.dumps(schema(layer=layer), ensure_ascii=False, indent=2))
