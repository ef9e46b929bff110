"""What the steps are derived from: the process, its names in the org, and what each package directory holds."""

import re
import shlex
from collections.abc import Iterable, Mapping

from generator.frozen import record
from generator.lower.naming import Names
from generator.metadata.component import Component
from generator.process.model import Process

HARMLESS = re.compile(r"[\w .,:;()'=<>%@/+-]*", re.ASCII)
"""Marks that mean nothing to a shell between double quotes."""


@record
class Plan:
    process: Process
    names: Names
    directories: Mapping[str, tuple[Component, ...]]

    def of_kind(self, kind: str) -> tuple[Component, ...]:
        return tuple(one for components in self.directories.values() for one in components if one.kind == kind)

    def has(self, kind: str, name: str) -> bool:
        return any(one.name == name for one in self.of_kind(kind))

    def flows(self, trigger: str | None = None) -> tuple[str, ...]:
        """The names of the flows; of those that start with `trigger` when it is given."""
        starts = {one.name: getattr(one.body, "start", None) for one in self.of_kind("Flow")}
        found = (
            name for name, start in starts.items() if trigger is None or getattr(start, "triggerType", "") == trigger
        )
        return tuple(sorted(found))


def argument(text: str) -> str:
    """One argument of a command, whatever it holds, for the shells of Unix."""
    return f'"{text}"' if HARMLESS.fullmatch(text) else shlex.quote(text)


def literal(text: str) -> str:
    """A text in SOQL."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def among(several: Iterable[str]) -> str:
    """`('a', 'b')` in SOQL."""
    return f"({', '.join(map(literal, several))})"


def query(soql: str, *, tooling: bool = False) -> str:
    """A command that asks the org."""
    api = " --use-tooling-api" if tooling else ""
    return f"sf data query{api} --query {argument(soql)} --target-org ORG"


def deploy(what: str, rest: str = "") -> str:
    return f"sf project deploy start {what} --target-org ORG --wait 60{rest}"
