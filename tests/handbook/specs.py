"""Real specs and small ones of the tests' own, as processes."""

from functools import cache
from pathlib import Path

from generator.loading import load
from generator.process.model import Process
from generator.process.resolving import resolve

ROOT = Path(__file__).resolve().parent.parent.parent
REAL = tuple(
    path.relative_to(ROOT).as_posix()
    for folder in ("specs", "specs/clients")
    for path in sorted((ROOT / folder).glob("*.yaml"))
)


@cache
def process_at(path: str) -> Process:
    """The process of the spec at `path`, relative to the checkout."""
    return resolve(load(str(ROOT / path))).process
