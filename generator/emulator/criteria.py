"""Criteria of rule entries: filter items as assignment, auto-response and escalation rules hold them (5.1)."""

import csv
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from generator.emulator.checking import Refused, parsed
from generator.emulator.logic import Test, joined
from generator.emulator.rows import Row
from generator.emulator.schema import Field, NotModelled
from generator.emulator.scopes import RowNames, Scope
from generator.formula.values import FormulaError
from generator.metadata.people import FilterItem, RuleEntry

if TYPE_CHECKING:
    from generator.emulator.loading import Package

ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "lessThan": lambda a, b: a < b,
    "greaterThan": lambda a, b: a > b,
    "lessOrEqual": lambda a, b: a <= b,
    "greaterOrEqual": lambda a, b: a >= b,
}
TEXTS: dict[str, Callable[[str, str], bool]] = {
    "equals": lambda a, b: a == b,
    "contains": lambda a, b: b in a,
    "startsWith": lambda a, b: a.startswith(b),
}
OPPOSITES = {"notEqual": "equals", "notContain": "contains", "excludes": "includes"}


def entry_test(package: "Package", names: RowNames, entry: RuleEntry, where: str) -> Test:
    """Does an entry match? One without criteria always does; a formula that fails or is blank does not."""
    if entry.formula is not None:
        run = package.compiled(names, entry.formula, where)

        def by_formula(scope: Scope) -> bool:
            try:
                return run(scope) is True
            except FormulaError:
                return False

        return by_formula
    if not entry.criteriaItems:
        return lambda scope: True
    return joined(entry.booleanFilter, [item_test(package, names, item, where) for item in entry.criteriaItems], where)


def item_test(package: "Package", names: RowNames, item: FilterItem, where: str) -> Test:
    if item.valueField is not None:
        raise NotModelled(f"a criterion that compares two fields in {where}")
    head, _, rest = item.field.partition(".")
    path = f"$User.{rest}" if head == "User" and rest else item.field
    get = names.reference(path).get
    field = None if path.startswith("$") else package.paths.read(names.shape, names.parts(path)).field
    test = value_test(item, field, where)
    if field is not None and field.name == "RecordTypeId":
        return lambda scope: test(record_type_names(scope, get(scope)))
    return lambda scope: test(get(scope))


def record_type_names(scope: Scope, id: Any) -> Any:
    row: Row = scope.tx.get("RecordType", id) or {}
    return row.get("DeveloperName")


def value_test(item: FilterItem, field: Field | None, where: str) -> Callable[[Any], bool]:
    """A comma separates choices, quotes protect it; an empty value is blank."""
    operation, text = item.operation, item.value or ""
    if operation in OPPOSITES:
        positive = value_test(FilterItem(field=item.field, operation=OPPOSITES[operation], value=text), field, where)
        return lambda value: not positive(value)
    kind = field.kind if field is not None else "text"
    if operation == "equals" and not text:
        return lambda value: value in (None, "")
    choices = [one.strip() for one in next(csv.reader([text], skipinitialspace=True))] if text else []
    if operation == "includes":
        wanted = [frozenset(one.lower().split(";")) for one in choices]
        return lambda value: any(one <= frozenset(str(value or "").lower().split(";")) for one in wanted)
    if kind in ("number", "percent", "date", "datetime"):
        return ordered_test(operation, choices, field, where)
    if operation in TEXTS:
        test, lowered = TEXTS[operation], [one.lower() for one in choices]
        return lambda value: any(test(spelled(value), one) for one in lowered)
    if operation in ORDERS:
        order, first = ORDERS[operation], text.lower()
        return lambda value: value is not None and order(spelled(value), first)
    raise NotModelled(f"the operation {operation} in {where}")


def spelled(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value or "").lower()


def ordered_test(operation: str, choices: list[str], field: Field | None, where: str) -> Callable[[Any], bool]:
    try:
        values = [parsed(field, one) if field else Decimal(one) for one in choices]
    except (Refused, InvalidOperation):
        raise NotModelled(f"the value {', '.join(choices)} in {where}") from None
    if operation == "equals":
        return lambda value: value in values
    if operation in ORDERS:
        order = ORDERS[operation]
        return lambda value: value is not None and order(value, values[0])
    raise NotModelled(f"the operation {operation} in {where}")
