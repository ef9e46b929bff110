"""Condition -> filter of a report: its items, and the logic that joins them.

Every item is right by itself, with blanks spelled out, and denials are pushed down to the items: nothing depends on how
a report takes NOT, or orders a blank. `equals` lists are matched by any value, `notEqual` lists by none of them, blanks
included. Days are those of whoever runs the report, and its texts ignore case: a filter cannot say more.
"""

from collections.abc import Iterable, Mapping

from generator.conditions.syntax import (
    And,
    Compare,
    Condition,
    Constant,
    FactValue,
    Holds,
    In,
    Is,
    Not,
    Or,
    Today,
)
from generator.frozen import record
from generator.lower.naming import Names
from generator.metadata.reports import ReportFilter, ReportFilterItem
from generator.process.model import Fact, Process

MOST_ITEMS = 20
"""Of one report's filter (RPT-009)."""
AS_REPORTS_SAY = {"OwnerId": "Owner"}
"""A lookup of the platform goes by its relationship: `Case$Owner`, as `Case$RecordType` and `Case$Contact` in the
reports that bcgov/MoH-SAT (GitHub) retrieved from an org."""
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
ORDERS = {"<": "lessThan", "<=": "lessOrEqual", ">": "greaterThan", ">=": "greaterOrEqual"}
NEAR_DAYS = {-1: "YESTERDAY", 0: "TODAY", 1: "TOMORROW"}


@record
class All:
    parts: "tuple[Tree, ...]"


@record
class Any:
    parts: "tuple[Tree, ...]"


Tree = All | Any | ReportFilterItem


@record
class Columns:
    """What a report's items are written with: the facts of the process, and where a case keeps them."""

    names: Names
    facts: Mapping[str, Fact]
    origins: Mapping[str, str]
    needed: Mapping[str, Condition | None]
    """Consent -> who needs it."""

    def of(self, key: str) -> str:
        """The column of a Case field; with a custom report type it goes by its API name (RPT-006)."""
        name = self.names.field(key)
        return f"Case${AS_REPORTS_SAY.get(name, name)}"


def columns_of(process: Process, names: Names) -> Columns:
    return Columns(
        names=names,
        facts={one.id: one for one in process.facts},
        origins={one.id: one.origin for one in process.channels},
        needed={one.id: one.when for one in process.consents},
    )


def report_filter(where: Condition | None, workflow: str, columns: Columns) -> ReportFilter:
    """The filter of a report: cases of the workflow of which `where` holds. Raises ValueError for what no filter can
    say (language.md section 3: one fact against another, what a save changes, the text)."""
    ours = item(columns.of("workflow"), "equals", workflow)
    tree = ours if where is None else All(parts=(ours, criteria(where, columns, wanted=True)))
    items = tuple(dict.fromkeys(leaves(tree)))
    if len(items) > MOST_ITEMS:
        raise ValueError(f"a report's filter has at most {MOST_ITEMS} items, and this one needs {len(items)}")
    places = {one: str(number) for number, one in enumerate(items, 1)}
    return ReportFilter(booleanFilter=logic(tree, places) if has_choice(tree) else None, criteriaItems=items)


# -- the tree ------------------------------------------------------------------------------------------------------


def leaves(tree: Tree) -> Iterable[ReportFilterItem]:
    if isinstance(tree, ReportFilterItem):
        yield tree
    else:
        for part in tree.parts:
            yield from leaves(part)


def has_choice(tree: Tree) -> bool:
    """Whether the items are not simply all to hold; that needs no logic."""
    return isinstance(tree, Any) or (isinstance(tree, All) and any(has_choice(part) for part in tree.parts))


def logic(tree: Tree, places: Mapping[ReportFilterItem, str]) -> str:
    """`1 AND (2 OR 3)`."""
    if isinstance(tree, ReportFilterItem):
        return places[tree]
    word = " AND " if isinstance(tree, All) else " OR "
    return word.join(f"({said})" if " " in said else said for said in (logic(part, places) for part in tree.parts))


def joined(kind: type[All] | type[Any], parts: Iterable[Tree]) -> Tree:
    """Parts of the same kind are taken up, so that the logic has no brackets that say nothing."""
    flat: list[Tree] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else [part]
    return flat[0] if len(flat) == 1 else kind(parts=tuple(dict.fromkeys(flat)))


def both(wanted: bool, *parts: Tree) -> Tree:
    """Parts that make a statement together; denied, each of them is denied already and one is enough."""
    return joined(All if wanted else Any, parts)


def item(column: str, operator: str, value: str) -> ReportFilterItem:
    return ReportFilterItem(column=column, columnToColumn=False, isUnlocked=False, operator=operator, value=value)


def is_blank(column: str, wanted: bool) -> ReportFilterItem:
    return item(column, "equals" if wanted else "notEqual", "")


def is_true(column: str, wanted: bool) -> ReportFilterItem:
    """Yes and no are 1 and 0 (RPT-009)."""
    return item(column, "equals", "1" if wanted else "0")


def certain(columns: Columns, wanted: bool) -> ReportFilterItem:
    """What always holds, or never: the workflow key, which every report asks for, is filled."""
    return is_blank(columns.of("workflow"), not wanted)


# -- conditions ----------------------------------------------------------------------------------------------------


def criteria(condition: Condition, columns: Columns, *, wanted: bool) -> Tree:
    """Items that hold just when the condition does, or does not as `wanted` says."""
    match condition:
        case And(parts=parts):
            return both(wanted, *(criteria(part, columns, wanted=wanted) for part in parts))
        case Or(parts=parts):
            return both(not wanted, *(criteria(part, columns, wanted=wanted) for part in parts))
        case Not(part=part):
            return criteria(part, columns, wanted=not wanted)
        case Holds(fact=fact):
            return is_true(column(fact, columns), wanted)
        case In(left=left, values=values):
            return listed(left, values, columns, wanted)
        case Is():
            return state(condition, columns, wanted)
        case Compare():
            return compared(condition, columns, wanted)
        case _:
            raise ValueError("a report's filter sees stored facts: not the text, the user, or what a save changes")


def column(fact: FactValue, columns: Columns) -> str:
    if fact.was:
        raise ValueError(f"a report's filter cannot know what `{fact.fact}` was")
    if fact.type.kind == "long_text":
        raise ValueError(f"a report cannot filter by a long text: `{fact.fact}`")
    return columns.of(fact.fact)


def state(condition: Is, columns: Columns, wanted: bool) -> Tree:
    fact = condition.fact
    match condition.state:
        case "blank" | "filled":
            return is_blank(column(fact, columns), wanted == (condition.state == "blank"))
        case "verified":
            return verified(fact.fact, columns, wanted)
        case "signed":
            return is_true(columns.of(f"{fact.fact}.signed"), wanted)
        case "missing":
            unsigned = is_true(columns.of(f"{fact.fact}.signed"), not wanted)
            needed = columns.needed[fact.fact]
            return unsigned if needed is None else both(wanted, unsigned, criteria(needed, columns, wanted=wanted))
        case "running":
            return running(fact.fact, columns, wanted)
        case "due_within":
            due = columns.of(f"{fact.fact}.due")
            soon = until(due, condition.days or 0, wanted)
            return both(wanted, running(fact.fact, columns, wanted), soon)
        case "warned" | "breached":
            return is_true(columns.of(f"{fact.fact}.{condition.state}"), wanted)


def running(clock: str, columns: Columns, wanted: bool) -> Tree:
    """It concerns the case (its due time is filled) and has not stopped."""
    due, stopped = (columns.of(f"{clock}.{part}") for part in ("due", "stopped"))
    return both(wanted, is_blank(due, not wanted), is_blank(stopped, wanted))


def verified(identifier: str, columns: Columns, wanted: bool) -> Tree:
    """The field lists ids; a filter looks for a part of the text."""
    others = [one.id for one in columns.facts.values() if one.origin == "identifier" and one.id != identifier]
    if any(identifier in other for other in others):
        raise ValueError(f"a report's filter cannot tell `{identifier}` from a longer id that holds it")
    return item(columns.of("verified_identifiers"), "contains" if wanted else "notContain", identifier)


def compared(condition: Compare, columns: Columns, wanted: bool) -> Tree:
    left, right, op = condition.left, condition.right, condition.op
    if not isinstance(left, FactValue):
        left, right, op = right, left, MIRRORED[op]  # type: ignore[assignment]
    if not isinstance(left, FactValue) or isinstance(right, FactValue):
        raise ValueError("a report's filter compares a fact with a value")
    if isinstance(right, Today):
        return day(column(left, columns), op, right.days, wanted)
    if right.value in (None, ""):
        return certain(columns, (op == "!=") == wanted)
    if op in ("=", "!="):
        return listed(left, (right,), columns, (op == "=") == wanted)
    if left.type.kind == "urgency":
        return listed(left, levels(left, op, right), columns, wanted)
    return ordered(column(left, columns), op, spelled(left, right, columns), wanted)


def levels(left: FactValue, op: str, right: Constant) -> tuple[Constant, ...]:
    """The levels on the wanted side of one; greater is more urgent, and the most urgent is first."""
    ranks = left.type.values
    at = ranks.index(str(right.value))
    sides: Mapping[str, tuple[str, ...]] = {
        "<": ranks[at + 1 :], "<=": ranks[at:], ">": ranks[:at], ">=": ranks[: at + 1],
    }  # fmt: skip
    return tuple(Constant(value=one, type=left.type, because=right.because) for one in sides[op])


def listed(left: FactValue, values: tuple[Constant, ...], columns: Columns, wanted: bool) -> Tree:
    if left.type.kind == "yes_no":
        return joined(Any if wanted else All, [yes_no(left, one, columns, wanted) for one in values])
    said = tuple(dict.fromkeys(spelled(left, one, columns) for one in values))
    if not said:
        return certain(columns, not wanted)
    return item(column(left, columns), "equals" if wanted else "notEqual", ",".join(said))


def yes_no(left: FactValue, value: Constant, columns: Columns, wanted: bool) -> Tree:
    return is_true(column(left, columns), (value.value is True) == wanted)


def ordered(name: str, op: str, value: str, wanted: bool) -> Tree:
    return both(wanted, item(name, ORDERS[op if wanted else OPPOSITE[op]], value), is_blank(name, not wanted))


def day(name: str, op: str, days: int, wanted: bool) -> Tree:
    """A date against today and some days, by whether it has come on the last day of one side."""
    if op == "!=":
        return day(name, "=", days, not wanted)
    sides: Mapping[str, tuple[Tree, ...]] = {
        "<": (until(name, days - 1, wanted),),
        "<=": (until(name, days, wanted),),
        ">": (until(name, days, not wanted),),
        ">=": (until(name, days - 1, not wanted),),
        "=": (until(name, days, wanted), until(name, days - 1, not wanted)),
    }
    return both(wanted, *sides[op], is_blank(name, not wanted))


def until(name: str, days: int, wanted: bool) -> ReportFilterItem:
    """Whether a filled date comes no later than the end of today and some days.

    A literal of several days is compared by its last day from above: NEXT_N_DAYS:n begins tomorrow in a field filter
    and ends n days from today (help.salesforce.com, "Relative Date Filter Reference"; the spelling with underscores
    is that of reports retrieved in SalesforceFoundation/NPSP, GitHub).
    """
    literal = NEAR_DAYS.get(days) or (f"NEXT_N_DAYS:{days}" if days > 0 else f"N_DAYS_AGO:{-days}")
    return item(name, "lessOrEqual" if wanted else "greaterThan", literal)


# -- values --------------------------------------------------------------------------------------------------------


def spelled(left: FactValue, constant: Constant, columns: Columns) -> str:
    """A value as a filter holds it; a comma would part it in two, so such a text stands in quotes."""
    if left.type.kind in ("date", "moment"):
        raise ValueError("a report's filter reads a date as its reader's locale writes dates; compare with `today`")
    if left.fact in columns.facts and left.type.kind in ("choice", "urgency"):
        return picked(columns.facts[left.fact], str(constant.value), columns)
    if isinstance(constant.value, str):
        return quoted(constant.value)
    return format(constant.value, "f")


def picked(fact: Fact, value: str, columns: Columns) -> str:
    """A picklist's value by its API name and by its label: both name the one value, and which of them a filter
    compares with is documented nowhere. A label that is another value's id is left out."""
    if fact.id == "channel":
        return quoted(columns.origins[value])
    ids = {one.id for one in fact.choices}
    label = next(one.label for one in fact.choices if one.id == value)
    said = [value] if label.lower() in ids else [value, label]
    return ",".join(quoted(one) for one in said)


def quoted(value: str) -> str:
    if '"' in value:
        raise ValueError(f"a report's filter cannot hold a quotation mark: {value}")
    return f'"{value}"' if "," in value else value
