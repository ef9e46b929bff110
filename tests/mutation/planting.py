"""What a kind of fault is, and the few ways in which faults are planted into a file.

A plant changes a parsed file and returns the elements at whose lines a finding is right: the planted element, or its
parent for something that was taken out. Several where a finding may stand at either of two (both of a pair of twins).
"""

import re
from collections.abc import Callable
from copy import deepcopy
from fnmatch import fnmatchcase

from lxml import etree

from generator.frozen import record
from generator.xml import DECLARATION, local, parse, spaces, write

Element = etree._Element
Plant = Callable[[Element], tuple[Element, ...]]
Text = Callable[[str], tuple[str, tuple[int, ...]]]


@record
class Kind:
    """`code`: the rule of the catalogue. `files`: the suffix of the files where it can be planted, or a pattern. `at`:
    an XPath, from the root and without namespaces, to the elements where it can be. `also`: codes that say the same of
    this fault, each with its reason in `EQUIVALENT`. `whole`: what is judged is the whole tree, and not one component
    in it. In place of `plant` one of: `text`, a change of the text that also says the lines where a finding is right;
    `renamed`, another path of the file; `copied`, the path of a copy. `told_in` and `told_at`: a suffix and an XPath,
    for what is planted in one file and is wrong with others."""

    code: str
    name: str
    files: str
    at: str = "."
    plant: Plant | None = None
    also: tuple[str, ...] = ()
    whole: bool = False
    text: Text | None = None
    renamed: Callable[[str], str] | None = None
    copied: Callable[[str], str] | None = None
    told_in: str = ""
    told_at: str = ""

    def lies_in(self, path: str) -> bool:
        if "*" in self.files or self.files.startswith(".") or self.files.endswith(".json"):
            return fnmatchcase(path, f"*/{self.files}") or fnmatchcase(path, self.files)
        return path.endswith(f".{self.files}-meta.xml")


BARE_SELF = re.compile(r"(^|\| )\.\[")
NAMES = ("name", "fullName", "label", "masterLabel", "type")
EQUIVALENT = {
    "XSD-001": "the schema knows the fault: an element or value that it has not, or one that it needs",
    "XML-002": "what the schema needs is missing, so that the file cannot be read as what it is",
    "FLOW-015": "a value that is not listed is told by the rule of its element and by that of all values",
    "FLOW-159": "what the rule asks for by name is also a reference to nothing",
    "FLOW-199": "a formula that cannot be read, or has a wrong argument, is also one that an org does not compile",
    "FLOW-191": "a formula whose functions get what they do not take has no value of its type",
    "TYPE-001": "the value does not fit the field or variable",
    "FML-006": "a name in a formula that cannot be followed",
    "FML-007": "an argument that the function does not take",
    "FML-019": "what cannot be read",
    "FTEST-006": "a test of what is no flow that can be tested",
    "PERM-014": "the permission names what is not there",
}
"""Codes that say the same as the rule of a kind, where `also` lists them, and why."""


def kind(code: str, name: str, files: str, at: str = ".", plant: Plant | None = None, also: str = "") -> Kind:
    return Kind(code=code, name=name, files=files, at=at, plant=plant, also=tuple(also.split()))


def bare(content: bytes, path: str = "") -> Element:
    """A file as elements without namespaces, so that paths stay short; it knows its own path."""
    root = parse(content)
    root.getroottree().docinfo.URL = path
    for one in root.iter():
        one.tag = local(one)
    return root


def name_of(element: Element) -> str:
    """The name of the component that an element is part of: that of its file."""
    return str(element.getroottree().docinfo.URL).rpartition("/")[2].partition(".")[0]


def spelled(root: Element) -> bytes:
    lines: list[str] = []
    write(root, "", spaces(root), lines)
    return (DECLARATION + "\n".join(lines) + "\n").encode()


def lines_of(content: bytes, root: Element, marked: tuple[Element, ...]) -> tuple[int, ...]:
    """The lines of elements of a changed file once it was written."""
    again = parse(content)
    lines = []
    for one in marked:
        steps = way(one, root)
        if steps is not None:
            place = again
            for step in steps:
                place = place[step]
            lines.append(int(place.sourceline or 0))
    return tuple(lines)


def way(element: Element, root: Element) -> list[int] | None:
    """The steps from the root; None for what a later change took out."""
    steps: list[int] = []
    while element is not root:
        above = element.getparent()
        if above is None:
            return None
        steps.append(above.index(element))
        element = above
    return steps[::-1]


def made(xml: str) -> Element:
    return etree.fromstring(xml)


def child(element: Element, path: str) -> Element:
    found = element.find(path)
    if found is None:
        raise LookupError(path)
    return found


def around(element: Element) -> tuple[Element, ...]:
    """An element and what it directly holds: where two of its children contradict each other, or one is missing, a
    finding may stand at any. A whole file is too wide for that: its root, its first element, and what
    names it or says its type."""
    if element.getparent() is not None:
        return (element, *element)
    return (element, *element[:1], *(one for name in NAMES for one in element.findall(name)))


def drop(*names: str) -> Plant:
    """Children are taken out; what is missing is missed at their parent."""

    def plant(element: Element) -> tuple[Element, ...]:
        for name in names:
            for one in element.findall(name):
                element.remove(one)
        return around(element)

    return plant


def put(path: str, text: str | Callable[[str], str], *, parent: bool = False) -> Plant:
    """A child says something else. `parent`: a finding may stand at the element itself, or at its neighbours."""

    def plant(element: Element) -> tuple[Element, ...]:
        one = element if path == "." else child(element, path)
        one.text = text if isinstance(text, str) else text(one.text or "")
        return around(element) if parent else (one,)

    return plant


def add(xml: str, after: str = "", *, parent: bool = False) -> Plant:
    """A child is added behind the last one of a name, or in front of all."""

    def plant(element: Element) -> tuple[Element, ...]:
        new = made(xml)
        before = [one for name in after.split("|") for one in element.findall(name)] if after else []
        place = element.index(before[-1]) + 1 if before else 0
        element.insert(place, new)
        return (new, *around(element)) if parent else (new,)

    return plant


def twice(*changes: Plant) -> Plant:
    """The element stands twice, its copy changed; a finding may stand at either, or at what names them."""

    def plant(element: Element) -> tuple[Element, ...]:
        copy = deepcopy(element)
        element.addnext(copy)
        for change in changes:
            change(copy)
        return (*around(copy), *around(element))

    return plant


def both(first: Plant, *others: Plant) -> Plant:
    """Several changes that make one fault; it stands where the first does."""

    def plant(element: Element) -> tuple[Element, ...]:
        marked = first(element)
        for change in others:
            change(element)
        return marked

    return plant


def marked(plant: Plant, *paths: str) -> Plant:
    """A plant whose finding may stand at any of these places, as seen from the element."""

    def planted(element: Element) -> tuple[Element, ...]:
        plant(element)
        return tuple(one for path in paths for one in found(element, path))

    return planted


def found(element: Element, path: str) -> list[Element]:
    """What an XPath finds, in the order of the file. `.[...]` is written for `self::*[...]`."""
    result = element.xpath(BARE_SELF.sub(r"\1self::*[", path))
    assert isinstance(result, list)
    return [one for one in result if isinstance(one, Element)]


def swap(path: str, xml: str) -> Plant:
    """A child is replaced by another element."""

    def plant(element: Element) -> tuple[Element, ...]:
        old, new = child(element, path), made(xml)
        above = old.getparent()
        assert above is not None
        above.replace(old, new)
        return (new,)

    return plant


def times(number: int) -> Callable[[str], str]:
    """Text repeated until it is longer than a limit."""
    return lambda text: (text + " ") * (number // (len(text) + 1) + 2)


def long(number: int) -> str:
    return ("Long text " * (number // 10 + 1))[: number + 1]
