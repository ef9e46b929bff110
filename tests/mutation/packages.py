"""Faults of files as files: XML, names and places, manifests, the project file."""

import json
from collections.abc import Callable
from typing import Any

from tests.mutation.planting import Kind, Text, add, kind, marked, put

META = "*-meta.xml"
MANIFEST = "manifest/[!b]*.xml"
PROJECT = "sfdx-project.json"
Rename = Callable[[str], str]


def written(code: str, name: str, files: str, text: Text, also: str = "") -> Kind:
    """A fault that is written into the text."""
    return Kind(code=code, name=name, files=files, text=text, also=tuple(also.split()), whole=True)


def moved(code: str, name: str, files: str, renamed: Rename, also: str = "") -> Kind:
    """A file in another place."""
    return Kind(code=code, name=name, files=files, renamed=renamed, also=tuple(also.split()), whole=True)


def once(old: str, new: str, lines: int = 0) -> Text:
    """The first of some text is replaced; found on its line, or so many lines below."""

    def change(text: str) -> tuple[str, tuple[int, ...]]:
        place = text.index(old)
        line = text.count("\n", 0, place) + 1
        return text[:place] + new + text[place + len(old) :], tuple(range(line, line + lines + 1))

    return change


def unclosed(text: str) -> tuple[str, tuple[int, ...]]:
    """The last element that closes on a line of its own is not closed, be it the root: told where the parser notices
    it, or where the element begins."""
    lines = text.split("\n")
    closing = [number for number in range(1, len(lines)) if lines[number].startswith(("    </", "</"))]
    inner = [number for number in closing if lines[number].startswith(" ")]
    place = (inner or closing)[-1]
    return "\n".join(lines[:place] + lines[place + 1 :]), tuple(range(1, len(lines) + 1))


def root(text: str) -> str:
    """The name of a document's root."""
    return text.partition("\n<")[2].partition(" ")[0]


def project(change: Callable[[dict[str, Any]], object]) -> Text:
    def text(text: str) -> tuple[str, tuple[int, ...]]:
        held = json.loads(text)
        change(held)
        new = json.dumps(held, indent=2) + "\n"
        return new, tuple(range(1, new.count("\n") + 1))

    return text


def file_name(change: Rename) -> Rename:
    """The name in front of the suffix changes."""

    def renamed(path: str) -> str:
        folder, _, file = path.rpartition("/")
        name, _, suffix = file.partition(".")
        return f"{folder}/{change(name)}.{suffix}"

    return renamed


def suffix(new: str) -> Rename:
    return lambda path: f"{path.rpartition('/')[0]}/{path.rpartition('/')[2].partition('.')[0]}.{new}"


def all_defaults(held: dict[str, Any]) -> None:
    for one in held["packageDirectories"]:
        one["default"] = True


KINDS = (
    written("XML-001", "an element that is not closed", META, unclosed),
    written("XML-001", "a bare ampersand", META, once("</", " & x</"), "XSD-001"),
    written("XML-001", "a document type", META, once("?>\n", '?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n', 3)),
    written(
        "XML-002",
        "another root",
        META,
        lambda text: (text.replace(f"<{root(text)} ", "<Account ").replace(f"</{root(text)}>", "</Account>"), (1, 2)),
        "XSD-001",
    ),
    written(
        "XSD-001",
        "an element that there is not",
        META,
        lambda text: (
            text.replace(f"</{root(text)}>", f"    <colour>red</colour>\n</{root(text)}>"),
            (text.count("\n"),),
        ),
        "XML-002",
    ),
    written("FLD-040", "a comment before the root of a field", "*.field-meta.xml", once("?>\n", "?>\n<!-- a -->\n", 2)),
    written("FLD-040", "a comment before the root of a flow", "*.flow-meta.xml", once("?>\n", "?>\n<!-- a -->\n", 2)),
    moved("FLOW-007", "a flow whose name ends in an underscore", "*.flow-meta.xml", file_name(lambda one: f"{one}_")),
    moved("FLOW-007", "a flow whose name begins with a digit", "*.flow-meta.xml", file_name(lambda one: f"1{one}")),
    moved("FLOW-007", "a flow with a version in its name", "*.flow-meta.xml", file_name(lambda one: f"{one}-1")),
    moved("PKG-017", "a flow with the suffix of a field", "*.flow-meta.xml", suffix("field-meta.xml")),
    moved(
        "PKG-017", "a field with the suffix of a rule", "*.field-meta.xml", suffix("validationRule-meta.xml"), "XML-002"
    ),
    moved("PKG-017", "a queue with the suffix of a group", "*.queue-meta.xml", suffix("group-meta.xml")),
    moved(
        "RPT-012",
        "a report in a folder that there is not",
        "*.report-meta.xml",
        lambda path: path.replace("/reports/", "/reports/Nothing_There/").replace(
            "Nothing_There/" + path.split("/reports/")[1].split("/")[0], "Nothing_There"
        ),
    ),
    moved(
        "FLD-039",
        "a field of an object that there is not",
        "*.field-meta.xml",
        lambda path: path.replace("/objects/" + path.split("/objects/")[1].split("/")[0], "/objects/NGH_Nothing__c"),
    ),
    kind(
        "PKG-001",
        "a manifest that lists what is not there",
        MANIFEST,
        "types[1]",
        marked(add("<members>Nothing_There</members>"), "members[1]"),
    ),
    kind(
        "PKG-007",
        "a star for reports",
        MANIFEST,
        "types[name='Report']",
        marked(add("<members>*</members>"), "members[1]", "."),
    ),
    written("PKG-015", "a project file that is no JSON", PROJECT, once("{", "", 99)),
    written("PKG-015", "a project without directories", PROJECT, project(lambda held: held.pop("packageDirectories"))),
    written("PKG-015", "a project without an API version", PROJECT, project(lambda held: held.pop("sourceApiVersion"))),
    written("PKG-015", "two default directories", PROJECT, project(all_defaults)),
    written(
        "PKG-016",
        "a package that is ignored",
        ".forceignore",
        lambda text: (text + "foundation/**\n", (text.count("\n") + 1,)),
    ),
    Kind(
        code="FLOW-230",
        name="filters of a start in a project of API 48",
        files=PROJECT,
        text=project(lambda held: held.update(sourceApiVersion="48.0")),
        whole=True,
        told_in="flow",
        told_at="start/filters",
    ),
    Kind(
        code="PKG-014",
        name="a flow again, in capitals",
        files="*.flow-meta.xml",
        copied=file_name(str.upper),
        whole=True,
    ),
    Kind(
        code="PKG-014",
        name="a queue again, in capitals",
        files="*.queue-meta.xml",
        copied=file_name(str.upper),
        whole=True,
    ),
    Kind(
        code="XSD-001",
        name="a class that is asleep",
        files="*.cls-meta.xml",
        at="status",
        plant=put(".", "Asleep"),
        also=("XML-002",),
    ),
    Kind(
        code="XSD-001",
        name="a definition without a number",
        files="*.flowDefinition",
        at="activeVersionNumber",
        plant=put(".", "one"),
        also=("XML-002",),
    ),
)
