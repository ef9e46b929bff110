"""Values of picklists: in fields, value sets, record types, business processes (deploy rules, sections 3 and 4.5)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from generator.emulator.catalogue import VALUE_SETS
from generator.verify.objects import packaged
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject

EARLY = ("picklist", "globalPicklist")
"""How values were spelled up to API 38."""
STATES = "AddressStateCode"
BYTE_ORDER = "\ufeff"
MOST_VALUES, LONGEST_VALUE = 1_000, 255
SETS = {field: name for name, field in VALUE_SETS.items()}
"""(object, field) -> its standard value set."""
OTHER_SETS = frozenset(("AccountType", "Industry", "LeadSource", "LeadStatus", "OpportunityStage", "Product2Family"))


@rule("FLD-010", "deploy", "maint", "CustomField")
def value_sets(one: Subject) -> Iterator[Fault]:
    """A picklist has values of its own or the name of a value set, and not both.

    "Value set must reference a value set name or define a value set, but not both".
    """
    body = one.body
    if body.type not in ("Picklist", "MultiselectPicklist") or not one.is_custom or body.formula is not None:
        return
    if any(unread.element in EARLY for unread in one.read.unknown):
        return
    if body.valueSet is None:
        yield fault(f"a {body.type} needs a value set", field="type")
    elif (body.valueSet.valueSetDefinition is None) == (body.valueSet.valueSetName is None):
        yield fault("one of `valueSetDefinition` and `valueSetName` stands in a value set", body.valueSet)


@rule("FLD-011", "deploy", "doc", "CustomField", "GlobalValueSet")
def doubled_values(one: Subject) -> Iterator[Fault]:
    """A value stands once in a picklist, whatever its case.

    "duplicate value found: X is defined multiple times". Leave one of them.
    """
    seen: dict[str, str] = {}
    for value in defined(one):
        first = seen.setdefault(value.fullName.lower(), value.fullName)
        if first is not value.fullName:
            yield fault(f"the value `{value.fullName}` stands here twice", value, "fullName")


@rule("FLD-012", "deploy", "doc", "CustomField", "GlobalValueSet")
def many_values(one: Subject) -> Iterator[Fault]:
    """A restricted picklist has at most 1,000 values, active or not, of at most 255 characters.

    Take out what nobody uses, or let the picklist be unrestricted.
    """
    values = defined(one)
    if len(values) > MOST_VALUES:
        yield fault(f"{len(values)} values, and {MOST_VALUES} are allowed", values[MOST_VALUES])
    for value in values:
        for field in ("fullName", "label"):
            text = getattr(value, field) or ""
            if len(text) > LONGEST_VALUE:
                yield fault(f"a value has at most {LONGEST_VALUE} characters, not {len(text)}", value, field)


@rule("FLD-013", "deploy", "maint", "CustomField")
def dependent(one: Subject) -> Iterator[Fault]:
    """A dependent picklist names its controlling field, and which of its values each value goes with.

    The settings name values that both fields have. Give `controllingField`, and a setting for each value that depends.
    """
    chosen = one.body.valueSet
    if chosen is None:
        return
    if chosen.valueSettings and not chosen.controllingField:
        yield fault("settings of values need a `controllingField`", chosen)
    if not chosen.controllingField:
        return
    objects = one.world.objects.object(one.parent)
    controlling = objects.field(chosen.controllingField)
    if controlling is None:
        yield fault(
            f"there is no field `{chosen.controllingField}` on {one.parent}", chosen, "controllingField", missing=True
        )
        return
    own = {value.fullName for value in defined(one)}
    known = values_of_field(one, chosen.controllingField)
    for setting in chosen.valueSettings:
        if own and setting.valueName not in own:
            yield fault(f"the picklist has no value `{setting.valueName}`", setting, "valueName")
        for value in setting.controllingFieldValue:
            if known and value not in known:
                yield fault(f"`{chosen.controllingField}` has no value `{value}`", setting, "controllingFieldValue")


@rule("FLD-014", "deploy", "maint", "CustomField")
def unfit_picklists(one: Subject) -> Iterator[Fault]:
    """A picklist is neither unique nor an external id, and is restricted on custom metadata.

    "Invalid data type."; "Non-strict picklists are not supported on this object".
    """
    body = one.body
    if body.type != "Picklist":
        return
    for field in ("unique", "externalId"):
        if getattr(body, field):
            yield fault(f"a Picklist says no `{field}`", field=field)
    own = body.valueSet is not None and body.valueSet.valueSetDefinition is not None
    if one.parent.endswith("__mdt") and own and not body.valueSet.restricted:
        yield fault("a picklist of custom metadata is restricted", body.valueSet, help="set `restricted` to true")


@rule("SVS-001", "deploy", "doc", "StandardValueSet")
def standard_sets(one: Subject) -> Iterator[Fault]:
    """A standard value set holds at least one value.

    "Required field is missing: standardValue". A set that no record of the org uses may be empty.
    """
    if not one.body.standardValue and one.name in VALUE_SETS:
        yield fault("a standard value set holds at least one value", help="list the values that the org has")


@rule("SVS-002", "deploy", "doc", "StandardValueSet")
def standard_defaults(one: Subject) -> Iterator[Fault]:
    """A standard value set has at most one default and no value twice; statuses of cases say whether they close.

    An org keeps one default of a field, and cases that no status closes stay open. Set one `default`, and `closed` on
    the statuses that close. States of several countries may have the same code.
    """
    chosen = [value for value in one.body.standardValue if value.default]
    yield from (fault(f"`{value.fullName}` is a second default", value, "default") for value in chosen[1:])
    counts = Counter((value.fullName or "").lower() for value in one.body.standardValue)
    for value in one.body.standardValue:
        if counts[(value.fullName or "").lower()] > 1 and one.name != STATES:
            yield fault(f"the value `{value.fullName}` stands here twice", value, "fullName")
    if one.name == "CaseStatus" and not any(value.closed for value in one.body.standardValue):
        yield fault("no status closes a case", help="mark the statuses that close")


@rule("SVS-003", "deploy", "inf", "StandardValueSet")
def odd_marks(one: Subject) -> Iterator[Fault]:
    """Only statuses say that they close something.

    Retrieved sets of origins and priorities do not. Take `closed` out.
    """
    if one.name in ("CaseOrigin", "CasePriority", "CaseReason", "CaseType"):
        for value in one.body.standardValue:
            if value.closed is not None:
                yield fault(f"a value of {one.name} closes nothing", value, "closed")


@rule("SVS-007", "deploy", "maint", "CustomField")
def shared_sets(one: Subject) -> Iterator[Fault]:
    """A field names a global value set by its bare name, and the set is there.

    Without `__gvs`, which is how the org shows it. Deploy the set with the field, or before it.
    """
    chosen = one.body.valueSet
    name = chosen.valueSetName if chosen is not None else None
    if name is None:
        return
    if name.endswith("__gvs"):
        yield fault(f"`{name}` is named with its suffix", chosen, "valueSetName", f"write {name.removesuffix('__gvs')}")
    elif not one.world.has("GlobalValueSet", name) and not packaged(name) and not standard_set(name):
        yield fault(f"there is no value set `{name}`", chosen, "valueSetName", missing=True)


def standard_set(name: str) -> bool:
    """Whether a name may be that of a value set that orgs have by themselves."""
    return name in VALUE_SETS or name in OTHER_SETS


@rule("RTP-004", "deploy", "comm", "RecordType")
def record_type_values(one: Subject) -> Iterator[Fault]:
    """A record type lists values that their fields have, percent-encoded, with at most one default of each field.

    "Picklist value: X in picklist: Y not found". Names are spelled as in a URL: %2F for a slash, %27 for an apostrophe.
    """
    for listed in one.body.picklistValues:
        defaults = [value for value in listed.values if value.default]
        yield from (fault(f"a second default of {listed.picklist}", value, "default") for value in defaults[1:])
        known = values_of_field(one, listed.picklist)
        if known is None:
            continue
        if not known and one.world.objects.object(one.parent).field(listed.picklist) is None:
            message = f"there is no field `{listed.picklist}` on {one.parent}"
            yield fault(message, listed, "picklist", missing=True)
            continue
        for value in listed.values:
            if known and spelled(value.fullName) not in known:
                message = f"`{spelled(value.fullName)}` is no value of {one.parent}.{listed.picklist}"
                yield fault(message, value, "fullName", missing=not in_tree(one, listed.picklist))


def spelled(name: str) -> str:
    """A value of a record type as its field spells it."""
    return clean(unquote(name))


def clean(name: str) -> str:
    """A value without blanks around it, and without the byte order marks of files that orgs loaded values from."""
    return name.strip().strip(BYTE_ORDER)


@rule("RTP-005", "deploy", "inf", "RecordType")
def governed_fields(one: Subject) -> Iterator[Fault]:
    """A record type does not list the field that its business process governs.

    Case and lead statuses and stages of opportunities come from the process.
    """
    governed = {"Case": "Status", "Lead": "Status", "Opportunity": "StageName"}.get(one.parent)
    for listed in one.body.picklistValues:
        if listed.picklist == governed:
            yield fault(f"{governed} comes from the business process", listed, "picklist", "take it out")


@rule("BPR-003", "deploy", "comm", "BusinessProcess")
def process_values(one: Subject) -> Iterator[Fault]:
    """A business process lists statuses (stages) that the org has, percent-encoded.

    "Picklist value: X in picklist: Status not found". Deploy the standard value set with it, or name values that the
    org has; a slash is written %2F.
    """
    field = {"Case": "Status", "Lead": "Status", "Opportunity": "StageName"}.get(one.parent)
    listed = one.world.find("StandardValueSet", SETS.get((one.parent, field or ""), ""))
    if listed is None:
        return
    known = {value.fullName for value in listed.body.standardValue}
    for value in one.body.values:
        if unquote(value.fullName) not in known:
            message = f"`{unquote(value.fullName)}` is no value of {one.parent}.{field}"
            yield fault(message, value, "fullName", "add it to the value set", missing=True)


def defined(one: Subject) -> tuple[Any, ...]:
    """The values that a field or a value set holds itself."""
    if one.kind == "GlobalValueSet":
        return tuple(one.body.customValue)
    chosen = one.body.valueSet
    return tuple(chosen.valueSetDefinition.value) if chosen is not None and chosen.valueSetDefinition else ()


def in_tree(one: Subject, field: str) -> bool:
    return one.world.find("CustomField", f"{one.parent}.{field}") is not None


def values_of_field(one: Subject, name: str) -> frozenset[str] | None:
    """The values of a picklist, active or not; None where nobody can say; empty for a field that is not there."""
    standard = SETS.get((one.parent, name))
    listed = one.world.find("StandardValueSet", standard) if standard else None
    if listed is not None:
        return frozenset(value.fullName or "" for value in listed.body.standardValue)
    field = one.world.objects.object(one.parent).field(name)
    if field is None:
        return frozenset()
    if field.custom is None:
        return None
    chosen = field.custom.valueSet
    if chosen is not None and chosen.valueSetDefinition is not None:
        return frozenset(clean(value.fullName) for value in chosen.valueSetDefinition.value)
    shared = one.world.find("GlobalValueSet", chosen.valueSetName or "") if chosen is not None else None
    return frozenset(clean(value.fullName) for value in shared.body.customValue) if shared is not None else None
