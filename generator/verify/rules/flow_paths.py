"""Paths that run after the save that started a flow, at once or at a time (deploy rules, section 1.4)."""

from collections.abc import Iterator

from generator.metadata.flow import FlowScheduledPath
from generator.verify.flows.view import AFTER, BEFORE, RECORD_TRIGGERS
from generator.verify.objects import UNKNOWN
from generator.verify.rule import Fault, fault, rule, said
from generator.verify.rules.flow_start import start_of
from generator.verify.subject import Subject

ASYNC, RECALL = "AsyncAfterCommit", "ApprovalRecall"
UNITS = ("Minutes", "Hours", "Days", "Months")
SOURCES = ("RecordTriggerEvent", "RecordField")
MOST_IN_BATCH = 200
OF_TIMES = ("label", "timeSource", "offsetUnit", "offsetNumber", "recordField", "maxBatchSize")
NEEDED = ("name", "label", "offsetNumber", "offsetUnit", "timeSource")


def timed(one: Subject) -> tuple[FlowScheduledPath, ...]:
    return tuple(path for path in start_of(one).scheduledPaths if path.pathType is None)


def later(one: Subject) -> tuple[FlowScheduledPath, ...]:
    return tuple(path for path in start_of(one).scheduledPaths if path.pathType == ASYNC)


@rule("FLOW-080", "deploy", "comm", "Flow")
def paths_after_saves(one: Subject) -> Iterator[Fault]:
    """Only a flow that runs after a save has paths for later.

    Other triggers, and flows without one, are refused with them. Fire after the save, or take the paths out.
    """
    for path in start_of(one).scheduledPaths:
        if one.view.trigger not in (AFTER, BEFORE) and path.pathType != RECALL:  # before a save: FLOW-074
            yield fault("only a flow that runs after a save has later paths", path, help="take the path out")


@rule("FLOW-081", "activation", "doc", "Flow")
def whole_paths(one: Subject) -> Iterator[Fault]:
    """A path at a time says its name, its label, and when it runs.

    A Draft takes gaps; the activation fails (FLOW_SCHEDULED_PATH_REQUIRED_FIELDS_MISSING). It needs `name`, `label`,
    `offsetNumber`, `offsetUnit` and `timeSource`, and `recordField` where the time is that of a field.
    Source: Metadata API, FlowScheduledPath.
    """
    for path in timed(one):
        needed = (*NEEDED, "recordField") if path.timeSource == "RecordField" else NEEDED
        for field in needed:
            if not said(getattr(path, field)):
                yield fault(f"the path does not say its `{field}`", path, help=f"add `<{field}>`")


@rule("FLOW-082", "activation", "doc", "Flow")
def offsets(one: Subject) -> Iterator[Fault]:
    """The time of a path is counted in minutes, hours, days or months.

    Another unit is refused (FLOW_SCHEDULED_PATH_INVALID_OFFSET); `Weeks`, which the schema lists, is in no guide. Count
    in days. Source: Metadata API, FlowScheduledPath.
    """
    for path in timed(one):
        if path.offsetUnit is not None and path.offsetUnit not in UNITS:
            yield fault(f"`{path.offsetUnit}` is no unit of a path", path, "offsetUnit", f"one of {', '.join(UNITS)}")


@rule("FLOW-083", "activation", "inf", "Flow")
def time_sources(one: Subject) -> Iterator[Fault]:
    """A path is counted from the save or from a field of the record, and back in time only from a field.

    The time of the save is past when a path before it would run (FLOW_SCHEDULED_PATH_INCOMPATIBLE_TIME_SOURCE). Use
    `RecordField`, or a positive offset.
    """
    for path in timed(one):
        if path.timeSource == "RecordTriggerEvent" and (path.offsetNumber or 0) < 0:
            yield fault("a path cannot run before the save", path, "offsetNumber", "count from a field, or forward")


@rule("FLOW-084", "activation", "doc", "Flow")
def fields_of_times(one: Subject) -> Iterator[Fault]:
    """The field that a path counts from is a date or a date and time of the flow's object.

    A Draft takes an unknown field; the activation does not. Name a date field. Source: Flow guide.
    """
    for path in timed(one):
        if not path.recordField or not one.view.object:
            continue
        field = one.world.objects.object(one.view.object).field(path.recordField)
        if field is None:
            yield fault(f"`{one.view.object}` has no field `{path.recordField}`", path, "recordField", missing=True)
        elif field is not UNKNOWN and field.kind not in ("date", "datetime", "any"):
            yield fault(f"`{path.recordField}` is no date", path, "recordField", "count from a date")


@rule("FLOW-085", "activation", "doc", "Flow")
def batches(one: Subject) -> Iterator[Fault]:
    """A path runs for 1 to 200 records at once.

    Another `maxBatchSize` stops the activation (FLOW_SCHEDULED_PATH_INVALID_BATCH_SIZE). Leave it out for 200.
    Source: Metadata API, FlowScheduledPath.
    """
    for path in timed(one):
        if path.maxBatchSize is not None and not 1 <= path.maxBatchSize <= MOST_IN_BATCH:
            yield fault(f"a batch of {path.maxBatchSize} is not from 1 to {MOST_IN_BATCH}", path, "maxBatchSize")


@rule("FLOW-086", "activation", "code", "Flow")
def timed_after_changes(one: Subject) -> Iterator[Fault]:
    """A path at a time after each update waits for a record to begin to meet the criteria.

    Counted from the save, every update would plan it again
    (FLOW_SCHEDULED_PATH_REQUIRES_RECORD_CHANGED_TO_MEET_CRITERIA); a Draft passes, the activation fails. Active flows
    that count from a field do without. Set `doesRequireRecordChangedToMeetCriteria`.
    """
    if not one.view.on_update or start_of(one).doesRequireRecordChangedToMeetCriteria:
        return
    for path in timed(one):
        if path.timeSource == "RecordTriggerEvent":
            yield fault(
                "every update would plan the path again", path,
                help="set `doesRequireRecordChangedToMeetCriteria` on the start",
            )  # fmt: skip


@rule("FLOW-087", "deploy", "comm", "Flow")
def async_paths(one: Subject) -> Iterator[Fault]:
    """A path right after the save says its type and where it leads, and nothing of times.

    "Label, TimeSource, OffsetUnit, OffsetNumber, RecordField, MaxBatchSize cannot be set for ScheduledPath of PathType
    of AsyncAfterCommit". Take them out.
    """
    for path in later(one):
        for field in OF_TIMES:
            if said(getattr(path, field)):
                yield fault(f"a path right after the save has no `{field}`", path, field, "take it out")
        if path.connector is None:
            yield fault("the path leads nowhere", path, help="add `<connector>`")


@rule("FLOW-088", "activation", "code", "Flow")
def one_async_path(one: Subject) -> Iterator[Fault]:
    """A flow has one path right after the save at most.

    The org has a check (FLOW_SCHEDULED_PATH_ALLOWED_ONE_ASYNCAFTERCOMMIT_PATH). Join the two.
    """
    for path in later(one)[1:]:
        yield fault("a second path right after the save", path, help="join the two")


@rule("FLOW-089", "activation", "doc", "Flow")
def async_after_changes(one: Subject) -> Iterator[Fault]:
    """A path right after the save in a flow that fires on updates asks for a change.

    Else the path's own update could start it again, without end
    (FLOW_SCHEDULED_PATH_ASYNCAFTERCOMMIT_REQUIRES_RECORD_CHANGED_OR_ISCHANGED). Set
    `doesRequireRecordChangedToMeetCriteria`, or filter with `IsChanged`. Source: Flow guide.
    """
    start = start_of(one)
    asked = "ISCHANGED" in (start.filterFormula or "").upper() or any(
        each.operator == "IsChanged" for each in start.filters
    )
    if later(one) and one.view.on_update and not asked and not start.doesRequireRecordChangedToMeetCriteria:
        yield fault(
            "every update runs the path again", later(one)[0],
            help="set `doesRequireRecordChangedToMeetCriteria`, or filter with `IsChanged`",
        )  # fmt: skip


@rule("FLOW-091", "activation", "comm", "Flow")
def names_of_paths(one: Subject) -> Iterator[Fault]:
    """No two paths of a flow have the same name.

    The activation fails. Rename one of them.
    """
    seen: set[str] = set()
    for path in timed(one):
        if path.name and path.name.lower() in seen:
            yield fault(f"`{path.name}` is the name of another path", path, "name", "rename it")
        seen.add((path.name or "").lower())


@rule("FLOW-092", "activation", "code", "Flow")
def callouts_at_once(one: Subject) -> Iterator[Fault]:
    """While a record is saved a flow calls no other system.

    External services and external objects need a path after the save (FLOW_IMMEDIATE_PATH_INCOMPATIBLE_WITH_EXTERNAL_
    CALLOUTS, FLOW_IMMEDIATE_PATH_INCOMPATIBLE_WITH_EXTERNAL_OBJECTS). Move the element to the asynchronous path.
    """
    if one.view.trigger not in RECORD_TRIGGERS:
        return
    for name in sorted(one.view.immediate):
        node = one.view.nodes[name]
        if getattr(node, "actionType", None) == "externalService" or (getattr(node, "object", None) or "").endswith(
            "__x"
        ):
            yield fault(
                f"`{name}` calls another system while the record is saved", node, "name", "do it after the save"
            )


@rule("FLOW-093", "deploy", "comm", "Flow")
def recall_paths(one: Subject) -> Iterator[Fault]:
    """A path of the type `ApprovalRecall` stands in an approval process only.

    Other flows are refused with it. Take it out.
    """
    for path in start_of(one).scheduledPaths:
        if path.pathType == RECALL and one.body.processType != "ApprovalWorkflow":
            yield fault("only an approval process has a path for recalls", path, "pathType", "take it out")
