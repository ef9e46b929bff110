"""Files -> one bound spec: reads a spec and the layers below it, merges them and binds the result.

The only module before `tree` that touches the user's disk.
"""

import re
from collections.abc import Mapping
from os.path import dirname, join, normpath
from pathlib import Path

from generator.binding import Binder, unused_variables, variables_of
from generator.diagnostics import Diagnostic, Rejected, in_order
from generator.frozen import record
from generator.language.spec import Spec
from generator.merging import Merge, Removal
from generator.nodes import Listing, Scalar, Table, error, read
from generator.source import Source, Span

LARGEST = 1_000_000
"""Bytes of one file. A spec of a large organisation has about 60,000."""

NOT_AUTOMATED = re.compile(r"^\s*#\s*not automated:\s*(.*)$")
COMMENT = re.compile(r"^\s*#\s?(.*)$")


@record
class Remark:
    """A comment `# not automated: TEXT`, with the reason in the comment lines behind it."""

    text: str
    reason: str
    span: Span


@record
class Extra:
    """A file of a folder that `extra` names: its path in there, what it holds, and where the folder is named."""

    path: str
    content: bytes
    because: Span


@record
class Loaded:
    """A spec as its author means it, and all that is known of where it came from."""

    path: str
    spec: Spec
    merged: Table
    sources: Mapping[str, Source]
    removals: tuple[Removal, ...]
    remarks: tuple[Remark, ...]
    extra: tuple[Extra, ...]
    strays: tuple[Diagnostic, ...]
    """Errors of layers that resolving reports together with its own (see `Merge`)."""


def load(path: str) -> Loaded:
    """The spec at `path` with its layers, bound.

    Raises Rejected with every finding of the first stage that has one: reading, merging, binding.
    """
    layers = Layers(path)
    layers.visit(normpath(path), None, ())
    if layers.found:
        raise Rejected(layers.found)
    merge = Merge()
    merged: Table | None = None
    for table in layers.tables.values():
        merged = merge.specs(merged, table)
    if merge.found or merged is None:
        raise Rejected([*merge.strays, *merge.found])
    binder = Binder(variables_of(merged))
    spec = binder.spec(without_extends(merged, layers.tables[normpath(path)]))
    whole = spec is not None and not merge.strays
    found = [*binder.found, *unused_variables(spec, binder.used)] if spec and whole else binder.found
    extra = extra_files(spec, found) if spec else ()
    if spec is None or found:
        raise Rejected([*merge.strays, *found])
    return Loaded(
        path=normpath(path),
        spec=spec,
        merged=merged,
        sources=layers.sources,
        removals=tuple(merge.removals),
        remarks=tuple(remark for source in layers.sources.values() for remark in remarks(source)),
        extra=extra,
        strays=in_order(merge.strays),
    )


def without_extends(merged: Table, own: Table) -> Table:
    """`extends` names files, it does not merge; and each layer says its version."""
    entries = tuple(entry for entry in merged.entries if entry.key.text != "extends")
    return Table(entries=entries, span=own.span, beneath=merged.beneath)


class Layers:
    """The files of one spec, depth first, left to right, each once, the spec itself last."""

    def __init__(self, path: str) -> None:
        self.found: list[Diagnostic] = []
        self.sources: dict[str, Source] = {}
        self.tables: dict[str, Table] = {}
        self.root = root_of(Path(path))

    def visit(self, path: str, named: Scalar | None, above: tuple[str, ...]) -> None:
        if path in above:
            chain = " -> ".join([*above[above.index(path) :], path])
            self.refuse("CP131", f"layers extend each other in a circle: {chain}", named)
            return
        if path in self.tables:
            return
        source = self.source(path, named)
        if source is None:
            return
        self.sources[path] = source
        try:
            table = read(source)
        except Rejected as rejected:
            self.found += rejected.diagnostics
            return
        self.check_version(table)
        for scalar in self.extended(table):
            self.visit(normpath(join(dirname(path), scalar.text)), scalar, (*above, path))
        self.tables[path] = table

    def source(self, path: str, named: Scalar | None) -> Source | None:
        try:
            real = Path(path).resolve()
            if named is not None and not real.is_relative_to(self.root):
                self.refuse("CP132", f"the layer `{named.text}` lies outside the project", named)
                return None
            if not real.is_file():
                self.refuse("CP101", f"there is no file `{path}`", named, path)
                return None
            if real.stat().st_size > LARGEST:
                self.refuse("CP102", f"`{path}` is larger than {LARGEST:,} bytes", named, path)
                return None
            content = real.read_bytes()
        except (OSError, ValueError):
            self.refuse("CP101", f"`{path}` cannot be read", named, path)
            return None
        try:
            return Source(path=path, text=content.decode("utf-8-sig"))
        except UnicodeDecodeError as problem:
            before = content[: problem.start].decode("utf-8", "replace")
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            span = Span(path=path, line=line, column=column, end_line=line, end_column=column + 1)
            self.sources[path] = Source(path=path, text=content.decode("utf-8", "replace"))
            self.found.append(error("CP103", "the file is not UTF-8", span, "save it as UTF-8"))
            return None

    def extended(self, table: Table) -> list[Scalar]:
        node = table.get("extends")
        if node is None:
            return []
        if not isinstance(node, Listing) or not all(isinstance(item, Scalar) for item in node.items):
            self.found.append(error("CP113", "`extends` is a list of paths", node.span, "write `extends: [base.yaml]`"))
            return []
        return [item for item in node.items if isinstance(item, Scalar)]

    def check_version(self, table: Table) -> None:
        version = table.get("carepath")
        if not isinstance(version, Scalar) or version.text != "1":
            span = version.span if version is not None else table.entries[0].key.span if table.entries else table.span
            self.found.append(error("CP114", "a spec begins with `carepath: 1`", span, "this program reads version 1"))

    def refuse(self, code: str, message: str, named: Scalar | None, path: str = "") -> None:
        span = named.span if named else Span(path=path, line=1, column=1, end_line=1, end_column=1)
        self.found.append(error(code, message, span))


def root_of(path: Path) -> Path:
    """The nearest folder upward with .git or pyproject.toml, else the working folder (resolved)."""
    start = path.resolve().parent
    for folder in (start, *start.parents):
        if (folder / ".git").exists() or (folder / "pyproject.toml").exists():
            return folder
    return Path.cwd().resolve()


def extra_files(spec: Spec, found: list[Diagnostic]) -> tuple[Extra, ...]:
    """The files of the folders that `extra` names, each folder below the file that names it (else CP146). What is
    hidden is left out, as wherever projects are read."""
    files: list[Extra] = []
    for one in spec.extra:
        home = Path(one.span.path).resolve().parent
        try:
            folder = (home / one.text).resolve()
            inside = folder != home and folder.is_relative_to(home)
            paths = sorted(path for path in folder.rglob("*") if path.is_file()) if inside else []
            paths = [path for path in paths if not is_hidden(path.relative_to(folder))]
            astray = [path for path in paths if not path.resolve().is_relative_to(folder)]
            there = folder.is_dir()
            held = [] if astray else [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths]
        except (OSError, ValueError):
            inside, there, held, astray = True, False, [], []
        if not inside or astray:
            leaves = f"`{astray[0].relative_to(folder).as_posix()}` in `{one.text}`" if astray else f"`{one.text}`"
            help = "copy it into a folder beside the spec"
            found.append(error("CP146", f"{leaves} lies outside the folder of the spec", one.span, help))
        elif not there:
            found.append(error("CP146", f"there is no folder `{one.text}`", one.span, "it is relative to this file"))
        files += [Extra(path=path, content=content, because=one.span) for path, content in held]
    return tuple(files)


def is_hidden(path: Path) -> bool:
    return any(piece.startswith(".") for piece in path.parts)


def remarks(source: Source) -> list[Remark]:
    """The comments of a source that tell what is not automated, and why."""
    found: list[Remark] = []
    lines = source.text.split("\n")
    for number, line in enumerate(lines):
        begin = NOT_AUTOMATED.match(line)
        if not begin:
            continue
        reasons = []
        for follow in lines[number + 1 :]:
            more = COMMENT.match(follow)
            if not more or NOT_AUTOMATED.match(follow):
                break
            reasons.append(more.group(1).strip())
        column = len(line) - len(line.lstrip()) + 1
        span = Span(path=source.path, line=number + 1, column=column, end_line=number + 1, end_column=len(line) + 1)
        found.append(Remark(text=begin.group(1).strip(), reason=" ".join(reasons).strip(), span=span))
    return found
