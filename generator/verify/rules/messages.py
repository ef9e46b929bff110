"""Notification types, mail templates, email alerts, records of custom metadata (deploy rules, section 6)."""

from collections.abc import Iterator

from generator.verify.objects import packaged
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject

SENDERS = ("CurrentUser", "OrgWideEmailAddress", "DefaultWorkflowUser")
NAMING = ("user", "group", "role", "team", "partnerUser", "roleSubordinates", "roleSubordinatesInternal")
BY_FIELD = ("email", "contactLookup", "userLookup")
BY_THEMSELVES = ("owner", "creator", "accountOwner")
STYLES = ("text", "html", "custom", "visualforce")
MOST_COPIES, LONGEST_SUBJECT = 5, 230


@rule("NOT-002", "deploy", "doc", "CustomNotificationType")
def notification_texts(one: Subject) -> Iterator[Fault]:
    """A notification type's name has at most 80 characters, its description 255.

    Shorten it.
    """
    for field, most in (("customNotifTypeName", 80), ("masterLabel", 80), ("description", 255)):
        text = getattr(one.body, field) or ""
        if len(text) > most:
            yield fault(f"`{field}` has {len(text)} characters, and {most} are allowed", field=field)


@rule("NOT-003", "warning", "inf", "CustomNotificationType")
def channels(one: Subject) -> Iterator[Fault]:
    """A notification is seen on the desktop or on a phone.

    With both switched off nobody is told. Set `desktop` or `mobile` to true.
    """
    if not one.body.desktop and not one.body.mobile:
        yield fault("nobody sees this notification", field="desktop", help="switch a channel on")


@rule("EML-001", "deploy", "doc", "Workflow")
def senders(one: Subject) -> Iterator[Fault]:
    """An alert's sender is the current user, the default workflow user, or an organisation-wide address that it names.

    Any other word is refused. Write CurrentUser, DefaultWorkflowUser, or OrgWideEmailAddress with `senderAddress`.
    """
    for each in one.body.alerts:
        if each.senderType not in (None, *SENDERS):
            yield fault(f"`{each.senderType}` is no type of sender", each, "senderType", ", ".join(SENDERS))
        elif each.senderType == "OrgWideEmailAddress" and not each.senderAddress:
            yield fault(f"`{each.fullName}` names no address", each, "senderType", "give `senderAddress`")


@rule("EML-002", "deploy", "comm", "Workflow")
def alert_templates(one: Subject) -> Iterator[Fault]:
    """An alert's name has at most 80 characters; its template is named with the folder and is there.

    "In field: template - no EmailTemplate named X found". Write `Folder/Template`, and deploy the template with it.
    """
    for each in one.body.alerts:
        if len(each.fullName) > 80:
            yield fault(f"the name has {len(each.fullName)} characters, and 80 are allowed", each, "fullName")
        if "/" not in each.template:
            yield fault(f"`{each.template}` does not name its folder", each, "template", "write Folder/Name")
        elif not one.world.has("EmailTemplate", each.template) and not packaged(each.template.rpartition("/")[2]):
            yield fault(f"there is no mail template `{each.template}`", each, "template", missing=True)


@rule("EML-003", "deploy", "inf", "Workflow")
def recipients(one: Subject) -> Iterator[Fault]:
    """A recipient is named, or the field that holds it is, as its kind needs.

    Users, groups and roles are named; addresses and lookups are fields; owners and creators are neither.
    """
    for each in one.body.alerts:
        for to in each.recipients:
            if to.type in NAMING and not to.recipient:
                yield fault(f"a {to.type} is named", to, "type", "give `recipient`")
            elif to.type in BY_FIELD and not to.field:
                yield fault(f"a {to.type} is a field", to, "type", "give `field`")
            elif to.type in BY_THEMSELVES and (to.recipient or to.field):
                yield fault(f"a {to.type} is neither named nor a field", to, "type")
            elif to.type == "group" and to.recipient and not one.world.has("Group", to.recipient):
                yield fault(f"there is no group `{to.recipient}`", to, "recipient", missing=True)
            elif to.field and one.world.objects.object(one.name).field(to.field) is None:
                yield fault(f"there is no field `{to.field}` on {one.name}", to, "field", missing=True)


@rule("EML-004", "deploy", "doc", "Workflow")
def somebody(one: Subject) -> Iterator[Fault]:
    """An alert goes to somebody, and to at most five copies.

    Two retrieved ones go to nobody; nobody reads them. Give a recipient or an address in `ccEmails`, and five of these
    at most.
    """
    for each in one.body.alerts:
        if not each.recipients and not each.ccEmails:
            yield fault(f"`{each.fullName}` goes to nobody", each, "fullName")
        if len(each.ccEmails) > MOST_COPIES:
            yield fault(f"an alert has at most {MOST_COPIES} copies", each, "ccEmails")


@rule("EML-005", "deploy", "inf", "Workflow")
def addresses(one: Subject) -> Iterator[Fault]:
    """Only an organisation-wide sender has an address.

    Take `senderAddress` out, or set the sender to OrgWideEmailAddress. The address must be verified in the org.
    """
    for each in one.body.alerts:
        if each.senderAddress and each.senderType != "OrgWideEmailAddress":
            yield fault("only an organisation-wide sender has an address", each, "senderAddress")


@rule("EML-006", "deploy", "doc", "EmailTemplate")
def templates(one: Subject) -> Iterator[Fault]:
    """A mail template's subject has at most 230 characters, and its type is one that the API lists.

    Its text stands in the file beside it.
    """
    if len(one.body.subject or "") > LONGEST_SUBJECT:
        yield fault(f"a subject has at most {LONGEST_SUBJECT} characters", field="subject")
    if one.body.type not in STYLES:
        yield fault(f"`{one.body.type}` is no type of template", field="type", help=", ".join(STYLES))
    elif one.body.type in ("text", "custom") and not (one.body.subject or "").strip():
        yield fault("a mail needs a subject", field="name")


@rule("CMT-002", "deploy", "inf", "CustomMetadata")
def record_names(one: Subject) -> Iterator[Fault]:
    """A record of custom metadata has a label and a developer name of at most 40 characters.

    The file is called Type.Record, the type without `__mdt`. Give `label`, and shorten the name.
    """
    name = one.name.partition(".")[2]
    if not name or len(name) > 40:
        yield fault(f"`{one.name}` is no Type.Record with a name of at most 40 characters")
    if len(one.body.label or "") > 40:
        yield fault(f"the label has {len(one.body.label)} characters, and 40 are allowed", field="label")


@rule("CMT-003", "deploy", "comm", "CustomMetadata")
def namespaces(one: Subject) -> Iterator[Fault]:
    """The root of a record with values declares the namespaces xsi and, for their types, xsd.

    Without one the deployment fails with UNKNOWN_EXCEPTION and names no component.
    """
    content = one.world.files.get(one.path, b"")
    wanted = (b"xsi", b"xsd") if b"xsi:type" in content else (b"xsi",)
    for prefix in wanted if one.body.values else ():
        if b"xmlns:" + prefix not in content[:2_000]:
            yield fault(f"the namespace `{prefix.decode()}` is not declared")


@rule("CMT-005", "deploy", "inf", "CustomMetadata")
def record_fields(one: Subject) -> Iterator[Fault]:
    """A value belongs to a field of the type, by its bare name.

    "no CustomField named X found". Write `Field__c`, without the type in front, and deploy the field before.
    """
    owner = f"{one.name.partition('.')[0]}__mdt"
    for each in one.body.values:
        if "." in each.field:
            yield fault(f"`{each.field}` is no bare name", each, "field")
        elif one.world.objects.object(owner).field(each.field) is None:
            yield fault(f"there is no field `{each.field}` on {owner}", each, "field", missing=True)


@rule("CMT-006", "deploy", "doc", "CustomMetadata")
def record_texts(one: Subject) -> Iterator[Fault]:
    """The description of a record has at most 1,000 characters.

    Shorten it.
    """
    if len(one.body.description or "") > 1_000:
        yield fault("a description has at most 1,000 characters", field="description")


@rule("CMT-007", "deploy", "maint", "CustomField")
def metadata_fields(one: Subject) -> Iterator[Fault]:
    """A type of custom metadata has no lookups, formulas, currencies, rich or encrypted texts.

    MetadataRelationship leads to other types. "Non-strict picklists are not supported on this object".
    """
    refused = ("Lookup", "MasterDetail", "Currency", "Html", "EncryptedText", "MultiselectPicklist", "Summary")
    if one.parent.endswith("__mdt") and (one.body.type in refused or one.body.formula is not None):
        what = "formula" if one.body.formula is not None else one.body.type
        yield fault(f"custom metadata has no {what}", field="type")
