"""Everything a rule may ask of a tree: its components, the names that they may refer to, objects and fields."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from generator.metadata.registry import BY_NAME, BY_SUFFIX
from generator.reading import Broken, Project, read_files
from generator.verify.causes import LOCK, Mapped, mapped
from generator.verify.objects import Objects, package_of
from generator.verify.subject import Subject

META = "-meta.xml"
TOKEN, FILE_TOKEN = b"%%%NAMESPACE", "___NAMESPACE___"
SUFFIXES = {
    "cls": "ApexClass", "trigger": "ApexTrigger", "page": "ApexPage", "layout": "Layout", "flexipage": "FlexiPage",
    "quickAction": "QuickAction", "role": "Role", "profile": "Profile", "app": "CustomApplication", "tab": "CustomTab",
    "labels": "CustomLabels", "permissionsetgroup": "PermissionSetGroup", "site": "CustomSite",
    "entitlementProcess": "EntitlementProcess", "approvalProcess": "ApprovalProcess", "settings": "Settings",
    "customPermission": "CustomPermission", "namedCredential": "NamedCredential", "letter": "Letterhead",
    "resource": "StaticResource", "js": "LightningComponentBundle", "cmp": "AuraDefinitionBundle",
}  # fmt: skip
"""Kinds that are known by name alone: a reference to one of them can be followed, its inside is not read."""


class World:
    """A tree under judgement, and what stands beside it. `beside`: the files of an org or of packages that the tree is
    deployed over; they are looked up in and not judged."""

    def __init__(self, files: Mapping[str, bytes], beside: Mapping[str, bytes] | None = None) -> None:
        self.files = files
        self.project = read_files(files, whole=True)
        self.context = read_files(beside or {}, whole=True)
        own = self.made(self.project, context=False)
        around = self.made(self.context, context=True)
        self.subjects: tuple[Subject, ...] = tuple(own)
        self.by_kind: dict[str, list[Subject]] = {}
        for one in (*self.subjects, *around):
            self.by_kind.setdefault(one.kind, []).append(one)
        self.listed = {
            kind: {**{one.name.lower(): one for one in reversed(found)}} for kind, found in self.by_kind.items()
        }
        self.kept: dict[object, Any] = {}
        """What a family of rules worked out of a component or of the tree, for its other rules: by what works it out,
        and of what."""
        self.others = frozenset(named_only((*files, *(beside or {}))))

    def made(self, project: Project, *, context: bool) -> Iterator[Subject]:
        """The components of a project. What a tool fills in before it deploys is looked up in, and not judged."""
        for found in project.found:
            yield Subject(found.path, found.read, self, context=context or found.path in self.templates)

    @cached_property
    def templates(self) -> tuple[str, ...]:
        """Files with the tokens of CumulusCI, which are filled in before they are deployed."""
        return tuple(path for path, text in sorted(self.files.items()) if TOKEN in text or FILE_TOKEN in path)

    @property
    def broken(self) -> tuple[Broken, ...]:
        return self.project.broken

    def of(self, kind: str) -> tuple[Subject, ...]:
        """The components of a kind, ours first, then the context's."""
        return tuple(self.by_kind.get(kind, ()))

    def find(self, kind: str, name: str) -> Subject | None:
        return self.listed.get(kind, {}).get(name.lower())

    def has(self, kind: str, name: str) -> bool:
        """Whether tree, context or the spec's expectations hold a component of this kind and name."""
        lowered = name.lower()
        return self.find(kind, name) is not None or (kind, lowered) in self.others or (kind, lowered) in self.expected

    @cached_property
    def lock_files(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """The lock files of trees that Carepath made, with their paths; empty for a foreign tree."""
        named = [path for path in sorted(self.files) if path.rpartition("/")[2] == LOCK]
        return tuple((path, lock) for path in named if (lock := parsed(self.files[path])))

    @property
    def locks(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(lock for _, lock in self.lock_files)

    @cached_property
    def maps(self) -> tuple[Mapped, ...]:
        """The source maps of the trees that Carepath made, the innermost folder first."""
        found = [mapped(path, lock) for path, lock in self.lock_files]
        return tuple(sorted(found, key=lambda one: -len(one.folder)))

    def source_map(self, path: str) -> Mapping[str, Mapping[str, str]]:
        """What caused the components in a file; empty for a file that nobody generated, or that was edited since."""
        for one in self.maps:
            if path.startswith(one.folder):
                return one.sources_of(path, self.files[path])
        return {}

    @property
    def ours(self) -> bool:
        """Whether the tree was generated: then a name that is found nowhere is an error."""
        return bool(self.locks)

    @cached_property
    def expected(self) -> frozenset[tuple[str, str]]:
        """What the spec says that the org has: (kind, name in lower case)."""
        return frozenset(
            (kind, name.lower()) for lock in self.locks for kind, names in expectations(lock) for name in names
        )

    @cached_property
    def objects(self) -> Objects:
        bodies = [
            (one.name, one.body) for kind in ("CustomObject", "CustomField", "GlobalValueSet") for one in self.of(kind)
        ]
        return Objects(bodies, [name for lock in self.locks for name in lock.get("expects", ())])

    @cached_property
    def relationships(self) -> Mapping[tuple[str, str, str], Subject]:
        """The first field of each relationship, by package, parent and name in lower case."""
        found: dict[tuple[str, str, str], Subject] = {}
        for one in self.of("CustomField"):
            if one.body.referenceTo and one.body.relationshipName:
                package = package_of(one.name.partition(".")[2])
                found.setdefault((package, one.body.referenceTo.lower(), one.body.relationshipName.lower()), one)
        return found

    @cached_property
    def masters(self) -> Mapping[str, tuple[Subject, ...]]:
        """The master-detail fields of each object, by its name in lower case."""
        found: dict[str, tuple[Subject, ...]] = {}
        for one in self.of("CustomField"):
            known = found.get(one.parent.lower(), ())
            if one.body.type == "MasterDetail" and one.is_custom and all(one.name != each.name for each in known):
                found[one.parent.lower()] = (*known, one)
        return found


def may_matter(path: str) -> bool:
    """Whether a file may be metadata, stand beside it, or say something of the tree; others are not even read."""
    file = path.rpartition("/")[2]
    suffix = file.rpartition(".")[2]
    return suffix in READ_SUFFIXES or file in (LOCK, ".forceignore")


READ_SUFFIXES = frozenset(
    (*SUFFIXES, *BY_SUFFIX, "xml", "json", "yaml", "email", "trigger", "cls")
) - {"js", "resource", "cmp"}  # fmt: skip
"""What is read. The rest of a project, pictures and code of pages, is no metadata that a rule looks into."""


def parsed(text: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def expectations(lock: Mapping[str, Any]) -> Iterator[tuple[str, Iterable[str]]]:
    """Queues, groups and record types that a spec refers to and does not bring."""
    groups = lock.get("groups", {})
    yield "Queue", lock.get("teams", {}).values()
    yield "Group", [*groups.get("teams", {}).values(), *groups.get("people", {}).values()]
    yield "CustomField", lock.get("expects", ())


def named_only(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        file = path.rpartition("/")[2].removesuffix(META)
        stem, _, suffix = file.rpartition(".")
        kind = SUFFIXES.get(suffix)
        if (stem and kind and kind not in BY_NAME) or (kind == "ApexClass" and stem):
            yield kind, stem.lower()
