"""Builds of the specs in this repository, and faults planted into their XML."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from generator.compiler import compile_spec, understand
from generator.metadata.component import Component
from generator.prove.playing import components_of

ROOT = Path(__file__).resolve().parents[2]
SPECS = ("northgate", "ashfell", "clients/ashfell-marlow", "clients/northgate-boston", "clients/northgate-leeds")
WORKFLOW = "workflow/main/default"
FLOWS = f"{WORKFLOW}/flows"


@cache
def built(name: str) -> Mapping[str, bytes]:
    return compile_spec(understand(str(ROOT / "specs" / f"{name}.yaml")))


@cache
def components(name: str) -> tuple[Component, ...]:
    return tuple(components_of(built(name)))


def with_fault(name: str, path: str, old: str, new: str) -> tuple[Component, ...]:
    """The build of a spec in which a text in one file is another."""
    files = built(name)
    assert old.encode() in files[path]
    return tuple(components_of({**files, path: files[path].replace(old.encode(), new.encode())}))
