"""`carepath check SPEC...`"""

from datetime import datetime

import click

from generator.commands.running import ending, reported, show
from generator.compiler import compile_spec, understand
from generator.diagnostics import Diagnostic, require
from generator.process.checks.calendars import run_out
from generator.reporting import FORMS, Form
from generator.source import Source
from generator.verified import verified


@click.command()
@click.argument("specs", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Exit 1 on warnings too.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Warn of holidays that end before DATE.",
)
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text")
def command(specs: tuple[str, ...], strict: bool, today: datetime | None, form: str) -> None:
    """Say what is wrong with specs and with what they become, and write nothing. What is said depends on a day only
    where --today gives one."""
    chosen: Form = next(one for one in FORMS if one == form)
    sources: dict[str, Source] = {}
    warnings: list[Diagnostic] = []
    for spec in specs:
        with reported(sources, chosen):
            understood = understand(spec)
            sources.update(understood.sources)
            warnings += understood.warnings
            warnings += require(verified(compile_spec(understood), understood.loaded.path))
            if today is not None:
                warnings += run_out(understood.resolved.process, today.date())
    if warnings or form != "text":
        show(tuple(warnings), sources, chosen)
    ending(tuple(warnings), strict=strict)
