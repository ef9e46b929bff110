"""The way back, from what works in a minute to what takes a project. Nothing here deletes a row or a field."""

from collections.abc import Callable, Iterator

from generator.markdown import code, codes, said
from generator.runbook.operation import change, control
from generator.runbook.plan import Plan, among, deploy, query
from generator.runbook.step import Chapter, Step


def chapter(plan: Plan) -> Chapter:
    return Chapter(
        title="The way back",
        why="In this order; stop where the trouble ends. Cases, their fields and the record of decisions stay: "
        "what a "
        "clinic decided must be found in ten years.",
        steps=tuple(step for part in PARTS for step in part(plan)),
    )


def switch_off(plan: Plan) -> Iterator[Step]:
    open_cases = query(
        f"SELECT CaseNumber, {plan.names.field('urgency')}, {plan.names.field('triage.due')}, Owner.Name FROM Case "
        f"WHERE IsClosed = false AND {plan.names.field('workflow')} != null ORDER BY {plan.names.field('triage.due')}"
    )
    yield Step(
        id="switch-off",
        title="Switch it off",
        where="Setup › Custom Settings, at once",
        how=(
            said(
                "Set {} of {} to “shadow”, or the one part that makes trouble to “off”.",
                code(plan.names.of("mode")),
                code(control(plan)),
            ),
            "Print the list of open cases for the leads: from now on no clock tells anybody.",
            "Name somebody who reads every new message until it is on again.",
        ),
        commands=(change(plan, "mode", "shadow"), open_cases),
        check="A test message keeps its owner, and nobody is told.",
        undo="Set it to “live”. The next round of the sweeps finds what was late meanwhile.",
    )  # fmt: skip


def deactivate(plan: Plan) -> Iterator[Step]:
    flows = plan.flows()
    if not flows:
        return
    yield Step(
        id="deactivate",
        title="Deactivate the flows",
        where="Command line",
        how=(
            said("The folder deactivate says of {} that no version is active.", codes(flows)),
            (
                "What waits for its time (warnings, lateness) is dropped. The list of the step before is then the only "
                "one."
            ),
            (
                "Guardrails still hold for the workflow's cases: switch them off as well (step `switches`), or nobody "
                "can "
                "close a case."
            ),
        ),
        commands=(deploy("--metadata-dir deactivate"),),
        check="No flow has an active version.",
        checks=(
            query(
                f"SELECT DeveloperName, ActiveVersionId FROM FlowDefinition WHERE DeveloperName IN {among(flows)}",
                tooling=True,
            ),
        ),
        undo="Step `flows-active`. To deploy the flows unchanged does not activate them again.",
    )


def restore(plan: Plan) -> Iterator[Step]:
    yield Step(
        id="restore",
        title="Put back what the org had",
        where="Command line",
        how=(
            (
                "Deploy what step `keep-before` retrieved: the rules and alerts of the org as they were. Look at the "
                "differences first: somebody may have changed them since."
            ),
            "Activate the assignment rule that was active before.",
        ),
        commands=(deploy("--metadata-dir before/unpackaged"),),
        check="A retrieve with the same manifest gives the files that were kept.",
        checks=(
            (
                "sf project retrieve start --manifest manifest/before.xml --target-metadata-dir after --unzip "
                "--target-org ORG"
            ),
            "diff -r before/unpackaged after/unpackaged",
        ),
        undo="Deploy the directories again.",
    )


def previous(plan: Plan) -> Iterator[Step]:
    yield Step(
        id="previous-version",
        title="Back to the version before",
        where="Version control, then the command line",
        how=(
            (
                "Check out the commit that was deployed before, with its own runbook, and take the steps of chapter "
                "“Deploying”. Fields that are newer stay, and nobody writes them any more."
            ),
            "Cases in a stage that the older version lacks are moved by hand first.",
        ),
        commands=("git log --oneline -- carepath.lock", "git checkout COMMIT -- ."),
        check="Step `flows-active`, and a message through each channel.",
        undo="Check out the newer commit, and deploy it.",
    )


def remove(plan: Plan) -> Iterator[Step]:
    yield Step(
        id="remove",
        title="Be rid of it",
        where="A project of its own, with the records manager",
        how=(
            (
                "There is no command here, on purpose. Fields, rows of clocks and events are health records; their "
                "retention "
                "is decided elsewhere, and a deleted field is gone after fifteen days."
            ),
            "Deactivated flows, empty groups and unassigned permission sets do nothing: most clinics stop there.",
        ),
        check="Whoever is responsible for records has signed what goes and what stays.",
        undo="There is none.",
    )


PARTS: tuple[Callable[[Plan], Iterator[Step]], ...] = (switch_off, deactivate, restore, previous, remove)
