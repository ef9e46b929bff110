"""`carepath explain CODE`"""

import sys

import click

from generator.binding import suggestion
from generator.manual import PAGES


@click.command()
@click.argument("code")
def command(code: str) -> None:
    """Print the manual page of a diagnostic's code."""
    found = PAGES.get(code.upper())
    if found is None:
        click.echo(f"there is no code `{code}`", err=True)
        near = suggestion(code.upper(), PAGES)
        click.echo(near or f"codes are {', '.join(sorted(PAGES))}", err=True)
        sys.exit(1)
    click.echo(f"{code.upper()}: {found.title}\n")
    click.echo(f"Why it matters: {found.why}")
    click.echo(f"What to do: {found.cure}")
    if found.example:
        click.echo(f"\nCaused by, for example:\n\n    {found.example}")
