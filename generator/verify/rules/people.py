"""Queues, groups and sharing rules (deploy rules, section 4.4)."""

from collections.abc import Iterator

from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject

LONGEST_LABEL, LONGEST_NAME = 40, 80
NEVER_QUEUED = ("Account", "Contact", "Opportunity", "User", "Campaign")
MOST_CRITERIA_RULES = 50


@rule("QUE-001", "deploy", "inf", "Queue", "Group")
def labels(one: Subject) -> Iterator[Fault]:
    """A queue's or group's label has at most 40 characters, its developer name 80.

    The file is called by the developer name. Shorten what is too long.
    """
    if len(one.body.name) > LONGEST_LABEL:
        yield fault(f"the label has {len(one.body.name)} characters, and {LONGEST_LABEL} are allowed", field="name")
    if len(one.name) > LONGEST_NAME:
        yield fault(f"the developer name has {len(one.name)} characters, and {LONGEST_NAME} are allowed")


@rule("QUE-002", "deploy", "doc", "Queue")
def queued_objects(one: Subject) -> Iterator[Fault]:
    """A queue takes cases, leads, tasks, custom objects and a few others, each once.

    Accounts, contacts and opportunities have users as owners alone.
    """
    seen: set[str] = set()
    for each in one.body.queueSobject:
        if each.sobjectType in NEVER_QUEUED:
            yield fault(f"a {each.sobjectType} is owned by a user", each, "sobjectType")
        if each.sobjectType in seen:
            yield fault(f"`{each.sobjectType}` stands here twice", each, "sobjectType")
        seen.add(each.sobjectType)
        if one.world.objects.exists(each.sobjectType) is False:
            yield fault(f"there is no object `{each.sobjectType}`", each, "sobjectType", missing=True)


@rule("QUE-006", "deploy", "comm", "Queue")
def members(one: Subject) -> Iterator[Fault]:
    """Members of a queue are groups and roles that are there; users only where the org has these very usernames.

    "no User named X found". Usernames are other ones in each sandbox: let a public group be a member, and put people
    into it in the org.
    """
    held = one.body.queueMembers
    if held is None:
        return
    for name in held.publicGroups.publicGroup if held.publicGroups is not None else ():
        if not one.world.has("Group", name):
            yield fault(f"there is no group `{name}`", held.publicGroups, "publicGroup", missing=True)
    for name in held.roles.role if held.roles is not None else ():
        if not one.world.has("Role", name):
            yield fault(f"there is no role `{name}`", held.roles, "role", missing=True)


@rule("QUE-007", "deploy", "inf", "Queue")
def owned_objects(one: Subject) -> Iterator[Fault]:
    """A custom object that a queue owns has an owner of its own.

    The detail of a master is owned by its master's owner, so that no queue can own it. Let the queue own the master.
    """
    for each in one.body.queueSobject:
        if one.world.masters.get(each.sobjectType.lower()):
            yield fault(f"{each.sobjectType} belongs to its master", each, "sobjectType")


@rule("SHARE-001", "deploy", "maint", "SharingRules")
def shared_with(one: Subject) -> Iterator[Fault]:
    """A sharing rule shares with groups, queues and roles that are there.

    A name that the org does not have ends the deployment. Deploy the group or queue before; roles are the org's own.
    """
    for each in (*one.body.sharingCriteriaRules, *one.body.sharingOwnerRules):
        for name in each.sharedTo.group:
            if not one.world.has("Group", name):
                yield fault(f"there is no group `{name}`", each.sharedTo, "group", missing=True)


@rule("SHARE-002", "deploy", "maint", "SharingRules")
def shared_fields(one: Subject) -> Iterator[Fault]:
    """The criteria of a sharing rule are on fields of the object that are stored.

    Formulas cannot be asked. An object has at most fifty such rules.
    """
    symbol = one.world.objects.object(one.name)
    for each in one.body.sharingCriteriaRules:
        for item in each.criteriaItems:
            field = symbol.field(item.field)
            if field is None:
                yield fault(f"there is no field `{item.field}` on {one.name}", item, "field", missing=True)
            elif field.formula is not None:
                yield fault(f"`{item.field}` is a formula", item, "field")
    if len(one.body.sharingCriteriaRules) > MOST_CRITERIA_RULES:
        over = one.body.sharingCriteriaRules[MOST_CRITERIA_RULES]
        yield fault(f"{one.name} has more than {MOST_CRITERIA_RULES} criteria-based rules", over)
