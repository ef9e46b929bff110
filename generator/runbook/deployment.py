"""Deploying: a trial, what is kept first, each package directory, the flows in production."""

from collections.abc import Callable, Iterator

from generator.markdown import Markup, code, codes, said, table
from generator.metadata.manifest import API_VERSION
from generator.runbook.operation import control, create, settings
from generator.runbook.plan import Plan, among, deploy, query
from generator.runbook.step import Chapter, Step

OPTIONAL = "optional-"
"""Directories of this kind are left out where the org lacks what they need."""
PURPOSES = {
    "foundation": "Fields, record type, objects, queues, groups and permissions. Nothing acts yet.",
    "workflow": "The flows and the rules. Cases of the record type are read from here on; no channel makes any yet.",
    "optional-verification": "What looks up identifiers on patients' records. Leave it out where the org has no "
    "person accounts or identifier records (chapter “What the org must have”).",
    "optional-consent": "What asks for signed forms. Leave it out where consent management is off (step `consent`).",
    "org": "What goes into files that the org shares with us: look at the differences before you deploy it.",
    "extra": "What the spec brings itself (`extra`), copied as it is.",
    "experience": "Pages, lists and the console. Nobody's page changes until it is activated for the record type.",
    "tests": "Apex tests. They leave nothing behind; production needs them to activate flows (FLOW-029).",
}


def chapter(plan: Plan) -> Chapter:
    return Chapter(
        title="Deploying",
        why="From the project's folder, with the Salesforce CLI, by a user who may modify metadata and view all data "
        "(FLOW-032). `ORG` stands for the org's alias. First in a scratch org, then in a full sandbox, then in "
        "production; each of them by all of these steps.",
        steps=tuple(step for part in PARTS for step in part(plan)),
    )


def trial(plan: Plan) -> Iterator[Step]:
    yield Step(
        id="scratch-org",
        title="A trial in a scratch org",
        where="Command line, with a Dev Hub that is entitled to Health Cloud",
        how=("Create an org from the definition, then take the steps below in it.",),
        commands=(
            "sf org create scratch --target-dev-hub HUB --definition-file config/project-scratch-def.json -a trial",
            "sf org open --target-org trial",
        ),
        check="The org opens, and Object Manager lists AuthorizationForm and Case.",
        undo="Delete the org.",
        undoes=("sf org delete scratch --target-org trial",),
    )


def kept(plan: Plan) -> Iterator[Step]:
    yield Step(
        id="keep-before",
        title="Keep what the org has",
        where="Command line",
        how=(
            (
                "Retrieve the files that the org shares with us, and keep them, dated, in version control: the way "
                "back (step `restore`) needs them."
            ),
            "Write down which rule assigns cases now, and who gets cases that nobody is assigned.",
        ),
        commands=(
            (
                "sf project retrieve start --manifest manifest/before.xml --target-metadata-dir before --unzip "
                "--target-org ORG"
            ),
        ),
        check="The folder before holds the files. A warning that one is not found means that the org has none.",
        undo="Nothing was changed.",
    )


def preference(plan: Plan) -> Iterator[Step]:
    if plan.flows():
        yield Step(
            id="deploy-as-active",
            title="Let flows arrive active (production only)",
            where="Setup › Process Automation Settings › Deploy processes and flows as active",
            how=(
                "Tick it. Without it flows arrive inactive in production, and no case is read (FLOW-029).",
                "It concerns every deployment of flows into this org: tell whoever deploys others.",
                (
                    "Production activates them only if the Apex tests of the deployment run the share of all active "
                    "flows that stands below the box (75 % at first). Flows that wait for a time or run after the "
                    "save count as not run: lower the share for this deployment, or activate them by hand (step "
                    "`flows-active`)."
                ),
            ),
            check="The box is ticked after the page is loaded anew.",
            undo="Untick it, and set the share back, once step `flows-active` holds.",
        )


def production(plan: Plan) -> Iterator[Step]:
    classes = tuple(one.name for one in plan.of_kind("ApexClass"))
    tests = " --test-level RunLocalTests"
    if classes:
        tests = " --test-level RunSpecifiedTests " + " ".join(f"--tests {name}" for name in classes)
    chosen = " ".join(f"--source-dir {name}" for name in plan.directories)
    yield Step(
        id="production",
        title="Production: all directories in one deployment",
        where="Command line",
        how=(
            (
                "In production deploy everything at once, so that the tests which activate the flows run in the same "
                "deployment. Leave out an optional directory by leaving out its part of the command."
            ),
            (
                "Validate in the days before: nothing changes, and the job stays good for ten days. Then, in a quiet "
                "hour, "
                "deploy what was validated."
            ),
            "In a scratch org or a sandbox take the steps for each directory instead.",
        ),
        commands=(
            f"sf project deploy validate {chosen} --target-org ORG --wait 60{tests}",
            "sf project deploy quick --job-id JOB --target-org ORG --wait 60",
        ),
        check="The first command ends with a job id, the second with Succeeded.",
        checks=("sf project deploy report --job-id JOB --target-org ORG",),
        undo="Step `switch-off`, then `restore`. Fields and rows stay where they are.",
    )


def directories(plan: Plan) -> Iterator[Step]:
    for name, components in plan.directories.items():
        optional = name.startswith(OPTIONAL)
        is_first = name == next(iter(plan.directories))
        kinds: dict[str, int] = {}
        for one in components:
            kinds[one.kind] = kinds.get(one.kind, 0) + 1
        rows = [(code(kind), str(count)) for kind, count in sorted(kinds.items())]
        shared = " Files that the org shares come back with step `restore`." if name == "org" else ""
        yield Step(
            id=f"deploy-{name}",
            title=f"Deploy the directory {name}" + (" (if the org can take it)" if optional else ""),
            where="Command line (scratch org, sandbox)",
            how=(
                Markup(
                    PURPOSES.get(name, "What stands in a directory of its own, because an org may lack what it needs.")
                ),
                "It is deployed over the directories before it." if not is_first else "It is the first.",
            ),
            table=table(("Kind", "How many"), rows),
            commands=(deploy(f"--source-dir {name}", " --dry-run"), deploy(f"--source-dir {name}")),
            check="Both commands end with Succeeded; a retrieve afterwards shows no difference.",
            checks=(
                f"sf project retrieve start --source-dir {name} --target-org ORG",
                f"git status --short {name}",
            ),
            undo=(
                "Nothing acts by itself in it: leave it. Step `remove` says what it takes to be rid of it."
                if "Flow" not in kinds
                else "Step `switch-off`, then `deactivate`."
            )
            + shared,
        )


def shadow(plan: Plan) -> Iterator[Step]:
    yield Step(
        id="shadow",
        title="Watch before it acts",
        where="Setup › Custom Settings › the setting below › Manage › Default Organization Level Value",
        how=(
            said("Set {} of {} to “shadow”.", code(plan.names.of("mode")), code(control(plan))),
            (
                "Do it as soon as the directory foundation is there: then cases are read and the result is kept, and "
                "nobody is assigned, told or answered until step `live`."
            ),
        ),
        commands=(create(plan, "mode", "shadow"),),
        check="The query finds the setting; a new case of the record type has an urgency, and keeps its owner.",
        checks=(settings(plan),),
        undo="Delete the row of the setting: then the spec alone says the mode.",
    )


def sandbox(plan: Plan) -> Iterator[Step]:
    yield Step(
        id="sandbox-mail",
        title="No mail to patients from a sandbox",
        where="Setup › Deliverability (sandbox)",
        how=(
            (
                "A full sandbox holds patients. Set the access level to “System email only” before you deploy, "
                "and choose “All email” only after every address in it but your own ends in “.invalid”."
            ),
        ),
        check="A mail from a contact's page to an address of yours does not arrive.",
        undo="A sandbox that is refreshed begins with “System email only” again.",
    )


def active(plan: Plan) -> Iterator[Step]:
    flows = plan.flows()
    if not flows:
        return
    ask = query(
        "SELECT Id, DeveloperName, ActiveVersion.VersionNumber, LatestVersion.VersionNumber FROM FlowDefinition "
        f"WHERE DeveloperName IN {among(flows)}",
        tooling=True,
    )
    yield Step(
        id="flows-active",
        title="Every flow is active",
        where="Setup › Flows, or the command line",
        how=(
            said("The flows are {}.", codes(flows)),
            (
                "One that arrived inactive is activated by hand: to deploy it again unchanged activates nothing. In "
                "Setup, or "
                "with the last command, FLOW the id and N the latest version that the query gives."
            ),
            "Only then is the workflow on. Until all are active, keep the channels closed.",
        ),
        commands=(
            (
                f"sf api request rest /services/data/v{API_VERSION}/tooling/sobjects/FlowDefinition/FLOW "
                """--body '{"Metadata": {"activeVersionNumber": N}}' --method PATCH --target-org ORG"""
            ),
        ),
        check="For each flow the active version is the latest one.",
        checks=(ask,),
        undo="Step `deactivate`.",
    )


def apex(plan: Plan) -> Iterator[Step]:
    classes = tuple(one.name for one in plan.of_kind("ApexClass"))
    if classes:
        chosen = " ".join(f"--class-names {name}" for name in classes)
        yield Step(
            id="apex-tests",
            title="Run the Apex tests",
            where="Command line",
            how=(
                "They play the spec's scenarios in this org, with its own settings, rules and other automation.",
                (
                    "A test that fails here and not in a scratch org names what this org does besides: find it before "
                    "anybody's mail meets it."
                ),
            ),
            commands=(f"sf apex run test {chosen} --result-format human --wait 30 --target-org ORG",),
            check="All pass.",
            undo="Nothing was changed: tests are rolled back.",
        )


PARTS: tuple[Callable[[Plan], Iterator[Step]], ...] = (
    trial,
    sandbox,
    kept,
    preference,
    directories,
    production,
    shadow,
    active,
    apex,
)
