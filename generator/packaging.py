"""Components -> files of an sfdx project: paths, manifests, project file. No decisions about what is in it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.metadata.component import Component, component
from generator.metadata.manifest import API_VERSION, Package, PackageTypeMembers
from generator.metadata.registry import path_of
from generator.rendering import render

FORCEIGNORE = "**/.DS_Store\n**/jsconfig.json\n**/.eslintrc.json\ncarepath.lock\nRULEBOOK.md\n"


def project(name: str, directories: Mapping[str, tuple[Component, ...]], lock: Mapping[str, Any]) -> dict[str, bytes]:
    """All files of a project, path -> bytes."""
    files: dict[str, bytes] = {}
    everything: list[Component] = []
    for directory, components in directories.items():
        everything += components
        files[f"manifest/{directory}.xml"] = render(manifest(components))
        for one in components:
            files[f"{directory}/main/default/{path_of(one)}"] = render(one)
    files["manifest/package.xml"] = render(manifest(everything))
    files["sfdx-project.json"] = as_json(
        {
            "name": name,
            "namespace": "",
            "packageDirectories": [
                {"default": number == 0, "path": directory} for number, directory in enumerate(directories)
            ],
            "sfdcLoginUrl": "https://login.salesforce.com",
            "sourceApiVersion": API_VERSION,
        }
    )
    files[".forceignore"] = FORCEIGNORE.encode()
    files["carepath.lock"] = as_json(dict(lock))
    return files


def as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def manifest(components: Iterable[Component]) -> Component:
    """package.xml: kinds and names sorted."""
    members: dict[str, set[str]] = {}
    for one in components:
        members.setdefault(one.kind, set()).add(one.name)
    types = tuple(PackageTypeMembers(members=tuple(sorted(members[kind])), name=kind) for kind in sorted(members))
    return component("package", Package(types=types, version=API_VERSION))
