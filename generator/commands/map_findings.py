"""`carepath map-findings SPEC|DIR REPORT...`"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.running import reported, with_files
from generator.source import Source

if TYPE_CHECKING:
    from generator.peers import Said

FORMS = ("text", "json", "sarif", "junit", "github")
READ = (
    "SARIF, the JSON of sf project deploy, Code Analyzer, Lightning Flow Scanner and carepath verify, and lines of "
    "file:line:column: message"
)


@click.command()
@click.argument("what", metavar="SPEC|DIR", type=click.Path(exists=True))
@click.argument("reports", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--specs", type=click.Path(file_okay=False), default="specs", help="Where the specs of a built tree lie.")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
def command(what: str, reports: tuple[str, ...], specs: str, form: str) -> None:
    """Show what others found in a generated tree at the lines of the spec that caused it: answers of an org, SARIF,
    JSON of scanners, or lines of `file:line: message`. `-` reads standard input."""
    from generator.verified import at_cause
    from generator.verify.reports import FORMS as KNOWN
    from generator.verify.reports import rendered
    from generator.verify.tracing import mapped_findings

    said = [one for report in reports for one in read(report)]
    sources: dict[str, Source] = {}
    with reported(sources):
        files, spec = tree_of(Path(what), Path(specs), sources)
        found = mapped_findings(files, said)
    told = tuple(at_cause(one, spec) for one in found)
    if form == "text":
        click.echo(rendered((), with_files(told, sources), "text", told), nl=False)
    elif form == "github":
        click.echo(rendered((), sources, "github", told), nl=False)
    else:
        click.echo(rendered(found, sources, next(one for one in KNOWN if one == form)), nl=False)
    raise SystemExit(any(one.severity == "error" for one in found))


def read(report: str) -> "tuple[Said, ...]":
    from generator.peers import UnknownForm, read_report

    with click.open_file(report, encoding="utf-8", errors="replace") as file:
        text = file.read()
    try:
        return read_report(text)
    except UnknownForm as problem:
        raise click.UsageError(f"{report}: {problem}; read are {READ}") from None


def tree_of(what: Path, specs: Path, sources: dict[str, Source]) -> tuple[Mapping[str, bytes], str]:
    """The files of a tree, built or in memory, and a path beside which its specs lie."""
    if what.is_dir():
        from generator.reading.folders import files_below

        return files_below(what), (specs / "spec.yaml").as_posix()
    from generator.compiler import compile_spec, understand

    understood = understand(what.as_posix())
    sources.update(understood.sources)
    return compile_spec(understood), understood.loaded.path
