"""Our own objects: clocks (one row each time a promise starts to count), events (the record of decisions) and the
control setting (kill switches). None holds a patient's words."""

from collections.abc import Iterator
from itertools import chain

from generator.formula.printing import text_of
from generator.lower.fields import made, picklist
from generator.lower.naming import CONTROL, Names
from generator.lower.trees import call, negation
from generator.metadata.component import Component, component
from generator.metadata.custom_objects import CustomObject, NameField
from generator.metadata.objects import ValidationRule
from generator.process.model import Process

OUTCOMES = (
    ("running", "Running"), ("kept", "Kept"), ("breached", "Late"), ("superseded", "Counted anew"), ("ended", "Ended"),
)  # fmt: skip
EVENT_KINDS = (
    "classified", "routed", "raised", "reclassified", "accepted", "accepted_outside_team", "stage", "verified",
    "consent", "extended", "warned", "breached", "stalled", "edited", "linked", "closed", "reopened", "replied",
    "adopted", "owner_restored", "fault",
)  # fmt: skip
CLOCK_FIELDS = {
    "case": ("Lookup", "Case", "The case that the promise concerns."),
    "case_number": ("Text", "Case number", "Kept beside the lookup, so that it stays when the case is gone."),
    "kind": ("Text", "Clock", "Which promise: a clock's id, `stall`, or a step of a ladder."),
    "level": ("Text", "Urgency", "The urgency at which it counts."),
    "team": ("Text", "Team", "The team of the case when it began to count."),
    "started": ("DateTime", "Started", "When it began to count."),
    "warn_at": ("DateTime", "Warn at", "When to warn."),
    "due_at": ("DateTime", "Due at", "When it is due."),
    "stopped_at": ("DateTime", "Stopped at", "When it was kept or ended, or gave way to a new row."),
    "live": ("Checkbox", "Live", "The row that counts now; older ones are history."),
}
EVENT_FIELDS = {
    "case": ("Lookup", "Case", "The case that was decided upon."),
    "case_number": ("Text", "Case number", "Kept beside the lookup, so that it stays when the case is gone."),
    "at": ("DateTime", "At", "When it was decided."),
    "who": ("Text", "Who", "The user's id, or automation, sender, patient."),
    "was": ("Text", "From", "What stood before."),
    "now": ("Text", "To", "What stands now."),
    "why": ("Text", "Why", "The id of the route or rule that decided."),
    "events_before": ("Number", "Events before", "At closure: how many events the case had before this one."),
}
CONTROL_LABELS = {
    "mode": "Mode (live or shadow)", "intake": "Intake (on or off)", "routing": "Routing (on or off)",
    "replies": "Replies (on or off)", "notifications": "Notifications (on or off)",
    "guardrails": "Guardrails (on or off)", "clocks": "Clocks (on or off)",
}  # fmt: skip


def objects(process: Process, names: Names) -> Iterator[Component]:
    """The three objects with their fields, and the rule that keeps the record of decisions as it was written."""
    yield from chain(clocks(process, names), events(process, names), control(process, names))


def clocks(process: Process, names: Names) -> Iterator[Component]:
    own, because = names.object("clock"), process.identity.because
    what = "A promise that counts for a case: when it began, warns and is due, and what became of it."
    yield component(own, made_object(f"{names.prefix} clock", f"{names.prefix} clocks", what, "C-{0000000}"), because)
    for id, (type, label, said) in CLOCK_FIELDS.items():
        name, children = names.of(id), names.rows("clock")
        yield made(own, name, type, label, said, "none", because, to="Case", children=children)
    yield picklist(own, names.of("outcome"), "Outcome", "What became of the promise.", "none", because, OUTCOMES)


def events(process: Process, names: Names) -> Iterator[Component]:
    own, because = names.object("event"), process.identity.because
    what = "The record of decisions: one row each, written by automation, changed by nobody. No patient's words."
    yield component(own, made_object(f"{names.prefix} event", f"{names.prefix} events", what, "E-{0000000}"), because)
    for id, (type, label, said) in EVENT_FIELDS.items():
        name, children = names.of(id), names.rows("event")
        yield made(own, name, type, label, said, "none", because, to="Case", children=children)
    kinds = tuple((kind, kind.replace("_", " ").capitalize()) for kind in EVENT_KINDS)
    yield picklist(own, names.of("kind"), "Kind", "What was decided.", "none", because, kinds)
    rule = ValidationRule(
        fullName=names.own("events_stay"),
        active=True,
        description="The record of decisions is never changed.",
        errorConditionFormula=text_of(negation(call("ISNEW")), "rule"),
        errorMessage="The record of decisions cannot be changed.",
    )
    yield component(f"{own}.{rule.fullName}", rule, because)


def control(process: Process, names: Names) -> Iterator[Component]:
    """A hierarchy setting; an empty field means what the spec says, so a missing row changes nothing."""
    own, because = names.object("control"), process.identity.because
    body = CustomObject(
        customSettingsType="Hierarchy",
        description="Switches the workflow or parts of it off, for everybody, a profile or a user.",
        enableFeeds=False,
        label=f"{names.prefix} control",
        visibility="Public",
    )
    yield component(own, body, because)
    for id in CONTROL:
        what = "live, or shadow: classify and record, touch nothing else." if id == "mode" else "on or off."
        yield made(
            own, names.of(id), "Text", CONTROL_LABELS[id], f"Empty: as the spec says. Else {what}", "none", because
        )


def made_object(label: str, plural: str, what: str, numbers: str) -> CustomObject:
    return CustomObject(
        allowInChatterGroups=False,
        deploymentStatus="Deployed",
        description=what,
        enableActivities=False,
        enableBulkApi=True,
        enableFeeds=False,
        enableHistory=False,
        enableReports=True,
        enableSearch=False,
        enableSharing=True,
        enableStreamingApi=True,
        externalSharingModel="Private",
        label=label,
        nameField=NameField(displayFormat=numbers, label=f"{label} number", type="AutoNumber"),
        pluralLabel=plural,
        sharingModel="Private",
    )
