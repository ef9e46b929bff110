"""`carepath explain CODE`"""

import sys

import click

from generator.binding import suggestion


@click.command()
@click.argument("code")
def command(code: str) -> None:
    """Print the manual page of a diagnostic's code: CP304 of a spec, FLOW-013 of a tree."""
    from generator import manual
    from generator.verify import pages

    wanted = code.upper()
    found = manual.page_of(wanted) or pages.page_of(wanted)
    if found is None:
        click.echo(f"there is no code `{code}`", err=True)
        known = (*manual.PAGES, *pages.codes())
        near = suggestion(wanted, known)
        click.echo(near or f"codes are {', '.join(sorted(known))}", err=True)
        sys.exit(1)
    click.echo(f"{wanted}: {found}")
