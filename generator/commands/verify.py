"""`carepath verify DIR...`"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.running import reported
from generator.source import Source

if TYPE_CHECKING:
    from generator.diagnostics import Diagnostic
    from generator.verify.finding import Finding
    from generator.verify.verifying import Missing

FORMS = ("text", "json", "sarif", "junit", "github")
WAIVERS = "carepath-waivers.yaml"
"""As `verify.waiving` has it; not imported, so that `--help` loads no rule."""
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command()
@click.argument("trees", nargs=-1, required=True, type=FOLDER)
@click.option("--org", type=FOLDER, help="What the org already has: a retrieved tree, looked up in and not judged.")
@click.option(
    "--missing",
    type=click.Choice(["error", "warning", "off"]),
    help="How to judge a name that is found nowhere; the org may have it. Without this an error in a tree that "
    "Carepath generated, a warning in any other.",
)
@click.option(
    "--waivers",
    "given",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=f"Findings that stand, with reasons. Without this, {WAIVERS} in each tree.",
)
@click.option(
    "--specs",
    type=FOLDER,
    default=None,
    help="Where the specs of generated trees lie. Without this, specs/ if it is there.",
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day on which waivers are judged.")
@click.option("--strict", is_flag=True, help="Exit 1 on warnings too.")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
def command(
    trees: tuple[Path, ...],
    org: Path | None,
    missing: str | None,
    given: Path | None,
    specs: Path | None,
    today: datetime | None,
    strict: bool,
    form: str,
) -> None:
    """Say what a Salesforce org would refuse of trees of metadata, or what goes wrong after it was deployed."""
    from generator.reading.folders import folder_below
    from generator.verify.reports import FORMS as KNOWN
    from generator.verify.reports import rendered
    from generator.verify.verifying import left_out, verify
    from generator.verify.waiving import stale, waived, waivers_of
    from generator.verify.world import may_matter

    day = (today or datetime.now(UTC)).date()
    sources: dict[str, Source] = {}
    found: list[Finding] = []
    about: list[Diagnostic] = []
    with reported(sources):
        beside = folder_below(org, may_matter).files if org else None
        for tree in trees:
            held = folder_below(tree, may_matter)
            files = held.files
            judged = next((one for one in MISSING if one == missing), None)
            mine = (*left_out(held), *verify(files, beside, judged))
            path = given or tree / WAIVERS
            waivers = waivers_of(Source(path=path.as_posix(), text=text_of(path))) if path.is_file() else ()
            found += [caused(below(tree, one), specs or Path("specs"), sources) for one in waived(mine, waivers, day)]
            about += stale(mine, waivers, day)
            sources |= shown(tree, files, mine)
    click.echo(rendered(found, sources, next(one for one in KNOWN if one == form), about), nl=False)
    open_ones = [one.severity for one in found if one.waived is None] + [one.severity for one in about]
    if form == "text":
        click.echo(summary(trees, open_ones, len(found) + len(about) - len(open_ones)), err=True)
    raise SystemExit("error" in open_ones or (strict and bool(open_ones)))


MISSING: tuple["Missing", ...] = ("error", "warning", "off")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig", errors="replace")


def below(tree: Path, one: "Finding") -> "Finding":
    """The finding with its path as the user would type it."""
    return replace(one, span=replace(one.span, path=joined(tree, one.span.path)))


def caused(one: "Finding", specs: Path, sources: dict[str, Source]) -> "Finding":
    """The finding with the line of the spec that caused it where the user has it; as the lock says where he has not."""
    if one.cause is None or not (specs / one.cause.path).is_file():
        return one
    path = normpath((specs / one.cause.path).as_posix())
    sources.setdefault(path, Source(path=path, text=text_of(Path(path))))
    return replace(one, cause=replace(one.cause, path=path))


def joined(tree: Path, path: str) -> str:
    return (tree / path).as_posix()


def shown(tree: Path, files: Mapping[str, bytes], found: tuple["Finding", ...]) -> dict[str, Source]:
    """The texts of the files that findings point at."""
    paths = {one.span.path for one in found} & files.keys()
    return {
        joined(tree, path): Source(path=joined(tree, path), text=files[path].decode("utf-8", "replace"))
        for path in sorted(paths)
    }


def summary(trees: tuple[Path, ...], severities: Sequence[str], waived: int) -> str:
    errors = sum(one == "error" for one in severities)
    told = f"{errors} errors, {len(severities) - errors} warnings"
    return f"{', '.join(str(tree) for tree in trees)}: {told}" + (f", {waived} waived" if waived else "")
