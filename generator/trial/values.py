"""Written values -> what fields hold, and back: by the kind of the field, in the words of the file."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from generator.diagnostics import Rejected
from generator.emulator.organisation import Org
from generator.emulator.schema import NotModelled, Shape
from generator.language.values import Pairs, Written
from generator.nodes import error

BLANK = "none"
PLACES = (("Group", "DeveloperName"), ("RecordType", "DeveloperName"), ("User", "Name"), ("Profile", "Name"))
"""Where a name with `@` is looked for, after the records that a story has named."""


def row_of(org: Org, shape: Shape, given: Pairs, names: Mapping[str, str]) -> dict[str, Any]:
    """Fields and values of a record. Raises Rejected: CP632 for a field that the object does not have, CP602 for what
    is no value of its field, CP601 for a name of nothing."""
    return {pair.key.text: value_of(org, shape, pair.key, pair.value, names) for pair in given.pairs}


def value_of(org: Org, shape: Shape, key: Written, given: Written, names: Mapping[str, str]) -> Any:
    said = given.text
    try:
        kind = shape.field(key.text).kind
    except NotModelled as problem:
        raise Rejected(
            [error("CP632", str(problem), key.span, "name a field as the tree or Salesforce does")]
        ) from None
    if said == BLANK:
        return None
    if said.startswith("@"):
        return id_of(org, given, names)
    try:
        return typed(kind, said)
    except (KeyError, ValueError, InvalidOperation):
        raise Rejected([error("CP602", f"`{said}` is no value of `{key.text}`", given.span)]) from None


def typed(kind: str, said: str) -> Any:
    """Raises KeyError, ValueError or InvalidOperation for what is no value of this kind."""
    if kind == "boolean":
        return {"true": True, "false": False}[said]
    if kind in ("number", "percent"):
        return Decimal(said)
    if kind == "date":
        return date.fromisoformat(said)
    if kind == "datetime":
        return instant(said)
    return said


def instant(said: str) -> datetime:
    """A time in GMT. Raises ValueError."""
    found = datetime.fromisoformat(said)
    return found.astimezone(UTC) if found.tzinfo is not None else found.replace(tzinfo=UTC)


def id_of(org: Org, given: Written, names: Mapping[str, str]) -> str:
    """The id of a record that the story has named, or of a queue, group, record type, user or profile."""
    name = given.text.removeprefix("@")
    if name in names:
        return names[name]
    for object_name, field in PLACES:
        found = org.find(object_name, **{field: name})
        if found is not None:
            return str(found["Id"])
    message = f"nothing is called `{name}`"
    help = "name a record of the story, a queue, a group, a record type or a user"
    raise Rejected([error("CP601", message, given.span, help)])


def shown(value: object) -> str:
    """A value as a story writes it."""
    if value in (None, ""):
        return BLANK
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    return str(value)
