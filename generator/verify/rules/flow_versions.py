"""What came with which version of the API (deploy rules, section 1.11)."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from generator.metadata.flow import FlowCondition, FlowRecordFilter, FlowScheduledPath
from generator.metadata.flow_rest import FlowStageStep
from generator.verify.rule import Fault, fault, rule
from generator.verify.rules.flow_start import start_of
from generator.verify.rules.flow_structure import number
from generator.verify.subject import Subject

VERSION = re.compile(rb"<version>\s*([\d.]+)\s*</version>")
Place = tuple[object, str]
Found = Callable[[Subject], Iterator[Place]]


def stated(field: str, *values: str) -> Found:
    """Where the start has an element, of one of these values if any are given."""

    def find(one: Subject) -> Iterator[Place]:
        start = start_of(one)
        held = getattr(start, field)
        if held and (not values or held in values):
            yield start, field

    return find


def said_by_flow(field: str, *values: str) -> Found:
    def find(one: Subject) -> Iterator[Place]:
        if getattr(one.body, field, None) in values:
            yield one.body, field

    return find


def operators(*wanted: str) -> Found:
    def find(one: Subject) -> Iterator[Place]:
        held: list[Any] = [*one.view.each(FlowRecordFilter), *one.view.each(FlowCondition)]
        yield from ((each, "operator") for each in held if each.operator in wanted)

    return find


def units(one: Subject) -> Iterator[Place]:
    yield from ((path, "offsetUnit") for path in one.view.each(FlowScheduledPath) if path.offsetUnit == "Months")


def recalls(one: Subject) -> Iterator[Place]:
    yield from ((path, "pathType") for path in one.view.each(FlowScheduledPath) if path.pathType == "ApprovalRecall")


def upserts(one: Subject) -> Iterator[Place]:
    yield from ((each, "doesUpsert") for each in one.body.recordCreates if each.doesUpsert)


def limits(one: Subject) -> Iterator[Place]:
    yield from ((each, "limit") for each in one.body.recordLookups if each.limit is not None)


def approvals(one: Subject) -> Iterator[Place]:
    yield from ((each, "actionType") for each in one.view.each(FlowStageStep) if each.actionType == "stepApproval")


def transforms(one: Subject) -> Iterator[Place]:
    yield from ((each, "name") for each in one.view.transforms)


EARLY: tuple[tuple[float, str, Found], ...] = (
    (49.0, "the mode without sharing", said_by_flow("runInMode", "SystemModeWithoutSharing")),
    (50.0, "an entry filter", stated("filters")),
    (50.0, "the flag for changed records", stated("doesRequireRecordChangedToMeetCriteria")),
    (50.0, "a trigger before a delete", stated("triggerType", "RecordBeforeDelete")),
    (51.0, "a path after the save", stated("scheduledPaths")),
    (55.0, "an entry formula", stated("filterFormula")),
    (56.0, "`In` and `NotIn`", operators("In", "NotIn")),
    (56.0, "an offset in months", units),
)
MIDDLE: tuple[tuple[float, str, Found], ...] = (
    (59.0, "a transform", transforms),
    (60.0, "the user to run as", stated("flowRunAsUser")),
    (61.0, "`IsBlank` and `IsEmpty`", operators("IsBlank", "IsEmpty")),
)
LATE: tuple[tuple[float, str, Found], ...] = (
    (62.0, "an upsert", upserts),
    (62.0, "the mode with sharing", said_by_flow("runInMode", "SystemModeWithSharing")),
    (62.0, "an approval step", approvals),
    (63.0, "a limit of Get Records", limits),
    (64.0, "`HasError`", operators("HasError")),
    (67.0, "a path for recalls", recalls),
)


def deployed_as(one: Subject) -> float | None:
    """The API version of the deploy: of the nearest project file or manifest above the flow; None where none says."""
    folder = one.path
    while folder:
        folder = folder.rpartition("/")[0]
        beside = f"{folder}/" if folder else ""
        for name, version in (("sfdx-project.json", of_project), ("package.xml", of_manifest)):
            text = one.world.files.get(f"{beside}{name}")
            if text is not None and (found := version(text)):
                return found
    return None


def of_project(text: bytes) -> float:
    try:
        said = json.loads(text)
    except ValueError:
        return 0
    return number(said.get("sourceApiVersion")) if isinstance(said, dict) else 0


def of_manifest(text: bytes) -> float:
    found = VERSION.search(text)
    return number(found[1].decode()) if found else 0


def too_new(one: Subject, table: tuple[tuple[float, str, Found], ...]) -> Iterator[Fault]:
    version = deployed_as(one)
    if version is None or version >= table[-1][0]:
        return
    for since, what, find in table:
        if version < since:
            for at, field in find(one):
                yield fault(
                    f"{what} came with API {since:g}, and this is deployed as {version:g}", at, field,
                    "raise `sourceApiVersion`",
                )  # fmt: skip


@rule("FLOW-230", "unknown", "doc", "Flow")
def early_features(one: Subject) -> Iterator[Fault]:
    """A flow holds what the API version of the deploy knows: entry filters, paths, `In` (49 to 56).

    An older version refuses the element or value. The version is the project's `sourceApiVersion`, or the manifest's;
    where neither is in the tree nothing is judged. Raise it. A warning, for a command may name
    another version. Source: Metadata API, Flow.
    """
    yield from too_new(one, EARLY)


@rule("FLOW-231", "unknown", "doc", "Flow")
def middle_features(one: Subject) -> Iterator[Fault]:
    """A flow holds what the API version of the deploy knows: transforms, users to run as, `IsBlank` (59 to 61).

    As FLOW-230. Raise `sourceApiVersion`. Source: Metadata API, Flow.
    """
    yield from too_new(one, MIDDLE)


@rule("FLOW-232", "unknown", "doc", "Flow")
def late_features(one: Subject) -> Iterator[Fault]:
    """A flow holds what the API version of the deploy knows: upserts, approval steps, limits (62 to 67).

    As FLOW-230. Raise `sourceApiVersion`. Source: Metadata API, Flow.
    """
    yield from too_new(one, LATE)
