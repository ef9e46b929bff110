"""Flows that run before a record is saved (deploy rules, section 1.3)."""

from collections.abc import Iterator
from typing import Any

from generator.verify.flows.view import BEFORE, RECORD
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject

IMPOSSIBLE = {
    "recordCreates": "creates records", "recordDeletes": "deletes records", "actionCalls": "calls an action",
    "apexPluginCalls": "calls Apex", "screens": "is a screen", "waits": "waits",
}  # fmt: skip


def elements(one: Subject, kind: str) -> tuple[Any, ...]:
    """The elements of a kind in a flow that runs before a save; of others, none."""
    return getattr(one.body, kind, ()) if one.view.trigger == BEFORE else ()


@rule("FLOW-070", "deploy", "doc", "Flow")
def elements_before_save(one: Subject) -> Iterator[Fault]:
    """A flow that runs before a save creates, deletes, calls and waits for nothing.

    It may assign, decide, loop, get records, change `$Record` and show errors; other elements are refused
    (TRIGGER_TYPE_ELEMENT_NOT_SUPPORTED, ACTIONCALL_NOT_SUPPORTED_FOR_TRIGGERTYPE). Do it in a flow that runs after the
    save. Source: Flow guide.
    """
    for kind, does in IMPOSSIBLE.items():
        for element in elements(one, kind):
            yield fault(f"`{element.name}` {does}, before the record is saved", element, "name", "do it after the save")


@rule("FLOW-071", "deploy", "unconf", "Flow")
def subflows_before_save(one: Subject) -> Iterator[Fault]:
    """A flow that runs before a save calls no other flow.

    Documents say that it cannot, a check of the org suggests that some may be called
    (ELEMENT_NOT_SUPPORTED_IN_SUBFLOW_FOR_TRIGGER_TYPE), and no retrieved flow does. Write the steps out.
    """
    for element in elements(one, "subflows"):
        yield fault(f"`{element.name}` calls a flow before the record is saved", element, "name", "write the steps out")


@rule("FLOW-072", "deploy", "code", "Flow")
def updates_before_save(one: Subject) -> Iterator[Fault]:
    """Before a save the only record to update is `$Record`, field by field.

    An update names `$Record` as its `inputReference`, says the fields, and no `object`
    (BEFORE_SAVE_FLOW_RECORD_UPDATE_INVALID_REFERENCE, BEFORE_SAVE_FLOW_RECORD_UPDATE_REQUIRES_INPUTASSIGNMENTS). Assign
    to fields of `$Record`, and change other records after the save.
    """
    for element in elements(one, "recordUpdates"):
        if element.object or (element.inputReference or "").lower() != RECORD.lower():
            yield fault(
                f"`{element.name}` updates another record before the save", element, "name", "update `$Record` only"
            )
        elif not element.inputAssignments:
            yield fault(f"`{element.name}` sets no field", element, "name", "add `<inputAssignments>`")


@rule("FLOW-073", "deploy", "code", "Flow")
def faults_before_save(one: Subject) -> Iterator[Fault]:
    """An update of `$Record` before a save has no fault connector.

    Nothing is written yet that could fail (BEFORE_SAVE_FLOW_RECORD_UPDATE_CANNOT_HAVE_FAULT_CONNECTOR). Take it out.
    """
    for element in elements(one, "recordUpdates"):
        if element.faultConnector is not None:
            yield fault(f"`{element.name}` cannot fail before the save", element, "faultConnector", "take it out")


@rule("FLOW-074", "deploy", "comm", "Flow")
def paths_before_save(one: Subject) -> Iterator[Fault]:
    """A flow that runs before a save has no paths for later.

    "Flows with the trigger type RecordBeforeSave can't have scheduled paths." Put the path into a flow that runs after
    the save.
    """
    if one.view.trigger == BEFORE and one.body.start is not None:
        for path in one.body.start.scheduledPaths:
            yield fault("a flow that runs before a save has no later path", path, help="run the flow after the save")
