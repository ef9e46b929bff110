"""Two things that would become one: components of one name, and files that a spec brings itself."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.diagnostics import Diagnostic, Note
from generator.loading import Extra
from generator.metadata.component import Component
from generator.nodes import error


def one_name(components: Iterable[Component]) -> Iterator[Diagnostic]:
    """Two components of one kind and name (CP213): an id of the spec became a name that the workflow keeps for itself,
    or that something else of the spec has. An org tells names apart without regard to case."""
    seen: dict[tuple[str, str], Component] = {}
    for one in components:
        other = seen.setdefault((one.kind, one.name.lower()), one)
        if other is not one:
            first, second = sorted((other.because, one.because), key=lambda span: (span.path, span.line, span.column))
            notes = (Note(message="the other one", span=first),) if first.path and first != second else ()
            message = f"two things of the package become the {one.kind} `{one.name}`"
            found = error("CP213", message, second, "change the id of one, or give an `api_name`")
            yield replace(found, notes=notes)


def one_file(extra: Iterable[Extra], files: Iterable[str]) -> Iterator[Diagnostic]:
    """A file that a spec brings itself and that we generate too (CP563), wherever its folders begin."""
    ours = {placed(path) for path in files}
    for one in extra:
        if placed(one.path) in ours:
            message = f"`{one.path}` is generated too"
            yield error("CP563", message, one.because, "take it out of the folder, or rename what it holds")


def placed(path: str) -> str:
    """Where a file stands in its package directory, as file systems that ignore case see it."""
    return f"/{path}".rpartition("/main/default/")[2].lstrip("/").lower()
