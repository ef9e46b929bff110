"""Types -> those that files of the given kinds can hold."""

from collections.abc import Iterable

from generator.schemas.model import BUILT_IN, Complex, Simple, Types, ancestry

ROOT = "Metadata"


def trim(types: Types, kinds: Iterable[str]) -> dict[str, Complex | Simple]:
    """`kinds`, and all that is reachable from them: bases, types of elements, and what may stand in for those
    (`xsi:type`). Sorted by name. Raises KeyError for a kind that the schema does not know."""
    heirs: dict[str, list[str]] = {}
    for name in types:
        for base in ancestry(name, types):
            heirs.setdefault(base, []).append(name)
    found: set[str] = set()
    waiting = list(kinds)
    while waiting:
        name = waiting.pop()
        if name in found or name.startswith(BUILT_IN):
            continue
        found.add(name)
        here = types[name]
        if isinstance(here, Complex):
            waiting += ancestry(name, types)
            waiting += [one.type for one in here.elements]
            waiting += [heir for one in here.elements for heir in heirs.get(one.type, ())]
    return {name: types[name] for name in sorted(found)}


def roots(types: Types) -> tuple[str, ...]:
    """Types whose files stand alone: in source format every type that extends `Metadata` has an element of its name."""
    return tuple(sorted(name for name in types if ROOT in ancestry(name, types)))
