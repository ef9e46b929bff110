"""Kinds of fault and committed trees -> mutants: one fault in one file, at places that a seed chooses."""

import random
from collections.abc import Iterator, Mapping
from functools import cache

from generator.frozen import record
from tests.conftest import ROOT
from tests.mutation.kinds import KINDS
from tests.mutation.planting import Element, Kind, bare, found, lines_of, spelled

OUTPUT = ROOT / "output"
TOP = (1, 2, 3)
"""Lines where a finding about a whole file is right: its declaration, its root, its name."""
Files = Mapping[str, bytes]


@record
class Mutant:
    """Which fault (its place in KINDS) in which file of which tree, and at which of the places that it can take."""

    kind: int
    tree: str
    path: str
    number: int


@record
class Planted:
    """A tree with its fault. `changed`: the files that differ, `None` for one that is gone. `places`: path and line
    where a finding is right."""

    changed: Mapping[str, bytes | None]
    places: frozenset[tuple[str, int]]


@cache
def tree(name: str) -> Files:
    folder = OUTPUT / name
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def trees() -> tuple[str, ...]:
    return tuple(sorted(path.name for path in OUTPUT.iterdir() if path.is_dir()))


@cache
def places(number: int, name: str) -> tuple[tuple[str, int], ...]:
    """Every file and place of a tree where a kind can be planted."""
    made = KINDS[number]
    listed = [path for path in tree(name) if made.lies_in(path)]
    return tuple((path, place) for path in listed for place in range(possible(made, name, path)))


def possible(made: Kind, name: str, path: str) -> int:
    """At how many places of a file a kind can be planted."""
    return 1 if made.plant is None else len(found(parsed(name, path), made.at))


@cache
def parsed(name: str, path: str) -> Element:
    """A file to look for places in; faults are planted into a copy of their own."""
    return bare(tree(name)[path], path)


def chosen(seed: int, each: int, kinds: tuple[int, ...]) -> Iterator[Mutant]:
    """So many mutants of each kind, as evenly over the trees as its places allow."""
    for number in kinds:
        made = KINDS[number]
        draw = random.Random(f"{seed}:{made.code}:{made.name}")
        names = list(trees())
        draw.shuffle(names)
        queues = {name: draw.sample(listed, len(listed)) if (listed := places(number, name)) else [] for name in names}
        left = each
        while left and any(queues.values()):
            for name in names:
                if left and queues[name]:
                    path, place = queues[name].pop()
                    left -= 1
                    yield Mutant(kind=number, tree=name, path=path, number=place)


def elsewhere(made: Kind, name: str) -> Iterator[tuple[str, int]]:
    """The places in other files where a finding is right."""
    for path in tree(name):
        if path.endswith(f".{made.told_in}-meta.xml"):
            root = parsed(name, path)
            yield from ((path, line) for line in lines_of(spelled(root), root, tuple(found(root, made.told_at))))


def planted(mutant: Mutant) -> Planted:
    """The fault in its file."""
    made, path = KINDS[mutant.kind], mutant.path
    content = tree(mutant.tree)[path]
    if made.renamed is not None:
        new = made.renamed(path)
        return Planted(changed={path: None, new: content}, places=frozenset((new, line) for line in TOP))
    if made.copied is not None:
        new = made.copied(path)
        both = frozenset((one, line) for one in (path, new) for line in TOP)
        return Planted(changed={new: content}, places=both)
    if made.text is not None:
        text, lines = made.text(content.decode())
        right = elsewhere(made, mutant.tree) if made.told_in else ((path, line) for line in lines)
        return Planted(changed={path: text.encode()}, places=frozenset(right))
    assert made.plant is not None
    root = bare(content, path)
    elements = made.plant(found(root, made.at)[mutant.number])
    new_content = spelled(root)
    lines = lines_of(new_content, root, elements)
    return Planted(changed={path: new_content}, places=frozenset((path, line) for line in lines))
