"""A tree of files, ours or anybody's, loaded for the emulator. What a file holds that no record has a place for, and
what else of a tree bears on a save but is not run, is refused by name."""

from collections.abc import Iterator, Mapping

from generator.emulator.loading import Branch, Package, Refusal, refuse_all
from generator.metadata.flow import Flow
from generator.metadata.messages import Workflow
from generator.reading import Project, read_files

NOT_RUN = {"trigger": "Apex trigger", "duplicateRule": "duplicate rule", "entitlementProcess": "entitlement process"}
"""Kinds of files that take part in a save and are not run, by suffix."""
BEARS_ON_NOTHING = frozenset(
    (
        "areMetricsLoggedToDataCloud", "customProperties", "dataStores", "description", "environments", "fullName",
        "isTreatedAsCritical", "label", "migratedFromWorkflowRuleName", "versionSegment", "nameSegment", "offset",
        "inputsOnNextNavToAssocScrn", "triggerSourceProcessType", "sourceTemplate", "isOverridable", "overriddenFlow",
    )
)  # fmt: skip
"""Elements of a flow that change nothing about how it runs."""


def load_tree(
    files: Mapping[str, bytes],
    *,
    partial: bool = False,
    open: bool = False,  # noqa: A002
    branch: Branch | None = None,
) -> Package:
    """Every component of a tree, path -> bytes, in source or metadata format. As `load` otherwise."""
    project = read_files(files)
    refused = tuple(refusals(project))
    names = {one.name for one in refused}
    items = [found.read.component for found in project.found if found.read.component.name not in names]
    package = Package(items, open=open, branch=branch, refused=refused)
    return refuse_all(package, partial=partial)


def refusals(project: Project) -> Iterator[Refusal]:
    for broken in project.broken:
        if "/classes/" in broken.path or "/email/" in broken.path:
            continue  # code and texts of mails are not run
        yield Refusal(name=broken.path, reason=f"line {broken.line}: {broken.message}")
    for path in project.unknown:
        name, _, suffix = path.rpartition("/")[2].removesuffix("-meta.xml").rpartition(".")
        if suffix in NOT_RUN:
            yield Refusal(name=path, reason=f"the {NOT_RUN[suffix]} {name}")
    for found in project.found:
        component = found.read.component
        unknown = [one.element for one in found.read.unknown if one.element not in BEARS_ON_NOTHING]
        if unknown and isinstance(component.body, Flow | Workflow):
            yield Refusal(name=component.name, reason=f"the element {', '.join(sorted(set(unknown)))}")
