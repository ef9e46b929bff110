"""A mutant -> what verify says of it.

A tree is judged against itself: what verify says of the tree as it is committed counts for nothing. Where a fault is
one of a component, its file alone is judged and the rest of the tree stands beside it, which gives the same findings in
a fifth of the time; faults of files and manifests are judged with their whole tree. Files that did not change are read
once a process.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from generator.frozen import record
from generator.metadata.registry import Kind as Metadata
from generator.reading import projects
from generator.reading.records import Read
from generator.verify.finding import Finding
from generator.verify.verifying import verify
from tests.mutation.kinds import KINDS
from tests.mutation.mutants import Mutant, Planted, planted, tree

AGAIN = 4
"""Findings of other codes that are shown of a survivor."""
Said = tuple[str, str, int, str]


@record
class Verdict:
    """`outcome`: found (right code, right place), misplaced (right code, another place), other (another code at the
    place), noticed (something else is said), missed. `said`: what was found, for survivors."""

    mutant: Mutant
    outcome: str
    said: tuple[Said, ...]


def judged(mutant: Mutant) -> Verdict:
    read_once()
    made, fault = KINDS[mutant.kind], planted(mutant)
    news = new_findings(mutant, fault)
    codes = {made.code, *made.also}
    right = [one for one in news if one[0] in codes]
    placed = [one for one in news if (one[1], one[2]) in fault.places]
    if [one for one in right if one in placed]:
        outcome = "found"
    elif right:
        outcome = "misplaced"
    elif placed:
        outcome = "other"
    else:
        outcome = "noticed" if news else "missed"
    return Verdict(mutant=mutant, outcome=outcome, said=() if outcome == "found" else tuple(news[:AGAIN]))


def new_findings(mutant: Mutant, fault: Planted) -> list[Said]:
    """What verify says of the tree with its fault, and not of the tree without it."""
    made = KINDS[mutant.kind]
    before = tree(mutant.tree)
    after = {path: text for path, text in {**before, **fault.changed}.items() if text is not None}
    said = verify(after) if made.whole else verify(*apart(after, mutant.path))
    return list(unknown(said, Counter(baseline(mutant.tree))))


def unknown(said: tuple[Finding, ...], known: Counter[tuple[str, str, str]]) -> Iterator[Said]:
    for one in said:
        key = one.code, one.span.path, one.message
        if known[key]:
            known[key] -= 1
        else:
            yield one.code, one.span.path, one.span.line, one.message


@cache
def baseline(name: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((one.code, one.span.path, one.message) for one in verify(tree(name)))


def apart(files: dict[str, bytes] | Any, path: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """One file with the papers of its tree, and what stands beside it."""
    judged = {path, path.removesuffix("-meta.xml"), "carepath.lock", "sfdx-project.json"}
    judged_too = set(files) if path.startswith("manifest/") else judged
    return (
        {one: text for one, text in files.items() if one in judged_too},
        {one: text for one, text in files.items() if one not in judged_too and not one.startswith("manifest/")},
    )


@cache
def read_once() -> None:
    """Let this process read each content of a file once: all mutants of a tree share what did not change."""
    read = projects.read_file

    @lru_cache(maxsize=20_000)
    def kept(
        path: str, content: bytes, beside: bytes | None, kind: Metadata, name: str, whole: bool
    ) -> tuple[Read, ...]:
        files = {path: content} if beside is None else {path: content, path.removesuffix(projects.META): beside}
        return tuple(read(files, path, kind, name, whole=whole))

    def once(files: Any, path: str, kind: Metadata, name: str, *, whole: bool = False) -> Iterator[Read]:
        beside = files.get(path.removesuffix(projects.META)) if kind.content else None
        yield from kept(path, files[path], beside, kind, name, whole)

    projects.read_file = once
