"""`carepath build SPEC...`"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import TypeVar

import click

from generator.collecting import leave_alone, set_apart
from generator.commands.running import reported, show
from generator.compiler import Understood, compile_spec, understand
from generator.diagnostics import Diagnostic, Note, Rejected, in_order
from generator.frozen import record
from generator.metadata.people import AssignmentRules
from generator.reading import files_below
from generator.retrieved import RETRIEVE, assignment_rules, is_wanted
from generator.source import Source, Span
from generator.tree import differences, place, write

T = TypeVar("T")


@record
class Built:
    """What became of one spec: its folder, how many files it has, and what changed in it (kind and path)."""

    folder: Path
    files: int
    changes: tuple[tuple[str, str], ...]


@click.command()
@click.argument("specs", nargs=-1, required=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("output"), show_default=True
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when a file differs.")
@click.option(
    "--org",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A tree retrieved from the org; `assignment_rule: merge` keeps the rules in it.",
)
def command(specs: tuple[str, ...], output: Path, only_check: bool, org: Path | None) -> None:
    """Compile specs into Salesforce projects: OUTPUT/<name of the spec's file>/."""
    sources: dict[str, Source] = {}
    with reported(sources), set_apart():
        understood = all_of(specs, sources)
        leave_alone()
        refuse_clashes(understood)
        theirs = rules_of(understood, org)
        folders = [place(output, PurePath(one.loaded.path).stem) for one in understood]
        pairs = list(zip(understood, folders, strict=True))
        built = [build(one, folder, theirs, only_check) for one, folder in counted(pairs, "building")]
    warnings = in_order(found for one in understood for found in one.warnings if found.severity == "warning")
    if warnings:
        show(warnings, sources)
    for done in built:
        said = "differ" if only_check else "changed"
        click.echo(f"{done.folder.as_posix()}: {done.files} files, {len(done.changes)} {said}")
        for kind, path in done.changes if only_check else ():
            click.echo(f"  {kind} {path}")
    if only_check and any(done.changes for done in built):
        sys.exit(1)


def all_of(specs: tuple[str, ...], sources: dict[str, Source]) -> list[Understood]:
    """Every spec, understood, before anything is written. Raises Rejected with the findings of all that are not."""
    understood: list[Understood] = []
    found: list[Diagnostic] = []
    for spec in counted(specs, "reading"):
        try:
            one = understand(spec)
        except Rejected as rejected:
            found += rejected.diagnostics
        else:
            sources.update(one.sources)
            understood.append(one)
    if found:
        raise Rejected(found)
    return understood


def build(one: Understood, folder: Path, theirs: AssignmentRules | None, only_check: bool) -> Built:
    """Write one project, or with `only_check` say what a write would change."""
    files = compile_spec(one, theirs)
    if not only_check:
        folder.parent.mkdir(parents=True, exist_ok=True)
    changes = differences(files, folder) if only_check else write(files, folder)
    return Built(folder=folder, files=len(files), changes=tuple((one.kind, one.path) for one in changes))


def counted(several: Sequence[T], what: str) -> Iterator[T]:
    """Each of `several`, under a bar on standard error where a person watches, and in silence elsewhere."""
    if len(several) > 1 and sys.stderr.isatty():
        with click.progressbar(several, label=what, file=sys.stderr) as bar:
            yield from bar
    else:
        yield from several


def refuse_clashes(understood: list[Understood]) -> None:
    """Two specs of one build share neither a prefix nor the name of their file (CP560)."""
    seen: dict[tuple[str, str], Span] = {}
    found = []
    for one in understood:
        prefix = one.loaded.spec.workflow.prefix
        stem, start = (
            PurePath(one.loaded.path).stem,
            Span(path=one.loaded.path, line=1, column=1, end_line=1, end_column=2),
        )
        for what, value, span in (("prefix", prefix.text, prefix.span), ("file name", stem, start)):
            other = seen.setdefault((what, value.lower()), span)
            if other is not span:
                found.append(
                    Diagnostic(
                        code="CP560",
                        severity="error",
                        message=f"two specs of one build have the {what} `{value}`",
                        span=span,
                        help="give each a prefix and a file name of its own, or build them apart",
                        notes=(Note(message="the other spec", span=other),),
                    )
                )
    if found:
        raise Rejected(found)


def rules_of(understood: list[Understood], org: Path | None) -> AssignmentRules | None:
    """The org's rules that assign cases, where a spec is to be merged into them (CP561 without `--org`)."""
    asking = [one for one in understood if one.resolved.process.assignment_rule == "merge"]
    asked = [node.span for one in asking if (node := one.loaded.merged.get("assignment_rule")) is not None]
    if not asked:
        return None
    if org is None:
        message = "`assignment_rule: merge` needs the org's own rules, and the build was not given any"
        help = f"retrieve them ({RETRIEVE}) and build with `--org DIR`; or say `assignment_rule: handoff`"
        raise Rejected(
            Diagnostic(code="CP561", severity="error", message=message, span=span, help=help) for span in asked
        )
    return assignment_rules(files_below(org, is_wanted), org.as_posix(), asked[0])
