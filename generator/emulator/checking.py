"""System validation: what a field accepts, and the errors that an org gives (runtime-semantics 6)."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from generator.emulator.results import Error
from generator.emulator.rows import Held, Row, case_safe
from generator.emulator.schema import Field, Shape

if TYPE_CHECKING:
    from generator.emulator.transactions import Transaction

EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")
MOST_CHOICES = 100


class Refused(Exception):  # noqa: N818  (a verdict on a value)
    def __init__(self, error: Error) -> None:
        self.error = error
        super().__init__(error.message)


def stored(field: Field, value: Any, tx: "Transaction") -> Any:
    """A value as the database keeps it: texts trimmed and "" nothing, ids of 18 characters, instants to the second.
    Raises Refused for a value of another type."""
    if value is None:
        return None
    kind = field.kind
    if isinstance(value, str):
        text = value.strip() if tx.switches.trim_tabs else value.strip(" ")
        if kind in ("text", "picklist", "multipicklist", "any"):
            return text or None
        if kind == "id":
            return case_safe(text) or None
        return parsed(field, text)
    if kind == "boolean" or isinstance(value, bool):
        if kind in ("boolean", "any") and isinstance(value, bool):
            return value
        raise wrong_type(field, value)
    if kind in ("number", "percent"):
        number = parsed(field, str(value)) if isinstance(value, int | float) else value
        if not isinstance(number, Decimal):
            raise wrong_type(field, value)
        if field.scale is not None and number != round(number, field.scale) and tx.switch("round_on_api_write"):
            return number.quantize(Decimal(1).scaleb(-field.scale), rounding=ROUND_HALF_UP)
        return number
    if kind == "datetime":
        if not isinstance(value, datetime):
            raise wrong_type(field, value)
        whole = value.tzinfo is UTC and not value.microsecond
        return value if whole else value.astimezone(UTC).replace(microsecond=0)
    if kind == "date" and isinstance(value, datetime):
        return tx.local(value).date()
    if kind in ("text", "picklist", "multipicklist", "id") or (kind == "date" and not isinstance(value, date)):
        raise wrong_type(field, value)
    return value


def parsed(field: Field, text: str) -> Any:
    """A text that an API sends for a field of another type."""
    if not text:
        return None
    try:
        match field.kind:
            case "number" | "percent":
                return Decimal(text)
            case "boolean":
                return {"true": True, "false": False, "1": True, "0": False}[text.lower()]
            case "date":
                return date.fromisoformat(text)
            case "datetime":
                made = datetime.fromisoformat(text)
                return (made if made.tzinfo else made.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
            case "time":
                return time.fromisoformat(text.removesuffix("Z"))
    except (ValueError, KeyError, InvalidOperation):
        pass
    raise wrong_type(field, text)


def wrong_type(field: Field, value: Any) -> Refused:
    message = f"{field.label}: value not of required type: {value}"
    return Refused(Error(code="INVALID_TYPE_ON_FIELD_IN_RECORD", message=message, fields=(field.name,)))


def check(tx: "Transaction", shape: Shape, row: Held, names: Iterable[str]) -> list[Error]:
    """Errors of the fields `names`, whose values are in their stored form."""
    errors: list[Error] = []
    for name in names:
        value = row.get(name)
        field = shape.fields.get(name) or shape.lower.get(name.lower()) if value is not None else None
        if field is None:
            continue
        if field.kind == "id":
            errors += reference_errors(tx, shape, field, value)
        elif isinstance(value, str):
            errors += text_errors(tx, shape, field, value, row)
        elif isinstance(value, Decimal) and field.precision is not None:
            errors += number_errors(field, value)
        if field.unique:
            errors += unique_errors(tx, shape, field, value, row)
    return errors


def text_errors(tx: "Transaction", shape: Shape, field: Field, value: str, row: Row) -> list[Error]:
    if field.length is not None and len(value) > field.length:
        message = f"{field.label}: data value too large: {value} (max length={field.length})"
        return [Error(code="STRING_TOO_LONG", message=message, fields=(field.name,))]
    if field.of in ("email", "Email") and not EMAIL.fullmatch(value):
        message = f"{field.label}: invalid email address: {value}"
        return [Error(code="INVALID_EMAIL_ADDRESS", message=message, fields=(field.name,))]
    if not field.restricted:
        return []
    choices = value.split(";") if field.kind == "multipicklist" else [value]
    if len(choices) > MOST_CHOICES:
        message = f"{field.label}: more than {MOST_CHOICES} values"
        return [Error(code="TOO_MANY_ENUM_VALUE", message=message, fields=(field.name,))]
    allowed = allowed_values(tx, shape, field, row)
    wrong = [choice for choice in choices if choice not in allowed]
    if not wrong:
        return []
    message = f"{field.label}: bad value for restricted picklist field: {wrong[0]}"
    return [Error(code="INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message=message, fields=(field.name,))]


def allowed_values(tx: "Transaction", shape: Shape, field: Field, row: Row) -> frozenset[str]:
    """Active values; with a record type, those of the record type (runtime-semantics 6.4)."""
    record_type = tx.get("RecordType", row.get("RecordTypeId"))
    return shape.active_values(field, record_type.get("DeveloperName") if record_type is not None else None)


def number_errors(field: Field, value: Decimal) -> list[Error]:
    digits = (field.precision or 18) - (field.scale or 0)
    if abs(value) < Decimal(10) ** digits:
        return []
    message = f"{field.label}: value outside of valid range on numeric field: {value}"
    return [Error(code="NUMBER_OUTSIDE_VALID_RANGE", message=message, fields=(field.name,))]


def unique_errors(tx: "Transaction", shape: Shape, field: Field, value: Any, row: Row) -> list[Error]:
    """Without regard to case, unless the field says so."""
    for id, other in tx.rows_with(shape.name, field.name, value):
        held = other.get(field.name)
        same = held == value or (
            not field.case_sensitive
            and isinstance(held, str)
            and isinstance(value, str)
            and held.lower() == value.lower()
        )
        if same and id != row.get("Id"):
            message = f"duplicate value found: {field.name} duplicates value on record with id: {id[:15]}"
            return [Error(code="DUPLICATE_VALUE", message=message)]
    return []


def reference_errors(tx: "Transaction", shape: Shape, field: Field, value: Any) -> list[Error]:
    """The record must be there, and be of an object that the field may point at; a queue must be enabled for it."""
    if not isinstance(value, str) or not field.refers or field.name == "Id":
        return []
    target = tx.package.schema.with_prefix(value[:3])
    if target is None or target.name not in field.refers:
        return [wrong_target(field, value)] if target is not None or len(value) != 18 else [unknown_id(field)]
    row = tx.get(target.name, value)
    if row is None:
        return [unknown_id(field)]
    if field.name == "RecordTypeId" and row.get("SobjectType") not in (None, shape.name):
        return [wrong_target(field, value)]
    if field.name == "OwnerId" and target.name == "Group":
        enabled = row.get("Type") == "Queue" and any(
            one.get("QueueId") == value and one.get("SobjectType") == shape.name
            for _, one in tx.rows_with("QueueSobject", "QueueId", value)
        )
        return [] if enabled else [wrong_target(field, value)]
    if field.name == "OwnerId" and row.get("IsActive") is False:
        message = "operation performed with inactive user [" + value[:15] + "] as owner"
        return [Error(code="INACTIVE_OWNER_OR_USER", message=message, fields=(field.name,))]
    return []


def wrong_target(field: Field, value: str) -> Error:
    message = f"{field.label}: id value of incorrect type: {value}"
    return Error(code="FIELD_INTEGRITY_EXCEPTION", message=message, fields=(field.name,))


def unknown_id(field: Field) -> Error:
    return Error(code="INVALID_CROSS_REFERENCE_KEY", message="invalid cross reference id", fields=(field.name,))


def missing(shape: Shape, row: Row) -> list[Error]:
    """Required fields that are blank, in one error."""
    names = [name for name in shape.required() if row.get(name) is None]
    if not names:
        return []
    message = f"Required fields are missing: [{', '.join(names)}]"
    return [Error(code="REQUIRED_FIELD_MISSING", message=message, fields=tuple(names))]
