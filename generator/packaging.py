"""Components -> files of an sfdx project: paths, manifests, project file. No decisions about what is in it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.metadata.component import Component, component
from generator.metadata.flow_definitions import FlowDefinition
from generator.metadata.manifest import API_VERSION, Package, PackageTypeMembers
from generator.metadata.registry import FLOW_DEFINITION, member_of
from generator.rendering import files_of, render

SHARED = frozenset(
    ("AssignmentRules", "AutoResponseRules", "CustomLabels", "EscalationRules", "SharingRules", "Workflow")
)
"""Kinds whose one file belongs to the org as much as to us: it is kept before a deployment, to be put back."""
EXTRA = "extra"
"""The directory of the source that a spec brings itself: its files are copied, not rendered."""
FORCEIGNORE = """\
# What the Salesforce CLI leaves alone: the project's own papers, and what editors and tools leave behind.
carepath.lock
carepath-waivers.yaml
RULEBOOK.md
RUNBOOK.md
before/**
deactivate/**
node_modules/**
**/.DS_Store
**/.eslintrc.json
**/jsconfig.json
**/tsconfig.json
**/__tests__/**
"""


def project(
    name: str,
    directories: Mapping[str, tuple[Component, ...]],
    lock: Mapping[str, Any],
    scratch: Mapping[str, Any],
    extra: Mapping[str, bytes],
) -> dict[str, bytes]:
    """All files of a project, path -> bytes. `lock`: what the lock file says beside its hashes; `scratch`: the
    definition of a scratch org; `extra`: the files of the directory of that name, below its `main/default`."""
    files: dict[str, bytes] = {}
    for directory, components in directories.items():
        files[f"manifest/{directory}.xml"] = render(manifest(components))
        made = [extra] if directory == EXTRA else [files_of(one) for one in components]
        files |= {f"{directory}/main/default/{path}": content for held in made for path, content in held.items()}
    everything = [one for components in directories.values() for one in components]
    files["manifest/package.xml"] = render(manifest(everything))
    files |= before(everything) | deactivation(everything)
    files["sfdx-project.json"] = as_json(project_file(name, directories))
    files["config/project-scratch-def.json"] = as_json(dict(scratch))
    files[".forceignore"] = FORCEIGNORE.encode()
    files["carepath.lock"] = as_json(dict(lock))
    return files


def project_file(name: str, directories: Iterable[str]) -> Mapping[str, Any]:
    return {
        "name": name,
        "namespace": "",
        "packageDirectories": [
            {"default": number == 0, "path": directory} for number, directory in enumerate(directories)
        ],
        "sfdcLoginUrl": "https://login.salesforce.com",
        "sourceApiVersion": API_VERSION,
    }


def before(components: Iterable[Component]) -> dict[str, bytes]:
    """`manifest/before.xml`: what the org may have already and a deployment writes into, to be retrieved before it."""
    shared = [one for one in components if one.kind in SHARED]
    return {"manifest/before.xml": render(manifest(shared))} if shared else {}


def deactivation(components: Iterable[Component]) -> dict[str, bytes]:
    """`deactivate/`: a metadata package that leaves no flow of ours active. It deletes nothing; the version that a
    definition names wins over the status of a flow's own file (Metadata API guide, FlowDefinition)."""
    flows = [one.name for one in components if one.kind == "Flow"]
    none = [component(name, FlowDefinition(activeVersionNumber=0)) for name in flows]
    kind = FLOW_DEFINITION
    files = {f"deactivate/{kind.folder}/{one.name}.{kind.suffix}": render(one) for one in none}
    return files | {"deactivate/package.xml": render(manifest(none))} if none else {}


def as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def manifest(components: Iterable[Component]) -> Component:
    """package.xml: kinds and names sorted."""
    members: dict[str, set[str]] = {}
    for one in components:
        kind, name = member_of(one)
        members.setdefault(kind, set()).add(name)
    types = tuple(PackageTypeMembers(members=tuple(sorted(members[kind])), name=kind) for kind in sorted(members))
    return component("package", Package(types=types, version=API_VERSION))
