"""A tree of files, ours or anybody's, loaded for the emulator. What a file holds that no record has a place for, and
what else of a tree bears on a save but is not run, is refused by name."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from generator.emulator.loading import ACTIVE, Branch, Package, Refusal, refuse_all
from generator.metadata.flow import Flow
from generator.metadata.messages import Workflow
from generator.reading import Project, read_files

NOT_RUN = {"trigger": "Apex trigger", "duplicateRule": "duplicate rule", "entitlementProcess": "entitlement process"}
"""Kinds of files that take part in a save and are not run, by suffix."""
BEARS_ON_NOTHING = frozenset(
    (
        "areMetricsLoggedToDataCloud", "customProperties", "dataStores", "description", "environments", "fullName",
        "isTreatedAsCritical", "label", "migratedFromWorkflowRuleName", "versionSegment", "nameSegment", "offset",
        "group", "inputConfiguratorMode", "module",
        "inputsOnNextNavToAssocScrn", "triggerSourceProcessType", "sourceTemplate", "isOverridable", "overriddenFlow",
    )
)  # fmt: skip
"""Elements of a flow that change nothing about how it runs."""
WHOLE = "generator.metadata.flow_whole"
RUN = frozenset(("collectionElements", "transforms"))
"""Elements that only whole records have and that are run."""


def load_tree(
    files: Mapping[str, bytes],
    *,
    partial: bool = False,
    open: bool = False,  # noqa: A002
    branch: Branch | None = None,
) -> Package:
    """Every component of a tree, path -> bytes, in source or metadata format. As `load` otherwise."""
    return refuse_all(package_of(read_files(files, whole=True), open=open, branch=branch), partial=partial)


def package_of(
    project: Project,
    *,
    open: bool = False,  # noqa: A002
    branch: Branch | None = None,
) -> Package:
    """The components of a project, ready to run; what is not run stands in `refused`."""
    refused = list(files_refused(project))
    items = []
    for found in project.found:
        component = found.read.component
        unknown = set()
        if runs(component.body):
            unknown = {one.element for one in found.read.unknown} - BEARS_ON_NOTHING | set(beyond(component.body))
        if unknown:
            refused.append(Refusal(name=component.name, reason=f"the element {', '.join(sorted(unknown))}"))
        else:
            items.append(component)
    return Package(items, open=open, branch=branch, refused=refused)


def runs(body: object) -> bool:
    """Is it something that runs, and of which every element matters?"""
    return isinstance(body, Workflow) or (isinstance(body, Flow) and body.status in ACTIVE)


def beyond(value: Any) -> Iterator[str]:
    """What a flow holds that only whole records have a place for (metadata.flow_whole) and that is not run."""
    if isinstance(value, tuple):
        for one in value:
            yield from beyond(one)
    elif dataclasses.is_dataclass(value):
        wide = type(value).__module__ == WHOLE
        narrow = {one.name for one in dataclasses.fields(type(value).__bases__[0])} if wide else set()
        for field in dataclasses.fields(value):
            held = getattr(value, field.name)
            if wide and field.name not in narrow and held not in (None, ()):
                if field.name not in RUN | BEARS_ON_NOTHING:
                    yield field.name
            else:
                yield from beyond(held)


def files_refused(project: Project) -> Iterator[Refusal]:
    for broken in project.broken:
        if "/classes/" in broken.path or "/email/" in broken.path:
            continue  # code and texts of mails are not run
        yield Refusal(name=broken.path, reason=f"line {broken.line}: {broken.message}")
    for path in project.unknown:
        name, _, suffix = path.rpartition("/")[2].removesuffix("-meta.xml").rpartition(".")
        if suffix in NOT_RUN:
            yield Refusal(name=path, reason=f"the {NOT_RUN[suffix]} {name}")
