"""Orchestrations and approval processes (deploy rules, section 1.9)."""

import re
from collections.abc import Iterator

from generator.metadata.flow_rest import FlowStageStep
from generator.verify.flows.view import AFTER, RECORD_TRIGGERS
from generator.verify.rule import Fault, fault, rule
from generator.verify.rules.flow_start import start_of
from generator.verify.rules.flow_structure import number
from generator.verify.subject import Subject

ORCHESTRATOR, APPROVAL, EVALUATION = "Orchestrator", "ApprovalWorkflow", "EvaluationFlow"
NOT_STAGED = (
    "actionCalls", "apexPluginCalls", "customErrors", "loops", "recordCreates", "recordDeletes", "recordLookups",
    "recordRollbacks", "recordUpdates", "screens", "waits",
)  # fmt: skip
REFUSED = {ORCHESTRATOR: ("stepApproval",), APPROVAL: ("stepInteractive",)}
OLD_STEP = "createWorkItem"
WITH_A_SCREEN, WITHOUT_A_SCREEN = "stepInteractive", "stepBackground"
ID = re.compile(r"(?:005|00G)[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?")
OF_ONE_ORG = ("User", "Group", "Queue")
WORK_ITEM = "FlowOrchestrationWorkItem"
NO_SHARING = "SystemModeWithoutSharing"
MET = "isOrchestrationConditionMet"
RECORD_INPUT = "ActionInput__RecordId"
SYSTEM_SINCE, FIRST_APPROVER_SINCE = 60.0, 67.0
APPROVAL_INPUTS = ("recordId", "submitter", "submissionComments")


def steps(one: Subject) -> tuple[FlowStageStep, ...]:
    return tuple(step for stage in one.view.stages for step in stage.stageSteps)


@rule("FLOW-210", "activation", "doc", "Flow")
def stages(one: Subject) -> Iterator[Fault]:
    """An orchestration is made of stages.

    Beside them it decides and keeps values; elements that do the work themselves are refused
    (PROCESSTYPE_ELEMENT_NOT_SUPPORTED). Put the work into the flows that its steps call. A stage without a step is no
    use, yet orgs hold active ones. Source: Metadata API, Flow.
    """
    if one.body.processType != ORCHESTRATOR:
        return
    for kind in NOT_STAGED:
        for element in getattr(one.body, kind, ()):
            yield fault(
                f"`{element.name}` does not stand in an orchestration", element, "name", "call a flow in a step"
            )
    if not one.view.stages and not one.view.partial:
        yield fault("the orchestration has no stage", field="processType", help="add a stage")


@rule("FLOW-211", "activation", "comm", "Flow")
def step_actions(one: Subject) -> Iterator[Fault]:
    """A step says what it runs.

    "You must specify an actionType", "Specify a flow for this step." Add `actionName` and `actionType`.
    """
    for step in steps(one):
        for field in ("actionName", "actionType"):
            if not getattr(step, field):
                yield fault(f"the step `{step.name}` has no `{field}`", step, "name", f"add `<{field}>`")


@rule("FLOW-212", "deploy", "comm", "Flow")
def step_types(one: Subject) -> Iterator[Fault]:
    """A step is of a type that its kind of flow has.

    An orchestration has background and interactive steps, an approval process background and approval steps: "You can't
    use the Step Interactive action type in flows with the Flow Approval Processes process type." Never `flow`. Change
    the type.
    """
    for step in steps(one):
        kind = step.actionType or "step"
        if kind in REFUSED.get(one.body.processType or "", ()) or not ("step" in kind.lower() or kind == OLD_STEP):
            yield fault(f"`{kind}` is no type of step in this flow", step, "actionType", "such as `stepBackground`")


@rule("FLOW-213", "activation", "code", "Flow")
def assignees(one: Subject) -> Iterator[Fault]:
    """An interactive step is for one assignee, a background step for none.

    The org has checks (MISSING_ASSIGNEE, MULTIPLE_ASSIGNEES_NOT_ALLOWED, STAGE_STEP_ASSIGNEE_NOT_SUPPORTED). Say who is
    to act, and nobody where nobody is.
    """
    for step in steps(one):
        count = len(step.assignees)
        if step.actionType == WITH_A_SCREEN and count != 1:
            yield fault(f"the step `{step.name}` has {count} assignees, and needs one", step, "name")
        elif step.actionType == WITHOUT_A_SCREEN and count:
            yield fault(f"nobody acts in the step `{step.name}`", step, "assignees", "take the assignees out")


@rule("FLOW-214", "activation", "comm", "Flow")
def assignee_names(one: Subject) -> Iterator[Fault]:
    """An assignee is named, not given by id.

    A user is a username, a group or queue a developer name: "The assigned user 005... in the assignee field doesn't
    exist or is inactive." Write the name.
    """
    for step in steps(one):
        for each in step.assignees:
            text = each.assignee.stringValue if each.assignee is not None else None
            if text and ID.fullmatch(text.strip()):
                yield fault(f"`{text}` is an id", each, "assignee", "write the username or developer name")


@rule("FLOW-215", "warning", "comm", "Flow")
def packaged_assignees(one: Subject) -> Iterator[Fault]:
    """A package holds no orchestration whose steps name users, groups or queues.

    "You can't package an orchestration that contains a step with assignee type set to User, Group, or Queue." Judged in
    projects that make a package. Use the type `Resource`, and a variable with the name.
    """
    if not any(step.assignees for step in steps(one)) or not makes_a_package(one):
        return
    for step in steps(one):
        for each in step.assignees:
            if each.assigneeType in OF_ONE_ORG and each.assignee is not None and each.assignee.stringValue:
                yield fault("a package cannot hold this assignee", each, "assigneeType", "use `Resource`")


def makes_a_package(one: Subject) -> bool:
    """Whether the nearest project file above the flow describes a package."""
    folder = one.path
    while folder:
        folder = folder.rpartition("/")[0]
        text = one.world.files.get(f"{folder}/sfdx-project.json" if folder else "sfdx-project.json")
        if text is not None:
            return b'"versionNumber"' in text
    return False


@rule("FLOW-216", "activation", "code", "Flow")
def queues_of_work(one: Subject) -> Iterator[Fault]:
    """A queue that is to act holds work items.

    It lists `FlowOrchestrationWorkItem` among its objects (QUEUE_DOES_NOT_SUPPORT_ORCHESTRATION_WORK_ITEMS). Add the
    object to the queue.
    """
    for step in steps(one):
        for each in step.assignees:
            name = each.assignee.stringValue if each.assignee is not None else None
            queue = one.world.find("Queue", name) if name and each.assigneeType == "Queue" else None
            if queue is not None and WORK_ITEM not in {held.sobjectType for held in queue.body.queueSobject}:
                yield fault(f"the queue `{name}` holds no work items", each, "assignee", f"add `{WORK_ITEM}` to it")


@rule("FLOW-217", "activation", "doc", "Flow")
def called_flows(one: Subject) -> Iterator[Fault]:
    """A step calls a flow that fits it.

    An interactive step calls a screen flow, a background step one that has neither screens nor a trigger, and a
    condition an evaluation flow with the output `isOrchestrationConditionMet` (PROCESSTYPE_EVALUATIONFLOW_REQUIRED).
    Call another flow, or change the type of the step. Source: Metadata API, FlowStageStep.
    """
    for step in steps(one):
        called = one.world.find("Flow", step.actionName or "")
        if called is None:
            continue
        kind, trigger = called.body.processType, start_of(called).triggerType
        if step.actionType == WITH_A_SCREEN and kind != "Flow":
            yield fault(f"`{called.name}` has no screens, and the step is interactive", step, "actionName")
        elif step.actionType == WITHOUT_A_SCREEN and (kind != "AutoLaunchedFlow" or trigger is not None):
            yield fault(f"`{called.name}` cannot run in the background of an orchestration", step, "actionName")
    for held in (*steps(one), *one.view.stages):
        for field in ("entryActionName", "exitActionName"):
            evaluating = one.world.find("Flow", getattr(held, field, None) or "")
            if evaluating is not None and not evaluates(evaluating):
                yield fault(f"`{evaluating.name}` is no evaluation flow", held, field, f"with the output `{MET}`")


def evaluates(one: Subject) -> bool:
    """Whether it answers yes or no: as the kind made for that, or by the output that the kind has."""
    return one.body.processType == EVALUATION or any(
        each.name == MET and each.isOutput and each.dataType == "Boolean" for each in one.body.variables
    )


@rule("FLOW-218", "deploy", "inf", "Flow")
def orchestrated_saves(one: Subject) -> Iterator[Fault]:
    """An orchestration that a record starts runs after the save.

    No retrieved one runs before it (TRIGGER_TYPE_INCOMPATIBLE_WITH_PROCESS_TYPE). Use `RecordAfterSave`.
    """
    if one.body.processType == ORCHESTRATOR and one.view.trigger in RECORD_TRIGGERS and one.view.trigger != AFTER:
        yield fault("an orchestration runs after the save", one.body.start, "triggerType", f"use `{AFTER}`")


@rule("FLOW-220", "run", "inf", "Flow")
def records_of_steps(one: Subject) -> Iterator[Fault]:
    """An interactive step says which record it is about.

    Every retrieved one passes `ActionInput__RecordId`; without it the work item stands on no record's page, and nobody
    finds it. Add the parameter.
    """
    for step in steps(one):
        if step.actionType == WITH_A_SCREEN and RECORD_INPUT not in {each.name for each in step.inputParameters}:
            yield fault(f"the step `{step.name}` is about no record", step, "name", f"pass `{RECORD_INPUT}`")


@rule("FLOW-221", "activation", "comm", "Flow")
def approvals_in_system_mode(one: Subject) -> Iterator[Fault]:
    """An approval process of API 60 or later runs in system context without sharing.

    "... you must select System Context Without Sharing—Access All Data or specify API version 59.0 or earlier". Set
    `runInMode` to `SystemModeWithoutSharing`.
    """
    late = number(one.body.apiVersion) >= SYSTEM_SINCE
    if one.body.processType == APPROVAL and late and one.body.runInMode != NO_SHARING:
        yield fault("an approval process runs without sharing", field="runInMode", help=f"`{NO_SHARING}`")


@rule("FLOW-222", "deploy", "comm", "Flow")
def approval_inputs(one: Subject) -> Iterator[Fault]:
    """An approval process takes the record, who submits it, and the comments.

    They are text inputs called `recordId`, `submitter` and `submissionComments`, and from API 67 `firstApprover`: "...
    you must define a variable that uses the "firstApprover" API name and the Text data type...". Add the variable.
    """
    if one.body.processType != APPROVAL:
        return
    late = number(one.body.apiVersion) >= FIRST_APPROVER_SINCE
    texts = {each.name for each in one.body.variables if each.dataType == "String" and each.isInput}
    for name in (*APPROVAL_INPUTS, *(("firstApprover",) if late else ())):
        if name not in texts:
            yield fault(f"the approval process has no text input `{name}`", field="variables", help="add the variable")


@rule("FLOW-223", "warning", "doc", "Flow")
def unanimous(one: Subject) -> Iterator[Fault]:
    """`requiresMultiMemberApproval` is 0 or 100.

    An org drops any other value in silence, and one approval is enough. Write `100` where all must approve.
    Source: Metadata API, FlowStageStep.
    """
    for step in steps(one):
        share = step.requiresMultiMemberApproval
        if share is not None and share.strip() not in ("0", "100"):
            yield fault(f"`{share}` is dropped in silence", step, "requiresMultiMemberApproval", "write `0` or `100`")


@rule("FLOW-225", "unknown", "inf", "Flow")
def stepped_stages(one: Subject) -> Iterator[Fault]:
    """Stages are `orchestratedStages`.

    `steppedStages` is how early orchestrations were retrieved; no schema of today has it. Write `orchestratedStages`.
    """
    for unknown in one.read.unknown:
        if unknown.path == "steppedStages":
            yield fault("`steppedStages` is an element of early orchestrations", field="steppedStages")
            return
