"""Objects, record types, business processes and validation rules as such (deploy rules, sections 4.3, 4.5 and 6)."""

import re
from collections.abc import Iterator

from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject

NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*")
LONGEST_NAME, LONGEST_TYPE, LONGEST_TEXT = 40, 80, 255
WITH_PROCESS = ("Case", "Lead", "Opportunity", "Solution")


@rule("OBJ-001", "deploy", "maint", "CustomObject")
def new_objects(one: Subject) -> Iterator[Fault]:
    """A custom object has a label, a plural, a name field, a sharing model, and is deployed.

    Sharing, bulk and streaming access are switched on together.
    """
    body = one.body
    if not one.is_custom or body.customSettingsType is not None or not (body.label or one.world.ours):
        return  # a file without a label changes an object that is there
    for field in ("label", "pluralLabel", "nameField", "deploymentStatus", "sharingModel"):
        if getattr(body, field) is None:
            yield fault(f"a custom object needs `{field}`")
    together = {body.enableSharing, body.enableBulkApi, body.enableStreamingApi} - {None}
    if len(together) > 1:
        message = "`enableSharing`, `enableBulkApi` and `enableStreamingApi` are switched on together"
        yield fault(message, field="enableSharing")


@rule("OBJ-002", "deploy", "maint", "CustomObject")
def name_fields(one: Subject) -> Iterator[Fault]:
    """An object's name is a Text or an AutoNumber.

    An AutoNumber without `displayFormat` is given one by the org. Tabs and layouts are not made for you.
    """
    name = one.body.nameField
    if name is None or not one.is_custom:
        return
    if name.type not in ("Text", "AutoNumber"):
        yield fault(f"a name is a Text or an AutoNumber, not {name.type}", name, "type")


@rule("OBJ-003", "warning", "doc", "CustomObject")
def standard_objects(one: Subject) -> Iterator[Fault]:
    """The file of a standard object carries settings; its label and name field are the org's.

    They are ignored, and mislead whoever reads the file. Take them out.
    """
    symbol = one.world.objects.object(one.name)
    if symbol.standard and one.body.nameField is not None and one.body.nameField.type == "AutoNumber":
        yield fault(f"{one.name} has the name field that the org gives it", one.body.nameField)


@rule("FLD-020", "deploy", "maint", "CustomObject")
def controlled(one: Subject) -> Iterator[Fault]:
    """The detail of a master shares what its master shares.

    "Cannot set sharingModel to ReadWrite on a CustomObject with a MasterDetail relationship field". Write
    ControlledByParent.
    """
    masters = one.world.masters.get(one.name.lower(), ())
    if masters and one.is_custom and one.body.sharingModel not in (None, "ControlledByParent"):
        yield fault(
            f"{one.name} has the master {masters[0].body.referenceTo}, so its sharing is ControlledByParent",
            field="sharingModel",
        )


@rule("RTP-001", "deploy", "doc", "RecordType")
def record_types(one: Subject) -> Iterator[Fault]:
    """A record type has a developer name, a label, and a description of at most 255 characters.

    The name holds letters, digits and single underscores, at most 80 (retrieved ones have up to 56).
    """
    name = one.body.fullName.rpartition("__")[2]
    if not NAME.fullmatch(name) or len(name) > LONGEST_TYPE:
        yield fault(f"`{one.body.fullName}` is no developer name", field="fullName")
    if len(one.body.description or "") > LONGEST_TEXT:
        yield fault(f"a description has at most {LONGEST_TEXT} characters", field="description")


@rule("RTP-002", "deploy", "comm", "RecordType")
def with_process(one: Subject) -> Iterator[Fault]:
    """A record type of cases, leads, opportunities or solutions has a business process, and no other has.

    "Required field is missing: businessProcess". Name the process of the object, and of other objects take the element
    out.
    """
    if one.parent in WITH_PROCESS and not one.body.businessProcess:
        yield fault(f"a record type of {one.parent} needs `businessProcess`")
    elif one.parent not in WITH_PROCESS and one.body.businessProcess:
        yield fault(f"{one.parent} has no business processes", field="businessProcess")


@rule("RTP-003", "deploy", "comm", "RecordType")
def process_names(one: Subject) -> Iterator[Fault]:
    """A record type names a business process of its object by its bare name.

    "no BusinessProcess named X.Y found". Write the name without the object in front, and deploy the process with it.
    """
    name = one.body.businessProcess
    if name and one.parent in WITH_PROCESS and not one.world.has("BusinessProcess", f"{one.parent}.{name}"):
        yield fault(f"{one.parent} has no business process `{name}`", field="businessProcess", missing=True)


@rule("BPR-001", "deploy", "doc", "BusinessProcess")
def processes(one: Subject) -> Iterator[Fault]:
    """A business process holds at least one value.

    A record type with an empty one could not be chosen. List the statuses or stages that it allows.
    """
    if not one.body.values:
        yield fault("a business process holds at least one value")


@rule("BPR-002", "deploy", "comm", "BusinessProcess")
def process_defaults(one: Subject) -> Iterator[Fault]:
    """A process of cases has one default, of leads one or, for converted ones, a second; of opportunities none.

    "Cannot specify a default on: Opportunity". Set `default` to true on as many values as that, and on no others.
    """
    chosen = [value for value in one.body.values if value.default]
    if one.parent in ("Case", "Lead"):
        most = 1 if one.parent == "Case" else 2
        yield from (fault(f"`{value.fullName}` is one default too many", value, "default") for value in chosen[most:])
        if one.body.values and not chosen:
            yield fault("no value is the default", help="mark one")
    elif one.parent == "Opportunity":
        yield from (fault("a process of opportunities has no default", value, "default") for value in chosen)


@rule("VAL-002", "deploy", "inf", "ValidationRule")
def rule_names(one: Subject) -> Iterator[Fault]:
    """A validation rule's name has at most 40 letters, digits and underscores, and is that of its file.

    A manifest lists it by the file's name. Shorten the name, or rename the file.
    """
    name = one.body.fullName.rpartition("__")[2]
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        yield fault(f"`{one.body.fullName}` is no rule's name", field="fullName")
    if one.name.partition(".")[2] != one.body.fullName:
        yield fault(
            f"the file is called {one.name.partition('.')[2]}, and the rule {one.body.fullName}", field="fullName"
        )


@rule("VAL-003", "deploy", "maint", "ValidationRule")
def rule_messages(one: Subject) -> Iterator[Fault]:
    """The message of a validation rule has at most 255 characters, and says something.

    Whoever is stopped reads it, and nothing else. Say what to do, in fewer words.
    """
    text = one.body.errorMessage
    if not text.strip():
        yield fault("the message is empty", field="errorMessage")
    elif len(text) > LONGEST_TEXT:
        yield fault(f"the message has {len(text)} characters, and {LONGEST_TEXT} are allowed", field="errorMessage")


@rule("VAL-004", "deploy", "comm", "ValidationRule")
def rule_descriptions(one: Subject) -> Iterator[Fault]:
    """The description of a validation rule has at most 255 characters.

    "ValidationRule description cannot be longer than 255 characters".
    """
    text = one.body.description or ""
    if len(text) > LONGEST_TEXT:
        yield fault(f"the description has {len(text)} characters, and {LONGEST_TEXT} are allowed", field="description")


@rule("VAL-005", "deploy", "inf", "ValidationRule")
def rule_places(one: Subject) -> Iterator[Fault]:
    """The field at which the message is shown is one of the object, by its bare name.

    Without it the message stands on top of the page; at a field that nobody edits it is not seen.
    """
    name = one.body.errorDisplayField
    if not name:
        return
    field = one.world.objects.object(one.parent).field(name)
    if "." in name:
        yield fault(f"`{name}` is no bare field of {one.parent}", field="errorDisplayField")
    elif field is None:
        yield fault(f"there is no field `{name}` on {one.parent}", field="errorDisplayField", missing=True)
    elif field.formula is not None:
        yield fault(f"`{name}` is a formula, so nobody sees the message", field="errorDisplayField")
