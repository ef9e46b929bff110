"""Objects and fields by name: the standard catalogue and what a tree adds to it.

Three answers are kept apart. A field *is there* (with its kind); it *is not there*, on an object that is known whole;
or nobody can say, because the object is in neither the tree nor the catalogue, or the name belongs to a package.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from generator.emulator.catalogue import standard_objects
from generator.emulator.kinds import CUSTOM_KINDS, KINDS, SYSTEM
from generator.frozen import record
from generator.metadata.custom_objects import CustomObject
from generator.metadata.objects import CustomField
from generator.metadata.values import GlobalValueSet


@record
class FieldSymbol:
    """`kind` as formulas know it (text, longtext, number, percent, boolean, date, datetime, time, id, picklist,
    multipicklist, geolocation; `any`: not known). `of`: the type as metadata or the object reference spells it.
    `values`: active values where they are known. `feature`: what an org must have switched on."""

    name: str
    kind: str
    of: str
    length: int | None = None
    scale: int | None = None
    refers: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    restricted: bool = False
    required: bool = False
    unique: bool = False
    writable: bool = True
    creatable: bool = True
    formula: str | None = None
    feature: str | None = None
    custom: CustomField | None = None


UNKNOWN = FieldSymbol(name="", kind="any", of="any")
"""A field of which nothing is known but that it may be there."""
RECORD_TYPE = FieldSymbol(name="RecordTypeId", kind="id", of="reference", refers=("RecordType",))
"""Any object may have record types."""
SWITCHES = ("UserPreferences", "UserPermissions")
"""Fields of users by the hundred, which come and go with features."""
IN_PART = frozenset(
    (
        "CustomNotificationType", "EmailTemplate", "Holiday", "OrgWideEmailAddress", "Organization", "PermissionSet",
        "PermissionSetAssignment", "Profile", "UserRole",
    )
)  # fmt: skip
"""Objects of administration of which the catalogue holds some fields only."""
LONG = ("LongTextArea", "Html", "RichTextArea")
LONGEST_SHORT = 255
BY_THEMSELVES = {
    "__mdt": ("DeveloperName", "Label", "Language", "MasterLabel", "NamespacePrefix", "QualifiedApiName"),
    "__e": ("EventUuid", "ReplayId"),
}
"""Fields that custom metadata types and platform events have by themselves."""


class ObjectSymbol:
    """`known`: whole, so that a name that is not found is not there. `declared`: the tree holds its file."""

    def __init__(self, name: str, *, known: bool, standard: bool, feature: str | None = None) -> None:
        self.name = name
        self.known = known
        self.standard = standard
        self.feature = feature
        self.declared: CustomObject | None = None
        self.fields: dict[str, FieldSymbol] = {}
        self.relations: dict[str, FieldSymbol] = {}

    def add(self, field: FieldSymbol) -> None:
        self.fields[field.name.lower()] = field
        for relation in relations_of(field):
            self.relations[relation.lower()] = field

    def field(self, name: str) -> FieldSymbol | None:
        """The field; UNKNOWN where nobody can say; None where it is not there."""
        found = self.fields.get(name.lower())
        if found is None and name.lower() == "recordtypeid":
            return RECORD_TYPE
        if found is None and (not self.known or packaged(name) or name.endswith("__pc") or name.startswith(SWITCHES)):
            return UNKNOWN
        return found

    def relation(self, name: str) -> FieldSymbol | None:
        """The field behind a relationship's name; UNKNOWN and None as for `field`."""
        found = self.relations.get(name.lower())
        if found is None and name.lower() == "recordtype":
            return RECORD_TYPE
        if found is None and (not self.known or packaged(name) or name.endswith("__pr")):
            return UNKNOWN
        return found


def packaged(name: str) -> bool:
    """Whether a name belongs to an installed package: `ns__Name__c`."""
    return package_of(name) != ""


def package_of(name: str) -> str:
    """The namespace of a name; nothing for one without."""
    stem = name
    for suffix in ("__c", "__r", "__mdt", "__e", "__b", "__x", "__kav", "__s", "__pc", "__pr"):
        stem = stem.removesuffix(suffix)
    namespace, between, _ = stem.partition("__")
    return namespace if between else ""


def relations_of(field: FieldSymbol) -> Iterator[str]:
    if field.refers and field.name.endswith("Id"):
        yield field.name[:-2]
    elif field.name.endswith("__c") and field.kind == "id":
        yield field.name[:-1] + "r"


class Objects:
    """Every object that the tree or the catalogue names."""

    def __init__(self, bodies: Iterable[tuple[str, Any]], expects: Iterable[str] = ()) -> None:
        """`bodies`: full name and record of every component; `expects`: `Object.Field__c` that the org must have."""
        held = list(bodies)
        self.value_sets = {name: body for name, body in held if isinstance(body, GlobalValueSet)}
        self.symbols: dict[str, ObjectSymbol] = {}
        for name, body in held:
            if isinstance(body, CustomObject):
                self.object(name, here=True).declared = body
        for name, body in held:
            if isinstance(body, CustomField):
                owner, _, field = name.partition(".")
                for one in self.holders(owner):
                    one.add(self.known_better(one, field, body))
        for name, body in held:
            if isinstance(body, CustomField) and body.type == "Summary":
                self.object(name.partition(".")[0]).add(self.summary(name.partition(".")[2], body))
        for name in expects:
            owner, _, field = name.partition(".")
            self.object(owner).add(FieldSymbol(name=field, kind="any", of="any"))

    def object(self, name: str, *, here: bool = False) -> ObjectSymbol:
        """The object, whatever its case. One that neither tree nor catalogue has is not `known`."""
        found = self.symbols.get(name.lower())
        if found is None:
            standard = standard_names().get(name.lower())
            found = standard_object(standard) if standard else custom_object(name)
            self.symbols[name.lower()] = found
        if here and not found.standard:
            found.known = found.known or name.endswith(("__c", "__mdt", "__e", "__b", "__x"))
        return found

    def holders(self, name: str) -> Iterator[ObjectSymbol]:
        """The objects that a field file of an object is about: tasks and events have the fields of activities."""
        yield self.object(name, here=True)
        if name == "Activity":
            yield self.object("Task")
            yield self.object("Event")

    def known_better(self, of: ObjectSymbol, name: str, body: CustomField) -> FieldSymbol:
        """A custom field as its file says; a standard field as the catalogue says, where its file says less."""
        made = self.custom_field(name, body)
        standard = of.fields.get(name.lower())
        if name.endswith("__c"):
            return made
        return replace(standard or UNKNOWN, name=name, custom=body)

    def summary(self, name: str, body: CustomField) -> FieldSymbol:
        """A roll-up: a number, or for the first and last of dates what these are."""
        kind = "number"
        if body.summaryOperation in ("min", "max") and body.summarizedField:
            owner, _, field = body.summarizedField.partition(".")
            found = self.object(owner).field(field)
            kind = found.kind if found is not None else "any"
        return replace(self.custom_field(name, body), kind=kind)

    def exists(self, name: str) -> bool | None:
        """Whether there is such an object; None where nobody can say (a standard one beyond the catalogue, or one of a
        package)."""
        if name.lower() in standard_names() or self.object(name).declared is not None:
            return True
        return None if packaged(name) or not name.endswith(("__c", "__mdt", "__e", "__b", "__x")) else False

    def path(self, name: str, path: str) -> tuple[FieldSymbol | None, str]:
        """What a path of relationships leads to from an object (`Owner:User.Name`), and the piece at which it fails."""
        here = self.object(name)
        *way, last = path.split(".")
        for step in way:
            relation, _, narrowed = step.partition(":")
            field = here.relation(relation)
            if field is None:
                return None, step
            if field is UNKNOWN or (len(field.refers) != 1 and not narrowed):
                return UNKNOWN, ""
            target = narrowed or field.refers[0]
            here = self.object({"queue": "Group"}.get(target.lower(), target))
        return here.field(last), last

    def custom_field(self, name: str, body: CustomField) -> FieldSymbol:
        kind = CUSTOM_KINDS.get(body.type or "", "any")
        if body.type in LONG:
            kind = "longtext"
        values, restricted = self.values_of(body)
        return FieldSymbol(
            name=name,
            kind=kind,
            of=body.type or "any",
            length=body.length,
            scale=body.scale,
            refers=(body.referenceTo,) if body.referenceTo else ("User",) if body.type == "Hierarchy" else (),
            values=values,
            restricted=restricted,
            required=bool(body.required),
            unique=bool(body.unique),
            writable=body.formula is None and body.type not in ("AutoNumber", "Summary"),
            creatable=body.formula is None and body.type not in ("AutoNumber", "Summary"),
            formula=body.formula,
            custom=body,
        )

    def values_of(self, body: CustomField) -> tuple[tuple[str, ...], bool]:
        """The active values of a picklist and whether it takes no others; nothing where the tree does not hold them."""
        chosen = body.valueSet
        if chosen is None:
            return (), False
        if chosen.valueSetDefinition is not None:
            values = chosen.valueSetDefinition.value
        elif chosen.valueSetName in self.value_sets:
            values = self.value_sets[chosen.valueSetName].customValue
        else:
            return (), False
        active = tuple(one.fullName for one in values if one.isActive is not False)
        return active, bool(chosen.restricted or chosen.valueSetName)


@cache
def standard_names() -> Mapping[str, str]:
    return {name.lower(): name for name in standard_objects()}


def standard_object(name: str) -> ObjectSymbol:
    made = ObjectSymbol(name, known=name not in IN_PART, standard=True)
    for field, said in standard_objects()[name].items():
        kind = "text" if said["t"] == "combobox" else KINDS.get(said["t"], "any")
        length = said.get("l")
        made.add(
            FieldSymbol(
                name=field,
                kind="longtext" if said["t"] == "textarea" and (length or 0) > LONGEST_SHORT else kind,
                of=said["t"],
                length=length if kind in ("text", "picklist", "multipicklist") else None,
                scale=said.get("s"),
                refers=tuple(said.get("r", ())),
                values=tuple(said.get("v", ())),
                required=bool(said.get("q")) and kind != "boolean",
                writable=bool(said.get("u")),
                creatable=bool(said.get("c")),
                feature=said.get("x"),
            )
        )
    return made


def custom_object(name: str) -> ObjectSymbol:
    """An object that no catalogue knows, with the fields that every custom object has by itself."""
    made = ObjectSymbol(name, known=False, standard=False)
    for field, kind, of, refers in SYSTEM:
        made.add(
            FieldSymbol(
                name=field,
                kind=kind,
                of=of,
                refers=refers,
                writable=field in ("Name", "OwnerId", "RecordTypeId", "CurrencyIsoCode"),
                creatable=field in ("Name", "OwnerId", "RecordTypeId", "CurrencyIsoCode"),
            )
        )
    for suffix, fields in BY_THEMSELVES.items():
        if name.endswith(suffix):
            for field in fields:
                made.add(FieldSymbol(name=field, kind="text", of="string", writable=False, creatable=False))
    return made
