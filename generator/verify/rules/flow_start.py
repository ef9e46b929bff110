"""Where flows begin: triggers, objects, process types (deploy rules, section 1.2)."""

from collections.abc import Iterator

from generator.metadata.flow import FlowStart
from generator.verify.flows.view import RECORD_TRIGGERS
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject

SAVES = ("Create", "Update", "CreateAndUpdate")
MOMENTS = {"RecordBeforeSave": SAVES, "RecordAfterSave": SAVES, "RecordBeforeDelete": ("Delete",)}
"""Triggers, and what they may fire on."""
WITHOUT_TRIGGERS = {
    "__mdt": "custom metadata", "__x": "external objects", "__b": "big objects", "__e": "platform events"
}  # fmt: skip
"""Suffixes of objects whose records start no flow when they are saved."""


def start_of(one: Subject) -> FlowStart:
    """The start, or an empty one: flows of old APIs say where they begin in another way."""
    start: FlowStart | None = one.body.start
    return start or FlowStart(locationX=0, locationY=0)


@rule("FLOW-040", "deploy", "comm", "Flow")
def triggers_are_whole(one: Subject) -> Iterator[Fault]:
    """A flow that a record triggers says the object, the trigger and what it fires on.

    `object`, `triggerType` and `recordTriggerType` come together; with one of them alone the org refuses the file
    (SETTING_FIELD_MAKES_OTHER_FIELD_REQUIRED). Add the others.
    """
    start = start_of(one)
    if start.triggerType in RECORD_TRIGGERS:
        if not start.object:
            yield fault(f"`{start.triggerType}` needs an object", start, "triggerType", "add `<object>`")
        if not start.recordTriggerType:
            yield fault(
                f"`{start.triggerType}` does not say what it fires on",
                start,
                "triggerType",
                "add `<recordTriggerType>`",
            )
    elif start.recordTriggerType and start.triggerType is None:
        yield fault("what fires the flow is said, and no trigger", start, "recordTriggerType", "add `<triggerType>`")


@rule("FLOW-041", "deploy", "code", "Flow")
def triggers_and_moments(one: Subject) -> Iterator[Fault]:
    """A trigger fires on what it can fire on.

    Before a delete it is `Delete` alone; before and after a save `Create`, `Update` or `CreateAndUpdate`; a platform
    event has no `recordTriggerType`. The org has a check for it
    (FLOW_TRIGGER_TYPE_INCOMPATIBLE_WITH_RECORD_TRIGGER_TYPE). Choose the moment that belongs to the trigger.
    """
    start = start_of(one)
    moment, trigger = start.recordTriggerType, start.triggerType
    if moment is None or trigger is None:
        return
    if trigger == "PlatformEvent":
        yield fault("a platform event has no `recordTriggerType`", start, "recordTriggerType", "take it out")
    elif trigger in MOMENTS and moment not in MOMENTS[trigger]:
        yield fault(
            f"`{trigger}` does not fire on `{moment}`",
            start,
            "recordTriggerType",
            f"one of {', '.join(MOMENTS[trigger])}",
        )


@rule("FLOW-042", "deploy", "code", "Flow")
def objects_with_triggers(one: Subject) -> Iterator[Fault]:
    """The object of a flow is one whose records can start it.

    Custom metadata, external objects and big objects start none when they are saved, and a platform event starts one
    only as the event that it is (TRIGGER_TYPE_CONTEXT_OBJECT_NOT_SUPPORTED). Which standard objects do is the org's
    knowledge and not judged. Start from another object, or on a schedule.
    """
    start = start_of(one)
    suffix = f"__{(start.object or '').rpartition('__')[2]}"
    if start.triggerType in RECORD_TRIGGERS and suffix in WITHOUT_TRIGGERS:
        yield fault(f"records of {WITHOUT_TRIGGERS[suffix]} start no flow: `{start.object}`", start, "object")


@rule("FLOW-043", "deploy", "code", "Flow")
def triggers_of_the_type(one: Subject) -> Iterator[Fault]:
    """The trigger fits the type of the flow.

    A screen flow has none, for nobody would see its screens; an orchestration starts after a save or is called
    (TRIGGER_TYPE_INCOMPATIBLE_WITH_PROCESS_TYPE). Make it an autolaunched flow.
    """
    start = start_of(one)
    if start.triggerType is None:
        return
    kind = one.body.processType
    if kind == "Flow":
        yield fault(f"a screen flow is not started by `{start.triggerType}`", start, "triggerType")
    elif kind == "Orchestrator" and start.triggerType not in RECORD_TRIGGERS:
        yield fault(f"an orchestration is not started by `{start.triggerType}`", start, "triggerType")


@rule("FLOW-045", "deploy", "doc", "Flow")
def entry_formulas(one: Subject) -> Iterator[Fault]:
    """An entry formula is for flows that a record triggers.

    With a schedule or an event the org answers "An unexpected error occurred". Use `filters`, or a decision at the
    beginning. Source: Metadata API, FlowStart.
    """
    start = start_of(one)
    if start.filterFormula and start.triggerType in (None, "Scheduled", "PlatformEvent"):
        yield fault("only a record that is saved is held against a formula", start, "filterFormula", "use `filters`")
