"""What people write about their health, in places that more people see than the record (design.md section 6, rule 9).

A field is *sensitive* when its classification says so (HIPAA or PHI among its compliance groups, Restricted or
MissionCritical as its sensitivity, a long text that is personal), or when it is a standard field that holds what
somebody wrote in their own words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from generator.metadata.flow import FlowActionCall
from generator.metadata.objects import CustomField
from generator.verify.flows.carrying import Carrying, Fields
from generator.verify.objects import packaged
from generator.verify.rule import Fault, fault, rule
from generator.verify.rules.dashboards import components
from generator.verify.subject import Subject
from generator.verify.world import World

Text = tuple[object, str, str]
"""Where the name of a column stands: the record, its element, the name."""
OWN_WORDS: Mapping[str, frozenset[str]] = {
    "Case": frozenset(("Subject", "Description", "Comments", "SuppliedName", "SuppliedPhone", "SuppliedEmail")),
    "EmailMessage": frozenset(("Subject", "TextBody", "HtmlBody", "FromName", "FromAddress")),
    "CaseComment": frozenset(("CommentBody",)),
}
HEALTH = frozenset(("HIPAA", "PHI"))
HIGHEST = ("Restricted", "MissionCritical")
LONG = ("TextArea", "LongTextArea", "Html")
EVERYBODY = ("AllInternalUsers", "Organization", "allInternalUsers")
TEMPLATE_FIELD = re.compile(r"\{!\s*(\w+)\.(\w+)\s*\}")
COLUMN = re.compile(r"(?:(\w+)[$.])?(\w+__c)")


def sensitive(world: World, owner: str, path: str) -> str | None:
    """The field at the end of a path, as `Case.Subject`, where it is sensitive."""
    here = owner
    *way, last = path.split(".")
    for step in way:
        relation = world.objects.object(here).relation(step.partition(":")[0])
        if relation is None or len(relation.refers) != 1:
            return None
        here = relation.refers[0]
    field = world.objects.object(here).field(last)
    spoken = last in OWN_WORDS.get(here, ()) or (
        field is not None and field.custom is not None and special(field.custom)
    )
    return f"{here}.{last}" if spoken else None


def special(field: CustomField) -> bool:
    groups = groups_of(field)
    personal = field.type in LONG and bool(groups & {"PII", "GDPR"})
    return bool(groups & HEALTH) or field.securityClassification in HIGHEST or personal


def groups_of(field: CustomField) -> frozenset[str]:
    return frozenset(one.strip() for one in (field.complianceGroup or "").split(";"))


def named(world: World, fields: Fields) -> str:
    """The sensitive ones among fields, to be shown."""
    found = {shown for owner, path in fields if (shown := sensitive(world, owner, path))}
    return " and ".join(f"`{one}`" for one in sorted(found))


def parameters(one: Subject, kind: str, names: tuple[str, ...]) -> Iterator[Fault]:
    """Faults at the parameters of actions of a kind that hold sensitive texts."""
    calls: Iterable[FlowActionCall] = one.body.actionCalls
    carrying: Carrying | None = None
    for call in calls:
        for each in call.inputParameters if call.actionType == kind else ():
            if each.name in names:
                carrying = carrying or Carrying(one.view)
                found = named(one.world, carrying.value(each.value))
                if found:
                    yield fault(f"`{call.name}` gives {found} to `{each.name}`", each, "name", HELP)


HELP = "name the record by its number, and let its reader open it"


@rule("PRIVACY-001", "warning", "inf", "Flow")
def interview_labels(one: Subject) -> Iterator[Fault]:
    """The label of a flow's interviews holds nothing that somebody wrote about their health.

    Everybody who manages flows sees the labels of paused and failed interviews, and the org mails them to its
    administrators. Put the record's number there, or the time.
    """
    text = one.body.interviewLabel or ""
    found = named(one.world, Carrying(one.view).text(text)) if "{!" in text else ""
    if found:
        yield fault(f"the interview label holds {found}", field="interviewLabel", help=HELP)


@rule("PRIVACY-002", "warning", "inf", "Flow")
def notifications(one: Subject) -> Iterator[Fault]:
    """A notification holds nothing that somebody wrote about their health.

    It is shown on locked phones, and to people who may not read the field. Name the record by its number; whoever opens
    it sees what they may see.
    """
    yield from parameters(one, "customNotificationAction", ("title", "body"))


@rule("PRIVACY-003", "warning", "inf", "Flow", "EmailTemplate")
def mails(one: Subject) -> Iterator[Fault]:
    """A mail holds nothing that somebody wrote about their health.

    Mail leaves the org, is forwarded and kept for years, and whoever reads the mailbox reads it. Give the record's
    number and a link. A mail about a failed flow may hold `$Flow.FaultMessage`.
    """
    if one.kind == "Flow":
        yield from parameters(one, "emailSimple", ("emailSubject", "emailBody"))
        return
    content = one.world.files.get(one.path.removesuffix("-meta.xml"), b"").decode("utf-8", "replace")
    for field, text in (("subject", one.body.subject or ""), ("name", content)):
        pairs = frozenset((owner, name) for owner, name in TEMPLATE_FIELD.findall(text))
        found = named(one.world, pairs)
        if found:
            yield fault(
                f"the mail's {'subject' if field == 'subject' else 'text'} holds {found}", field=field, help=HELP
            )


@rule("PRIVACY-004", "warning", "inf", "Flow")
def posts_and_tasks(one: Subject) -> Iterator[Fault]:
    """A post in a feed and the subject of a task hold nothing that somebody wrote about their health.

    A feed is read by all who see the record, whatever fields they may read; tasks stand in everybody's lists and
    calendars. Name the record by its number.
    """
    yield from parameters(one, "chatterPost", ("text",))
    carrying: Carrying | None = None
    for at, field, value in task_subjects(one):
        carrying = carrying or Carrying(one.view)
        found = named(one.world, carrying.value(value))
        if found:
            yield fault(f"the subject of a task holds {found}", at, field, HELP)


def task_subjects(one: Subject) -> Iterator[tuple[object, str, Any]]:
    """What a flow writes into the subjects of tasks, and where."""
    for each in (*one.body.recordCreates, *one.body.recordUpdates):
        if each.object == "Task":
            yield from ((item, "field", item.value) for item in each.inputAssignments if item.field == "Subject")
    for item in (item for each in one.body.assignments for item in each.assignmentItems):
        head, _, field = item.assignToReference.partition(".")
        if field == "Subject":
            found = one.view.types.get(head.lower())
            owner = one.view.object if head == "$Record" else found.object if found is not None else None
            if owner == "Task":
                yield item, "assignToReference", item.value


@rule("PRIVACY-005", "warning", "inf", "Report", "ListView", "Dashboard")
def columns(one: Subject) -> Iterator[Fault]:
    """A report, list view or dashboard shows no sensitive field that some who may open it may not read.

    An org leaves the column empty for them, and its filters and groups still tell what is in it; a dashboard that is
    seen as a certain user shows everybody what that user reads. Share the folder with those who may read the field,
    give them the field, or take the column out. Judged are custom fields, permission sets of the tree, and what is open
    to everybody. Who is in a group is no metadata: of folders and views that are shared with groups, those of packages
    that Carepath made are judged, whose lock says which personas work in a team.
    """
    everybody = open_to_all(one)
    openers = one.world.of("PermissionSet") if everybody else behind(one.world, groups_of_view(one))
    for at, field, owner, name in shown(one) if openers else ():
        symbol = one.world.objects.object(owner).field(name)
        if symbol is None or symbol.custom is None or not special(symbol.custom):
            continue
        without = [each.name for each in openers if reads_object(each, owner) and not reads(each, f"{owner}.{name}")]
        if without:
            who = "everybody may open it, and" if everybody else "it is shared with their teams, and those of"
            message = f"{who} `{without[0]}` may not read `{owner}.{name}`"
            yield fault(message, at, field, "share it with those who may read the field")


FOLDERS = {"Report": "ReportFolder", "Dashboard": "DashboardFolder"}


def open_to_all(one: Subject) -> bool:
    if one.kind == "ListView":
        return one.body.sharedTo is None
    if one.name.rpartition("/")[0] == "unfiled$public":
        return True
    found = folder_of(one)
    shares = () if found is None else found.body.folderShares
    return found is not None and (
        found.body.accessType == "Public" or any(each.sharedTo in EVERYBODY for each in shares)
    )


def folder_of(one: Subject) -> Subject | None:
    return one.world.find(FOLDERS[one.kind], one.name.rpartition("/")[0])


def groups_of_view(one: Subject) -> frozenset[str]:
    """The groups that a list view, or the folder of a report or dashboard, is shared with."""
    if one.kind == "ListView":
        return frozenset(one.body.sharedTo.group) if one.body.sharedTo is not None else frozenset()
    found = folder_of(one)
    shares = () if found is None else found.body.folderShares
    return frozenset(each.sharedTo for each in shares if each.sharedToType == "Group")


def behind(world: World, groups: frozenset[str]) -> tuple[Subject, ...]:
    """The permission sets of the personas that work in the teams of groups."""
    found: dict[str, Subject] = {}
    for lock in world.locks:
        teams = {team for team, group in lock.get("groups", {}).get("teams", {}).items() if group in groups}
        for persona, own in lock.get("members", {}).items():
            held = world.find("PermissionSet", lock.get("personas", {}).get(persona, ""))
            if held is not None and teams & set(own):
                found[held.name] = held
    return tuple(found.values())


def shown(one: Subject) -> Iterator[tuple[object, str, str, str]]:
    """The custom fields that a report, view or dashboard shows, filters or groups by: where, object, field."""
    for at, field, text in TEXTS[one.kind](one):
        found = COLUMN.fullmatch(text)
        if found:
            yield at, field, found[1] or one.parent, found[2]


def texts_of_view(one: Subject) -> Iterator[Text]:
    yield from ((None, "columns", name) for name in one.body.columns)
    yield from ((each, "field", each.field) for each in one.body.filters)


def texts_of_report(one: Subject) -> Iterator[Text]:
    body = one.body
    yield from ((each, "field", each.field) for each in (*body.columns, *body.groupingsDown, *body.groupingsAcross))
    if body.filter is not None:
        yield from ((each, "column", each.column) for each in body.filter.criteriaItems)


def texts_of_dashboard(one: Subject) -> Iterator[Text]:
    """What its components show, of a dashboard that is seen as a certain user: columns and groups that they name, else
    the groups of their reports."""
    for each in components(one) if one.body.dashboardType == "SpecifiedUser" else ():
        table = each.flexComponentProperties.flexTableColumn if each.flexComponentProperties is not None else ()
        yield from ((column, "reportColumn", column.reportColumn) for column in table)
        yield from ((column, "column", column.column) for column in each.dashboardTableColumn)
        yield from ((each, "groupingColumn", name) for name in each.groupingColumn)
        report = one.world.find("Report", each.report or "")
        if report is not None and not (table or each.dashboardTableColumn or each.groupingColumn):
            yield from ((each, "report", group.field) for group in report.body.groupingsDown)


TEXTS: Mapping[str, Callable[[Subject], Iterator[Text]]] = {
    "ListView": texts_of_view,
    "Report": texts_of_report,
    "Dashboard": texts_of_dashboard,
}


def reads_object(one: Subject, owner: str) -> bool:
    return any(
        each.object == owner and each.allowRead and not each.viewAllFields for each in one.body.objectPermissions
    )


def reads(one: Subject, name: str) -> bool:
    return any(each.field == name and each.readable for each in one.body.fieldPermissions)


@rule("PRIVACY-006", "warning", "inf")
def unclassified(world: World) -> Iterator[Fault]:
    """Every custom field says how sensitive it is, on an object whose other fields do.

    Who masks, exports or deletes by classification leaves out what has none. Give `securityClassification` and
    `complianceGroup`. Judged where at least half of an object's fields have them, and in trees that Carepath made.
    """
    by_object: dict[str, list[Subject]] = {}
    for one in world.of("CustomField"):
        if judged(one):
            by_object.setdefault(one.parent, []).append(one)
    for fields in by_object.values():
        bare = [each for each in fields if not classified(each.body, whole=world.ours)]
        if world.ours or len(bare) * 2 <= len(fields):
            for each in bare:
                yield fault(f"`{each.name}` does not say how sensitive it is", field="fullName", of=each)


def judged(one: Subject) -> bool:
    return one.is_custom and not one.context and not packaged(one.name.partition(".")[2])


def classified(field: CustomField, *, whole: bool) -> bool:
    """Of a field that belongs to no compliance group, its sensitivity says so: in our own trees each has one."""
    if whole:
        return field.securityClassification is not None
    return field.securityClassification is not None or bool(groups_of(field) - {"", "None"})
