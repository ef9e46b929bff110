"""How messages come in, whose rule assigns them, and who reads the reports."""

from collections.abc import Callable, Iterator

from generator.markdown import Markup, code, codes, listed, said, table
from generator.process.model import Channel
from generator.runbook.plan import Plan, literal, query
from generator.runbook.step import Chapter, Step


def chapter(plan: Plan) -> Chapter:
    return Chapter(
        title="Channels, assignment and reports",
        why="After the deployment, and before any channel is open to patients.",
        steps=tuple(step for part in PARTS for step in part(plan)),
    )


def origins(plan: Plan) -> Iterator[Step]:
    wanted = tuple(dict.fromkeys(one.origin for one in plan.process.channels))
    if wanted:
        yield Step(
            id="origins",
            title="Values of Case Origin",
            where="Setup › Object Manager › Case › Fields & Relationships › Case Origin",
            how=(said("Add what is missing of {}. The package adds no value to a standard field.", codes(wanted)),),
            check="The record type offers each value when a case is created by hand.",
            undo="Deactivate a value that was added.",
        )


def channels(plan: Plan) -> Iterator[Step]:
    for channel in plan.process.channels:
        yield mailbox(plan, channel) if channel.address else form(plan, channel)


def mailbox(plan: Plan, channel: Channel) -> Step:
    address, record_type = channel.address or "", plan.process.identity.record_type
    rows = [
        ("Email Address", code(address)),
        ("Case Origin", code(channel.origin)),
        ("Case Record Type", code(record_type)),
        ("Case Owner", "leave it empty: an owner here switches assignment rules off (KB 000381831)"),
        ("Create Task from Email", "no: the workflow makes tasks"),
        ("Save Email Headers", "yes: machines that answer are told by them"),
    ]
    return Step(
        id=f"channel-{channel.id}".replace("_", "-"),
        title=f"The channel {channel.id.replace('_', ' ')}: a mailbox",
        where="Setup › Email-to-Case",
        how=(
            "Enable Email-to-Case (it cannot be switched off again), and add a routing address with these values.",
            "Open the link that Salesforce sends to the address.",
            (
                "Last of all let the mail system forward the box to the email services address that Setup shows, and "
                "keep a copy of every mail in the mailbox."
            ),
        ),
        table=table(("Setting", "Value"), rows),
        check="Send a message from outside with an invented name. Within a minute it is a case of the record type, "
        "with a team and an owner.",
        checks=(newest(plan, f"Origin = {literal(channel.origin)}"),),
        undo="Stop the forwarding: mails stay in the mailbox and nothing is lost. Only then delete the routing "
        "address.",
    )


def form(plan: Plan, channel: Channel) -> Step:
    return Step(
        id=f"channel-{channel.id}".replace("_", "-"),
        title=f"The channel {channel.id.replace('_', ' ')}: a form",
        where="The form, or whatever else creates the cases",
        how=(
            said(
                "It creates cases with Case Origin {} and the record type {}.",
                code(channel.origin),
                code(plan.process.identity.record_type),
            ),
            (
                "The first lines of the patient's words go into Subject, all of them into Description, the sender's "
                "address "
                "into SuppliedEmail. It sets no owner, no status and no field of the workflow."
            ),
            (
                "Web-to-Case takes 5,000 cases a day; what is over that waits, and past 50,000 is lost. Say on the "
                "form what "
                "to do in an emergency."
            ),
        ),
        check="Send the form with an invented name. It is a case with a team and an owner.",
        checks=(newest(plan, f"Origin = {literal(channel.origin)}"),),
        undo="Take the form down, or let it create cases of another record type.",
    )


def newest(plan: Plan, where: str) -> str:
    names = plan.names
    fields = ", ".join(names.field(one) for one in ("category", "urgency", "team"))
    return query(
        f"SELECT CaseNumber, RecordType.DeveloperName, Owner.Name, {fields} FROM Case WHERE {where} "
        "ORDER BY CreatedDate DESC LIMIT 1"
    )


def assignment(plan: Plan) -> Iterator[Step]:
    key = plan.names.field("workflow")
    active = query("SELECT Name, Active FROM AssignmentRule WHERE SobjectType = 'Case' AND Active = true")
    how = {
        "own": (
            said("The package brings the rule {} and activates it.", code(plan.names.own("routing"))),
            (
                "Its first entry leaves alone what the flows have routed; the others are the same table once more, for "
                "cases "
                "of the record type that the flows did not see."
            ),
        ),
        "merge": (
            (
                "The package brings the org's own rule with one entry more at its top, which leaves alone what the "
                "flows have "
                "routed. It was merged into the rule as it was retrieved for the build: if the rule was changed since, "
                "retrieve it again and build anew, or the change is undone."
            ),
        ),
        "handoff": (
            (
                "The package brings no rule. Whoever owns the org's active rule adds an entry at its top: criteria "
                "formula "
                "as below, and the box “Do Not Reassign Owner” ticked."
            ),
            said("Formula: {}", code(f"NOT(ISBLANK({key}))")),
            (
                "Without the entry the org's rule may take cases from the team that the flows chose; an hour's check "
                "puts "
                "them back, and their clock runs meanwhile."
            ),
        ),
    }[plan.process.assignment_rule]
    yield Step(
        id="assignment-rule",
        title="The rule that assigns cases",
        where="Setup › Case Assignment Rules",
        how=(*how, "Setup › Support Settings: the default case owner is a queue that somebody reads every day."),
        check="One rule is active, and a test case of each channel keeps the team that the workflow chose.",
        checks=(active,),
        undo="Step `restore`, then activate the rule that was active before.",
    )


def answers(plan: Plan) -> Iterator[Step]:
    yield Step(
        id="automatic-answers",
        title="One automatic answer, not two",
        where="Setup › Case Auto-Response Rules, and the mail system",
        how=(
            (
                "No auto-response rule answers cases of the record type, and the mailbox has no absence reply: the "
                "workflow answers once, and is quiet where an answer could betray somebody."
            ),
        ),
        check="The test message of each channel is answered once, or not at all where the rulebook says quiet.",
        undo="Activate what was switched off.",
    )


def folders(plan: Plan) -> Iterator[Step]:
    given = plan.of_kind("ReportFolder")
    if not given:
        return
    rows = [(code(one.name), listed(shares(one.body), none="nobody but who manages reports")) for one in given]
    yield Step(
        id="report-folders",
        title="Who reads the reports",
        where="Reports › All Folders › the folder › Share",
        how=(
            "The folders are shared with the groups of the table. Let nobody subscribe a mailbox to a report.",
            "A dashboard shows what its running user may see: choose one who sees no confidential case.",
        ),
        table=table(("Folder", "Shared with"), rows),
        check="Somebody of each kind of user opens the folder, and finds the reports that they may see and no others.",
        undo="Take the share away in the folder.",
    )


def shares(body: object) -> list[Markup]:
    return [code(one.sharedTo) for one in getattr(body, "folderShares", ())]


PARTS: tuple[Callable[[Plan], Iterator[Step]], ...] = (origins, channels, assignment, answers, folders)
