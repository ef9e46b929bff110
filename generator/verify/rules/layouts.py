"""Page layouts and Lightning pages, by their text: no record holds them (deploy rules, section 6)."""

from collections.abc import Iterator

from lxml import etree

from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Paper
from generator.verify.world import World
from generator.xml import NotXml, line_of, local, parse

WORKED_OUT = ("Summary", "AutoNumber")


def layouts(world: World) -> Iterator[tuple[Paper, str, etree._Element]]:
    """The layouts of the tree: the file, the object, the root."""
    for path, content in sorted(world.files.items()):
        file = path.rpartition("/")[2]
        if ".layout" in file and "/layouts/" in f"/{path}":
            try:
                yield Paper(path, world), file.partition("-")[0], parse(content)
            except NotXml:
                continue


def items(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """The fields on a layout, and how each behaves."""
    for item in root.iter("{*}layoutItems"):
        said = {local(child): child.text or "" for child in item}
        if "field" in said:
            yield item, said["field"], said.get("behavior", "")


@rule("LAY-001", "deploy", "comm")
def read_only(world: World) -> Iterator[Fault]:
    """What is worked out is read-only on a layout.

    Formulas, roll-ups, numbers given by the org: "Field:X must be Readonly".
    """
    for paper, owner, root in layouts(world):
        for item, name, behavior in items(root):
            field = world.objects.object(owner).field(name)
            body = field.custom if field is not None else None
            if body is not None and (body.formula or body.type in WORKED_OUT) and behavior in ("Edit", "Required"):
                yield fault(f"`{name}` is worked out, so it is Readonly", of=paper, line=line_of(item))


@rule("LAY-002", "deploy", "comm")
def numbered_names(world: World) -> Iterator[Fault]:
    """A name that the org gives is not required on a layout.

    "Field:Name must not be Required". Show it as Readonly.
    """
    for paper, owner, root in layouts(world):
        declared = world.objects.object(owner).declared
        name_field = declared.nameField if declared is not None else None
        if name_field is None or name_field.type != "AutoNumber":
            continue
        for item, name, behavior in items(root):
            if name == "Name" and behavior == "Required":
                yield fault("the org gives the name, so it is not required", of=paper, line=line_of(item))


@rule("LAY-004", "deploy", "comm")
def sections_together(world: World) -> Iterator[Fault]:
    """The sections of a layout stand together.

    "Element layoutSections is duplicated at this location in type Layout".
    """
    for paper, _, root in layouts(world):
        seen, last = False, ""
        for child in root:
            if local(child) == "layoutSections" and seen and last != "layoutSections":
                yield fault("`layoutSections` stands here again", of=paper, line=line_of(child))
            seen, last = seen or local(child) == "layoutSections", local(child)


@rule("LAY-006", "deploy", "comm")
def page_names(world: World) -> Iterator[Fault]:
    """A Lightning page's developer name holds no `__c`.

    `__c` belongs to objects and fields. Name the page after what it shows.
    """
    for path in sorted(world.files):
        name = path.rpartition("/")[2].partition(".")[0]
        if ".flexipage" in path and "__c" in name:
            yield fault(f"`{name}` is no name of a page", of=Paper(path, world), line=1)
