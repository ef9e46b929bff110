"""The text of a mail: an email template with its merge fields filled in for a record."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import TYPE_CHECKING

from generator.emulator.interviews.texts import dated
from generator.emulator.rows import Row
from generator.emulator.schema import NotModelled, Shape
from generator.emulator.scopes import RowNames, Scope
from generator.formula.values import FormulaError
from generator.frozen import record

if TYPE_CHECKING:
    from generator.emulator.loading import Package
    from generator.emulator.transactions import Transaction

MERGE = re.compile(r"\{!([^{}]+)\}")
PART = Callable[[Scope], object]


@record
class Letter:
    """A template for records of one object."""

    subject: tuple[str | PART, ...]
    body: tuple[str | PART, ...]
    names: RowNames


def letter(package: "Package", template: str, shape: Shape) -> Letter | None:
    """The template, ready for records of `shape`; None when the tree does not hold it. Raises NotModelled for a merge
    field that stands for nothing."""
    held = package.templates.get(template)
    if held is None:
        return None
    subject, body = held
    names = package.rule_names(shape)
    return Letter(
        subject=parts(package, names, subject, template), body=parts(package, names, body, template), names=names
    )


def parts(package: "Package", names: RowNames, text: str, template: str) -> tuple[str | PART, ...]:
    made: list[str | PART] = []
    place = 0
    for match in MERGE.finditer(text):
        made += [text[place : match.start()], merge_field(package, names, match.group(1).strip(), template)]
        place = match.end()
    return (*made, text[place:])


def merge_field(package: "Package", names: RowNames, expression: str, template: str) -> PART:
    """A field, or a formula. `User` and `Organization` are those around the record."""
    for own in ("User", "Organization", "Profile", "UserRole"):
        if expression.startswith(f"{own}."):
            expression = f"${expression}"
    if expression == f"{names.shape.name}.Link":
        return lambda scope: f"https://example.my.salesforce.com/{scope.row.get('Id')}"
    try:
        return package.compiled(names, expression, f"the template {template}")
    except NotModelled as problem:
        raise NotModelled(f"the merge field {expression} in the template {template}") from problem


def written(tx: "Transaction", made: Letter, row: Row) -> tuple[str, str]:
    """Subject and text for a record."""
    scope = Scope(made.names, row, None, tx)

    def fill(given: tuple[str | PART, ...]) -> str:
        return "".join(one if isinstance(one, str) else spoken(one, scope) for one in given)

    return fill(made.subject), fill(made.body)


def spoken(part: PART, scope: Scope) -> str:
    try:
        value = part(scope)
    except FormulaError:
        return ""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | time):
        return dated(scope.tx, value)
    return str(value)
