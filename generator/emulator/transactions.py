"""The state of an org, an immutable snapshot, and a transaction: changes upon it, its limits, its witnesses."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from generator.emulator.results import Effect, Step
from generator.emulator.rows import EMPTY, Row, Table, make_id
from generator.emulator.switches import Switches
from generator.frozen import record

if TYPE_CHECKING:
    from generator.emulator.loading import Package


class LimitExceeded(Exception):  # noqa: N818  (Salesforce's own word)
    """A governor limit was broken: the whole transaction is lost, no fault path is taken (runtime-semantics 1.10)."""


class Due(NamedTuple):
    """What waits: a scheduled path of a flow for a record, or an action of an escalation entry."""

    at: datetime
    number: int
    flow: str
    path: str
    record: str
    user: str


@record
class Paused:
    """An interview that waits: what it holds, and its alarms (interviews.pausing)."""

    flow: str
    row: Row
    values: Mapping[str, Any]
    visited: frozenset[str]
    user: str
    alarms: tuple[Any, ...]


@record
class State:
    """An org between two transactions. `permissions`: custom permissions given to users by hand. `paused`: interviews
    that wait, by id."""

    now: datetime
    zone: str
    tables: Mapping[str, Table]
    numbers: Mapping[str, int]
    pending: Mapping[tuple[str, str, str], Due]
    permissions: Mapping[str, frozenset[str]]
    default_user: str
    automated_user: str
    default_owner: str | None
    paused: Mapping[str, Paused]


@record
class Limits:
    queries: int
    rows_read: int
    statements: int
    rows_written: int
    depth: int
    elements: int


SYNCHRONOUS = Limits(queries=100, rows_read=50_000, statements=150, rows_written=10_000, depth=16, elements=2_000)
ASYNCHRONOUS = Limits(queries=200, rows_read=50_000, statements=150, rows_written=10_000, depth=16, elements=2_000)
WORDS = {
    "queries": "Too many SOQL queries", "rows_read": "Too many query rows", "statements": "Too many DML statements",
    "rows_written": "Too many DML rows", "elements": "The number of executed flow elements is too large",
}  # fmt: skip

Changes = dict[str, dict[str, Row | None]]


class Mark(NamedTuple):
    """A place to roll back to: so many writes and effects, and what was noted by then."""

    writes: int
    effects: int
    entered: dict[tuple[str, str], datetime]
    touched: dict[tuple[str, str], str]
    used: dict[str, int]


class Absent:
    """Stands in the list of writes for a row that had not been written before."""


ABSENT = Absent()


class Transaction:
    """`touched`: records saved in it -> the kind of the first save. `entered`: flows with paths -> when a record
    entered. `saving`: how often a record is being saved higher up. `notes`: switches that the run depended on.
    `writes`: what each write took the place of. `around`: what permissions and settings say, until they are written."""

    def __init__(
        self,
        package: "Package",
        state: State,
        user: str,
        switches: Switches,
        *,
        asynchronous: bool = False,
        traced: bool = False,
    ) -> None:
        self.package = package
        self.state = state
        self.user = user
        self.now = state.now
        self.switches = switches
        self.limits = ASYNCHRONOUS if asynchronous else SYNCHRONOUS
        self.changes: Changes = {}
        self.writes: list[tuple[str, str, Row | Absent | None]] = []
        self.around = package.surroundings.known(state)
        self.numbers = dict(state.numbers)
        self.effects: list[Effect] = []
        self.left: list[Effect] = []
        self.escalations: dict[str, list[tuple[datetime, str]]] = {}
        self.entered: dict[tuple[str, str], datetime] = {}
        self.touched: dict[tuple[str, str], str] = {}
        self.used: dict[str, int] = dict.fromkeys(WORDS, 0)
        self.saving: Counter[str] = Counter()
        self.runs: Counter[tuple[str, str]] = Counter()
        self.depth = 0
        self.assign = False
        self.escalating = False
        self.notes: set[str] = set()
        self.trace: list[Step] | None = [] if traced else None
        self.failing: frozenset[str] = frozenset()
        self.blind: frozenset[str] = frozenset()

    # Reading

    def get(self, object_name: str, id: str | None) -> Row | None:
        if id is None:
            return None
        changed = self.changes.get(object_name)
        if changed is not None and id in changed:
            return changed[id]
        table = self.state.tables.get(object_name)
        return table.get(id) if table is not None else None

    def by_id(self, id: str | None) -> Row | None:
        shape = self.package.schema.with_prefix(id[:3]) if id else None
        return self.get(shape.name, id) if shape is not None else None

    def rows(self, object_name: str) -> Iterator[tuple[str, Row]]:
        """In the order of creation."""
        yield from self.over(object_name, iter(self.state.tables.get(object_name, EMPTY)))

    def rows_with(self, object_name: str, field: str, value: Any) -> Iterator[tuple[str, Row]]:
        """Those that can have `value` in `field`; the caller tests them."""
        if field == "Id":
            row = self.get(object_name, value) if isinstance(value, str) else None
            if row is not None:
                yield value, row
            return
        yield from self.over(object_name, self.state.tables.get(object_name, EMPTY).candidates(field, value))

    def over(self, object_name: str, rows: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, Row]]:
        changed = self.changes.get(object_name, {})
        seen = set()
        for id, row in rows:
            seen.add(id)
            now = changed.get(id, row)
            if now is not None:
                yield id, now
        for id, new in list(changed.items()):
            if new is not None and id not in seen:
                yield id, new

    def permitted(self, permission: str) -> bool:
        """Does the running user have this custom permission?"""
        key = ("permission", permission, self.user)
        found = self.around.get(key)
        if found is None:
            found = self.around[key] = self.holds(permission)
        return bool(found)

    def holds(self, permission: str) -> bool:
        if permission in self.state.permissions.get(self.user, frozenset()):
            return True
        sets = self.package.permission_sets
        if not sets:
            return False
        for _, row in self.rows_with("PermissionSetAssignment", "AssigneeId", self.user):
            if row.get("AssigneeId") == self.user:
                given = self.get("PermissionSet", row.get("PermissionSetId"))
                if given is not None and permission in sets.get(str(given.get("Name")), frozenset()):
                    return True
        return False

    def local(self, instant: datetime) -> datetime:
        """On the running user's wall clock."""
        row = self.get("User", self.user)
        return instant.astimezone(ZoneInfo(str((row or {}).get("TimeZoneSidKey") or self.state.zone)))

    # Writing

    def write(self, object_name: str, id: str, row: Row | None) -> None:
        rows = self.changes.get(object_name)
        if rows is None:
            rows = self.changes[object_name] = {}
        self.writes.append((object_name, id, rows.get(id, ABSENT)))
        rows[id] = row
        if object_name in self.package.surroundings.objects:
            self.around = {}

    def number(self, name: str) -> int:
        """The next number of a sequence. A number that was rolled back is not used again, as in an org."""
        self.numbers[name] = self.numbers.get(name, 0) + 1
        return self.numbers[name]

    def fresh_id(self, prefix: str) -> str:
        return make_id(prefix, self.number(prefix))

    def mark(self) -> Mark:
        return Mark(len(self.writes), len(self.effects), dict(self.entered), dict(self.touched), dict(self.used))

    def roll_back(self, mark: Mark, *, limits: bool = False) -> None:
        """Back to a mark; with `limits` what was used counts no more."""
        while len(self.writes) > mark.writes:
            object_name, id, before = self.writes.pop()
            if isinstance(before, Absent):
                del self.changes[object_name][id]
            else:
                self.changes[object_name][id] = before
            if object_name in self.package.surroundings.objects:
                self.around = {}
        del self.effects[mark.effects :]
        self.entered, self.touched = dict(mark.entered), dict(mark.touched)
        if limits:
            self.used = dict(mark.used)

    # Limits and witnesses

    def use(self, what: str, count: int = 1) -> None:
        used = self.used[what] = self.used[what] + count
        limit: int = getattr(self.limits, what)
        if used > limit:
            raise LimitExceeded(f"System.LimitException: {WORDS[what]}: {used}")

    def switch(self, name: str) -> Any:
        """The value of a switch; the run has depended on it."""
        self.notes.add(name)
        return getattr(self.switches, name)

    def see(self, make: Callable[[], Step]) -> None:
        if self.trace is not None:
            self.trace.append(make())
