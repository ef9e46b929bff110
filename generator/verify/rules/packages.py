"""Manifests, project files, and what an org has once (deploy rules, section 7)."""

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase

from generator.emulator.catalogue import VALUE_SETS
from generator.metadata.manifest import Package
from generator.metadata.registry import BY_NAME, KINDS, PACKAGE, member_of
from generator.reading import Read, Unreadable, read
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Paper, Subject
from generator.verify.world import META, World
from generator.xml import NotXml

ONE_BY_ONE = ("StandardValueSet", "Report", "Dashboard", "EmailTemplate")
ACTIVE = ("AssignmentRules", "AutoResponseRules", "EscalationRules")
PROJECT = "sfdx-project.json"


class Manifest(Subject):
    """A package.xml, judged like a component."""

    @property
    def kind(self) -> str:
        return "Package"


def manifests(world: World) -> Iterator[Manifest]:
    """Every manifest of the tree that can be read."""
    for path, content in sorted(world.files.items()):
        if path.endswith(".xml") and not path.endswith("-meta.xml") and b"<Package" in content[:400]:
            try:
                found: Read = read(content, path.rpartition("/")[2].removesuffix(".xml"), PACKAGE)
            except (NotXml, Unreadable):
                continue
            yield Manifest(path, found, world)


@rule("PKG-001", "deploy", "comm")
def listed(world: World) -> Iterator[Fault]:
    """What a manifest of ours lists is in the tree.

    "An object X of type Y was named in package.xml, but was not found in zipped directory". A manifest for retrieving
    may list what the org has.
    """
    if not world.ours and not any(path.rpartition("/")[2] == "package.xml" for path in world.files):
        return
    held: dict[str, set[str]] = {}
    for one in world.subjects:
        kind, name = member_of(one.component)
        held.setdefault(kind, set()).add(name)
    for manifest in manifests(world):
        if not world.ours or manifest.path.rpartition("/")[2] == "before.xml" or "deactivate/" in manifest.path:
            continue
        body: Package = manifest.body
        for types in body.types:
            for member in types.members:
                if types.name in BY_NAME and member != "*" and member not in held.get(types.name, ()):
                    message = f"the manifest lists {types.name} `{member}`, which is not in the tree"
                    yield fault(message, types, "members", of=manifest)


@rule("PKG-007", "warning", "doc")
def wildcards(world: World) -> Iterator[Fault]:
    """Standard value sets, reports, dashboards and mail templates are named one by one.

    `*` finds none of them: a retrieve brings nothing, and a deployment leaves them out. List each, reports with their
    folder.
    """
    for manifest in manifests(world):
        for types in manifest.body.types:
            if types.name in ONE_BY_ONE and "*" in types.members:
                yield fault(f"`*` finds no {types.name}", types, "members", "name each", of=manifest)


@rule("PKG-014", "deploy", "comm")
def names_twice(world: World) -> Iterator[Fault]:
    """One deployment holds a name of a kind once, whatever its case.

    "duplicate value found". Fields are judged by FLD-001.
    """
    seen: dict[tuple[str, str, str], Subject] = {}
    for one in world.subjects:
        if one.kind in ("CustomField", "CustomObject"):
            continue
        key = (one.root, one.kind, one.name.lower())
        first = seen.setdefault(key, one)
        if first is not one and first.is_source == one.is_source:
            yield fault(f"`{one.name}` is in {first.path} already", of=one)


@rule("PKG-015", "deploy", "doc")
def project_file(world: World) -> Iterator[Fault]:
    """A project file lists its package directories, one of them the default, and says its API version.

    Without `sourceApiVersion` the command line takes one of its own, and manifests say 58.0.
    """
    for path in sorted(world.files):
        if path.rpartition("/")[2] != PROJECT:
            continue
        yield from (fault(message, of=Paper(path, world)) for message in project_faults(world.files[path]))


def project_faults(content: bytes) -> Iterator[str]:
    try:
        found = json.loads(content)
    except ValueError:
        yield "the project file is no JSON"
        return
    directories = found.get("packageDirectories") if isinstance(found, dict) else None
    if not isinstance(directories, list) or not directories:
        yield "the project file lists no `packageDirectories`"
        return
    defaults = sum(bool(one.get("default")) for one in directories if isinstance(one, dict))
    if len(directories) > 1 and defaults != 1:
        yield f"{defaults} package directories are the default, and one is"
    if "sourceApiVersion" not in found:
        yield "the project file says no `sourceApiVersion`"


@rule("PKG-016", "warning", "doc")
def ignored(world: World) -> Iterator[Fault]:
    """What .forceignore leaves out is not missed by a manifest or by other components.

    The command line leaves it out in silence. Told at the pattern, in trees that Carepath made.
    """
    for path, content in sorted(world.files.items()):
        if path.rpartition("/")[2] != ".forceignore":
            continue
        folder = path.removesuffix(".forceignore")
        below = [one.path.removeprefix(folder) for one in world.subjects if one.path.startswith(folder)]
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines() if world.ours else (), 1):
            pattern = line.strip()
            left = [one for one in below if matches(one, pattern)] if pattern and pattern[0] not in "#!" else []
            if left:
                more = f" and {len(left) - 1} more" if len(left) > 1 else ""
                yield fault(f"`{pattern}` leaves out {left[0]}{more}", of=Paper(path, world), line=number)


def matches(path: str, pattern: str) -> bool:
    """Whether a pattern of gitignore's kind names a path: the plain forms, no classes of letters."""
    plain = pattern.strip("/").removeprefix("**/")
    return fnmatchcase(path, plain) or fnmatchcase(path, f"{plain}/*") or fnmatchcase(path.rpartition("/")[2], plain)


OWN_FOLDER = {
    kind.directory: kind.suffix for kind in KINDS if kind.directory not in ("objects", "reports", "dashboards")
}
"""Folders that hold one kind, and its suffix."""


@rule("PKG-017", "deploy", "doc")
def suffixes(world: World) -> Iterator[Fault]:
    """A file's suffix is that of the folder's kind: `flows/X.flow-meta.xml`.

    The command line cannot tell what another one is (TypeInferenceError), and leaves it out or gives up.
    """
    for path in sorted(world.files):
        *folders, file = path.split("/")
        wanted = OWN_FOLDER.get(folders[-1]) if folders else None
        suffix = file.removesuffix(META).rpartition(".")[2]
        folder_of_package = wanted == "email" and suffix == file.removesuffix(META)
        if file.endswith(META) and wanted and suffix != wanted and suffix not in BESIDE and not folder_of_package:
            message = f"`{suffix}` is not the suffix of {folders[-1]}"
            yield fault(message, of=Paper(path, world), help=f"`.{wanted}`")


BESIDE = ("emailFolder", "trigger", "email")
"""Suffixes that stand in the folder of another kind."""


@rule("ORG-003", "deploy", "inf", "CaseSettings")
def case_settings(one: Subject) -> Iterator[Fault]:
    """The default owner of cases is said with its kind.

    A queue by developer name, a user by username; both must be in the org.
    """
    if bool(one.body.defaultCaseOwner) != bool(one.body.defaultCaseOwnerType):
        yield fault("`defaultCaseOwner` and `defaultCaseOwnerType` come together")
    elif one.body.defaultCaseOwnerType == "Queue" and not one.world.has("Queue", one.body.defaultCaseOwner):
        yield fault(f"there is no queue `{one.body.defaultCaseOwner}`", field="defaultCaseOwner", missing=True)


@rule("ORG-101", "warning", "maint", *ACTIVE)
def active_rules(one: Subject) -> Iterator[Fault]:
    """An active rule replaces the one that the org has.

    One rule of each kind is active in an object of an org; the cases that the org's own rule routed go astray. Merge
    the two, or hand over in person.
    """
    if one.world.ours and "org/" not in one.path and "extra/" not in one.path:
        listed = getattr(one.body, one.kind[0].lower() + one.kind[1:-1])
        for each in listed:
            if each.active and len(each.ruleEntry) > 1:
                yield fault(f"`{each.fullName}` switches the org's own rule off", each, "active")


@rule("ORG-102", "deploy", "maint", "StandardValueSet", "CaseSettings")
def org_wide(one: Subject) -> Iterator[Fault]:
    """A generated tree changes nothing that the whole org has once: standard value sets and settings.

    Values that the set does not list are switched off for everybody.
    """
    if one.world.ours and "extra/" not in one.path and (one.kind == "CaseSettings" or one.name in VALUE_SETS):
        yield fault(f"{one.kind} {one.name} belongs to the whole org")
