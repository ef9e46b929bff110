"""A whole tree of files -> components: sfdx projects (source format) and metadata packages (objects in one file)."""

from collections.abc import Iterator, Mapping

from lxml import etree

from generator.frozen import record
from generator.metadata.registry import BY_NAME, BY_SUFFIX, COMPOSED, KINDS, Kind
from generator.reading.records import Read, Unreadable, read, read_body, read_element
from generator.xml import NotXml, local, parse

META = "-meta.xml"
FOLDERS = {kind.folder: kind for kind in KINDS if kind.name.endswith("Folder")}
"""A metadata package calls a folder's file `reports/F-meta.xml`, with no suffix."""


@record
class Found:
    """One component of a tree, and the file it was read from."""

    path: str
    read: Read


@record
class Broken:
    """A file of a kind we know that could not be read: no XML, or XML that is no such component."""

    path: str
    line: int
    message: str
    is_xml: bool


@record
class Project:
    """What a tree holds. `unknown`: metadata files of kinds that we do not know."""

    found: tuple[Found, ...]
    broken: tuple[Broken, ...]
    unknown: tuple[str, ...]


def read_files(files: Mapping[str, bytes], *, whole: bool = False) -> Project:
    """The components in a tree of files, path -> bytes, in the order of the paths. What cannot be read is listed.
    Of `X.flow-meta.xml` and `X.flow` side by side the project is the former: the latter is left of an older layout.
    `whole`: as for `read`."""
    found: list[Found] = []
    broken: list[Broken] = []
    unknown: list[str] = []
    for path in sorted(files):
        known = None if path + META in files else kind_of(path)
        if known is None:
            if path.endswith(META):
                unknown.append(path)
            continue
        kind, name = known
        try:
            found += [Found(path=path, read=one) for one in read_file(files, path, kind, name, whole=whole)]
        except (NotXml, Unreadable) as problem:
            is_xml = isinstance(problem, Unreadable)
            broken.append(Broken(path=path, line=problem.line, message=problem.message, is_xml=is_xml))
    return Project(found=tuple(found), broken=tuple(broken), unknown=tuple(unknown))


def read_file(files: Mapping[str, bytes], path: str, kind: Kind, name: str, *, whole: bool = False) -> Iterator[Read]:
    """The components in one file: several where an object's file holds its fields and rules. Raises as `read` does."""
    if kind.name == "CustomObject":
        yield from read_object(parse(files[path]), name, whole=whole)
    elif kind.content is None:
        yield read(files[path], name, kind, whole=whole)
    else:
        beside = files.get(path.removesuffix(META))
        if beside is None:
            raise Unreadable(f"the file beside it, {path.rpartition('/')[2].removesuffix(META)}, is missing", 1)
        yield read(files[path], name, kind, beside, whole=whole)


def read_object(root: etree._Element, name: str, *, whole: bool = False) -> Iterator[Read]:
    """An object, and everything of it that has a file of its own in source format."""
    if local(root) != "CustomObject":
        raise Unreadable(f"the root is <{local(root)}>, and a .object holds <CustomObject>", 1)
    parts = [child for child in root if local(child) in COMPOSED]
    for part in parts:
        root.remove(part)
    yield read_element(root, name, BY_NAME["CustomObject"], whole=whole)
    for part in parts:
        part.tail = None
        full_name = next((child.text for child in part if local(child) == "fullName"), "")
        yield read_body(part, f"{name}.{full_name}", COMPOSED[local(part)], whole=whole)


def kind_of(path: str) -> tuple[Kind, str] | None:
    """The kind and full name that a path stands for, or None for what is not metadata of a kind that we know. Both
    layouts: `flows/X.flow-meta.xml` and `flows/X.flow`."""
    *folders, file = path.split("/")
    stem = file.removesuffix(META)
    name, _, suffix = stem.rpartition(".")
    if not name and file.endswith(META) and folders and folders[-1] in FOLDERS:
        return FOLDERS[folders[-1]], suffix
    kind = BY_SUFFIX.get(suffix)
    if kind is None or not name or kind.directory not in folders:
        return None
    below = folders[len(folders) - folders[::-1].index(kind.directory) :]
    if kind.content and not file.endswith(META):
        return None
    if kind.has_parent:
        place = len(folders) - len(below) - 2
        return (kind, f"{folders[place]}.{name}") if place >= 0 and not below else None
    if kind.name == "CaseSettings" and name != "Case":
        return None
    return kind, "/".join((*below, name)) if kind.foldered else name
