"""A file of stories on a tree -> the stories; what is wrong with the file, at its place."""

from pathlib import Path
from typing import Annotated, Any

from generator.binding import Binder
from generator.diagnostics import Rejected
from generator.frozen import because, record
from generator.language.scenarios import Scenario
from generator.language.trials import Trial
from generator.language.values import KEYED, Names, Text, said
from generator.nodes import Table, error, read
from generator.source import Source, Span

LARGEST = 1_000_000


@record
class Stories:
    """A file of stories on a tree that `carepath build` wrote: in the words of its spec."""

    carepath: Text = said("version of the language")
    scenarios: Annotated[tuple[Scenario, ...], KEYED] = said("stories with expectations")
    span: Span = because()


@record
class Trials:
    """A file of stories on any other tree: in API names."""

    carepath: Text = said("version of the language")
    without: Names | None = said("components that are left out, because the emulator does not run them", default=None)
    assumed: bool = said("whether objects and fields that the tree does not hold are taken to be there", default=False)
    scenarios: Annotated[tuple[Trial, ...], KEYED] = said("stories with expectations")
    span: Span = because()


def source_of(path: str) -> Source:
    """The text of a file. Raises Rejected (CP101 to CP103)."""
    top = Span(path=path, line=1, column=1, end_line=1, end_column=1)
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError):
        raise Rejected([error("CP101", f"`{path}` cannot be read", top, "name a file of scenarios")]) from None
    if len(content) > LARGEST:
        raise Rejected([error("CP102", f"`{path}` is larger than {LARGEST:,} bytes", top)])
    try:
        return Source(path=path, text=content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Rejected([error("CP103", "the file is not UTF-8", top, "save it as UTF-8")]) from None


def stories(source: Source) -> Stories:
    """Stories in the words of a spec. Raises Rejected."""
    bound: Stories = bind(Stories, source)
    return bound


def trials(source: Source) -> Trials:
    """Stories in API names. Raises Rejected."""
    bound: Trials = bind(Trials, source)
    return bound


def bind(cls: type[Any], source: Source) -> Any:
    table = read(source)
    binder = Binder({})
    version = table.get("carepath") if isinstance(table, Table) else None
    bound = binder.record(cls, table, "a file of scenarios")
    if binder.found:
        raise Rejected(binder.found)
    if bound.carepath.text != "1" and version is not None:
        raise Rejected([error("CP114", "a file of scenarios begins with `carepath: 1`", bound.carepath.span)])
    return bound
