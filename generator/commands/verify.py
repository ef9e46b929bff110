"""`carepath verify DIR...`"""

import sys
from pathlib import Path

import click

from generator.commands.running import ending, reported, show
from generator.reporting import FORMS, Form
from generator.source import Source


@click.command()
@click.argument("trees", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--org", type=click.Path(path_type=Path, exists=True, file_okay=False), help="A retrieved tree beside it."
)
@click.option(
    "--missing",
    type=click.Choice(["error", "warning", "off"]),
    help="How to judge a name that is not in the tree; the org may have it. By default an error in a tree that "
    "Carepath generated, else a warning.",
)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
def command(trees: tuple[Path, ...], org: Path | None, missing: str | None, strict: bool, form: Form) -> None:
    """Say what a Salesforce org would refuse of a tree, before the org sees it."""
    from generator.reading.folders import files_below
    from generator.verify.verifying import verify

    sources: dict[str, Source] = {}
    with reported(sources, form):
        beside = files_below(org) if org else None
        found = []
        for tree in trees:
            files = files_below(tree)
            found += [one.diagnostic for one in verify(files, beside, missing)]
    show(tuple(found), sources, form)
    ending(tuple(found), strict=strict)
    sys.exit(0)
