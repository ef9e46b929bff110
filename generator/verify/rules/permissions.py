"""Permission sets (deploy rules, section 6)."""

from collections.abc import Iterator

from generator.metadata.permissions import PermissionSetFieldPermissions
from generator.verify.objects import packaged
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject

LENGTHS = {"label": 80, "description": 255}
WORKED_OUT = ("Summary", "AutoNumber")
ADDRESS_PARTS = (
    "City", "Country", "CountryCode", "GeocodeAccuracy", "Latitude", "Longitude", "PostalCode", "State", "StateCode",
    "Street",
)  # fmt: skip


@rule("PERM-001", "deploy", "doc", "PermissionSet")
def texts(one: Subject) -> Iterator[Fault]:
    """A permission set's label has at most 80 characters, its description 255.

    Shorten it.
    """
    for field, most in LENGTHS.items():
        text = getattr(one.body, field) or ""
        if len(text) > most:
            yield fault(f"`{field}` has {len(text)} characters, and {most} are allowed", field=field)


REQUIRED = (
    "Account.Name", "Case.Status", "Contact.LastName", "Contact.Name", "Lead.Company", "Lead.LastName", "Lead.Status",
    "Opportunity.CloseDate", "Opportunity.Name", "Opportunity.StageName",
)  # fmt: skip
"""Standard fields that every record has; no retrieved permission set or profile lists one."""


@rule("PERM-003", "deploy", "comm", "PermissionSet")
def required_fields(one: Subject) -> Iterator[Fault]:
    """No field permission is given on a field that everybody must see.

    "You cannot deploy to a required field: X.Y". Required fields, masters and names are seen by all who see the record.
    An entry that gives nothing stands in retrieved sets, of a field that was made required later.
    """
    for each in one.body.fieldPermissions:
        nothing = not (each.readable or each.editable)
        owner, _, name = each.field.partition(".")
        field = one.world.objects.object(owner).field(name)
        body = field.custom if field is not None else None
        if body is not None and name.endswith("__c") and (body.required or body.type == "MasterDetail"):
            yield fault(f"`{each.field}` is required", each, "field", "take it out", missing=nothing)
        elif name == "Id" or each.field in REQUIRED:
            yield fault(f"`{each.field}` is seen by everybody", each, "field", "take it out", missing=nothing)


@rule("PERM-004", "warning", "comm", "PermissionSet")
def computed_fields(one: Subject) -> Iterator[Fault]:
    """Nobody may edit what is worked out: formulas, roll-ups, numbers given by the org.

    The set promises what nobody has. Reports say that a deploy is refused; projects that deploy with every change hold
    such sets all the same. Set `editable` to false.
    """
    for each in one.body.fieldPermissions:
        owner, _, name = each.field.partition(".")
        field = one.world.objects.object(owner).field(name)
        body = field.custom if field is not None else None
        if each.editable and body is not None and (body.formula is not None or body.type in WORKED_OUT):
            yield fault(f"`{each.field}` is worked out", each, "editable", "set it to false")


@rule("PERM-005", "deploy", "inf", "PermissionSet")
def readable(one: Subject) -> Iterator[Fault]:
    """Who may edit a field may read it, and a field is listed once.

    No retrieved set says otherwise. Set `readable` to true, and leave one entry for each field.
    """
    seen: set[str] = set()
    twice: list[PermissionSetFieldPermissions] = []
    for each in one.body.fieldPermissions:
        if each.editable and not each.readable:
            yield fault(f"`{each.field}` may be edited and not read", each, "editable")
        if each.field in seen:
            twice.append(each)
        seen.add(each.field)
    if twice:
        more = f", and {len(twice) - 1} others are" if len(twice) > 1 else ""
        yield fault(f"`{twice[0].field}` is listed twice{more}", twice[0], "field")


@rule("PERM-006", "deploy", "comm", "PermissionSet")
def object_rights(one: Subject) -> Iterator[Fault]:
    """A right on an object comes with those that it needs.

    Creating and editing need reading; deleting needs editing; seeing all needs reading; changing all needs deleting and
    seeing all. "Permission Modify All X depends on permission(s): Delete". An object beyond the catalogue may be one
    that nobody edits: orgs hold sets that delete such.
    """
    for each in one.body.objectPermissions:
        needs = (
            ("allowCreate", "allowRead"), ("allowEdit", "allowRead"), ("allowDelete", "allowEdit"),
            ("viewAllRecords", "allowRead"), ("modifyAllRecords", "allowDelete"),
            ("modifyAllRecords", "viewAllRecords"),
        )  # fmt: skip
        judged = one.world.objects.object(each.object)
        for right, needed in needs:
            if right == "allowDelete" and not (judged.standard or judged.name.endswith("__c")):
                continue
            if getattr(each, right) and not getattr(each, needed):
                yield fault(f"`{right}` on {each.object} needs `{needed}`", each, right)


@rule("PERM-007", "deploy", "comm", "PermissionSet")
def masters(one: Subject) -> Iterator[Fault]:
    """Who may read a detail may read its master.

    "Permission Read X depends on permission(s): Read Y". Let the set read the master too.
    """
    held = {each.object: each for each in one.body.objectPermissions if each.allowRead}
    for name, each in held.items():
        for master in one.world.masters.get(name.lower(), ()):
            target = master.body.referenceTo
            if target and target not in held:
                yield fault(f"{name} is read and its master {target} is not", each, "object")


@rule("PERM-010", "deploy", "comm", "PermissionSet")
def addresses(one: Subject) -> Iterator[Fault]:
    """The parts of an address have no field permissions of their own.

    "Invalid field permission field name". The address as a whole has: `Account.BillingAddress`.
    """
    for each in one.body.fieldPermissions:
        owner, _, name = each.field.partition(".")
        symbol = one.world.objects.object(owner)
        for part in ADDRESS_PARTS:
            stem = name.removesuffix(part)
            if name.endswith(part) and stem and f"{stem}address".lower() in symbol.fields and symbol.standard:
                yield fault(f"`{each.field}` is part of `{stem}Address`", each, "field")
                break


NAMED = (
    ("customPermissions", "name", "CustomPermission"),
    ("flowAccesses", "flow", "Flow"),
    ("classAccesses", "apexClass", "ApexClass"),
    ("recordTypeVisibilities", "recordType", "RecordType"),
)


@rule("PERM-014", "deploy", "inf", "PermissionSet")
def named(one: Subject) -> Iterator[Fault]:
    """What a permission set gives access to is in the tree or in the org.

    Objects, fields, record types, flows, classes, custom permissions. Of a tree that others made, which may hold a part
    of its org, the fields of an object are told once, and standard fields are not judged: a permission spells some
    otherwise than the API does.
    """
    for listed, field, kind in NAMED:
        for each in getattr(one.body, listed):
            name = getattr(each, field)
            if not one.world.has(kind, name) and not packaged(name.rpartition(".")[2]):
                yield fault(f"there is no {kind} `{name}`", each, field, missing=True)
    for each in one.body.objectPermissions:
        if one.world.objects.exists(each.object) is False:
            yield fault(f"there is no object `{each.object}`", each, "object", missing=True)
    nowhere: dict[str, list[PermissionSetFieldPermissions]] = {}
    for each in one.body.fieldPermissions:
        owner, _, name = each.field.partition(".")
        judged = one.world.ours or name.endswith("__c")
        if judged and one.world.objects.object(owner).field(name) is None:
            nowhere.setdefault(each.field if one.world.ours else owner, []).append(each)
    for first, *others in nowhere.values():
        more = f" ({len(others)} more of its object)" if others else ""
        yield fault(f"there is no field `{first.field}`{more}", first, "field", missing=True)


@rule("PERM-016", "deploy", "inf", "PermissionSet")
def tabs(one: Subject) -> Iterator[Fault]:
    """A tab is Visible, Available or None.

    Profiles spell it otherwise (DefaultOn, DefaultOff, Hidden), and their words are refused here.
    """
    for each in one.body.tabSettings:
        if each.visibility not in ("Visible", "Available", "None"):
            yield fault(f"`{each.visibility}` is no visibility of a tab", each, "visibility")
