"""Objects and fields of an org: the standard catalogue and what a tree adds to it."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol
from urllib.parse import unquote

from generator.emulator.catalogue import (
    CHILDREN,
    CLOSED,
    DEFAULTS,
    MIRRORS,
    PREFIXES,
    READ_ONLY,
    VALUE_SETS,
    standard_objects,
)
from generator.emulator.kinds import CUSTOM_KINDS, KINDS, LENGTHS, PARTS, SYSTEM
from generator.emulator.rows import base62
from generator.frozen import record
from generator.metadata.custom_objects import CustomObject
from generator.metadata.objects import BusinessProcess, CustomField, RecordType
from generator.metadata.values import GlobalValueSet, StandardValueSet


class NotModelled(Exception):  # noqa: N818  (a verdict on a tree)
    """A tree holds what the emulator does not run, or names what is not there; the message says which."""


class Item(Protocol):
    """A component: a full name and a metadata record."""

    @property
    def name(self) -> str: ...

    @property
    def body(self) -> object: ...


@record
class Field:
    """`kind`: as formulas know it; `of`: the type as metadata spells it. `relation`: the name that a path goes by,
    `children`: that of the way back. `values`: the active values of a picklist; `default`: a formula; `chosen`: the
    default value of a picklist."""

    name: str
    label: str
    kind: str
    of: str
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    required: bool = False
    unique: bool = False
    case_sensitive: bool = False
    refers: tuple[str, ...] = ()
    relation: str | None = None
    children: str | None = None
    values: tuple[str, ...] = ()
    restricted: bool = False
    default: str | None = None
    chosen: str | None = None
    formula: str | None = None
    blanks_as_zero: bool = False
    read_only: bool = False
    tracked: bool = False
    mirrors: str | None = None


@record
class KnownRecordType:
    name: str
    active: bool
    allowed: Mapping[str, frozenset[str]]
    defaults: Mapping[str, str]


class Shape:
    """An object. `open`: a field that it does not have is taken to be there, of any kind."""

    def __init__(self, name: str, label: str, prefix: str, fields: Iterable[Field], *, open: bool) -> None:  # noqa: A002
        self.name = name
        self.label = label
        self.prefix = prefix
        self.open = open
        self.fields: dict[str, Field] = {}
        self.lower: dict[str, Field] = {}
        self.relations: dict[str, Field] = {}
        self.record_types: list[KnownRecordType] = []
        self.closed: frozenset[str] = CLOSED.get(name, frozenset())
        self.numbered: str | None = None
        self.needed: tuple[str, ...] | None = None
        self.active: dict[tuple[str, str | None], frozenset[str]] = {}
        for field in fields:
            self.add(field)

    def add(self, field: Field) -> None:
        self.needed = None
        self.active.clear()
        self.fields[field.name] = field
        self.lower[field.name.lower()] = field
        if field.relation:
            self.relations[field.relation.lower()] = field

    def required(self) -> tuple[str, ...]:
        """The fields that a record cannot do without."""
        if self.needed is None:
            self.needed = tuple(name for name, field in self.fields.items() if field.required)
        return self.needed

    def active_values(self, field: Field, record_type: str | None) -> frozenset[str]:
        """Values of a picklist that a record of this record type takes, or of none."""
        key = (field.name, record_type)
        if key not in self.active:
            allowed = (one.allowed for one in self.record_types if one.name == record_type)
            limited = next((one[field.name] for one in allowed if field.name in one), None)
            values = frozenset(field.values)
            self.active[key] = values if limited is None else values & limited
        return self.active[key]

    def field(self, name: str) -> Field:
        """The field, whatever its case; raises NotModelled when the object has none of that name."""
        found = self.fields.get(name) or self.lower.get(name.lower())
        if found is None:
            if not self.open:
                raise NotModelled(f"there is no field {name} on {self.name}")
            found = Field(name=name, label=name, kind="any", of="any")
            self.add(found)
        return found

    def relation(self, name: str) -> Field:
        found = self.relations.get(name.lower())
        if found is None:
            if not self.open:
                raise NotModelled(f"there is no relationship {name} on {self.name}")
            found = Field(
                name=name[:-1] + "c" if name.endswith("__r") else f"{name}Id",
                label=name,
                kind="id",
                of="any",
                relation=name,
            )
            self.add(found)
        return found


class Schema:
    """Every object of an org. Objects come into being when they are first named; with `open`, unknown ones too.
    `refused`: fields of types that are not known, by name and with the reason."""

    def __init__(self, items: Iterable[Item], *, open: bool = False) -> None:  # noqa: A002
        self.open = open
        self.shapes: dict[str, Shape] = {}
        self.prefixes: dict[str, Shape] = {}
        self.value_sets: dict[str, GlobalValueSet] = {}
        self.assumed: list[str] = []
        self.refused: list[tuple[str, str]] = []
        held = list(items)
        for item in held:
            if isinstance(item.body, GlobalValueSet):
                self.value_sets[item.name] = item.body
        for item in held:
            if isinstance(item.body, CustomObject):
                self.declare(item.name, item.body)
        for item in held:
            if isinstance(item.body, CustomField):
                self.take(item.name, item.body)
        for item in held:
            if isinstance(item.body, StandardValueSet):
                self.standard_values(item.name, item.body)
        processes = {item.name: item.body for item in held if isinstance(item.body, BusinessProcess)}
        for item in held:
            if isinstance(item.body, RecordType):
                parent = item.name.partition(".")[0]
                process = processes.get(f"{parent}.{item.body.businessProcess}")
                self.custom(parent).record_types.append(known_record_type(item.body, process))

    def shape(self, name: str) -> Shape:
        """The object, whatever its case; raises NotModelled when there is none."""
        found = self.shapes.get(name.lower())
        if found is not None:
            return found
        for standard in standard_objects():
            if standard.lower() == name.lower():
                return self.standard(standard)
        if not self.open:
            raise NotModelled(f"there is no object {name}")
        self.assumed.append(name)
        return self.custom(name)

    def with_prefix(self, prefix: str) -> Shape | None:
        """The object whose ids begin so."""
        found = self.prefixes.get(prefix)
        if found is not None:
            return found
        for shape in self.shapes.values():
            if shape.prefix == prefix:
                self.prefixes[prefix] = shape
                return shape
        name = next((name for name, one in PREFIXES.items() if one == prefix), None)
        return self.shape(name) if name in standard_objects() and name is not None else None

    def child(self, parent: str, name: str) -> tuple[Shape, str] | None:
        """The object and field of the records that refer to one of `parent` under a child relationship's name."""
        for shape in list(self.shapes.values()):
            for field in shape.fields.values():
                if parent in field.refers and (field.children or "").lower() == name.lower():
                    return shape, field.name
        found = next((one for one in CHILDREN if one[:2] == (parent, name)), None)
        return (self.shape(found[2]), found[3]) if found is not None else None

    def standard(self, name: str) -> Shape:
        fields = list(standard_fields(name))
        made = Shape(name, name, PREFIXES.get(name) or self.fresh_prefix(), fields, open=self.open)
        self.shapes[name.lower()] = made
        return made

    def custom(self, name: str) -> Shape:
        """The object, made when it is custom and no file declares it."""
        if name.lower() in self.shapes or any(standard.lower() == name.lower() for standard in standard_objects()):
            return self.shape(name)
        fields = [
            Field(name=field, label=field, kind=kind, of=of, refers=refers, relation=field[:-2] if refers else None,
                  read_only=field in READ_ONLY, length=80 if field == "Name" else None)
            for field, kind, of, refers in SYSTEM
        ]  # fmt: skip
        made = Shape(name, name, self.fresh_prefix(), fields, open=self.open)
        self.shapes[name.lower()] = made
        return made

    def declare(self, name: str, body: CustomObject) -> None:
        made = self.custom(name)
        made.label = body.label or name
        if body.nameField is not None and body.nameField.type == "AutoNumber":
            made.numbered = body.nameField.displayFormat or "{0}"

    def fresh_prefix(self) -> str:
        return "a" + base62(sum(shape.prefix.startswith("a") for shape in self.shapes.values()), 2)

    def standard_values(self, name: str, body: StandardValueSet) -> None:
        place = VALUE_SETS.get(name)
        if place is None:
            return
        shape = self.shape(place[0])
        field = shape.field(place[1])
        values = tuple(one.fullName or "" for one in body.standardValue if one.isActive is not False)
        chosen = next((one.fullName for one in body.standardValue if one.default), None)
        shape.add(dataclasses.replace(field, values=values, chosen=chosen or field.chosen))
        if place[1] == "Status":
            shape.closed = frozenset(one.fullName or "" for one in body.standardValue if one.closed)

    def take(self, name: str, body: CustomField) -> None:
        """A field of a tree, and those that it is made of. A type that formulas cannot know is refused by name."""
        shape = self.custom(name.partition(".")[0])
        kind = CUSTOM_KINDS.get(body.type or "")
        if not body.fullName.endswith("__c"):
            shape.add(self.standard_field(shape, body, kind or "any"))
        elif kind is None:
            self.refused.append((name, f"a field of type {body.type}"))
        else:
            shape.add(self.field_of(body, kind))
        for part, (of, length) in PARTS.get(body.type or "", {}).items():
            full = f"{body.fullName.removesuffix('__c')}__{part}__s"
            shape.add(Field(name=full, label=f"{body.label} ({part})", kind=of, of=of, length=length))

    def standard_field(self, shape: Shape, body: CustomField, kind: str) -> Field:
        """A file on a standard field says what an organisation chose about it, often not even its type."""
        name = body.fullName
        known = shape.lower.get(name.lower()) or Field(
            name=name,
            label=body.label or name,
            kind=kind,
            of=body.type or "any",
            refers=(body.referenceTo,) if body.referenceTo else (),
            relation=name[:-2] if name.endswith("Id") and kind in ("id", "any") else None,
        )
        values, chosen, restricted = self.values_of(body)
        return dataclasses.replace(
            known,
            tracked=bool(body.trackHistory),
            values=values or known.values,
            chosen=chosen or known.chosen,
            restricted=restricted or known.restricted,
        )

    def field_of(self, body: CustomField, kind: str) -> Field:
        values, chosen, restricted = self.values_of(body)
        return Field(
            name=body.fullName,
            label=body.label or body.fullName,
            kind=kind,
            of=body.type or "Text",
            length=body.length or LENGTHS.get(body.type or ""),
            precision=body.precision,
            scale=body.scale,
            required=bool(body.required),
            unique=bool(body.unique),
            case_sensitive=bool(body.caseSensitive),
            refers=(body.referenceTo,) if body.referenceTo else ("User",) if body.type == "Hierarchy" else (),
            relation=body.fullName[:-1] + "r" if kind == "id" else None,
            children=f"{body.relationshipName}__r" if body.relationshipName else None,
            values=values,
            restricted=restricted,
            default=body.defaultValue,
            chosen=chosen,
            formula=body.formula,
            blanks_as_zero=body.formulaTreatBlanksAs != "BlankAsBlank",
            read_only=body.formula is not None or body.type in ("AutoNumber", "Summary"),
            tracked=bool(body.trackHistory),
        )

    def values_of(self, body: CustomField) -> tuple[tuple[str, ...], str | None, bool]:
        chosen_from = body.valueSet
        if chosen_from is None:
            return (), None, False
        if chosen_from.valueSetDefinition is not None:
            values = chosen_from.valueSetDefinition.value
        elif chosen_from.valueSetName in self.value_sets:
            values = self.value_sets[chosen_from.valueSetName].customValue
        else:
            return (), None, False
        active = tuple(one.fullName for one in values if one.isActive is not False)
        restricted = bool(chosen_from.restricted or chosen_from.valueSetName)
        return active, next((one.fullName for one in values if one.default), None), restricted


def standard_fields(name: str) -> Iterator[Field]:
    for field, said in standard_objects()[name].items():
        kind = KINDS.get(said["t"], "any")
        refers = tuple(said.get("r", ()))
        yield Field(
            name=field,
            label=field.removesuffix("Id") if refers else field,
            kind=kind,
            of=said["t"],
            length=said.get("l") if kind in ("text", "picklist", "multipicklist") else None,
            precision=said.get("p"),
            scale=said.get("s"),
            required=bool(said.get("q")) and kind != "boolean",
            refers=refers,
            relation=field[:-2] if field.endswith("Id") and refers else None,
            values=tuple(said.get("v", ())),
            chosen=DEFAULTS.get((name, field)),
            read_only=field in READ_ONLY,
            mirrors=MIRRORS.get((name, field)),
        )


def known_record_type(body: RecordType, process: BusinessProcess | None) -> KnownRecordType:
    """Values are percent-encoded in the XML."""
    allowed = {one.picklist: frozenset(unquote(value.fullName) for value in one.values) for one in body.picklistValues}
    defaults = {
        one.picklist: unquote(value.fullName) for one in body.picklistValues for value in one.values if value.default
    }
    if process is not None:
        chosen = next((unquote(value.fullName) for value in process.values if value.default), None)
        defaults |= {"Status": chosen} if chosen else {}
    return KnownRecordType(name=body.fullName, active=body.active, allowed=allowed, defaults=defaults)
