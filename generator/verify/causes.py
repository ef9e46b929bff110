"""From a place in a generated tree to the line of the spec that caused it: the lock file holds a source map, element by
element. A file that was edited since it was built has causes no more."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from generator.frozen import record
from generator.source import Span
from generator.verify.locating import Located
from generator.verify.rule import Fault

Sources = Mapping[str, Mapping[str, str]]
LOCK = "carepath.lock"


def cause_of(located: Located, fault: Fault) -> Span | None:
    """The line of the spec behind a fault: of the innermost element around it that has one. Paths are relative to the
    spec's folder, as the lock has them."""
    subject = located.subject
    found = subject.world.source_map(subject.path)
    own = found.get(f"{subject.kind}:{subject.name}")
    if own is None:
        return None
    for name in reversed(list(names_around(located.around(fault.at)))):
        if name in own:
            return span_of(own[name])
    return span_of(own[""]) if "" in own else None


def names_around(records: Iterable[Any]) -> Iterator[str]:
    """The names of the records from the outside to the one where a fault is."""
    for held in records:
        for field in ("fullName", "name", "developerName"):
            name = getattr(held, field, None)
            if isinstance(name, str):
                yield name


def span_of(place: str) -> Span:
    path, _, line = place.rpartition(":")
    return Span(path=path, line=int(line), column=1, end_line=int(line), end_column=1)


@record
class Mapped:
    """A tree's lock: the folder that it stands in, its source map, and the digests of the files as they were built;
    without digests nothing was written yet."""

    folder: str
    sources: Sources
    digests: Mapping[str, str]

    def sources_of(self, path: str, content: bytes) -> Sources:
        """The map, for a file that stands as it was built."""
        below = path.removeprefix(self.folder)
        built = not self.digests or self.digests.get(below) == sha256(content).hexdigest()
        return self.sources if built else {}


def mapped(path: str, lock: Mapping[str, Any]) -> Mapped:
    return Mapped(folder=path.removesuffix(LOCK), sources=lock.get("sources", {}), digests=lock.get("files", {}))
