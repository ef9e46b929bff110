"""How every command ends: findings as frames on standard error, an exit code, and never a traceback."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click

from generator.diagnostics import Diagnostic, Rejected
from generator.reporting import Form, report
from generator.source import Source


@contextmanager
def reported(sources: dict[str, Source], form: Form = "text") -> Iterator[None]:
    """Prints the findings of a stage that rejects its input, and exits 1."""
    try:
        yield
    except Rejected as rejected:
        show(rejected.diagnostics, with_files(rejected.diagnostics, sources), form)
        sys.exit(1)
    except (OSError, RuntimeError, ValueError, LookupError) as problem:
        click.echo(f"internal error: {type(problem).__name__}: {problem}; please report it", err=True)
        sys.exit(1)


@contextmanager
def emulated() -> Iterator[None]:
    """Says what the emulator does not run, which a folder of `extra` may hold, and exits 1."""
    from generator.emulator.schema import NotModelled
    from generator.formula.parsing import FormulaSyntaxError

    try:
        yield
    except NotModelled as refusal:
        click.echo(f"error: the emulator does not run this package: {refusal}; nothing was proved", err=True)
        sys.exit(1)
    except FormulaSyntaxError as refusal:
        click.echo(f"error: a formula of this package cannot be read: {refusal}; nothing was proved", err=True)
        sys.exit(1)


def show(found: tuple[Diagnostic, ...], sources: Mapping[str, Source], form: Form = "text") -> None:
    """Findings for people go to standard error, findings for programs are the result."""
    click.echo(report(found, sources, form), err=form == "text", nl=form == "text")


def with_files(found: tuple[Diagnostic, ...], sources: Mapping[str, Source]) -> Mapping[str, Source]:
    """The sources that findings point at, read again where a stage ended before it could hand them over."""
    made = dict(sources)
    for path in {one.span.path for one in found} | {note.span.path for one in found for note in one.notes}:
        if path and path not in made:
            try:
                with open(path, encoding="utf-8-sig", errors="replace") as file:
                    made[path] = Source(path=path, text=file.read(1_000_000))
            except OSError:
                continue
    return made


def ending(found: tuple[Diagnostic, ...], *, strict: bool) -> None:
    """Exit 1 on errors, with `strict` also on warnings."""
    worst = {"error", "warning"} if strict else {"error"}
    if any(one.severity in worst for one in found):
        sys.exit(1)
