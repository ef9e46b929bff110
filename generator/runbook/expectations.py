"""What the org must have before anything is deployed (`expects:`): one step for each key that the spec gives, its id
the key. No package of ours changes any of it."""

from collections.abc import Callable, Iterator

from generator.markdown import Markup, bold, code, codes, said, table
from generator.runbook.plan import Plan, among, literal, query
from generator.runbook.step import Chapter, Step


def chapter(plan: Plan) -> Chapter:
    return Chapter(
        title="What the org must have",
        why="The package uses these and does not bring them, because each concerns more than this workflow. The "
        "owner "
        "of the org decides them; nothing is deployed before every check holds.",
        steps=tuple(step for part in PARTS for step in part(plan)),
    )


def sender(plan: Plan) -> Iterator[Step]:
    address = plan.process.expects.sender
    if address is None:
        return
    yield Step(
        id="sender",
        title="The address that mails come from",
        where="Setup › Organization-Wide Addresses",
        how=(
            said("Add {} with the name that patients know, for all profiles.", code(address)),
            "Open the link in the message that Salesforce sends to it. Until then every mail of the workflow fails.",
            "Let nobody answer from it automatically: two machines that answer each other do not stop.",
        ),
        check="The list in Setup says “Verified”, and the query finds one row.",
        checks=(query(f"SELECT Address, DisplayName FROM OrgWideEmailAddress WHERE Address = {literal(address)}"),),
        undo="Delete the address in Setup after the flows are switched off (step `switch-off`); mails before that "
        "fail.",
    )


def statuses(plan: Plan) -> Iterator[Step]:
    wanted = tuple(dict.fromkeys(stage.status for stage in plan.process.stages))
    closed = {stage.status for stage in plan.process.stages if stage.closed}
    closed |= {one.label for one in plan.process.expects.statuses if one.closed}
    rows = [(code(one), "yes" if one in closed else "no") for one in wanted]
    yield Step(
        id="statuses",
        title="Values of Case Status",
        where="Setup › Object Manager › Case › Fields & Relationships › Status",
        how=("Add the values that are missing, active, and closed or not as the table says. Change no other value.",),
        table=table(("Value", "Closes the case"), rows),
        check="The query finds each value, with IsClosed as in the table.",
        checks=(query(f"SELECT MasterLabel, ApiName, IsClosed FROM CaseStatus WHERE MasterLabel IN {among(wanted)}"),),
        undo="Deactivate a value that was added. Never delete one that a case has.",
    )


def queues(plan: Plan) -> Iterator[Step]:
    existing = [one for one in plan.process.teams if one.existing]
    wanted = tuple(dict.fromkeys([*plan.process.expects.queues, *(plan.names.queue(one.id) for one in existing)]))
    if not wanted:
        return
    rows = [(bold(one.label), code(plan.names.queue(one.id)), code(plan.names.members(one.id))) for one in existing]
    yield Step(
        id="queues",
        title="Queues that the org has",
        where="Setup › Queues, and Setup › Public Groups",
        how=(
            "Each queue takes Cases and Tasks.",
            ("Each team needs the public group of the table as well, and the group is a member of the queue: whoever "
            "stands in it by name counts as the team."),
        ),
        table=table(("Team", "Queue", "Public group"), rows),
        check="The first query finds two rows for each queue, the second one row for each group.",
        checks=(
            query(
                "SELECT Queue.DeveloperName, SobjectType FROM QueueSobject WHERE SobjectType IN ('Case', 'Task') "
                f"AND Queue.DeveloperName IN {among(wanted)}"
            ),
            *([query(
                "SELECT DeveloperName FROM Group WHERE Type = 'Regular' AND DeveloperName IN "
                + among(plan.names.members(one.id) for one in existing)
            )] if existing else []),
        ),
        undo="Take the group out of the queue. The queue itself stays as it was.",
    )  # fmt: skip


def fields(plan: Plan) -> Iterator[Step]:
    wanted = dict.fromkeys(plan.process.expects.fields)
    wanted |= dict.fromkeys(f"Case.{one.api_name}" for one in plan.process.facts if one.existing and one.api_name)
    if wanted:
        yield fields_step("fields", "Fields that the org has", tuple(wanted), Markup(""))


def identifiers(plan: Plan) -> Iterator[Step]:
    given = plan.process.expects.identifiers
    if not given:
        return
    labels = {one.id: one.label for one in plan.process.facts}
    rows = [(bold(labels.get(id, id)), code(f"{owner}.{field}")) for id, owner, field in given]
    wanted = tuple(f"{owner}.{field}" for _, owner, field in given)
    yield fields_step("identifiers", "Where patients are recognised", wanted, table(("Number", "Stands in"), rows))


def fields_step(id: str, title: str, wanted: tuple[str, ...], shown: Markup) -> Step:
    by_object: dict[str, list[str]] = {}
    for one in wanted:
        owner, _, field = one.partition(".")
        by_object.setdefault(owner, []).append(field)
    unique = "A number that tells who somebody is should be unique: two records with one number verify nobody."
    return Step(
        id=id,
        title=title,
        where="Setup › Object Manager",
        how=(
            said("The org has these fields: {}.", codes(wanted)),
            unique if id == "identifiers" else "Whoever works with the cases may read them.",
        ),
        table=shown,
        check="Each query finds the fields of its object.",
        checks=tuple(
            query(
                "SELECT QualifiedApiName, DataType FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = "
                f"{literal(owner)} AND QualifiedApiName IN {among(names)}"
            )
            for owner, names in by_object.items()
        ),
        undo="Nothing was changed.",
    )


def case_sharing(plan: Plan) -> Iterator[Step]:
    wanted = plan.process.expects.case_sharing
    if wanted is None:
        return
    shown = {"private": "Private", "read": "Public Read Only", "read_write": "Public Read/Write"}[wanted]
    yield Step(
        id="case-sharing",
        title="The organisation-wide default of cases",
        where="Setup › Sharing Settings › Organization-Wide Defaults › Case",
        how=(
            said("Set the default internal access to {}.", bold(shown)),
            (
                "This concerns every case of the org, not only ours: ask who else works with cases, and give them a "
                "sharing "
                "rule first."
            ),
            "Whoever may open a case reads its mails. Only this setting keeps a confidential case from others.",
        ),
        check="The query says so, and a user without any of the permission sets finds no case of the workflow.",
        checks=(query("SELECT InternalSharingModel FROM EntityDefinition WHERE QualifiedApiName = 'Case'"),),
        undo="Set it back to what it was. From then on confidential cases are open to all who may see cases.",
    )


def person_accounts(plan: Plan) -> Iterator[Step]:
    if plan.process.expects.person_accounts:
        yield Step(
            id="person-accounts",
            title="Person accounts",
            where="Setup › Person Accounts",
            how=("Patients are person accounts. An org without them decides this first, and apart from this package.",),
            check="The query finds a record type.",
            checks=(
                query("SELECT DeveloperName FROM RecordType WHERE SobjectType = 'Account' AND IsPersonType = true"),
            ),
            undo="Person accounts cannot be switched off again.",
        )


def consent(plan: Plan) -> Iterator[Step]:
    if not plan.process.expects.consent and not plan.process.consents:
        return
    forms = tuple(dict.fromkeys(one.form for one in plan.process.consents))
    rows = [(bold(one.label), code(one.form)) for one in plan.process.consents]
    yield Step(
        id="consent",
        title="Consent management and the forms",
        where="Setup › Data Protection and Privacy, and the app Consent Management",
        how=(
            ("Switch it on. Without it leave the directory optional-consent out; the stages that wait for a consent "
            "then "
            "wait for ever, so build from a spec without them."),
            "Create an Authorization Form with a text for each name of the table, spelled as there.",
            bold("Never switch it off to look for a fault: that purges every consent in the org."),
        ),
        table=table(("Consent", "Name of the form"), rows),
        check="The query finds each form with its text.",
        checks=(query(FORMS + among(forms)),) if forms else (),
        undo="Leave it on. The forms may be given an end date.",
    )  # fmt: skip


def default_workflow_user(plan: Plan) -> Iterator[Step]:
    name = plan.process.expects.default_workflow_user
    yield Step(
        id="default-workflow-user",
        title="The user in whose name timed work runs",
        where="Setup › Process Automation Settings › Default Workflow User",
        how=(
            said("Choose {}.", code(name)) if name else "Choose an active user who belongs to no person.",
            "Without one no flow with a timed path can be activated (FLOW-090), and nobody is told of a late case.",
            "It may read and edit all cases. Its password does not expire, and nobody logs in with it.",
        ),
        check="The setting names the user, and the user is active.",
        checks=(query(f"SELECT Username, IsActive FROM User WHERE Username = {literal(name)}"),) if name else (),
        undo="Leave it: other flows of the org may need it by now.",
    )


def no_active_assignment_rule(plan: Plan) -> Iterator[Step]:
    if not plan.process.expects.no_active_assignment_rule:
        return
    yield Step(
        id="no-active-assignment-rule",
        title="No rule assigns cases yet",
        where="Setup › Case Assignment Rules",
        how=(
            (
                "No rule is active. The package may bring one, and an org has one active rule only: to activate ours "
                "switches another off."
            ),
            "If one is active, stop: build from a spec that says `merge` or `handoff` instead of `own`.",
        ),
        check="The query finds nothing before the first deployment, and our rule alone after it.",
        checks=(query("SELECT Name, Active FROM AssignmentRule WHERE SobjectType = 'Case' AND Active = true"),),
        undo="Nothing was changed.",
    )


def path(plan: Plan) -> Iterator[Step]:
    if plan.process.expects.path:
        yield Step(
            id="path",
            title="The Path setting",
            where="Setup › Path Settings",
            how=("Enable it: a directory with a path above the record page is refused without it (PATH-007).",),
            check="The page lists paths and no longer offers to enable them.",
            undo="Leave it on; other objects may have paths.",
        )


def record_type_of_automated_case_user(plan: Plan) -> Iterator[Step]:
    wanted = plan.process.expects.record_type_of_automated_case_user
    if wanted is None and not any(one.address for one in plan.process.channels):
        return
    name = wanted if isinstance(wanted, str) else plan.process.identity.record_type
    yield Step(
        id="record-type-of-automated-case-user",
        title="The user in whose name mails become cases",
        where="Setup › Support Settings › Automated Case User, then that user's profile",
        how=(
            said("Its profile has the record type {} of Case, after the step that deploys it.", code(name)),
            "It may modify all data, send mails and see activities.",
            "Without this a mail may become neither a case nor a mail (KB 000395387, 000387063): it would be lost.",
        ),
        check="The test message of the channel that is a mailbox becomes a case of the record type.",
        undo="Leave it.",
    )


FORMS = "SELECT AuthorizationForm.Name, Locale FROM AuthorizationFormText WHERE AuthorizationForm.Name IN "
PARTS: tuple[Callable[[Plan], Iterator[Step]], ...] = (
    case_sharing,
    person_accounts,
    statuses,
    queues,
    fields,
    identifiers,
    sender,
    consent,
    default_workflow_user,
    no_active_assignment_rule,
    path,
    record_type_of_automated_case_user,
)
