"""Rows and tables. A row is a map from field to value; what stands in a table is never changed, only replaced."""

from collections.abc import Iterator, Mapping
from typing import Any

Row = dict[str, Any]
"""Field -> str, Decimal, bool, date, aware UTC datetime, time or None. A field that is not there is blank."""


class Held(Row):
    """A record that a flow or a save holds: a row that remembers which of its fields were assigned."""

    __slots__ = ("assigned",)

    def __init__(self, row: Mapping[str, Any]) -> None:
        super().__init__(row)
        self.assigned: set[str] = set()

    def put(self, name: str, value: Any) -> None:
        self[name] = value
        self.assigned.add(name)

    def copy(self) -> "Held":
        made = Held(self)
        made.assigned = set(self.assigned)
        return made


class Settled:
    """Rows that change no more, with indexes by field that are made when they are first asked for."""

    __slots__ = ("indexes", "rows")

    def __init__(self, rows: dict[str, Row]) -> None:
        self.rows = rows
        self.indexes: dict[str, dict[Any, list[str]]] = {}

    def index(self, field: str) -> dict[Any, list[str]]:
        found = self.indexes.get(field)
        if found is None:
            found = {}
            for id, row in self.rows.items():
                found.setdefault(folded(row.get(field)), []).append(id)
            self.indexes[field] = found
        return found


def folded(value: Any) -> Any:
    """A value as queries compare it: texts without regard to case."""
    return value.lower() if isinstance(value, str) else value


class Table:
    """An immutable table: settled rows and the few that changed since. `None` marks a deleted row."""

    __slots__ = ("recent", "settled")

    def __init__(self, settled: Settled, recent: dict[str, Row | None]) -> None:
        self.settled = settled
        self.recent = recent

    def get(self, id: str) -> Row | None:
        if id in self.recent:
            return self.recent[id]
        return self.settled.rows.get(id)

    def __iter__(self) -> Iterator[tuple[str, Row]]:
        """In the order of creation."""
        recent = self.recent
        for id, row in self.settled.rows.items():
            now = recent.get(id, row) if id in recent else row
            if now is not None:
                yield id, now
        for id, new in recent.items():
            if new is not None and id not in self.settled.rows:
                yield id, new

    def candidates(self, field: str, value: Any) -> Iterator[tuple[str, Row]]:
        """The rows that can have `value` in `field`: from the index, and every recent one."""
        recent = self.recent
        for id in self.settled.index(field).get(folded(value), ()):
            if id not in recent:
                yield id, self.settled.rows[id]
            elif (changed := recent[id]) is not None:
                yield id, changed
        for id, new in recent.items():
            if new is not None:
                yield id, new

    def with_changes(self, changes: Mapping[str, Row | None]) -> "Table":
        recent = {**self.recent, **changes}
        if len(recent) <= max(64, len(self.settled.rows) // 8):
            return Table(self.settled, recent)
        rows = dict(self.settled.rows)
        for id, row in recent.items():
            if row is None:
                rows.pop(id, None)
            else:
                rows[id] = row
        return Table(Settled(rows), {})


EMPTY = Table(Settled({}), {})

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CHECKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def base62(number: int, width: int) -> str:
    made = ""
    while number:
        number, digit = divmod(number, 62)
        made = DIGITS[digit] + made
    return made.rjust(width, "0")


def make_id(prefix: str, number: int) -> str:
    """The 18 characters of an id."""
    return case_safe(prefix + base62(number, 12))


def case_safe(id: str) -> str:
    """15 characters as 18: three check characters say which letters are capitals."""
    if len(id) != 15:
        return id
    checks = ""
    for start in (0, 5, 10):
        bits = sum(1 << place for place in range(5) if "A" <= id[start + place] <= "Z")
        checks += CHECKS[bits]
    return id + checks
