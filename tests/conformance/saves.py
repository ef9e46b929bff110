"""Random saves of the objects that flows are triggered by: does every one end in a record or in an error of the org?"""

import random
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from generator.emulator.interviews.names import literal
from generator.emulator.interviews.program import Program
from generator.emulator.loading import Package
from generator.emulator.organisation import Org, Outcome, found_org
from generator.emulator.schema import Field, NotModelled, Shape
from generator.frozen import record
from generator.metadata.objects import ValidationRule

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TRIGGERS = ("RecordBeforeSave", "RecordAfterSave", "RecordBeforeDelete")
WORDS = ("New", "Closed", "Open", "a", "Zoë", "  spaced  ", "0", "a;b", "x" * 40)
SOME = 0.6
"""How often a field is filled."""


@record
class Tried:
    """`counts`: saves, refused saves, runs that ended at something not modelled, crashes, flows, flows that were
    entered. `crashes`: the flow and the last line of what Python said."""

    counts: Counter[str]
    crashes: tuple[str, ...]


def tried(package: Package, flows: Iterable[str], count: int) -> Tried:
    """Each of these flows, as far as records trigger it, on `count` random saves in an org with the whole project but
    its validation rules: those would refuse most of what is random. Half of the saves are updates of what the others
    inserted. Time then passes, and a record is deleted."""
    held = [item for item in package.items if not isinstance(item.body, ValidationRule)]
    package = Package(held, open=True, refused=package.refused)
    founded = found_org(package, NOW, traced=True)
    counts: Counter[str] = Counter()
    crashes = []
    for name in flows:
        program = package.programs[name]
        if program.trigger in TRIGGERS and program.shape is not None:
            counts["flows"] += 1
            playing = Playing(founded, program, program.shape, random.Random(name))
            try:
                playing.play(count)
            except NotModelled as problem:
                counts["runs not modelled"] += 1
                crashes.append(f"{name}: not modelled: {problem}")
            except Exception:
                counts["crashes"] += 1
                crashes.append(f"{name}: {traceback.format_exc(limit=-3)}")
            counts.update(playing.counts)
            counts["flows entered"] += playing.entered
    return Tried(counts=counts, crashes=tuple(crashes))


class Playing:
    """One flow on random records."""

    def __init__(self, org: Org, program: Program, shape: Shape, dice: random.Random) -> None:
        self.org = org
        self.program = program
        self.shape = shape
        self.dice = dice
        self.compared = compared_values(program)
        self.counts: Counter[str] = Counter()
        self.entered = False
        self.ids: list[str] = []

    def play(self, count: int) -> None:
        for number in range(count):
            fields = self.fields()  # may found records that it leads to
            if number % 2 and self.ids:
                self.see(self.org.update(self.shape.name, fields | {"Id": self.dice.choice(self.ids)}))
            else:
                made = self.see(self.org.insert(self.shape.name, fields))
                self.ids += [one.id for one in made.results if one.id is not None]
        self.follow(self.org.advance(NOW + timedelta(days=40)))
        if self.ids:
            self.follow(self.org.delete(self.shape.name, self.ids[0]))

    def see(self, outcome: Outcome) -> Outcome:
        self.counts["saves"] += 1
        self.counts["refused saves"] += bool(outcome.result.errors)
        return self.follow(outcome)

    def follow(self, outcome: Outcome) -> Outcome:
        self.org = outcome.org
        self.entered |= any(
            step.kind == "path" and step.where == self.program.name and step.what in ("entered", "ran")
            for step in outcome.trace
        )
        return outcome

    def fields(self) -> dict[str, Any]:
        """A request that fills some fields: those that the flow compares, and a few others."""
        names = [*self.compared, *self.dice.sample(sorted(self.shape.fields), min(8, len(self.shape.fields)))]
        chosen = {name for name in names if self.dice.random() < SOME}
        chosen |= {name for name, field in self.shape.fields.items() if field.required}
        return {
            field.name: self.value(field)
            for name in sorted(chosen)
            if not (field := self.shape.field(name)).read_only and field.name != "Id"
        }

    def value(self, field: Field) -> Any:
        known = self.compared.get(field.name.lower(), ())
        if known and self.dice.random() < SOME:
            return fitting(field, self.dice.choice(known))
        match field.kind:
            case "boolean":
                return self.dice.random() < 0.5
            case "number" | "percent":
                return Decimal(self.dice.randrange(100))
            case "date":
                return (NOW + timedelta(days=self.dice.randrange(-30, 30))).date()
            case "datetime":
                return NOW + timedelta(hours=self.dice.randrange(-500, 500))
            case "id":
                return self.related(field)
            case "text" | "picklist" | "multipicklist":
                text = self.dice.choice(field.values or WORDS)
                return "someone@example.com" if field.of in ("email", "Email") else text[: field.length]
            case _:
                return None

    def related(self, field: Field) -> str | None:
        """A record that a lookup may lead to; made when there is none."""
        if not field.refers or field.refers[0] in ("User", "Group", "RecordType"):
            return None
        target = self.org.package.schema.shape(field.refers[0])
        there = self.org.rows(target.name)
        if there:
            return str(self.dice.choice(there)["Id"])
        self.org, (id,) = self.org.with_rows(target.name, [{}])
        return id


def fitting(field: Field, value: Any) -> Any:
    """A value that a flow compares a field with, as the field takes it; nothing where it does not."""
    wanted = {"number": Decimal, "percent": Decimal, "boolean": bool, "text": str, "picklist": str, "any": object}
    kind = wanted.get(field.kind)
    fine = kind is not None and isinstance(value, kind)
    return value if fine and not (isinstance(value, str) and len(value) > (field.length or 255)) else None


def compared_values(program: Program) -> Mapping[str, list[Any]]:
    """Fields of the record, in lower case -> the constants that the flow holds them against."""
    found: dict[str, list[Any]] = {}
    for path, value in comparisons(program):
        if "." not in path:
            kind, constant = literal(value, program.name) if value is not None else ("null", None)
            found.setdefault(path.lower(), []).extend([constant] if kind != "null" else [])
    return found


def comparisons(program: Program) -> Iterator[tuple[str, Any]]:
    for one in program.start.filters:
        yield one.field, one.value
    for decision in program.flow.decisions:
        for rule in decision.rules:
            for condition in rule.conditions:
                if condition.leftValueReference.startswith("$Record."):
                    yield condition.leftValueReference.removeprefix("$Record."), condition.rightValue
