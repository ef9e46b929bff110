"""What no documentation says of the platform, and whether the design rests on it.

Each such rule is a switch of the emulator. Whatever a run depended on is run again under the other values: if anything
then comes out otherwise, the design stands on a guess.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.emulator.organisation import Org, Outcome
from generator.emulator.results import Effect
from generator.emulator.rows import Row
from generator.emulator.switches import ALTERNATIVES, GRADES, Switches
from generator.frozen import record
from generator.prove.playing import OrgTeller
from generator.prove.watching import watch
from generator.scenarios.model import Scenario

UNCERTAIN = frozenset("CD")
"""Grades of rules that one source says, or that are guessed."""


@record
class Tried:
    """One switch: how many of the histories depended on it, and what came out otherwise under which value."""

    switch: str
    grade: str
    touched: int
    histories: int
    values: tuple[str | bool | int, ...]
    differing: tuple[str, ...]

    def __str__(self) -> str:
        if not self.touched:
            return f"switch {self.switch} ({self.grade}): no history touched it"
        values = ", ".join(str(one) for one in self.values)
        return (
            f"switch {self.switch} ({self.grade}): {self.touched} of {self.histories} histories touched it, "
            f"tried as {values}: {len(self.differing)} differences"
        )


def switched(player: OrgTeller, scenarios: Sequence[Scenario]) -> Iterator[Tried]:
    """For each uncertain switch the scenarios that touch it, run under each other value."""
    usual = [told(player, one, Switches()) for one in scenarios]
    for switch, values in sorted(ALTERNATIVES.items()):
        if GRADES[switch] not in UNCERTAIN:
            continue
        touched = [n for n, outcomes in enumerate(usual) if any(switch in one.notes for one in outcomes)]
        differing: list[str] = []
        for value in values:
            for number in touched:
                other = told(player, scenarios[number], set_to(switch, value))
                line = parting(usual[number], other)
                if line:
                    differing.append(f"{scenarios[number].name!r} with {switch} {value}: {line}")
        yield Tried(
            switch=switch,
            grade=GRADES[switch],
            touched=len(touched),
            histories=len(scenarios),
            values=values,
            differing=tuple(differing),
        )


def set_to(switch: str, value: Any) -> Switches:
    return replace(Switches(), **{switch: value})


def told(player: OrgTeller, scenario: Scenario, switches: Switches) -> list[Outcome]:
    """Everything that comes of a scenario in an org that behaves so."""
    return [one.outcome for one in watch(player, scenario, lambda org: replace(org, switches=switches))]


def parting(usual: Sequence[Outcome], other: Sequence[Outcome]) -> str | None:
    """The first thing in which two runs differ: what was refused, what was sent, what stands in the org."""
    for number, (one, two) in enumerate(zip(usual, other, strict=True)):
        at = f"step {number}"
        if [result.errors for result in one.results] != [result.errors for result in two.results]:
            return f"{at}: other errors"
        if sorted(map(repr, one.effects)) != sorted(map(repr, two.effects)):
            return f"{at}: {unlike(one.effects, two.effects)}"
        found = differing_row(one.org, two.org)
        if found:
            return f"{at}: {found}"
    return None


def unlike(usual: Sequence[Effect], other: Sequence[Effect]) -> str:
    left, right = ([repr(one) for one in effects] for effects in (usual, other))
    only = [one for one in left if one not in right], [one for one in right if one not in left]
    return f"usually {only[0]}, otherwise {only[1]}"


def differing_row(one: Org, two: Org) -> str | None:
    for name in sorted({*one.state.tables, *two.state.tables}):
        left, right = ({row["Id"]: row for row in org.rows(name)} for org in (one, two))
        for id in sorted({*left, *right}):
            if left.get(id) != right.get(id):
                return f"{name}: {said(left.get(id, {}), right.get(id, {}))}"
    return None


def said(left: Mapping[str, object] | Row, right: Mapping[str, object] | Row) -> str:
    fields = [field for field in sorted({*left, *right}) if left.get(field) != right.get(field)]
    return ", ".join(f"{field} is {left.get(field)!r}, otherwise {right.get(field)!r}" for field in fields)
