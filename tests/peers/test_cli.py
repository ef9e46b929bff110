"""The Salesforce CLI reads each package, turns it into Metadata API form and back, and nothing changes."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.peers.node import MODULES, run
from tests.peers.projects import below, directories, sources

SF = str(MODULES / "@salesforce" / "cli" / "bin" / "run.js")
META = "{http://soap.sforce.com/2006/04/metadata}"
PARTS = {
    "AssignmentRule",
    "AutoResponseRule",
    "CustomLabel",
    "EscalationRule",
    "SharingCriteriaRule",
    "SharingOwnerRule",
    "WorkflowAlert",
    "WorkflowFieldUpdate",
    "WorkflowRule",
    "WorkflowTask",
}
"""Kinds that live inside the file of another kind: the CLI names them besides their file, a manifest need not."""
Members = set[tuple[str, str]]


@pytest.fixture(scope="module")
def converted(project: Path, program: str, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of a project with `mdapi/`, made from its sources, and `back/`, made from that."""
    copy = tmp_path_factory.mktemp("cli") / project.name
    shutil.copytree(project, copy)
    chosen = [word for directory in directories(project) for word in ("--source-dir", directory)]
    run(program, [SF, "project", "convert", "source", *chosen, "--output-dir", "mdapi"], copy, home)
    run(program, [SF, "project", "convert", "mdapi", "--root-dir", "mdapi", "--output-dir", "back"], copy, home)
    return copy


def test_there_and_back_gives_the_same_bytes(converted: Path) -> None:
    ours, theirs = sources(converted), below(converted / "back" / "main" / "default")
    assert [path for path in ours if theirs.get(path) != ours[path]] == []
    for path in theirs.keys() - ours.keys():
        shell = ET.fromstring(theirs[path])
        assert (shell.tag, len(shell)) == (f"{META}CustomObject", 0), f"{path} is not ours"


def test_manifest_names_what_the_cli_finds(converted: Path) -> None:
    found = members(converted / "mdapi" / "package.xml")
    assert members(converted / "manifest" / "package.xml") == without_parts(found)


def test_the_manifest_fetches_the_same_files(converted: Path, program: str, home: Path) -> None:
    """A deployment by manifest is a deployment of the directories: no member is spelled as the CLI does not know it."""
    command = [SF, "project", "convert", "source", "--manifest", "manifest/package.xml", "--output-dir", "listed"]
    run(program, command, converted, home)
    assert below(converted / "listed") == below(converted / "mdapi")


def test_each_directory_stands_on_those_before(converted: Path, program: str, home: Path) -> None:
    """The project as it is when a directory deploys, without those that come later: all of it is read, and its manifest
    names what is in it."""
    file = converted / "sfdx-project.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    every = content["packageDirectories"]
    later = converted.parent / f"later than {converted.name}"
    later.mkdir()
    for one in every[1:]:
        shutil.move(converted / one["path"], later)
    for number, directory in enumerate(one["path"] for one in every):
        if number:
            shutil.move(later / directory, converted)
        file.write_text(json.dumps({**content, "packageDirectories": every[: number + 1]}), encoding="utf-8")
        command = [SF, "project", "convert", "source", "--source-dir", directory, "--output-dir", f"only/{directory}"]
        run(program, command, converted, home)
        found = members(converted / "only" / directory / "package.xml")
        assert members(converted / "manifest" / f"{directory}.xml") == without_parts(found)


def members(manifest: Path) -> Members:
    """The (kind, name) pairs of a package.xml. The CLI ends some folders' names with a slash, and reads both forms."""
    return {
        (types.findtext(f"{META}name", ""), (member.text or "").removesuffix("/"))
        for types in ET.parse(manifest).getroot().iter(f"{META}types")
        for member in types.iter(f"{META}members")
    }


def without_parts(found: Members) -> Members:
    return {(kind, name) for kind, name in found if kind not in PARTS}
