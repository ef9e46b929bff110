"""Formulas and what they give, as tables: `formula => value`, with two values where the blank modes differ."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from generator.formula.evaluation import Blanks, Compiler
from generator.formula.functions import to_text
from generator.formula.parsing import parse
from generator.formula.values import FormulaError, FormulaTypeError, Value

FIELDS: dict[str, tuple[str, Value]] = {
    "Num": ("number", Decimal(5)), "NoNum": ("number", None), "Rate": ("percent", Decimal(25)),
    "Txt": ("text", "Chest pain"), "NoTxt": ("text", None), "Emoji": ("text", "a😀b"),
    "Pick": ("picklist", "New"), "NoPick": ("picklist", None), "Multi": ("multipicklist", "a;b"),
    "NoMulti": ("multipicklist", None),
    "Day": ("date", date(2026, 3, 29)), "NoDay": ("date", None),
    "Moment": ("datetime", datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
    "Yes": ("boolean", True), "No": ("boolean", None),
}  # fmt: skip
PRIOR: dict[str, Value] = {"Num": Decimal(4), "Pick": "Old"}


class Record:
    now = datetime(2026, 1, 6, 2, 0, tzinfo=UTC)

    def value(self, name: str) -> Value:
        return FIELDS[name][1]

    def prior(self, name: str) -> Value:
        return PRIOR.get(name, FIELDS[name][1])

    def is_new(self) -> bool:
        return False

    def local(self, instant: datetime) -> datetime:
        return instant - timedelta(hours=5)


def kind_of(name: str) -> str:
    return FIELDS[name][0]


def written(value: Value) -> str:
    """A value as the tables write it."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date | time):
        return f'"{to_text(value)}"'
    if isinstance(value, Decimal):
        return to_text(value) or ""
    text = str(value)
    for mark, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(mark, escape)
    return f'"{text}"'


def outcome(formula: str, blanks: Blanks, *, told: bool = False) -> str:
    branch = (lambda tree, arm: None) if told else None
    try:
        return written(Compiler(kind_of, blanks, branch).compile(parse(formula)).run(Record()))
    except FormulaTypeError:
        return "REFUSED"
    except FormulaError:
        return "ERROR"


def rows() -> Iterator[tuple[str, str, str]]:
    for path in sorted((Path(__file__).parent / "values").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                formula, _, expected = line.rpartition(" => ")
                blank, _, zero = expected.partition(" | ") if path.stem == "blanks" else (expected, "", expected)
                yield formula.strip(), blank.strip(), zero.strip()


@pytest.mark.parametrize(("formula", "blank", "zero"), list(rows()))
def test_value(formula: str, blank: str, zero: str) -> None:
    assert outcome(formula, "blank") == blank
    if "NoNum" not in formula or blank != zero:
        assert outcome(formula, "zero") == zero


@pytest.mark.parametrize("formula", [row[0] for row in rows()])
def test_watching_branches_changes_no_value(formula: str) -> None:
    assert outcome(formula, "blank", told=True) == outcome(formula, "blank")


def test_branches_are_told() -> None:
    taken: list[int] = []
    compiler = Compiler(kind_of, "blank", lambda tree, arm: taken.append(arm))
    compiler.compile(parse('IF(Num > 9, 1, CASE(Txt, "a", 1, "Chest pain", 2, 3))')).run(Record())
    assert taken == [1, 1]
