"""The record that starts a flow, as it is and as it was (deploy rules, section 1.2)."""

import re
from collections.abc import Iterator
from typing import Any

from generator.metadata.flow import FlowCondition, FlowRecordFilter
from generator.verify.flows.names import FormulaText, Reference
from generator.verify.flows.view import BEFORE, GLOBAL_RECORDS, RECORD
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject

DERIVED = frozenset((("Contact", "name"), ("Case", "isclosed")))
"""Fields that an org works out after the flow has run: objects, and names in lower case."""
PROCESSES = frozenset(("Workflow", "CustomEvent", "InvocableProcess"))
"""What the Process Builder made: names and comparisons are spelled in another way there."""
QUEUE = re.compile(r"Owner:Queue\b")
MOST_RELATIONS = 5
FORMULA_ONLY = frozenset(("multipicklist", "time", "geolocation"))
OF_PRIOR = re.compile(r"\$Record__Prior\b")
OF_RECORD = re.compile(r"\$Record\.(\w+(?:[.:]\w+)*)")


def mentions(one: Subject, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Reference | FormulaText]]:
    """Where a pattern is found in the names and formulas of a flow."""
    places: list[Any] = [*one.view.references, *one.view.formulas]
    for place in places:
        for found in pattern.finditer(place.text):
            yield found, place


@rule("FLOW-050", "activation", "comm", "Flow")
def is_changed(one: Subject) -> Iterator[Fault]:
    """`IsChanged` stands in flows that fire on updates, and not on a path of a later time.

    Elsewhere there is nothing to compare with, and the activation fails (FLOW_SCHEDULED_PATH_CANNOT_USE_IS_CHANGED).
    Fire on updates, or ask on the immediate path.
    """
    held_apart: list[Any] = [*one.view.each(FlowRecordFilter), *one.view.each(FlowCondition)]
    asking = [each for each in held_apart if each.operator == "IsChanged"]
    if not asking or one.body.processType in PROCESSES:  # a process compares in its own way
        return
    timed = one.view.reached(
        edge.target for edge in one.view.leads.get("start", ()) if edge.path not in (None, "AsyncAfterCommit")
    )
    held = {
        id(condition)
        for name in timed
        for outcome in getattr(one.view.nodes[name], "rules", ())
        for condition in getattr(outcome, "conditions", ())
    }
    for each in asking:
        if not one.view.on_update:
            yield fault("`IsChanged` needs a flow that fires on updates", each, "operator", "fire on updates")
        elif id(each) in held:
            yield fault("`IsChanged` stands on a path of a later time", each, "operator", "ask on the immediate path")


@rule("FLOW-057", "deploy", "comm", "Flow")
def prior_record(one: Subject) -> Iterator[Fault]:
    """The record before the save is there in flows that fire on updates.

    "$Record__Prior can only be used in autolaunched flows with a recordTriggerType of Update or CreateAndUpdate." Fire
    on updates, or use `$Record`. That it is only read is FLOW-136.
    """
    if one.view.trigger == "Scheduled":
        return  # FLOW-109
    for _, place in mentions(one, OF_PRIOR):
        if not one.view.on_update:
            yield fault("`$Record__Prior` needs a flow that fires on updates", place.at, place.field, "use `$Record`")


@rule("FLOW-058", "activation", "doc", "Flow")
def prior_record_later(one: Subject) -> Iterator[Fault]:
    """The record before the save is not there on a path after the save.

    Scheduled and asynchronous paths read the record anew, and the activation fails
    (FLOW_SCHEDULED_PATH_INCOMPATIBLE_WITH_RECORD_PRIOR). Keep what was there in a field, or ask on the immediate path.
    Formula resources are not followed: an org has let one pass. Source: Flow guide.
    """
    if not one.view.later or not any(True for _ in mentions(one, OF_PRIOR)):
        return
    for name in sorted(one.view.later):
        node = one.view.nodes[name]
        inside = one.view.inside(node)
        texts = [each.text for each in inside.references] + [each.text for each in inside.formulas]
        if any(OF_PRIOR.search(text) for text in texts):
            yield fault(f"`{name}` asks for the record before the save, on a path after it", node, "name")


@rule("FLOW-060", "activation", "doc", "Flow")
def derived_fields(one: Subject) -> Iterator[Fault]:
    """Before a save a flow does not read fields that the save derives from others.

    `Contact.Name` and `Case.IsClosed` are worked out after the flow has run
    (FLOW_TRIGGER_DERIVED_FIELD_NOT_SUPPORTED). Read what they are derived from: first and last name, the status.
    Source: Flow guide.
    """
    if one.view.trigger != BEFORE:
        return
    for found, place in mentions(one, OF_RECORD):
        if (one.view.object, found[1].lower()) in DERIVED:
            yield fault(f"`{one.view.object}.{found[1]}` is derived after the flow has run", place.at, place.field)


@rule("FLOW-061", "deploy", "inf", "Flow")
def owners_that_are_queues(one: Subject) -> Iterator[Fault]:
    """In flows a queue that owns a record is `Owner:Group`.

    `Owner:Queue` is how formula fields and validation rules spell it; active flows say
    `{!$Record.Owner:Group.DeveloperName}`. Write `Group`. Processes of the Process Builder are not judged.
    """
    if one.body.processType in PROCESSES:
        return
    for _, place in mentions(one, QUEUE):
        yield fault("a flow calls the queue that owns a record `Owner:Group`", place.at, place.field, "`Owner:Group`")


@rule("FLOW-062", "activation", "inf", "Flow")
def long_paths(one: Subject) -> Iterator[Fault]:
    """A path from the record leads through at most five relationships.

    The org has a check (CONDITION_TRAVERSAL_TOO_DEEP) whose bound is not published; queries stop at five, and no active
    flow goes further than three. Look the record up in between.
    """
    for found, place in mentions(one, OF_RECORD):
        relations = found[1].count(".")
        if relations > MOST_RELATIONS:
            yield fault(f"`$Record.{found[1]}` leads through {relations} relationships", place.at, place.field)


@rule("FLOW-063", "run", "doc", "Flow")
def global_values(one: Subject) -> Iterator[Fault]:
    """Global values that hold several choices, a time or a location are used in formulas only.

    As a plain reference they cannot be compared or assigned. Put a formula resource in between. Source: Flow guide.
    """
    for place in one.view.references:
        if place.use == "value" and place.head in GLOBAL_RECORDS and "." in place.text:
            type = one.view.type_of(place.text)
            if type is not None and type.kind in FORMULA_ONLY:
                yield fault(f"`{place.text}` can be used in formulas only", place.at, place.field, "use a formula")


@rule("FLOW-077", "run", "doc", "Flow")
def ids_before_save(one: Subject) -> Iterator[Fault]:
    """Before a new record is saved it has no id to look anything up by.

    A Get Records that filters by `$Record.Id` finds nothing in a flow that runs before the save of new records. Run it
    after the save, or look up by another field. Source: Flow guide.
    """
    if one.view.trigger != BEFORE or one.view.on != "Create":
        return
    for each in one.view.each(FlowRecordFilter):
        if each.value is not None and (each.value.elementReference or "").lower() == f"{RECORD}.Id".lower():
            yield fault("the new record has no id yet", each, "value", "run the flow after the save")
