"""Who works with the cases: members of groups, permission sets, licences. Members are data: no package brings them."""

from collections.abc import Callable, Iterator

from generator.lower.flows.faults import OPERATIONS
from generator.markdown import bold, code, listed, said, table
from generator.runbook.plan import Plan, among, query
from generator.runbook.step import Chapter, Step

EXTRA = {
    "override": "Guardrails do not hold for its holders. Nobody keeps it: give it for an hour, and take it back.",
    "data_load": "Cases that its holder saves are not read by the workflow: for loading old cases, and for nothing "
    "else.",
}
"""Permission sets that belong to no persona, by the id of their custom permission."""


def chapter(plan: Plan) -> Chapter:
    return Chapter(
        title="People",
        why="By whoever looks after users, from a list that the clinical lead has signed.",
        steps=tuple(step for part in PARTS for step in part(plan)),
    )


def licences(plan: Plan) -> Iterator[Step]:
    yield Step(
        id="licences",
        title="Licences",
        where="Setup › Users › the user › Permission Set License Assignments",
        how=("Whoever works with patients in Health Cloud needs its permission set licence, besides what follows.",),
        check="The query finds every user of the workflow.",
        checks=(
            query(
                "SELECT Assignee.Username, PermissionSetLicense.DeveloperName FROM PermissionSetLicenseAssign "
                "WHERE PermissionSetLicense.DeveloperName LIKE 'HealthCloud%'"
            ),
        ),
        undo="Take the licence back from those who had none before.",
    )


def queue_members(plan: Plan) -> Iterator[Step]:
    names = plan.names
    rows = [(bold(one.label), code(names.queue(one.id)), code(names.members(one.id))) for one in plan.process.teams]
    groups = [names.members(one.id) for one in plan.process.teams]
    yield Step(
        id="queue-members",
        title="Members of the teams",
        where="Setup › Public Groups",
        how=(
            (
                "Put the users of each team into its public group, each by name: somebody who is in it only through a "
                "role "
                "or another group does not count as the team, and the clock runs on when they take a case."
            ),
            "Leave the queue as it is: the group is its member.",
            "At least two people in each, at every hour at which the team is to answer.",
        ),
        table=table(("Team", "Queue", "Public group"), rows),
        check="The query finds every group, none with fewer than two members.",
        checks=(members(groups),),
        undo="Take the users out. Their cases keep their owner.",
    )


def told(plan: Plan) -> Iterator[Step]:
    rows = [
        (bold(one.label), code(plan.names.group(one.id)), listed(leads(plan, one.id), none="–"))
        for one in plan.process.people
    ]
    runs = plan.names.own(OPERATIONS)
    rows.append((bold("Those who run the org"), code(runs), said("– (they hear when automation fails)")))
    yield Step(
        id="people-told",
        title="People who are told",
        where="Setup › Public Groups",
        how=(
            ("Notifications go to the members of these groups and to nobody else. An empty group means that nobody "
            "is told."),
            ("They see the notification in Salesforce and, when they have the app and allow it, on their telephone: "
            "let "
            "each of them try it."),
        ),
        table=table(("Who", "Public group", "Leads the teams"), rows),
        check="The query finds every group with at least one active user.",
        checks=(members([*(plan.names.group(one.id) for one in plan.process.people), runs]),),
        undo="Take the users out.",
    )  # fmt: skip


def others(plan: Plan) -> Iterator[Step]:
    """Groups of personas that work in no team."""
    given = [one for one in plan.process.personas if plan.has("Group", plan.names.users(one.id))]
    if given:
        yield Step(
            id="persona-groups",
            title="People of no team who may open cases",
            where="Setup › Public Groups",
            how=("Cases are shared with these groups. Put the users in who have the permission set beside it.",),
            table=table(
                ("Kind of user", "Public group", "Permission set"),
                [(bold(one.label), code(plan.names.users(one.id)), code(plan.names.own(one.id))) for one in given],
            ),
            check="The query finds each group with its users.",
            checks=(members([plan.names.users(one.id) for one in given]),),
            undo="Take the users out.",
        )


def permission_sets(plan: Plan) -> Iterator[Step]:
    names, labels = plan.names, {one.id: one.label for one in plan.process.teams}
    given = [one for one in plan.process.personas if plan.has("PermissionSet", names.own(one.id))]
    extra = [id for id in EXTRA if plan.has("PermissionSet", names.own(id))]
    if not given and not extra:
        return
    known = {names.own(one.id) for one in given} | {names.own(id) for id in extra}
    more = sorted(one.name for one in plan.of_kind("PermissionSet") if one.name not in known)
    rows = [
        (
            bold(one.label),
            code(names.own(one.id)),
            listed([labels.get(team, team) for team in one.teams], none="–"),
            "reads only" if one.access == "read" else "fills in fields",
            "yes" if one.confidential else "–",
            "yes" if one.audit else "–",
        )
        for one in given
    ]
    held = [names.own(one.id) for one in given] + [names.own(id) for id in extra] + more
    kept = [said("{}: {}", code(names.own(id)), EXTRA[id]) for id in extra]
    besides = [said("{}: to whom its directory was deployed for.", code(one)) for one in more]
    yield Step(
        id="permission-sets",
        title="Permission sets by kind of user",
        where="Setup › Permission Sets, or the command line",
        how=(
            "Give each user the permission set of each kind of user that they are. The table is the whole list.",
            *kept,
            *besides,
        ),
        table=table(
            (
                "Kind of user",
                "Permission set",
                "Members of the teams",
                "May",
                "Sees confidential text",
                "Reads the record",
            ),
            rows,
        ),
        commands=tuple(
            f"sf org assign permset --name {one} --on-behalf-of USER --target-org ORG" for one in dict.fromkeys(held)
        ),
        check="The query lists who has which; somebody of each kind logs in and finds what they should, and no more.",
        checks=(
            query(
                "SELECT PermissionSet.Name, Assignee.Username FROM PermissionSetAssignment WHERE "
                "PermissionSet.Name IN "
                f"{among(dict.fromkeys(held))} ORDER BY PermissionSet.Name"
            ),
        ),
        undo="Take the permission set from the user in Setup.",
    )


def leads(plan: Plan, people: str) -> list[str]:
    return [one.label for one in plan.process.teams if one.lead == people]


def members(groups: list[str]) -> str:
    return query(
        "SELECT Group.DeveloperName, COUNT(Id) FROM GroupMember WHERE Group.DeveloperName IN "
        f"{among(dict.fromkeys(groups))} GROUP BY Group.DeveloperName"
    )


PARTS: tuple[Callable[[Plan], Iterator[Step]], ...] = (licences, queue_members, told, others, permission_sets)
