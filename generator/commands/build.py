"""`carepath build SPEC...`"""

import sys
from pathlib import Path, PurePath

import click

from generator.commands.running import reported, show
from generator.compiler import compile_spec, understand
from generator.diagnostics import Diagnostic, Note, Rejected
from generator.process.model import Identity
from generator.source import Source, Span
from generator.tree import Change, differences, place, write


@click.command()
@click.argument("specs", nargs=-1, required=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("output"), show_default=True
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when a file differs.")
def command(specs: tuple[str, ...], output: Path, only_check: bool) -> None:
    """Compile specs into Salesforce projects: OUTPUT/<name of the spec's file>/."""
    sources: dict[str, Source] = {}
    with reported(sources):
        understood = []
        for spec in specs:
            one = understand(spec)
            sources.update(one.sources)
            understood.append(one)
        refuse_clashes(specs, [one.resolved.process.identity for one in understood])
        with click.progressbar(understood, label="compiling", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            projects = [(place(output, PurePath(one.loaded.path).stem), compile_spec(one)) for one in bar]
        changed: list[tuple[Path, tuple[Change, ...]]] = []
        for folder, files in projects:
            if not only_check:
                output.mkdir(parents=True, exist_ok=True)
            changed.append((folder, differences(files, folder) if only_check else write(files, folder)))
    for one in understood:
        if one.warnings:
            show(one.warnings, sources)
    for (folder, changes), (_, files) in zip(changed, projects, strict=True):
        click.echo(f"{folder.as_posix()}: {len(files)} files, {len(changes)} {'differ' if only_check else 'changed'}")
        for change in changes if only_check else ():
            click.echo(f"  {change.kind} {change.path}")
    if only_check and any(changes for _, changes in changed):
        sys.exit(1)


def refuse_clashes(specs: tuple[str, ...], identities: list[Identity]) -> None:
    """Two specs of one build share neither a prefix nor the name of their file (CP560)."""
    seen: dict[str, Span] = {}
    found = []
    for spec, identity in zip(specs, identities, strict=True):
        for what, value in (("prefix", identity.prefix), ("file name", PurePath(spec).stem)):
            key = f"{what} {value.lower()}"
            if key in seen:
                note = Note(message="the other spec", span=seen[key])
                message = f"two specs of one build have the {what} `{value}`"
                span = identity.because
                found.append(Diagnostic(code="CP560", severity="error", message=message, span=span, notes=(note,)))
            seen.setdefault(key, identity.because)
    if found:
        raise Rejected(found)
