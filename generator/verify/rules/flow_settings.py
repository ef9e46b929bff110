"""What a flow says of itself: its type, the mode it runs in, its order, its logic (deploy rules, section 1.1)."""

from collections.abc import Iterator, Mapping

from generator.metadata.flow import FlowActionCall
from generator.verify.flows.logic import problems
from generator.verify.flows.view import RECORD_TRIGGERS
from generator.verify.objects import packaged
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject
from generator.verify.world import World

RUN_MODES = frozenset(("DefaultMode", "SystemModeWithSharing", "SystemModeWithoutSharing"))
RUN_AS = frozenset(("TriggeringUser", "DefaultWorkflowUser"))
WITHOUT_RUN_AS = frozenset(("RecordBeforeSave", "Scheduled"))
TRANSACTIONS = frozenset(("Automatic", "NewTransaction", "CurrentTransaction"))
CURRENT_ONLY = frozenset(("emailSimple",))
MOST_ORDER = 2_000
INTERCHANGEABLE = frozenset(("Flow", "AutoLaunchedFlow"))
LOGICS = (
    ("conditionLogic", "conditions"), ("filterLogic", "filters"), ("entryConditionLogic", "entryConditions"),
    ("exitConditionLogic", "exitConditions"),
)  # fmt: skip
"""Elements that join conditions, and the elements that hold them."""
DEFINITION = "flowDefinitions/"


@rule("FLOW-018", "deploy", "doc", "Flow")
def process_types(one: Subject) -> Iterator[Fault]:
    """A flow keeps its process type from version to version.

    Only `Flow` and `AutoLaunchedFlow` may take each other's place; else the org refuses the new version
    (PROCESS_TYPE_INCOMPATIBLE). Give the new kind of flow a name of its own. Judged against the tree given as the org.
    Source: Flow guide.
    """
    new = one.body.processType
    for other in of_the_org(one.world).get(one.name.lower(), ()):
        old = other.body.processType
        if new and old and new != old and not {new, old} <= INTERCHANGEABLE:
            yield fault(f"the flow is `{old}` in the org, and `{new}` here", field="processType", help="rename it")


def of_the_org(world: World) -> Mapping[str, tuple[Subject, ...]]:
    """The flows that a tree is deployed over, by their names in lower case."""
    if of_the_org not in world.kept:
        by_name: dict[str, tuple[Subject, ...]] = {}
        for one in world.of("Flow"):
            if one.context:
                by_name[one.name.lower()] = (*by_name.get(one.name.lower(), ()), one)
        world.kept[of_the_org] = by_name
    found: Mapping[str, tuple[Subject, ...]] = world.kept[of_the_org]
    return found


@rule("FLOW-019", "deploy", "code", "Flow")
def elements_of_the_type(one: Subject) -> Iterator[Fault]:
    """Screens and choices stand in screen flows only.

    The org has checks that refuse them in an autolaunched flow (AUTOLAUNCHED_SCREEN_NOT_SUPPORTED,
    AUTOLAUNCHED_CHOICE_NOT_SUPPORTED). Make it a screen flow, or take them out.
    """
    if one.body.processType != "AutoLaunchedFlow":
        return
    for kind in ("screens", "choices", "dynamicChoiceSets"):
        for element in getattr(one.body, kind, ()):
            yield fault(f"`{element.name}` is for screen flows, and this flow has no screens", element, "name")


@rule("FLOW-020", "activation", "doc", "Flow")
def trigger_orders(one: Subject) -> Iterator[Fault]:
    """`triggerOrder` is a number from 1 to 2,000 of a flow that a record triggers.

    Other numbers and other flows are refused (FLOW_TRIGGER_ORDER_OUT_OF_BOUNDS, TRIGGER_ORDER_NOT_SUPPORTED). Give the
    flow a place among those of its object, or none. Source: Metadata API, Flow.
    """
    order = one.body.triggerOrder
    if order is None:
        return
    if not 1 <= order <= MOST_ORDER:
        yield fault(f"the order {order} is not from 1 to {MOST_ORDER:,}", field="triggerOrder")
    if one.view.trigger not in RECORD_TRIGGERS:
        yield fault("an order is for flows that a record triggers", field="triggerOrder", help="take it out")


@rule("FLOW-021", "deploy", "doc", "Flow")
def run_modes(one: Subject) -> Iterator[Fault]:
    """`runInMode` is `DefaultMode`, `SystemModeWithSharing` or `SystemModeWithoutSharing`.

    A file with another value is refused. Flows with a trigger run in system context whatever it says.
    Source: Metadata API, Flow.
    """
    if one.body.runInMode is not None and one.body.runInMode not in RUN_MODES:
        yield fault(
            f"`{one.body.runInMode}` is no mode to run in",
            field="runInMode",
            help=f"one of {', '.join(sorted(RUN_MODES))}",
        )


@rule("FLOW-022", "warning", "comm", "Flow")
def run_as(one: Subject) -> Iterator[Fault]:
    """`flowRunAsUser` stands only with triggers that heed it.

    Before a save and on a schedule an org says "When the TriggerType field is set to '...', the RunAsUser field isn't
    supported", and the flow runs as it would without. Take it out; its values are `TriggeringUser` and
    `DefaultWorkflowUser`.
    """
    start = one.body.start
    if start is None or start.flowRunAsUser is None:
        return
    if start.flowRunAsUser not in RUN_AS:
        yield fault(
            f"`{start.flowRunAsUser}` is no user to run as", start, "flowRunAsUser", " or ".join(sorted(RUN_AS))
        )
    elif start.triggerType in WITHOUT_RUN_AS:
        yield fault(f"`{start.triggerType}` does not heed `flowRunAsUser`", start, "flowRunAsUser", "take it out")


@rule("FLOW-023", "deploy", "comm", "Flow")
def transactions(one: Subject) -> Iterator[Fault]:
    """`flowTransactionModel` is one that the action supports.

    It is `Automatic`, `NewTransaction` or `CurrentTransaction`, and some actions run in the current transaction only:
    "The action 'EMAILSIMPLE' only supports 'CurrentTransaction'". Use that, or leave the element out.
    """
    for action in one.view.each(FlowActionCall):
        model = action.flowTransactionModel
        if model is None:
            continue
        if model not in TRANSACTIONS:
            yield fault(f"`{model}` is no transaction model", action, "flowTransactionModel")
        elif action.actionType in CURRENT_ONLY and model != "CurrentTransaction":
            yield fault(
                f"`{action.actionType}` runs in the current transaction only", action, "flowTransactionModel",
                "use `CurrentTransaction`",
            )  # fmt: skip


@rule("FLOW-024", "activation", "doc", "Flow")
def condition_logic(one: Subject) -> Iterator[Fault]:
    """Condition logic names each of its conditions, and no others, in at most 1,000 characters.

    It is `and`, `or`, or an expression of numbers. A Draft takes any text, even `banana`; the activation fails
    (CONDITION_LOGIC_INVALID, CONDITION_LOGIC_EXCEEDS_LIMIT). Number the conditions from 1 in their order.
    Source: Metadata API, Flow.
    """
    for part in one.view.parts:
        if part is one.body.start:
            continue
        for field, held in LOGICS:
            logic = getattr(part, field, None)
            if logic:
                for message in problems(logic, len(getattr(part, held, ()))):
                    yield fault(message, part, field, "and, or, or numbers such as `1 AND (2 OR 3)`")


@rule("FLOW-025", "warning", "doc", "Flow")
def invalid_drafts(one: Subject) -> Iterator[Fault]:
    """A flow with the status `InvalidDraft` is one that an org could not activate.

    The org gave it that mark when it found errors in it. Mend it, and say `Draft` or `Active`.
    Source: Metadata API, Flow.
    """
    if one.body.status == "InvalidDraft":
        yield fault("an org found this flow to be invalid", field="status", help="mend it, and say `Draft` or `Active`")


@rule("FLOW-030", "warning", "doc")
def definitions(world: World) -> Iterator[Fault]:
    """No flow definition stands beside a flow of API 44 or later.

    A definition says which version of the flow is active, and what it says wins over the status in the flow's own file:
    after a deploy an older version may run. Leave it out of the package and say the status in the flow. Reported once
    for a tree.
    Source: Metadata API, FlowDefinition.
    """
    defined = {
        path.rpartition("/")[2].partition(".flowDefinition")[0].lower(): path
        for path, text in world.files.items()
        if DEFINITION in path and b"<activeVersionNumber>0<" not in text
    }
    found = [
        flow
        for flow in world.of("Flow")
        if flow.name.lower() in defined and not flow.context and flow.body.apiVersion and not packaged(flow.name)
    ]
    if found:
        yield fault(
            f"{defined[found[0].name.lower()]} decides which version is active ({len(found)} such flows)",
            field="status", help="leave the definitions out", of=found[0],
        )  # fmt: skip
