"""The Salesforce CLI reads each package, turns it into Metadata API form and back, and nothing changes."""

import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.peers.node import MODULES, run
from tests.peers.projects import PROJECTS, directories, sources

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


@pytest.fixture(scope="module", params=PROJECTS, ids=lambda project: project.name)
def converted(
    request: pytest.FixtureRequest, program: str, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A copy of a project with `mdapi/`, made from its sources, and `back/`, made from that."""
    project: Path = request.param
    assert project.is_dir(), f"{project.name} has not been built"
    copy = tmp_path_factory.mktemp("cli") / project.name
    shutil.copytree(project, copy)
    chosen = [word for directory in directories(project) for word in ("--source-dir", directory)]
    run(program, [SF, "project", "convert", "source", *chosen, "--output-dir", "mdapi"], copy, home)
    run(program, [SF, "project", "convert", "mdapi", "--root-dir", "mdapi", "--output-dir", "back"], copy, home)
    return copy


def test_there_and_back_gives_the_same_bytes(converted: Path) -> None:
    ours = sources(converted)
    back = converted / "back" / "main" / "default"
    theirs = {path.relative_to(back).as_posix(): path.read_bytes() for path in back.rglob("*") if path.is_file()}
    assert [path for path in ours if theirs.get(path) != ours[path]] == []
    for path in theirs.keys() - ours.keys():
        shell = ET.fromstring(theirs[path])
        assert (shell.tag, len(shell)) == (f"{META}CustomObject", 0), f"{path} is not ours"


def test_manifest_names_what_the_cli_finds(converted: Path) -> None:
    ours, theirs = (members(converted / path) for path in ("manifest/package.xml", "mdapi/package.xml"))
    assert ours - theirs == set()
    assert {(kind, name) for kind, name in theirs - ours if kind not in PARTS} == set()


def members(manifest: Path) -> set[tuple[str, str]]:
    """The (kind, name) pairs of a package.xml."""
    return {
        (types.findtext(f"{META}name", ""), member.text or "")
        for types in ET.parse(manifest).getroot().iter(f"{META}types")
        for member in types.iter(f"{META}members")
    }
