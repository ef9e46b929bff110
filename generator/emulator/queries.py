"""Queries: which rows a filter finds, in which order (runtime-semantics 2.4)."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from generator.emulator.comparing import comparison
from generator.emulator.logic import joined
from generator.emulator.rows import Row
from generator.emulator.schema import Field, NotModelled, Shape
from generator.emulator.scopes import RowGetter

if TYPE_CHECKING:
    from generator.emulator.loading import Package
    from generator.emulator.transactions import Transaction

Wanted = Sequence[Any]
"""The values of the filters, in order, worked out once for a query."""


class Filter:
    """One comparison of a query. `index` is the field when an index serves it."""

    def __init__(self, package: "Package", shape: Shape, field: str, operator: str, where: str) -> None:
        found = package.paths.read(shape, field.split("."))
        self.get: RowGetter = found.get
        self.operator = operator
        self.boolean = found.kind.name == "boolean"
        compare = comparison(operator, ids=found.kind.name == "id")
        if compare is None and operator != "IsNull":
            raise NotModelled(f"the filter operator {operator} in {where}")
        self.compare = compare
        known = found.field
        stored = known is not None and known.formula is None and known.mirrors is None and "." not in field
        self.index = known.name if stored and known is not None and operator == "EqualTo" else None

    def holds(self, row: Row, tx: "Transaction", wanted: Any) -> bool:
        value = self.get(row, tx)
        if self.operator == "IsNull":
            return (value is None) is (wanted is not False)
        if self.operator == "In" and not wanted:
            return False
        if self.operator == "NotIn" and not wanted:
            return True
        if self.boolean and wanted is None:
            return False
        wanted = None if wanted == "" else wanted
        return self.compare is not None and self.compare(value, wanted)


class Query:
    """Rows of an object by filters. No filter finds every row."""

    def __init__(
        self, package: "Package", shape: Shape, filters: Sequence[tuple[str, str]], logic: str | None, where: str
    ) -> None:
        self.shape = shape
        self.filters = tuple(Filter(package, shape, field, operator, where) for field, operator in filters)
        tests = [self.test(place) for place in range(len(self.filters))]
        self.holds: Callable[[tuple[Row, Transaction, Wanted]], bool] = joined(logic if tests else "and", tests, where)
        together = (logic or "and").lower() == "and" or len(tests) == 1
        indexed = [place for place, one in enumerate(self.filters) if one.index is not None] if together else []
        best = [place for place in indexed if self.filters[place].index == "Id"]
        by_id = [place for place in indexed if (self.filters[place].index or "").endswith(("Id", "__c"))]
        self.indexed = next(iter([*best, *by_id, *indexed]), None)

    def test(self, place: int) -> Callable[[tuple[Row, "Transaction", Wanted]], bool]:
        one = self.filters[place]
        return lambda given: one.holds(given[0], given[1], given[2][place])

    def find(self, tx: "Transaction", wanted: Wanted) -> list[Row]:
        """In the order of creation."""
        name = self.shape.name
        place = self.indexed
        if place is not None and wanted[place] not in (None, ""):
            index = self.filters[place].index or "Id"
            rows = tx.rows_with(name, index, wanted[place])
        else:
            rows = tx.rows(name)
        holds = self.holds
        found = [row for _, row in rows if holds((row, tx, wanted))]
        if place is not None and len(found) > 1:
            found.sort(key=lambda row: str(row.get("Id")))
        tx.use("rows_read", len(found))
        return found


def in_order(rows: list[Row], tx: "Transaction", get: RowGetter, field: Field | None, *, descending: bool) -> list[Row]:
    """Blanks first; texts without regard to case; picklists in the order of their values."""
    places = {value.lower(): Decimal(place) for place, value in enumerate(field.values)} if field is not None else {}

    def key(row: Row) -> Any:
        value = get(row, tx)
        if isinstance(value, str):
            return (
                places.get(value.lower(), value.lower())
                if not places
                else (places.get(value.lower(), Decimal(len(places))), value.lower())
            )
        return value

    blank = [row for row in rows if get(row, tx) is None]
    rest = sorted((row for row in rows if get(row, tx) is not None), key=key, reverse=descending)
    return [*blank, *rest]
