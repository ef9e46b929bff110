"""Structure, names and order of flows (deploy rules, section 1.1)."""

import re
from collections.abc import Iterator
from typing import Any

from generator.metadata.flow import FlowElement, FlowNode
from generator.verify.flows.choices import choices_of
from generator.verify.flows.names import records
from generator.verify.flows.paths import standing
from generator.verify.objects import packaged
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject

NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*")
VERSIONED = re.compile(r"(.+)-\d+")
LONGEST_NAME = 80
WITHOUT_VERSION = 44.0
"""The API version from which a flow's file no longer names its version."""
JUDGED_APART = frozenset(("runInMode", "flowTransactionModel", "actionType", "flowRunAsUser"))
"""Elements with a rule of their own, and the types of actions, which grow with what an org has installed."""


@rule("FLOW-001", "deploy", "doc", "Flow")
def flow_labels(one: Subject) -> Iterator[Fault]:
    """A flow has a label.

    It is the one element of a flow that is always needed: "Required field is missing: label". Without the element a
    file cannot be read as a flow at all (XML-001); an empty one is no better. Give the flow a name for people.
    Source: Metadata API, Flow.
    """
    if not one.body.label.strip():
        yield fault("the flow has no label", field="label", help="name it for those who look for it in Setup")


@rule("FLOW-002", "deploy", "comm", "Flow")
def blocks(one: Subject) -> Iterator[Fault]:
    """Elements of one name stand together, and what may stand once stands once.

    A second block of `assignments` behind another kind of element is refused: "Element assignments is duplicated at
    this location in type Flow". Move the elements together.
    """
    for repeated in one.read.repeated:
        at, field = standing(one.body, repeated.path)
        yield fault(
            f"line {repeated.line}: `{repeated.element}` stands apart from another `{repeated.element}`", at, field,
            "keep the elements of one name together",
        )  # fmt: skip


@rule("FLOW-005", "deploy", "doc", "Flow")
def element_names(one: Subject) -> Iterator[Fault]:
    """Elements and resources have API names of at most 80 characters.

    A name begins with a letter, holds letters, digits and single underscores, and does not end with one. An org refuses
    the file (ELEMENT_NAME_INVALID). Rename the element, and every reference to it.
    Source: Metadata API, FlowElement.
    """
    paths = one.body.start.scheduledPaths if one.body.start is not None else ()
    for element in (*one.view.named, *(each for each in paths if each.name)):
        if not NAME.fullmatch(element.name) or len(element.name) > LONGEST_NAME:
            yield fault(
                f"`{element.name}` is no API name", element, "name",
                "begin with a letter; letters, digits and single underscores, at most 80",
            )  # fmt: skip


@rule("FLOW-006", "deploy", "comm", "Flow")
def one_namespace(one: Subject) -> Iterator[Fault]:
    """No two elements or resources of a flow have the same name, whatever its case.

    Elements, outcomes, variables, formulas, constants, templates, choices, screen fields and stages share their names.
    An org refuses the second one. Rename it, and the references that mean it.
    """
    seen: dict[str, FlowElement] = {}
    for element in one.view.named:
        first = seen.setdefault(element.name.lower(), element)
        if first is not element:
            yield fault(f"`{element.name}` is the name of something else in this flow", element, "name", "rename it")


@rule("FLOW-007", "deploy", "doc", "Flow")
def flow_names(one: Subject) -> Iterator[Fault]:
    """A flow's file has an API name of at most 80 characters.

    The rules are those of elements, and since API 44 the name does not end in a version such as `-1`. An org refuses
    the file (FLOW_INVALID_NAME). Rename it, and the references in other flows, paths and tests.
    Source: Metadata API, Flow.
    """
    name = one.name.rpartition("__")[2] if re.match(r"[A-Za-z0-9]+__[A-Za-z]", one.name) else one.name
    if (versioned := VERSIONED.fullmatch(name)) and number(one.body.apiVersion) < WITHOUT_VERSION:
        name = versioned[1]
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        yield fault(
            f"`{one.name}` is no API name for a flow",
            help="begin with a letter; letters, digits and single underscores, at most 80",
        )


def number(version: str | None) -> float:
    """An API version as a number; 0 where none is said."""
    try:
        return float(version or 0)
    except ValueError:
        return 0


@rule("FLOW-008", "deploy", "doc", "Flow")
def element_labels(one: Subject) -> Iterator[Fault]:
    """Every element of the canvas has a label.

    Without one the org refuses the flow (ELEMENT_MISSING_LABEL). Say what the element does in a few words.
    """
    for node in one.view.nodes.values():
        if isinstance(node, FlowNode) and not (node.label or "").strip() and type(node).__name__ != "FlowStep":
            yield fault(f"the element `{node.name}` has no label", node, "label", "say what it does")


@rule("FLOW-009", "deploy", "comm", "Flow")
def default_outcomes(one: Subject) -> Iterator[Fault]:
    """Decisions and pauses name their default outcome.

    An org answers "Required field is missing: defaultConnectorLabel". Add the label, `Default outcome` say.
    """
    for node in (*one.body.decisions, *one.body.waits):
        if not (node.defaultConnectorLabel or "").strip():
            yield fault(
                f"`{node.name}` does not name its default outcome", node, "defaultConnectorLabel",
                "add `<defaultConnectorLabel>`",
            )  # fmt: skip


@rule("FLOW-010", "activation", "comm", "Flow")
def starts_somewhere(one: Subject) -> Iterator[Fault]:
    """Something is connected to the start.

    A flow begins at the start's connector, on a scheduled path that has one, or at `startElementReference`. With none
    of them it cannot be activated: "The flow can't run because nothing is connected to the Start element."
    """
    if packaged(one.name) or one.view.partial:  # an org gives of a package's flow no more than its name
        return
    if not one.view.leads.get("start") and not one.body.startElementReference:
        yield fault("nothing is connected to the start", one.body.start, help="connect the first element")


@rule("FLOW-011", "activation", "code", "Flow")
def one_start(one: Subject) -> Iterator[Fault]:
    """A flow says where it starts once: by `start`, or by the older `startElementReference`.

    The org has a check for both at once (BOTH_START_NODE_AND_REFERENCE_FOUND). Keep the start's connector.
    """
    start = one.body.start
    if one.body.startElementReference and start is not None and start.connector is not None:
        yield fault("the flow names its first element twice", field="startElementReference", help="keep the connector")


@rule("FLOW-012", "activation", "doc", "Flow")
def connectors_lead_somewhere(one: Subject) -> Iterator[Fault]:
    """Every connector leads to an element of the flow.

    A connector to a name that no element has stops the activation (CONNECTOR_MISSING_TARGET); a Draft deploys all the
    same. Name the element that is meant. Source: Metadata API, FlowConnector.
    """
    known = {name.lower() for name in one.view.nodes}
    if one.view.partial:
        return
    for edge in one.view.edges:
        if edge.target.lower() not in known:
            yield fault(
                f"the connector of `{edge.source}` leads to `{edge.target}`, which is no element",
                edge.connector, "targetReference", "name an element of the canvas",
            )  # fmt: skip
    first = one.body.startElementReference
    if first and first.lower() not in known:
        yield fault(
            f"the flow starts at `{first}`, which is no element", field="startElementReference",
            help="name an element of the canvas",
        )  # fmt: skip


@rule("FLOW-013", "deploy", "comm", "Flow")
def connects_to_itself(one: Subject) -> Iterator[Fault]:
    """No element is connected to itself.

    A run would never leave it, so the org refuses it: "The element "X" cannot be connected to itself." Connect it to
    the element that is meant.
    """
    for edge in one.view.edges:
        if edge.source == edge.target:
            yield fault(f"the element `{edge.source}` is connected to itself", edge.connector, "targetReference")


@rule("FLOW-014", "warning", "comm", "Flow")
def unreachable(one: Subject) -> Iterator[Fault]:
    """Every element can be reached from the start.

    An org deploys what no run can come to (ELEMENT_NEVER_USED), and nobody sees that it never runs. Connect the
    element, or take it out.
    """
    view = one.view
    if view.partial or not (view.leads.get("start") or one.body.startElementReference):
        return
    used = view.immediate | view.later
    for name, node in view.nodes.items():
        if name not in used and type(node).__name__ != "FlowStep":
            yield fault(f"no run can come to `{name}`", node, "name", "connect it, or take it out")


@rule("FLOW-015", "deploy", "comm", "Flow", "FlowTest")
def listed_values(one: Subject) -> Iterator[Fault]:
    """Operators, types and other settings have one of the values that the API lists.

    A file with another is refused while it is parsed: "'Banana' is not a valid value for the enum
    'FlowAssignmentOperator'". Use a listed value.
    """
    parts = one.view.parts if one.kind == "Flow" else records(one.body)
    for part in parts:
        cls: Any = type(part)
        for field, values in choices_of(cls).items():
            held = getattr(part, field, None)
            for value in held if isinstance(held, tuple) else (held,):
                if value is not None and field not in JUDGED_APART and not listed(value, values):
                    yield fault(f"`{value}` is not a value of `{field}`", part, field, f"such as `{min(values)}`")


def listed(value: str, values: frozenset[str]) -> bool:
    """Whatever its case: orgs have taken `ACTIVE`."""
    return value in values or value.lower() in {one.lower() for one in values}


@rule("FLOW-016", "deploy", "comm", "Flow")
def removed_elements(one: Subject) -> Iterator[Fault]:
    """`bulkSupport` no longer exists.

    Files that still hold it are refused as holding an invalid element. Take it out: all data elements are bulkified.
    """
    for unknown in one.read.unknown:
        if unknown.element == "bulkSupport":
            at, field = standing(one.body, unknown.path)
            yield fault("`bulkSupport` is an element of old APIs", at, field, "take it out")
