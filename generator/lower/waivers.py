"""Findings of verify that a package has on purpose, each with its reason: written beside the package as data, so that
whoever reads a report sees what was decided and where it is taken care of."""

from collections.abc import Iterable, Iterator, Mapping

from generator.metadata.component import Component
from generator.process.model import Process

FILE = "carepath-waivers.yaml"


def waivers(process: Process, components: Iterable[Component]) -> Mapping[str, bytes]:
    """The file of waivers, path -> bytes; nothing where none is needed. Every text in it is our own or an API name."""
    entries = [entry for one in components for entry in waived(process, one)]
    if not entries:
        return {}
    lines = ["# Findings of `carepath verify` that this package has on purpose.", "waivers:"]
    for rule, scope, reason in sorted(entries):
        lines += [f"  - rule: {rule}", f"    scope: {scope}", f"    reason: {reason}"]
    return {FILE: ("\n".join(lines) + "\n").encode()}


def waived(process: Process, one: Component) -> Iterator[tuple[str, str, str]]:
    """Rule, component and reason."""
    if one.kind == "Dashboard":
        yield "DSH-004", one.name, "no package can name a user of the org; the runbook says whom to choose"
    if one.kind == "AssignmentRules" and process.assignment_rule == "own":
        yield "ORG-101", one.name, "the spec asks for a rule of its own, for an org that has none active"
