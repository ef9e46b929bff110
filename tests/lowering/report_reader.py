"""Runs the filter of a report on one row, by the rules that an org follows, so far as they are documented.

Where they are not, the reader is told which way to take it (`Habits`); a filter that depends on one is wrong one way.
"""

import csv
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from generator.frozen import record
from generator.metadata.reports import ReportFilter, ReportFilterItem


@record
class Picked:
    """A value of a picklist."""

    id: str
    label: str


Cell = str | bool | Decimal | date | Picked | None
Row = Mapping[str, Cell]


@record
class Habits:
    """Does a blank come before everything, or is it in no order? Is a picklist compared by id, or by label?"""

    blank_is_least: bool
    by_label: bool


@record
class Reader:
    """Who looks at a report: the reader's day, and habits of the org."""

    today: date
    habits: Habits

    def lists(self, criteria: ReportFilter, row: Row) -> bool:
        """Whether the report has the row."""
        held = [self.holds(item, row) for item in criteria.criteriaItems]
        if criteria.booleanFilter is None:
            return all(held)
        tokens = re.findall(r"\d+|AND|OR|[()]", criteria.booleanFilter)
        assert "".join(tokens) == criteria.booleanFilter.replace(" ", "")
        assert {int(one) for one in tokens if one.isdigit()} == set(range(1, len(held) + 1))
        return Logic(tokens, held).value()

    def holds(self, item: ReportFilterItem, row: Row) -> bool:
        cell, value = row[item.column], item.value or ""
        if item.operator in ("equals", "notEqual"):
            return (item.operator == "equals") == self.is_one_of(cell, value)
        if item.operator in ("contains", "notContain"):
            assert cell is None or isinstance(cell, str)
            return (item.operator == "contains") == (value.lower() in (cell or "").lower())
        if cell is None:
            return self.habits.blank_is_least and item.operator in ("lessThan", "lessOrEqual")
        if isinstance(cell, date):
            day = cell.date() if isinstance(cell, datetime) else cell
            end = self.today + timedelta(days=last_day(value))
            return {"lessOrEqual": day <= end, "greaterThan": day > end}[item.operator]
        assert isinstance(cell, Decimal)
        bound = Decimal(value)
        return {
            "lessThan": cell < bound, "lessOrEqual": cell <= bound,
            "greaterThan": cell > bound, "greaterOrEqual": cell >= bound,
        }[item.operator]  # fmt: skip

    def is_one_of(self, cell: Cell, value: str) -> bool:
        if value == "":
            return cell is None or cell == ""
        if isinstance(cell, bool):
            return value == ("1" if cell else "0")
        listed = [one.lower() for one in next(csv.reader([value]))]
        if isinstance(cell, Picked):
            return (cell.label if self.habits.by_label else cell.id).lower() in listed
        if isinstance(cell, Decimal):
            return cell in [Decimal(one) for one in listed]
        return isinstance(cell, str) and cell.lower() in listed


def last_day(literal: str) -> int:
    """How many days from today the last day of a relative date is."""
    days = {"YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1}
    if literal in days:
        return days[literal]
    name, count = literal.split(":")
    return {"NEXT_N_DAYS": int(count), "N_DAYS_AGO": -int(count)}[name]


class Logic:
    """`1 AND (2 OR 3)`; AND and OR side by side without brackets are refused, as orgs refuse them."""

    def __init__(self, tokens: list[str], held: list[bool]) -> None:
        self.tokens, self.held = tokens, held

    def value(self) -> bool:
        found = [self.part()]
        word = ""
        while self.tokens and self.tokens[0] != ")":
            next_word = self.tokens.pop(0)
            assert next_word == (word or next_word)
            word = next_word
            found.append(self.part())
        return any(found) if word == "OR" else all(found)

    def part(self) -> bool:
        token = self.tokens.pop(0)
        if token != "(":
            return self.held[int(token) - 1]
        found = self.value()
        assert self.tokens.pop(0) == ")"
        return found
