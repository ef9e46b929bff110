"""Subflows and actions (deploy rules, sections 1.6 and 1.7)."""

import re
from collections.abc import Iterator
from typing import Any

from generator.metadata.flow import Flow, FlowSubflow
from generator.verify.flows.actions import action_of
from generator.verify.flows.types import FlowType, of_data
from generator.verify.flows.view import RECORD
from generator.verify.objects import packaged
from generator.verify.rule import Fault, fault, rule, said
from generator.verify.rules.flow_logic import clash, value_type
from generator.verify.subject import Subject

NAMED = {"apex": "ApexClass", "quickAction": "QuickAction", "flow": "Flow"}
"""Kinds of actions and the metadata that they name."""
ID = re.compile(r"0ML[0-9A-Za-z]{12}([0-9A-Za-z]{3})?")
SENDERS = ("CurrentUser", "DefaultWorkflowUser", "OrgWideEmailAddress")


def child(one: Subject, element: FlowSubflow) -> Flow | None:
    found = one.world.find("Flow", element.flowName)
    body: Flow | None = found.body if found is not None else None
    return body


@rule("FLOW-143", "activation", "code", "Flow")
def parameters_of_subflows(one: Subject) -> Iterator[Fault]:
    """A subflow is given what it takes and asked for what it gives, of the same types.

    SUBFLOW_INPUT_VARIABLE_NOT_FOUND_IN_REFERENCEDFLOW, SUBFLOW_OUTPUT_MISMATCHED and others.
    """
    for element in one.body.subflows:
        called = child(one, element)
        if called is None:
            continue
        variables = {each.name.lower(): each for each in called.variables}
        for given in element.inputAssignments:
            variable = variables.get(given.name.lower())
            if variable is None or not variable.isInput:
                yield fault(f"`{element.flowName}` takes no `{given.name}`", given, "name")
                continue
            takes = of_data(variable.dataType, variable.objectType, many=bool(variable.isCollection))
            value = value_type(one.view, given.value)
            why = clash(takes, value) if value is not None else None
            if why:
                yield fault(f"`{given.name}` of `{element.flowName}` is {why}", given, "value")
        for asked in element.outputAssignments:
            variable = variables.get(asked.name.lower())
            if variable is None or not variable.isOutput:
                yield fault(f"`{element.flowName}` gives no `{asked.name}`", asked, "name")


@rule("FLOW-144", "deploy", "comm", "Flow")
def flows_as_actions(one: Subject) -> Iterator[Fault]:
    """An autolaunched flow calls another as a subflow, not as an action.

    "You can't use the Flows action type in flows with the Autolaunched Flow process type".
    """
    if one.body.processType == "AutoLaunchedFlow":
        for element in one.body.actionCalls:
            if element.actionType == "flow":
                yield fault(f"`{element.name}` calls a flow as an action", element, "actionType", "use a subflow")


@rule("FLOW-145", "warning", "doc", "Flow")
def sleeping_children(one: Subject) -> Iterator[Fault]:
    """A subflow is active where the flow that calls it is.

    Without an active version the call fails when it runs. Deploy both as Active.
    """
    for element in one.body.subflows:
        called = child(one, element)
        if called is not None and one.view.active and called.status != "Active":
            yield fault(f"`{element.flowName}` is {called.status}, and this flow is active", element, "flowName")


@rule("FLOW-146", "deploy", "inf", "Flow")
def missing_children(one: Subject) -> Iterator[Fault]:
    """A subflow is in the tree or in the org.

    SUBFLOW_INVALID_REFERENCE.
    """
    for element in one.body.subflows:
        if not one.world.has("Flow", element.flowName) and not packaged(element.flowName):
            yield fault(f"there is no flow `{element.flowName}`", element, "flowName", missing=True)


@rule("FLOW-147", "activation", "code", "Flow")
def callable_children(one: Subject) -> Iterator[Fault]:
    """A flow does not call itself, and an autolaunched one no screens.

    SUBFLOW_REFERENCES_MASTERFLOW; AUTOLAUNCHED_SUBFLOW_INCOMPATIBLE_FLOWTYPE.
    """
    for element in one.body.subflows:
        called = child(one, element)
        if element.flowName.lower() == one.name.lower():
            yield fault(f"`{element.name}` calls its own flow", element, "flowName")
        elif called is not None and called.processType == "Flow" and one.body.processType == "AutoLaunchedFlow":
            yield fault(f"`{element.flowName}` has screens, and nobody sees them", element, "flowName")


@rule("FLOW-170", "deploy", "code", "Flow")
def named_actions(one: Subject) -> Iterator[Fault]:
    """An action says what it is and which one.

    ACTIONCALL_MISSING_NAME, ACTIONCALL_MISSING_REQUIRED_TYPE.
    """
    for element in one.body.actionCalls:
        for field in ("actionName", "actionType"):
            if not getattr(element, field).strip():
                yield fault(f"`{element.name}` says no {field}", element, field)


@rule("FLOW-171", "activation", "code", "Flow")
def parameters(one: Subject) -> Iterator[Fault]:
    """An action is given the parameters that it has, each once, and those that it needs.

    ACTIONCALL_INVALID_INPUT_PARAM_NAME, ACTIONCALL_MISSING_REQUIRED_PARAM, ACTIONCALL_DUPLICATE_INPUT_PARAM.
    """
    for element in one.body.actionCalls:
        seen: set[str] = set()
        for given in element.inputParameters:
            if given.name in seen and element.actionType != "apex":
                yield fault(f"`{element.name}` is given `{given.name}` twice", given, "name")
            seen.add(given.name)
        known = action_of(element.actionType, element.actionName)
        if known is None:
            continue
        for given in element.inputParameters:
            if given.name not in known.inputs:
                yield fault(f"{element.actionType} has no parameter `{given.name}`", given, "name")
        for name in known.needed:
            if name not in seen:
                yield fault(f"`{element.name}` needs `{name}`", element, "name")


@rule("FLOW-172", "deploy", "comm", "Flow")
def parameter_types(one: Subject) -> Iterator[Fault]:
    """A parameter is given a value of its type, and a collection where it takes one.

    "The type for the input parameter "X" doesn't match the type for the assigned value."
    """
    for element in one.body.actionCalls:
        known = action_of(element.actionType, element.actionName)
        for given in element.inputParameters if known is not None else ():
            assert known is not None
            kind = known.inputs.get(given.name, "any")
            value = value_type(one.view, given.value)
            if kind == "any" or value is None or value.kind in ("any", "apex"):
                continue
            takes = FlowType(kind="text" if kind == "texts" else kind, many=kind == "texts")
            why = clash(takes, value)
            if why and (takes.many != value.many or "boolean" in (takes.kind, value.kind)):
                yield fault(f"`{given.name}` is {why}", given, "value")


@rule("FLOW-173", "deploy", "comm", "Flow")
def outputs(one: Subject) -> Iterator[Fault]:
    """An action keeps its results by itself, or hands them to variables.

    "You can't use the storeOutputAutomatically field with the outputParameters field."
    """
    for element in one.body.actionCalls:
        if element.storeOutputAutomatically and said(element.outputParameters):
            yield fault(f"`{element.name}` keeps its results in two ways", element, "outputParameters")


@rule("FLOW-174", "activation", "doc", "Flow")
def alerts(one: Subject) -> Iterator[Fault]:
    """An email alert is named with its object, is there, and is about the record that it is given.

    ACTIONCALL_TRIGGERING_RECORD_MISMATCHED_OBJECTTYPE.
    """
    for element in one.body.actionCalls:
        if element.actionType != "emailAlert":
            continue
        owner, _, name = element.actionName.partition(".")
        if not name:
            yield fault(f"`{element.actionName}` does not name its object", element, "actionName", "Object.Alert")
            continue
        if not packaged(name) and not has_alert(one, owner, name):
            yield fault(f"there is no email alert `{element.actionName}`", element, "actionName", missing=True)
        for given in element.inputParameters:
            there = given.value.elementReference if given.value is not None else None
            about = one.view.object if there == f"{RECORD}.Id" else None
            if about is not None and about.lower() != owner.lower():
                yield fault(f"the alert is about a {owner}, and is given a {about}", given, "value")


def has_alert(one: Subject, owner: str, name: str) -> bool:
    found = one.world.find("Workflow", owner)
    return found is not None and any(each.fullName.lower() == name.lower() for each in found.body.alerts)


@rule("FLOW-175", "activation", "doc", "Flow")
def mails(one: Subject) -> Iterator[Fault]:
    """A mail has somebody to go to, and an organisation-wide sender its address.

    MISSING_EMAIL_RECIPIENTS, INVALID_SENDER_TYPE, ORG_WIDE_EMAIL_INVALID.
    """
    for element in one.body.actionCalls:
        known = action_of(element.actionType, element.actionName)
        if element.actionType != "emailSimple" or known is None:
            continue
        given = {each.name: each for each in element.inputParameters}
        if not given.keys() & set(known.one_of):
            yield fault(f"`{element.name}` goes to nobody", element, "name")
        if "emailTemplateId" not in given:
            for name in ("emailSubject", "emailBody"):
                if name not in given:
                    yield fault(f"`{element.name}` needs `{name}`", element, "name")
        sender = text(given.get("senderType"))
        if sender is not None and sender not in SENDERS:
            yield fault(f"`{sender}` is no type of sender", given["senderType"], "value", ", ".join(SENDERS))
        if sender == "OrgWideEmailAddress" and "senderAddress" not in given:
            yield fault(f"`{element.name}` needs `senderAddress`", given["senderType"], "value")


@rule("FLOW-176", "run", "doc", "Flow")
def notifications(one: Subject) -> Iterator[Fault]:
    """A notification is given the id of its type, found by a lookup, and leads somewhere.

    A developer name fails when it runs: "Invalid parameter value for: customNotifTypeId".
    """
    for element in one.body.actionCalls:
        if element.actionType != "customNotificationAction":
            continue
        given = {each.name: each for each in element.inputParameters}
        if not given.keys() & {"targetId", "targetPageRef"}:
            yield fault(f"`{element.name}` leads nowhere", element, "name", "give `targetId`")
        name = text(given.get("customNotifTypeId"))
        if name is not None and not ID.fullmatch(name):
            yield fault(f"`{name}` is no id of a notification type", given["customNotifTypeId"], "value", "look it up")


@rule("FLOW-177", "run", "doc", "Flow")
def lengths(one: Subject) -> Iterator[Fault]:
    """A notification's title has at most 250 characters, its body 750.

    Longer ones fail when they are sent.
    """
    yield from too_long(one, "customNotificationAction")


@rule("FLOW-179", "activation", "doc", "Flow")
def posts(one: Subject) -> Iterator[Fault]:
    """A post has at most 10,000 characters, and names the kind of its subject only where it names the subject.

    Not where it gives an id.
    """
    yield from too_long(one, "chatterPost")


@rule("FLOW-181", "deploy", "code", "Flow")
def what_actions_name(one: Subject) -> Iterator[Fault]:
    """The class, quick action or flow that an action names is in the tree or in the org.

    ACTIONCALL_NOT_FOUND_WITH_NAME_AND_TYPE. Components of pages stand in screen flows alone.
    """
    for element in one.body.actionCalls:
        kind = NAMED.get(element.actionType)
        name = element.actionName.rpartition(".")[2] if kind == "QuickAction" else element.actionName
        known = kind is None or one.world.has(kind, element.actionName) or one.world.has(kind, name)
        if not known and not packaged(name) and "." not in name:
            yield fault(f"there is no {kind} `{element.actionName}`", element, "actionName", missing=True)
        if element.actionType == "component" and one.body.processType != "Flow":
            yield fault(f"`{element.name}` is a component of a page", element, "actionType")


def too_long(one: Subject, kind: str) -> Iterator[Fault]:
    for element in one.body.actionCalls:
        known = action_of(element.actionType, element.actionName)
        if element.actionType != kind or known is None:
            continue
        for given in element.inputParameters:
            most, held = known.longest.get(given.name), text(given)
            if most is not None and held is not None and len(held) > most:
                yield fault(f"`{given.name}` has {len(held)} characters, and {most} are allowed", given, "value")


def text(given: Any) -> str | None:
    """A parameter's literal text without merge fields; None for anything else."""
    held = given.value.stringValue if given is not None and given.value is not None else None
    return held if held is not None and "{!" not in held else None
