"""Roll-up summary fields: numbers of a parent that its children's saves keep up to date (runtime-semantics 1.1, steps
16 and 17). They are stored, so that rules and flows of the parent see them change."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from generator.emulator.criteria import item_test
from generator.emulator.logic import Test
from generator.emulator.results import Error
from generator.emulator.rows import Row
from generator.emulator.schema import NotModelled, Shape
from generator.emulator.scopes import RowGetter, Scope
from generator.formula.values import FormulaError
from generator.frozen import record
from generator.metadata.objects import CustomField

if TYPE_CHECKING:
    from generator.emulator.loading import Package
    from generator.emulator.saving import Saving
    from generator.emulator.transactions import Transaction


@record
class RollUp:
    """`link`: the field of the child that leads to the parent. `get`: what is summarised; a count needs none."""

    parent: str
    field: str
    child: str
    link: str
    operation: str
    kind: str
    get: RowGetter | None
    tests: tuple[Test, ...]


def roll_up(package: "Package", parent: Shape, body: CustomField) -> RollUp:
    """The field, ready to be worked out. Raises NotModelled for one that cannot be."""
    where = f"{parent.name}.{body.fullName}"
    child_name, _, link = (body.summaryForeignKey or "").partition(".")
    operation = body.summaryOperation or ""
    if not link or operation not in ("count", "sum", "min", "max"):
        raise NotModelled(f"the roll-up summary {where}")
    child = package.schema.shape(child_name)
    names = package.rule_names(child)
    _, _, summed = (body.summarizedField or "").partition(".")
    read = package.paths.field(child, summed) if operation != "count" else None
    return RollUp(
        parent=parent.name,
        field=body.fullName,
        child=child.name,
        link=child.field(link).name,
        operation=operation,
        kind=read.kind.name if read is not None else "number",
        get=read.get if read is not None else None,
        tests=tuple(item_test(package, names, item, where) for item in body.summaryFilterItems),
    )


def worked_out(tx: "Transaction", one: RollUp, parent: str) -> Any:
    """What the field of a parent should hold now. No children: nothing for the least and the greatest, else 0."""
    names = tx.package.rule_names(tx.package.schema.shape(one.child))
    rows = [
        row
        for _, row in tx.rows_with(one.child, one.link, parent)
        if row.get(one.link) == parent and all(holds(test, Scope(names, row, None, tx)) for test in one.tests)
    ]
    if one.get is None:
        return Decimal(len(rows))
    values = [value for row in rows if (value := one.get(row, tx)) is not None]
    if one.operation == "sum":
        return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))
    return (min if one.operation == "min" else max)(values, default=None)


def holds(test: Test, scope: Scope) -> bool:
    try:
        return test(scope)
    except FormulaError:
        return False


def differences(tx: "Transaction", child: Shape, rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    """The roll-ups that these children, as they were and as they are, leave wrong: object and id of the parent ->
    fields with their new values."""
    found: dict[tuple[str, str], Row] = {}
    held = list(rows)
    for one in tx.package.roll_ups.get(child.name, ()):
        for parent in dict.fromkeys(row[one.link] for row in held if row.get(one.link) is not None):
            parent_row = tx.get(one.parent, parent)
            if parent_row is not None:
                value = worked_out(tx, one, parent)
                if value != parent_row.get(one.field):
                    found.setdefault((one.parent, parent), {})[one.field] = value
    return found


def sum_up(tx: "Transaction", child: Shape, going: "list[Saving]") -> None:
    """Each parent goes through a save of its own; one that fails fails the children that caused it."""
    from generator.emulator.saving import save

    if child.name not in tx.package.roll_ups:
        return
    rows = [row for one in going for row in (one.prior, tx.get(child.name, one.id)) if row is not None]
    for (parent, id), fields in differences(tx, child, rows).items():
        result = save(tx, "update", parent, [{"Id": id, **fields}], all_or_none=True, summing=True)[0]
        for one in going if result.errors else ():
            links = {link.link for link in tx.package.roll_ups[child.name] if link.parent == parent}
            ways = (one.prior or {}, tx.get(child.name, one.id) or {})
            if any(row.get(link) == id for row in ways for link in links):
                one.errors += [Error(code=said.code, message=said.message, rule=said.rule) for said in result.errors]


def settle(tx: "Transaction", child: Shape, ids: Iterable[str]) -> None:
    """Roll-ups of the parents of records that were there before: written, and nothing runs."""
    rows = [row for id in ids if (row := tx.get(child.name, id)) is not None]
    for (parent, id), fields in differences(tx, child, rows).items():
        tx.write(parent, id, {**(tx.get(parent, id) or {}), **fields})
        settle(tx, tx.package.schema.shape(parent), [id])
