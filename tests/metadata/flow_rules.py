"""What our flows keep beyond what an org asks (`carepath verify` judges that, on every package): each function yields
what breaks one group of habits."""

import re
from collections.abc import Callable, Iterator

from tests.metadata import element_rules
from tests.metadata.flow_walking import Flows, nodes

Rule = Callable[[str, Flows], Iterator[str]]


def labels(name: str, flows: Flows) -> Iterator[str]:
    """A description on everything that has a name, labels that fit, and one type, version and environment."""
    flow = flows[name]
    for one in (flow, *nodes(flow).values(), *flow.variables, *flow.formulas):
        if not one.description:
            yield f"{one} has no description"
    for node in nodes(flow).values():
        if not node.label or len(node.label) > 255:
            yield f"{node.name} has no label that fits"
    if (flow.processType, flow.apiVersion, flow.environments) != ("AutoLaunchedFlow", "66.0", ("Default",)):
        yield "not an autolaunched flow of API 66"
    if not flow.interviewLabel or len(flow.label) > 80 or flow.status not in ("Active", "Draft"):
        yield "the flow's own labels or status"


def triggers(name: str, flows: Flows) -> Iterator[str]:
    """Every flow on records has its place in the order, schedules run on the minute, and nothing chooses a mode."""
    flow, start = flows[name], flows[name].start
    assert start is not None
    saved = start.triggerType in ("RecordBeforeSave", "RecordAfterSave")
    if saved != (flow.triggerOrder is not None):
        yield "a flow on records without an order"
    if start.schedule is not None and not re.fullmatch(r"\d\d:\d\d:00\.000Z", start.schedule.startTime or ""):
        yield f"a schedule at {start.schedule.startTime}"
    if start.flowRunAsUser or flow.runInMode:
        yield "a mode to run in"


def entries(name: str, flows: Flows) -> Iterator[str]:
    """Entry conditions are filters held against constants, on no field that holds an id of one org."""
    start = flows[name].start
    assert start is not None
    if start.filterFormula:
        yield "an entry formula"
    for one in start.filters:
        if one.field in ("RecordTypeId", "OwnerId"):
            yield f"an entry condition on {one.field}"
        if one.value is None or one.value.elementReference:
            yield f"an entry condition on {one.field} is not held against a constant"


def paths(name: str, flows: Flows) -> Iterator[str]:
    """Paths of a later time count from a field, for their time is one that people may see and change."""
    start = flows[name].start
    assert start is not None
    for one in start.scheduledPaths:
        if one.pathType is None and one.timeSource != "RecordField":
            yield f"{one.name} counts from {one.timeSource}"


RULES: tuple[Rule, ...] = (labels, triggers, entries, paths, *element_rules.RULES)


def broken(name: str, flows: Flows) -> list[tuple[str, str]]:
    """Everything that a flow breaks: the rule and what is wrong."""
    return [(rule.__name__, what) for rule in RULES for what in rule(name, flows)]
