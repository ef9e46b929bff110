"""Holds the formula engine against rows of Salesforce's own engine.

    python -m tests.conformance.formula FILE...

Each line of a file is a JSON object: `formula`, optional `fields` (name, type, perhaps a formula of its own) and
`inputsTyped`, the `returnType`, `expected` with blanks as zero, and perhaps `expectedNullAsNull` with blanks as blank.
Prints `N passed, M failed` for each mode, and the failures by function; exits 1 when fewer than 99.5 % pass.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.formula.evaluation import Blanks, Compiler
from generator.formula.parsing import FormulaSyntaxError, parse
from generator.formula.values import FormulaError, FormulaTypeError, Value

KINDS = {
    "Double": "number", "Currency": "number", "Percent": "percent", "Text": "text", "Boolean": "boolean",
    "DateOnly": "date", "DateTime": "datetime", "TimeOnly": "time",
}  # fmt: skip
LEAST_SHARE = 0.995
PRINTED = 32
NEAREST = Decimal("2e-15")


class Row:
    """One row of a file; a scope for its own formula and for those of its fields."""

    now = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

    def __init__(self, row: Mapping[str, Any], blanks: Blanks) -> None:
        self.row = row
        self.blanks = blanks
        self.fields = {field["name"].lower(): field for field in row.get("fields", ())}
        self.inputs = {name.lower(): value for name, value in row.get("inputsTyped", {}).items()}
        for name, raw in row.get("inputs", {}).items():
            if str(raw).endswith(":PST"):
                self.inputs[name.lower()] = f"{self.inputs[name.lower()][:19]}-08:00"

    def kind_of(self, name: str) -> str:
        field = self.fields.get(name.lower())
        if field is None:
            raise FormulaTypeError(f"there is no field {name}")
        return "number" if "formula" in field and field["type"] == "Percent" else KINDS.get(field["type"], "text")

    @cached_property
    def compiler(self) -> Compiler:
        return Compiler(self.kind_of, self.blanks)

    def value(self, name: str) -> Value:
        field = self.fields[name.lower()]
        if "formula" in field:
            return self.run(field["formula"])
        return typed(self.inputs.get(name.lower()), field["type"])

    prior = value

    def is_new(self) -> bool:
        return False

    def local(self, instant: datetime) -> datetime:
        return instant

    def run(self, formula: str) -> Value:
        return self.compiler.compile(parse(formula)).run(self)

    def result(self) -> object:
        """The value as the file writes it, or `error`."""
        try:
            value = self.run(self.row["formula"])
        except (FormulaError, FormulaTypeError, FormulaSyntaxError):
            return "error"
        if self.row["returnType"] == "Percent" and isinstance(value, Decimal):
            return value * 100
        if self.row["returnType"] == "Boolean":
            return value is True
        return value


def typed(value: Any, kind: str) -> Value:
    if value is None or value == "":
        return None
    if kind in ("Double", "Currency", "Percent"):
        return Decimal(str(value))
    if kind == "Boolean":
        return value is True or value == "true"
    if kind == "DateOnly":
        return date.fromisoformat(value[:10])
    if kind == "DateTime":
        return datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(UTC)
    return str(value)


def agrees(expected: Mapping[str, Any], found: object) -> bool:
    """Whether a result is what a row expects. The files hold results as they were printed: text without the spaces
    around it, an instant at midnight as its date, numbers with 32 decimals."""
    if "error" in expected:
        return found == "error"
    wanted = expected["value"]
    if wanted is None or found is None or found == "error":
        return (wanted is None or wanted == "") and found is None
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    if isinstance(found, Decimal):
        return near(str(wanted), found)
    if isinstance(found, datetime):
        return found.strftime("%Y-%m-%dT%H:%M:%SZ") in (wanted, f"{wanted}T00:00:00Z")
    if isinstance(found, date):
        return str(wanted) in (found.isoformat(), f"{found.isoformat()}T00:00:00Z")
    if isinstance(found, time):
        return found.isoformat("milliseconds") == str(wanted)
    return wanted in (str(found), str(found).strip())


def near(wanted: str, found: Decimal) -> bool:
    """Equal, or equal in the 32 decimals that are written, or as near as two libraries of doubles come (a few units in
    the sixteenth digit)."""
    try:
        number = Decimal(wanted)
    except InvalidOperation:
        return False
    cut = Decimal(1).scaleb(-PRINTED) if len(wanted.partition(".")[2]) == PRINTED else Decimal(0)
    return abs(number - found) <= max(abs(number) * NEAREST, cut)


def rows(paths: list[str]) -> Iterator[Mapping[str, Any]]:
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def check(paths: list[str], *, show: bool) -> list[tuple[str, int, int, Counter[str]]]:
    """For each mode: its name, how many rows passed and failed, and the failures by function."""
    results = []
    for mode, blanks in (("expected", "zero"), ("expectedNullAsNull", "blank")):
        passed, failed, by_function = 0, 0, Counter[str]()
        for row in rows(paths):
            expected = row.get(mode, row["expected"])
            found = Row(row, "zero" if blanks == "zero" else "blank").result()
            if agrees(expected, found):
                passed += 1
                continue
            failed += 1
            by_function.update({name.upper() for name in re.findall(r"([A-Za-z_]\w*)\s*\(", row["formula"])} or {"-"})
            if show:
                print(
                    f"{mode}: {row['id']}: {row['formula']} {row.get('inputsTyped')} wanted {expected}, found {found!r}"
                )
        results.append((mode, passed, failed, by_function))
    return results


def main(arguments: list[str]) -> int:
    paths = [argument for argument in arguments if not argument.startswith("-")]
    good = True
    for mode, passed, failed, by_function in check(paths, show="--show" in arguments):
        print(f"{mode}: {passed} passed, {failed} failed")
        for name, count in by_function.most_common():
            print(f"    {name}: {count}")
        good = good and passed >= LEAST_SHARE * (passed + failed)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
