"""The components of each spec's package, read from the XML that the build writes."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generator.compiler import compile_spec, understand
from generator.metadata.component import Component
from generator.reading import read_files

ROOT = Path(__file__).resolve().parents[2]
SPECS = sorted([*(ROOT / "specs").glob("*.yaml"), *(ROOT / "specs" / "clients").glob("*.yaml")])
Package = tuple[Component, ...]


@cache
def package(spec: Path) -> Package:
    return tuple(one.read.component for one in read_files(compile_spec(understand(str(spec)))).found)


def of_kind(package: Package, kind: str) -> Mapping[str, Any]:
    """The bodies of a kind, by full name."""
    return {one.name: one.body for one in package if one.kind == kind}


def parts(value: object) -> Iterator[Any]:
    """Every record in a record, itself first."""
    if isinstance(value, tuple):
        for one in value:
            yield from parts(one)
    elif is_dataclass(value):
        yield value
        for field in fields(value):
            yield from parts(getattr(value, field.name))


def texts(value: object) -> Iterator[str]:
    """Every text in a record."""
    for one in parts(value):
        for field in fields(one):
            inner = getattr(one, field.name)
            yield from (text for text in (inner if isinstance(inner, tuple) else (inner,)) if isinstance(text, str))
